"""Which posts make a story, what stays as it stands, and what mentors decided."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.aggregate.stories.grouping import Decided, Gathered, Part, gather
from hub.aggregate.stories.rules import MOST_MEMBERS, Because, Post
from hub.aggregate.stories.shelf import MOST_SHARING, Shelf, pair_of
from tests.aggregate.stories.test_rules import MONDAY, NOTICE, REPORT, post

ANSWER = "They are digging up Weir Lane again for the gas main"
NOBODY = Decided()


def shelf(*posts: Post) -> Shelf:
    made = Shelf()
    for each in posts:
        made.put(each)
    return made


def lane(number: int, hours: int = 0, **more: Any) -> Post:
    """Return one of many posts about one event."""
    return post(number, (NOTICE, REPORT, ANSWER)[number % 3], at=MONDAY + timedelta(hours=hours), **more)


def ids(*stories: Gathered) -> list[tuple[int, ...]]:
    return [story.item_ids for story in stories]


def test_the_first_to_speak_leads() -> None:
    (story,) = gather(shelf(lane(1, 5), lane(2, 1), lane(3, 9)), (), (1, 2, 3), NOBODY)
    assert story.item_ids[0] == 2
    assert [part.because for part in story.parts] == [Because.LEAD, Because.WORDS, Because.WORDS]
    assert story.id is None


def test_a_story_has_one_voice_of_each_source() -> None:
    (story,) = gather(shelf(lane(1), lane(2, 1), lane(3, 2, source=1)), (), (1, 2, 3), NOBODY)
    assert len(story.parts) == 2


def test_a_story_grows_no_longer_than_a_card() -> None:
    many = [lane(number, number) for number in range(1, MOST_MEMBERS + 4)]
    told = gather(shelf(*many), (), [each.id for each in many], NOBODY)
    assert max(len(story.parts) for story in told) <= MOST_MEMBERS


def test_what_comes_later_joins_what_stands() -> None:
    stood = Gathered((Part(1, Because.LEAD), Part(2, Because.WORDS, "gas")), 7)
    assert ids(*gather(shelf(lane(1), lane(2), lane(3, 2)), (stood,), (3,), NOBODY)) == [(1, 2, 3)]


def test_two_stories_that_stand_are_not_mixed_by_a_third_post() -> None:
    stood = (
        Gathered((Part(1, Because.LEAD), Part(2, Because.WORDS)), 7),
        Gathered((Part(4, Because.LEAD), Part(5, Because.WORDS)), 8),
    )
    posts = [lane(number, number) for number in (1, 2, 4, 5, 6)]
    told = gather(shelf(*posts), stood, (6,), NOBODY)
    assert sorted(len(story.parts) for story in told) == [2, 3]


def test_what_has_left_the_shelf_stays_as_it_was() -> None:
    stood = Gathered((Part(1, Because.LEAD), Part(2, Because.WORDS)), 7)
    assert gather(Shelf(), (stood,), (), NOBODY) == (stood,)
    assert gather(shelf(lane(2)), (stood,), (2,), NOBODY) == (stood,)


def test_what_says_something_else_now_leaves_unless_a_mentor_put_it_there() -> None:
    changed = shelf(lane(1), post(2, "Choir sings at noon"))
    assert gather(changed, (Gathered((Part(1, Because.LEAD), Part(2, Because.WORDS)), 7),), (2,), NOBODY) == ()
    kept = Gathered((Part(1, Because.LEAD), Part(2, Because.MENTOR)), 7)
    assert gather(changed, (kept,), (2,), NOBODY) == (kept,)


def test_a_new_lead_is_held_against_all() -> None:
    headless = Gathered((Part(2, Because.WORDS), Part(3, Because.WORDS), Part(4, Because.WORDS)), 7)
    (story,) = gather(shelf(lane(2), lane(3), post(4, "Choir sings at noon")), (headless,), (), NOBODY)
    assert story == Gathered((Part(2, Because.LEAD), Part(3, Because.WORDS)), 7)


def test_what_mentors_took_apart_stays_apart() -> None:
    apart = Decided(apart=frozenset({(1, 2)}))
    assert gather(shelf(lane(1), lane(2)), (), (1, 2), apart) == ()
    assert ids(*gather(shelf(lane(1), lane(2), lane(3)), (), (1, 2, 3), apart)) in [[(1, 3)], [(2, 3)]]
    stood = Gathered((Part(1, Because.LEAD), Part(2, Because.WORDS), Part(3, Because.WORDS)), 7)
    assert ids(*gather(Shelf(), (stood,), (), apart)) == [(1, 3)]


def test_what_mentors_put_together_is_one_whatever_it_says() -> None:
    together = Decided(together=frozenset({(1, 2)}))
    (story,) = gather(shelf(lane(1), post(2, "Choir", at=MONDAY + timedelta(hours=1))), (), (), together)
    assert story.parts == (Part(1, Because.LEAD), Part(2, Because.MENTOR))
    assert gather(Shelf(), (story,), (), together) == (story,)


def test_a_mentor_makes_one_story_of_two() -> None:
    stood = (
        Gathered((Part(1, Because.LEAD), Part(2, Because.WORDS)), 7),
        Gathered((Part(4, Because.LEAD), Part(5, Because.WORDS)), 8),
    )
    (story,) = gather(Shelf(), stood, (), Decided(together=frozenset({(2, 4)})))
    assert (story.id, story.item_ids) == (7, (1, 2, 4, 5))


def test_a_page_everybody_leads_to_finds_nobody() -> None:
    page = ("https://council.example/contact",)
    posts = [post(number, f"Thing{number}", links=page) for number in range(MOST_SHARING + 1)]
    assert gather(shelf(*posts), (), range(len(posts)), NOBODY) == ()


def test_one_rare_word_and_the_same_day_are_worth_a_look() -> None:
    found = shelf(post(1, "Tortoise", "On Friday"), post(2, "Tortoise", "On Friday"), post(3, "Tortoise"))
    assert found.bonds([1]).keys() == {(1, 2)}
    assert found.between(1, 9) is None


def test_what_is_taken_from_the_shelf_is_found_by_nobody() -> None:
    found = shelf(lane(1), lane(2))
    found.take(2)
    found.take(2)
    assert found.bonds([1]) == {}
    assert dict(found.common().often) == dict.fromkeys(lane(1).wording.all, 1)
    assert len(found.common().often) == len(lane(1).wording.all)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(1, 9)))
def test_in_whatever_order_they_come_nobody_is_in_two_stories(order: list[int]) -> None:
    found, told = Shelf(), tuple[Gathered, ...]()
    for number in order:
        found.put(lane(number, number))
        told = gather(found, [Gathered(story.parts, n + 1) for n, story in enumerate(told)], (number,), NOBODY)
    everybody = [item_id for story in told for item_id in story.item_ids]
    assert len(everybody) == len(set(everybody))
    assert all(len(story.parts) > 1 for story in told)


def test_a_pair_has_the_smaller_number_first() -> None:
    assert pair_of(2, 1) == pair_of(1, 2) == (1, 2)
