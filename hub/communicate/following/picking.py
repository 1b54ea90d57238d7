"""What of all that is new stands in somebody's mail? Balanced between who speaks, each story once, nothing muted. Pure.

>>> from datetime import timedelta
>>> from hub.communicate.following.rules import Followed
>>> now = datetime(2026, 11, 21, 7)
>>> here, paper = UUID(int=1), UUID(int=2)
>>> news = PlaceNews(here, (New(7, paper, now),))
>>> taste = Taste((Want(Followed(Kind.PLACE, here)),), since=now - timedelta(days=1))
>>> [block.item_ids for block in pick(taste, {here: news}).blocks]
[(7,)]
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from hub.communicate.following.rules import Hushed, Kind
from hub.communicate.following.values import Block, Chat, Ears, New, Picked, PlaceNews, Said, Talk, Taste, Want

OF_ONE_SOURCE = 3  # posts that are named; the others are counted, and linked
MOST_POSTS = 12  # in one mail
MOST_TALKS = 4  # besides those somebody follows
_Post = tuple[New, UUID]  # and in which place it was found
_OF_POSTS = {Kind.PLACE, Kind.TAG, Kind.SOURCE}


def pick(taste: Taste, news: Mapping[UUID, PlaceNews]) -> Picked:
    """Return what of *news*, by place, stands in a mail for who has this *taste*."""
    chats = tuple(_chats(taste, news))
    told = {item_id for chat in chats for item_id in chat.item_ids}
    if any(want.at_once for want in taste.wants):
        told |= {new.item_id for new, _ in _matching(taste, news, at_once=True) if _was_heard(taste, new.at)}
    found = {new.item_id: (new, place_id) for new, place_id in _matching(taste, news) if new.item_id not in told}
    fit = [post for post in found.values() if not _is_muted(taste, post[0])] if taste.mutes else list(found.values())
    blocks, more = _balanced(*_stories(fit))
    return Picked(blocks, chats, more)


def _matching(taste: Taste, news: Mapping[UUID, PlaceNews], *, at_once: bool = False) -> Iterator[_Post]:
    for want in taste.wants:
        here = news.get(want.what.place_id)
        if here is None or want.what.kind not in _OF_POSTS or (at_once and not want.at_once):
            continue
        for new in here.of(want.what):
            if new.at <= taste.since:
                break
            yield new, here.place_id


def _was_heard(taste: Taste, at: datetime) -> bool:
    return taste.heard is not None and at <= taste.heard


def _is_muted(taste: Taste, new: New) -> bool:
    mine = {(Hushed.SOURCE, new.source_id.hex), *((Hushed.TAG, tag) for tag in new.tags)}
    if new.thread_id is not None:
        mine.add((Hushed.THREAD, str(new.thread_id)))
    return not taste.mutes.isdisjoint(mine)


def _stories(posts: Sequence[_Post]) -> tuple[Sequence[_Post], Mapping[int, Sequence[UUID]]]:
    """Return posts newest first, of each story its newest one alone, and by its number who else tells it."""
    first, stories = list[_Post](), set[int]()
    others = defaultdict[int, list[UUID]](list)
    for post in sorted(posts, key=_newest, reverse=True):
        story_id = post[0].story_id
        if story_id in stories:
            others[story_id].append(post[0].source_id)
        else:
            first.append(post)
        if story_id is not None:
            stories.add(story_id)
    return first, others


def _newest(post: _Post) -> tuple[datetime, int]:
    return post[0].at, post[0].item_id


def _balanced(posts: Sequence[_Post], others: Mapping[int, Sequence[UUID]]) -> tuple[tuple[Block, ...], int]:
    """Let sources take turns until the mail is full: the first post of each, then the second; count the rest."""
    of = defaultdict[UUID, list[_Post]](list)
    for post in posts:
        of[post[0].source_id].append(post)
    turns = ((said, turn) for turn in range(OF_ONE_SOURCE) for said in of.values() if turn < len(said))
    named = defaultdict[UUID, int](int)
    for said, _ in islice(turns, MOST_POSTS):
        named[said[0][0].source_id] += 1
    blocks = tuple(_block(of[source_id], number, others) for source_id, number in named.items())
    return blocks, sum(len(said) for source_id, said in of.items() if source_id not in named)


def _block(said: Sequence[_Post], number: int, others: Mapping[int, Sequence[UUID]]) -> Block:
    shown = [new for new, _ in said[:number]]
    told = ((new.item_id, _but(others.get(new.story_id or 0, ()), new.source_id)) for new in shown)
    return Block(
        source_id=shown[0].source_id,
        place_id=said[0][1],
        item_ids=tuple(new.item_id for new in shown),
        more=len(said) - number,
        also=tuple((item_id, also) for item_id, also in told if also),
    )


def _but(sources: Iterable[UUID], mine: UUID) -> tuple[UUID, ...]:
    return tuple(each for each in dict.fromkeys(sources) if each != mine)


def _chats(taste: Taste, news: Mapping[UUID, PlaceNews]) -> Iterator[Chat]:
    asked, offered = list[Chat](), list[Chat]()
    for place_id in dict.fromkeys(want.what.place_id for want in taste.wants):
        here = news.get(place_id, PlaceNews(place_id))
        followed = {want.what.target_id for want in _wants_of(taste, Kind.THREAD, place_id)}
        asked += (chat for each in followed if (chat := _followed(taste, here, each)))
        others = (chat for chat in _heard(taste, here) if str(chat.thread_id) not in followed)
        offered += others if any(_wants_of(taste, Kind.PLACE, place_id)) else _about(taste, here, others)
    yield from sorted(asked, key=_liveliness)
    yield from sorted(offered, key=_liveliness)[:MOST_TALKS]


def _wants_of(taste: Taste, kind: Kind, place_id: UUID) -> Iterator[Want]:
    return (want for want in taste.wants if want.what.kind is kind and want.what.place_id == place_id)


def _about(taste: Taste, here: PlaceNews, chats: Iterable[Chat]) -> Iterator[Chat]:
    """Yield those that are about a tag somebody follows there."""
    tags = {want.what.target_id for want in _wants_of(taste, Kind.TAG, here.place_id)}
    for chat in chats if tags else ():
        talk = here.talks[chat.thread_id]
        if talk.tag in tags or not talk.tags.isdisjoint(tags):
            yield chat


def _followed(taste: Taste, here: PlaceNews, number: str) -> Chat | None:
    """Return what is new in a thread that is followed, its new posts too; None where nothing is."""
    talk = here.talks.get(int(number)) if number.isdigit() else None
    if talk is None or (Hushed.THREAD, number) in taste.mutes:
        return None
    ears = _ears(taste, here)
    since = _since(ears, talk)
    posts = (post for post in here.by_thread.get(number, ()) if post.at > since)
    new = tuple(post.item_id for post in posts if not _is_muted(taste, post))
    chat = _chat(here, talk, ears)
    return replace(chat, item_ids=new) if chat.said or new else None


def _heard(taste: Taste, here: PlaceNews) -> Sequence[Chat]:
    """Return the threads of a place in which something was said that is new to who has this taste."""
    ears = _ears(taste, here)
    if ears not in here.heard:
        there = (talk for talk in here.talks.values() if (Hushed.THREAD, str(talk.thread_id)) not in ears.mutes)
        here.heard[ears] = tuple(chat for chat in (_chat(here, talk, ears) for talk in there) if chat.said)
    return here.heard[ears]


def _ears(taste: Taste, here: PlaceNews) -> Ears:
    mutes = frozenset(each for each in taste.mutes if each[0] in _OF_TALK)
    return Ears(taste.since, here.place_id in taste.near, mutes, taste.reads, taste.me)


_OF_TALK = {Hushed.THREAD, Hushed.PERSON}


def _since(ears: Ears, talk: Talk) -> datetime:
    read = (at for thread_id, at in ears.reads if thread_id == talk.thread_id)
    return max((ears.since, *read))


def _chat(here: PlaceNews, talk: Talk, ears: Ears) -> Chat:
    since = _since(ears, talk)
    said = tuple(each for each in talk.said if each.at > since and _may_hear(ears, each))
    return Chat(talk.thread_id, here.place_id, talk.lead_id, talk.tag, said)


def _may_hear(ears: Ears, said: Said) -> bool:
    """Say whether a reply is for these ears: not what they said themselves, nor what is for others alone."""
    if said.person_id == ears.me or (Hushed.PERSON, said.person_id.hex) in ears.mutes:
        return False
    return not said.is_local or ears.is_near


def _liveliness(chat: Chat) -> tuple[int, int, int]:
    voices = len({each.person_id for each in chat.said})
    return (-voices, -len(chat.said) - len(chat.item_ids), -chat.thread_id)
