"""What stands in somebody's mail: balanced, each story once, nothing muted, nothing that is for others alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.communicate.following.picking import MOST_POSTS, MOST_TALKS, OF_ONE_SOURCE, pick
from hub.communicate.following.rules import Followed, Hushed, Kind
from hub.communicate.following.values import New, Picked, PlaceNews, Said, Talk, Taste, Want

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
PAPER, COUNCIL, BLOG = UUID(int=11), UUID(int=12), UUID(int=13)
BINS, ROADS = UUID(int=21).hex, UUID(int=22).hex
BEN, CEM = UUID(int=31), UUID(int=32)
EVERYTHING = Want(Followed(Kind.PLACE, HERE))


def post(number: int, source: UUID = PAPER, *tags: str, **more: int) -> New:
    return New(number, source, NOON - timedelta(hours=100 - number), frozenset(tags), **more)


def said(number: int, who: UUID = BEN, *, is_local: bool = False) -> Said:
    return Said(UUID(int=number), who, "Ben", NOON - timedelta(minutes=number), is_local)


def news(*items: New, talks: Sequence[Talk] = ()) -> dict[UUID, PlaceNews]:
    """Return what is new in HERE, found by tag, source and thread as the reading has it."""
    ordered = tuple(sorted(items, key=lambda each: each.at, reverse=True))
    tags = {tag for each in ordered for tag in each.tags}
    made = PlaceNews(
        HERE,
        ordered,
        {talk.thread_id: talk for talk in talks},
        {tag: tuple(each for each in ordered if tag in each.tags) for tag in tags},
        {each.source_id.hex: tuple(of for of in ordered if of.source_id == each.source_id) for each in ordered},
        {str(each.thread_id): tuple(of for of in ordered if of.thread_id == each.thread_id) for each in ordered},
    )
    return {HERE: made}


def taste(*wants: Want, mutes: Sequence[tuple[str, str]] = (), **more: object) -> Taste:
    usual: dict[str, object] = {"since": NOON - timedelta(days=30), "mutes": frozenset(mutes)}
    return Taste(wants or (EVERYTHING,), **(usual | more))  # type: ignore[arg-type] # by name


def named(picked: Picked) -> list[int]:
    return sorted(picked.named)


def test_who_follows_a_place_gets_what_is_new_in_it() -> None:
    found = pick(taste(), news(post(1), post(2, COUNCIL)))
    assert [(block.source_id, block.item_ids) for block in found.blocks] == [(COUNCIL, (2,)), (PAPER, (1,))]
    assert found
    assert found.count == 2
    assert not pick(taste(), {})


def test_who_follows_a_tag_or_a_source_gets_no_more_than_that() -> None:
    told = news(post(1, PAPER, BINS), post(2, COUNCIL), post(3, BLOG, ROADS))
    assert named(pick(taste(Want(Followed(Kind.TAG, HERE, BINS))), told)) == [1]
    assert named(pick(taste(Want(Followed(Kind.SOURCE, HERE, COUNCIL.hex))), told)) == [2]
    assert named(pick(taste(Want(Followed(Kind.TAG, HERE, "nothing"))), told)) == []


def test_what_was_told_is_not_told_again() -> None:
    told = news(post(1), post(50))
    assert named(pick(taste(since=NOON - timedelta(hours=50)), told)) == []
    assert named(pick(taste(since=NOON - timedelta(hours=51)), told)) == [50]


def test_no_source_fills_the_mail_and_what_is_left_out_is_counted() -> None:
    loud = [post(number) for number in range(1, 21)]
    found = pick(taste(), news(*loud, post(30, COUNCIL)))
    by_source = {block.source_id: block for block in found.blocks}
    assert len(by_source[PAPER].item_ids) == OF_ONE_SOURCE
    assert by_source[PAPER].more == 20 - OF_ONE_SOURCE
    assert by_source[COUNCIL].item_ids == (30,)
    assert found.count == 21


def test_when_many_speak_each_has_a_turn_and_the_others_are_counted() -> None:
    many = [post(number, UUID(int=100 + number)) for number in range(1, MOST_POSTS + 4)]
    found = pick(taste(), news(*many, post(60, UUID(int=101))))
    assert len(named(found)) == MOST_POSTS
    assert found.more == 3
    assert found.count == len(many) + 1


def test_a_story_is_told_once_with_who_else_tells_it() -> None:
    found = pick(taste(), news(post(1, PAPER, story_id=5), post(2, COUNCIL, story_id=5), post(3, PAPER, story_id=5)))
    (block,) = found.blocks
    assert (block.item_ids, block.also) == ((3,), ((3, (COUNCIL,)),))


def test_what_is_followed_twice_is_told_once() -> None:
    both = taste(EVERYTHING, Want(Followed(Kind.TAG, HERE, BINS)))
    assert named(pick(both, news(post(1, PAPER, BINS)))) == [1]


def test_nothing_muted_is_told() -> None:
    told = news(post(1, PAPER, BINS), post(2, COUNCIL), post(3, BLOG, thread_id=7))
    mutes = [(Hushed.SOURCE, COUNCIL.hex), (Hushed.TAG, BINS), (Hushed.THREAD, "7")]
    assert named(pick(taste(mutes=mutes[:1]), told)) == [1, 3]
    assert not pick(taste(mutes=mutes), told)


def test_what_was_told_at_once_is_not_in_the_digest_but_what_came_later_is() -> None:
    tag = Want(Followed(Kind.TAG, HERE, BINS), at_once=True)
    heard = NOON - timedelta(hours=60)
    found = pick(taste(EVERYTHING, tag, heard=heard), news(post(39, PAPER, BINS), post(41, PAPER, BINS), post(10)))
    assert named(found) == [10, 41]


def test_conversations_come_with_their_new_replies_and_the_liveliest_first() -> None:
    talks = [
        Talk(1, (said(1), said(2)), lead_id=9),
        Talk(2, (said(3), said(4, CEM)), tag=BINS),
        Talk(3),
        Talk(4, (said(5),), tags=frozenset({BINS})),
    ]
    told = news(talks=talks)
    found = pick(taste(), told)
    assert [chat.thread_id for chat in found.chats] == [2, 1, 4]
    assert list(found.item_ids) == [9]
    tagged = pick(taste(Want(Followed(Kind.TAG, HERE, BINS))), told)
    assert [chat.thread_id for chat in tagged.chats] == [2, 4]
    assert pick(taste(Want(Followed(Kind.SOURCE, HERE, PAPER.hex))), told).chats == ()


def test_of_conversations_nobody_asked_for_a_few_are_enough() -> None:
    talks = [Talk(number, (said(number),)) for number in range(1, MOST_TALKS + 3)]
    asked = Want(Followed(Kind.THREAD, HERE, "1"))
    found = pick(taste(EVERYTHING, asked), news(talks=talks))
    assert next(chat.thread_id for chat in found.chats) == 1
    assert len(found.chats) == MOST_TALKS + 1


def test_who_follows_a_conversation_hears_of_new_posts_in_it_and_not_twice() -> None:
    thread = Want(Followed(Kind.THREAD, HERE, "7"))
    told = news(post(1, PAPER, thread_id=7), post(2), talks=[Talk(7, lead_id=1)])
    found = pick(taste(EVERYTHING, thread), told)
    assert [(chat.thread_id, chat.item_ids) for chat in found.chats] == [(7, (1,))]
    assert named(found) == [2]
    assert list(found.item_ids) == [2, 1, 1]
    muted = pick(taste(EVERYTHING, thread, mutes=[(Hushed.THREAD, "7")]), told)
    assert (muted.chats, named(muted)) == ((), [2])


def test_what_somebody_has_read_or_said_themselves_is_not_new_to_them() -> None:
    told = news(talks=[Talk(7, (said(10), said(20), said(5, CEM)))])
    assert len(pick(taste(), told).chats[0].said) == 3
    read = frozenset({(7, NOON - timedelta(minutes=15))})
    assert len(pick(taste(reads=read), told).chats[0].said) == 2
    assert len(pick(taste(me=CEM), told).chats[0].said) == 2
    assert pick(taste(me=CEM, mutes=[(Hushed.PERSON, BEN.hex)]), told).chats == ()


def test_what_is_for_neighbours_alone_marks_the_conversation() -> None:
    told = news(talks=[Talk(7, (said(1), said(2, is_local=True)))])
    (far,), (near,) = pick(taste(), told).chats, pick(taste(near=frozenset({HERE})), told).chats
    assert (len(far.said), far.is_local) == (1, False)
    assert (len(near.said), near.is_local) == (2, True)


replies = st.lists(st.tuples(st.booleans(), st.sampled_from([BEN, CEM])), max_size=8)
places = st.frozensets(st.sampled_from([HERE, ELSEWHERE]))


@given(replies, places, st.booleans())
def test_nobody_but_neighbours_is_told_of_what_is_for_them_alone(
    told: list[tuple[bool, UUID]],
    near: frozenset[UUID],
    follows: bool,  # noqa: FBT001 -- drawn
) -> None:
    spoken = tuple(said(n, who, is_local=local) for n, (local, who) in enumerate(told))
    wants = (EVERYTHING, Want(Followed(Kind.THREAD, HERE, "7"))) if follows else (EVERYTHING,)
    found = pick(taste(*wants, near=near), news(talks=[Talk(7, spoken)]))
    heard = [each for chat in found.chats for each in chat.said]
    expected = [each for each in spoken if not each.is_local or HERE in near]
    assert heard == expected


numbers = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3), st.booleans()), max_size=40)


@given(numbers, st.frozensets(st.sampled_from(["1", "2", "3"])))
def test_every_post_is_named_or_counted_once_and_none_that_is_muted(
    drawn: list[tuple[int, int, bool]], muted: frozenset[str]
) -> None:
    items = [
        post(n, UUID(int=source), *([BINS] if tagged else []), **({"story_id": story} if story else {}))
        for n, (source, story, tagged) in enumerate(drawn, 1)
    ]
    mutes = [(Hushed.SOURCE, UUID(int=int(each)).hex) for each in muted]
    found = pick(taste(EVERYTHING, Want(Followed(Kind.TAG, HERE, BINS)), mutes=mutes), news(*items))
    heard = [each for each in items if str(each.source_id.int) not in muted]
    stories = {each.story_id or -each.item_id for each in heard}
    assert found.count == len(stories)
    assert {each.source_id for each in heard} >= {block.source_id for block in found.blocks}
    assert all(len(block.item_ids) <= OF_ONE_SOURCE for block in found.blocks)
    assert len(named(found)) == len(set(named(found))) <= MOST_POSTS


def test_who_has_read_another_conversation_hears_of_this_one() -> None:
    told = news(talks=[Talk(5, (said(1),)), Talk(6, (said(2),))])
    found = pick(taste(reads=frozenset({(6, NOON)})), told)
    assert [chat.thread_id for chat in found.chats] == [5]
