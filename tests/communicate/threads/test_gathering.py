"""Which posts make a conversation: the rule, by plain examples and for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.communicate.threads.gathering import Around, Gathered, gather, pair_of
from hub.communicate.threads.rules import MOST_PARTS, WINDOW, Because, Post, Tie, answers
from tests.town import NOON

HOUR = timedelta(hours=1)


def post(number: int, voice: int | None = None) -> Post:
    """A post, the smaller its number the earlier; each of a source of its own unless told otherwise."""
    return Post(number, UUID(int=voice or number), NOON + number * HOUR)


def town(answering: Mapping[int, int | Sequence[int]], **more: object) -> Around:
    """Posts, each with those it answers."""
    ids = {*answering, *(other for several in answering.values() for other in _all(several))}
    ties = {each: tuple(Tie(other, Because.LINK) for other in _all(answering.get(each, ()))) for each in ids}
    return Around({each: post(each) for each in ids}, ties, **more)  # type: ignore[arg-type]  # its own fields


def _all(several: int | Sequence[int]) -> Sequence[int]:
    return (several,) if isinstance(several, int) else several


def items(threads: Iterable[Gathered]) -> list[tuple[int, ...]]:
    return sorted(thread.item_ids for thread in threads)


def test_who_answers_somebody_who_answers_is_part_of_it() -> None:
    (thread,) = gather(town({2: 1, 3: 2, 4: 1})).threads
    assert thread.item_ids == (1, 2, 3, 4)
    assert [part.toward for part in thread.parts] == [None, 1, 2, 1]


def test_a_post_joins_one_conversation_however_many_it_leads_to() -> None:
    assert items(gather(town({3: 1, 4: 2, 5: (2, 1)})).threads) == [(1, 3), (2, 4, 5)]


def test_a_full_thread_takes_nobody_and_the_next_best_is_taken() -> None:
    crowd = dict.fromkeys(range(3, MOST_PARTS + 2), 1)
    last = MOST_PARTS + 5
    threads = gather(town({**crowd, last: (1, 2), last + 1: 1})).threads
    assert items(threads) == [(1, *crowd), (2, last)]


def test_a_number_stays_with_the_first_post_and_the_oldest_number_wins() -> None:
    outcome = gather(town({2: 1, 4: 3}, standing={7: (1, 2), 8: (3, 4)}))
    assert {thread.id: thread.item_ids for thread in outcome.threads} == {7: (1, 2), 8: (3, 4)}
    outcome = gather(town({2: 1, 4: 3, 3: 1}, standing={7: (1, 2), 8: (3, 4)}))
    assert (items(outcome.threads), outcome.heirs) == ([(1, 2, 3, 4)], {8: 7})
    outcome = gather(town({2: (), 1: (), 3: 2}, standing={7: (1, 2, 3), 9: (99,)}))
    assert {thread.id: thread.item_ids for thread in outcome.threads} == {7: (1,), None: (2, 3)}


def test_two_that_a_mentor_took_apart_are_never_together_again() -> None:
    assert items(gather(town({2: 1, 3: 2}, apart=frozenset({(1, 3)}))).threads) == [(1, 2)]
    assert items(gather(town({3: (2, 1)}, apart=frozenset({(2, 3)}))).threads) == [(1, 3)]


def test_two_that_a_mentor_put_together_are() -> None:
    (thread,) = gather(town({2: 1, 4: 3}, together=frozenset({(1, 3), (1, 99)}))).threads
    assert [(part.because, part.toward) for part in thread.parts] == [
        (Because.FIRST, None),
        (Because.LINK, 1),
        (Because.MENTOR, 1),
        (Because.LINK, 3),
    ]


def test_put_together_with_what_came_later_it_says_who_did_it() -> None:
    (thread,) = gather(town({2: (), 3: 1}, together=frozenset({(2, 3)}))).threads
    assert [(part.because, part.toward) for part in thread.parts][1:] == [(Because.MENTOR, None), (Because.LINK, 1)]


def test_what_it_leads_to_is_in_the_same_thread_already() -> None:
    (thread,) = gather(town({2: 1}, together=frozenset({(1, 2)}))).threads
    assert thread.parts[1].because is Because.LINK


def test_a_post_answers_earlier_ones_of_others_and_not_for_ever() -> None:
    one, other = post(1), post(2)
    assert answers(other, one, Because.LINK)
    assert not answers(one, other, Because.LINK)
    assert not answers(post(2, voice=1), one, Because.LINK)
    late = Post(9, UUID(int=9), one.at + WINDOW + HOUR)
    assert not answers(late, one, Because.LINK)
    assert answers(late, one, Because.STORY)


numbers = st.integers(min_value=1, max_value=12)
ties = st.dictionaries(numbers, st.lists(numbers, max_size=4), max_size=12)
pairs = st.frozensets(st.tuples(numbers, numbers).filter(lambda each: each[0] < each[1]), max_size=4)


@given(ties, pairs, pairs, st.randoms(use_true_random=False))
def test_the_same_posts_make_the_same_threads_in_whatever_order_they_are_told(
    said: dict[int, list[int]], together: frozenset[tuple[int, int]], apart: frozenset[tuple[int, int]], chance: object
) -> None:
    earlier = {each: [other for other in several if other < each] for each, several in said.items()}
    straight = town(earlier, together=together, apart=apart)
    shuffled = list(straight.posts.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    turned = Around(dict(shuffled), straight.ties, together=together, apart=apart)
    assert items(gather(straight).threads) == items(gather(turned).threads)


@given(ties, pairs, pairs)
def test_what_mentors_decided_holds_in_every_thread(
    said: dict[int, list[int]], together: frozenset[tuple[int, int]], apart: frozenset[tuple[int, int]]
) -> None:
    earlier = {each: [other for other in several if other < each] for each, several in said.items()}
    around = town(earlier, together=together, apart=apart)
    threads = gather(around).threads
    of = {item_id: thread for thread in threads for item_id in thread.item_ids}
    for one, other in together:
        if {one, other} <= around.posts.keys():
            assert of[one] is of[other]
    if not together:
        for thread in threads:
            assert all(pair_of(*pair) not in apart for pair in combinations(thread.item_ids, 2))
    assert all(part.toward is None or part.toward in thread.item_ids for thread in threads for part in thread.parts)


@given(ties)
def test_thinking_over_what_stands_changes_nothing(said: dict[int, list[int]]) -> None:
    earlier = {each: [other for other in several if other < each] for each, several in said.items()}
    first = gather(town(earlier)).threads
    standing = {number: thread.item_ids for number, thread in enumerate(first, 1)}
    again = gather(town(earlier, standing=standing))
    assert [thread.id for thread in again.threads] == list(standing)
    assert items(again.threads) == items(first)
    assert again.heirs == {}
