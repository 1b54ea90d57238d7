"""What lies around some items of a place? Reads of what they answer, who answers them, and what stood so far."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import BigInteger, and_, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, StreamEntry
from hub.aggregate.stories.models import StoryItem
from hub.aggregate.stories.rules import recurs
from hub.communicate.links.models import ItemLink
from hub.communicate.threads.gathering import Around, Pair
from hub.communicate.threads.models import Thread, ThreadItem, ThreadRuling
from hub.communicate.threads.rules import (
    MOST_ANSWERS,
    MOST_AT_A_PAGE,
    MOST_LINKS,
    Because,
    Post,
    Tie,
    answers,
    strongest_first,
)
from hub.db.reads import Read, ReadAmong


class _Told(NamedTuple):
    """What is read of an item that stands in the stream of a place."""

    id: int
    source_id: UUID
    at: datetime
    is_archive: bool
    title: str
    page_key: int | None

    @property
    def post(self) -> Post:
        return Post(self.id, self.source_id, self.at, self.is_archive)


class _Link(NamedTuple):
    """That an item leads to a page of somebody else."""

    item_id: int
    page_key: int
    url: str


def places_of(db: Session, item_ids: Sequence[int]) -> Mapping[UUID, tuple[int, ...]]:
    """Return in which places each of these items is, or was part of a thread; those that are gone too."""
    found = defaultdict[UUID, set[int]](set)
    for read in (_ENTERED, _TAKING_PART):
        for item_id, place_id in read.among(db, item_ids):
            found[place_id].add(item_id)
    return {place_id: tuple(sorted(ids)) for place_id, ids in sorted(found.items())}


def around(db: Session, place_id: UUID, item_ids: Sequence[int]) -> Around:
    """Return all by which it is known which threads of a place these items are part of from now on."""
    return _Reading(db, place_id, frozenset(item_ids)).around()


@dataclass(slots=True)
class _Reading:
    """Reads for one place, what is asked for first."""

    db: Session
    place_id: UUID
    asked: frozenset[int]

    def around(self) -> Around:
        stories = self._stories()
        told = self._told(self.asked)
        near = {other for several in stories.values() for other in several} | self._linking(told)
        near |= {other for pair in self._rulings(self.asked, together=True) for other in pair}
        _, held = self._standing(self.asked)
        near |= {item_id for item_id, tie in held.items() if tie.toward in self.asked}
        fresh = told | self._told(near - self.asked)
        ties = self._ties(fresh, stories)
        tied = {*ties, *(tie.toward for own in ties.values() for tie in own)}
        standing, held = self._standing({*fresh, *self.asked, *tied})
        members = tied.union(*standing.values())
        posts = {item_id: each.post for item_id, each in (fresh | self._told(members - fresh.keys())).items()}
        return Around(
            posts,
            self._sorted(posts, ties, held),
            standing,
            self._rulings(posts.keys(), together=True),
            self._rulings(posts.keys(), together=False),
            *self._begun(posts.keys()),
        )

    def _told(self, item_ids: Iterable[int]) -> dict[int, _Told]:
        rows = _TOLD.among(self.db, sorted(item_ids))
        return {row[1]: _Told._make(row[1:]) for row in rows if row[0] == self.place_id}

    def _linking(self, told: Mapping[int, _Told]) -> set[int]:
        """Return the items that lead to the pages of these."""
        keys = {each.page_key for each in told.values() if each.page_key is not None}
        return {item_id for key in keys for item_id in self._leading(key)}

    def _leading(self, page_key: int) -> Sequence[int]:
        return [item_id for (item_id,) in _LEADING.rows(self.db, page_key=page_key)]

    def _stories(self) -> Mapping[int, tuple[int, ...]]:
        """Return all items of the stories that those asked for tell, for each of them."""
        found = defaultdict[int, list[int]](list)
        for of, asked, other in _STORIES.among(self.db, sorted(self.asked)):
            if of == self.place_id:
                found[asked].append(other)
        return {each: tuple(several) for several in found.values() for each in several}

    def _ties(self, fresh: Mapping[int, _Told], stories: Mapping[int, tuple[int, ...]]) -> dict[int, list[Tie]]:
        found = defaultdict[int, list[Tie]](list)
        for item_id, tie in (*self._telling_the_same(fresh, stories), *self._answering(fresh)):
            found[item_id].append(tie)
        return found

    def _telling_the_same(
        self, fresh: Mapping[int, _Told], stories: Mapping[int, tuple[int, ...]]
    ) -> Iterator[tuple[int, Tie]]:
        for item_id, several in stories.items():
            there = [fresh[each].post for each in several if each in fresh]
            first = min(there, key=lambda each: each.turn, default=None)
            if first and item_id in fresh and answers(fresh[item_id].post, first, Because.STORY):
                yield item_id, Tie(first.id, Because.STORY)

    def _answering(self, fresh: Mapping[int, _Told]) -> Iterator[tuple[int, Tie]]:
        links = [link for several in self._links(fresh).values() for link in several]
        for link, each in self._targets(links):
            one, other = fresh[link.item_id].post, each.post
            if answers(one, other, Because.LINK):
                yield one.id, Tie(other.id, Because.LINK, link.url)
            elif answers(other, one, Because.LINKED):
                yield other.id, Tie(one.id, Because.LINKED, link.url)

    def _links(self, fresh: Mapping[int, _Told]) -> Mapping[int, Sequence[_Link]]:
        """Return where items lead; a list of links, or what comes every week, answers nobody."""
        found = defaultdict[int, list[_Link]](list)
        for item_id, key, url, site_of in _LINKS.among(self.db, sorted(fresh)):
            if site_of != fresh[item_id].source_id:
                found[item_id].append(_Link(item_id, key, url))
        return {
            item_id: links
            for item_id, links in found.items()
            if len(links) <= MOST_LINKS and not recurs(fresh[item_id].title)
        }

    def _targets(self, links: Sequence[_Link]) -> Iterator[tuple[_Link, _Told]]:
        """Yield what stands at the pages that links lead to, as far as these are not pages everybody names."""
        by_page = defaultdict[int, list[_Told]](list)
        for of, *row in _AT_PAGE.among(self.db, sorted({link.page_key for link in links})):
            if of == self.place_id:
                by_page[row[-1]].append(_Told._make(row))
        answering = {key: frozenset(self._leading(key)) for key in by_page}
        for link in links:
            if link.item_id in answering.get(link.page_key, ()):
                there = sorted(by_page[link.page_key], key=lambda each: each.post.turn)
                yield from ((link, each) for each in there[:MOST_AT_A_PAGE] if each.id != link.item_id)

    def _standing(self, item_ids: Iterable[int]) -> tuple[dict[int, tuple[int, ...]], dict[int, Tie]]:
        """Return the threads that these items are part of so far, and by what each part is tied."""
        ids = {thread_id for of, thread_id in _THREADS.among(self.db, sorted(item_ids)) if of == self.place_id}
        found, held = defaultdict[int, list[int]](list), {}
        for thread_id, item_id, toward, because, evidence in _PARTS.among(self.db, sorted(ids)):
            found[thread_id].append(item_id)
            if toward is not None and because != Because.MENTOR:
                held[item_id] = Tie(toward, Because(because), evidence)
        return {thread_id: tuple(several) for thread_id, several in found.items()}, held

    def _begun(self, item_ids: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Return with which of these posts threads began that stand, and those that went on in another one."""
        began, gone = dict[int, int](), dict[int, int]()
        for of, item_id, thread_id, heir_id in _BEGUN.among(self.db, sorted(item_ids)):
            if of == self.place_id:
                (began if heir_id is None else gone)[thread_id] = item_id
        return began, gone

    def _sorted(
        self, posts: Mapping[int, Post], ties: Mapping[int, Sequence[Tie]], held: Mapping[int, Tie]
    ) -> dict[int, tuple[Tie, ...]]:
        """Return the ties of all posts; what was not asked for stays tied to what was not asked for either."""
        found: dict[int, tuple[Tie, ...]] = {}
        for item_id in posts:
            own = list(ties.get(item_id, ()))
            kept = held.get(item_id)
            if kept and item_id not in self.asked and kept.toward not in self.asked:
                own.append(kept)
            there = (tie for tie in own if tie.toward in posts)
            found[item_id] = tuple(sorted(there, key=lambda tie: strongest_first(tie, posts[tie.toward])))
        return found

    def _rulings(self, item_ids: Iterable[int], *, together: bool) -> frozenset[Pair]:
        ids = sorted(item_ids)
        rows = (*_RULED.among(self.db, ids), *_RULED_BY_OTHER.among(self.db, ids))
        return frozenset(
            (one, other) for of, one, other, is_together in rows if of == self.place_id and is_together is together
        )


_ITEM_ID = cast("Any", col(Item.id))
_FACTS = (
    *(col(StreamEntry.place_id), _ITEM_ID, col(Item.source_id), col(Item.sort_at)),
    *(col(Item.is_archive), col(Item.title), col(Item.page_key)),
)
_STANDS = and_(
    col(StreamEntry.place_id) == col(ItemPlace.place_id),
    col(StreamEntry.tag_id) == EVERYTHING,
    col(StreamEntry.sort_at) == col(Item.sort_at),
    col(StreamEntry.item_id) == _ITEM_ID,
)
_STANDING = select(*_FACTS).join(ItemPlace, col(ItemPlace.item_id) == _ITEM_ID).join(StreamEntry, _STANDS)
_TOLD = ReadAmong(_STANDING, _ITEM_ID)
_AT_PAGE = ReadAmong(_STANDING, col(Item.page_key))
_LEADING = Read(
    select(col(ItemLink.item_id))
    .where(col(ItemLink.page_key) == bindparam("page_key", type_=BigInteger()))
    .order_by(col(ItemLink.item_id))
    .limit(MOST_ANSWERS)
)
_LINKS = ReadAmong(
    select(col(ItemLink.item_id), col(ItemLink.page_key), col(ItemLink.url), col(ItemLink.source_id)),
    col(ItemLink.item_id),
)
_ASKED, _OTHER = aliased(StoryItem), aliased(StoryItem)
_STORIES = ReadAmong(
    select(col(_ASKED.place_id), col(_ASKED.item_id), col(_OTHER.item_id)).join(
        _OTHER, col(_OTHER.story_id) == col(_ASKED.story_id)
    ),
    col(_ASKED.item_id),
)
_BEGUN = ReadAmong(
    select(col(Thread.place_id), col(Thread.began_with), cast("Any", col(Thread.id)), col(Thread.heir_id)),
    col(Thread.began_with),
)
_THREADS = ReadAmong(select(col(ThreadItem.place_id), col(ThreadItem.thread_id)), col(ThreadItem.item_id))
_PARTS = ReadAmong(
    select(
        *(col(ThreadItem.thread_id), col(ThreadItem.item_id), col(ThreadItem.toward_id)),
        *(col(ThreadItem.because), col(ThreadItem.evidence)),
    ).order_by(col(ThreadItem.item_id)),
    col(ThreadItem.thread_id),
)
_RULING = select(
    col(ThreadRuling.place_id), col(ThreadRuling.item_id), col(ThreadRuling.other_id), col(ThreadRuling.together)
)
_RULED = ReadAmong(_RULING, col(ThreadRuling.item_id))
_RULED_BY_OTHER = ReadAmong(_RULING, col(ThreadRuling.other_id))
_ENTERED = ReadAmong(select(col(ItemPlace.item_id), col(ItemPlace.place_id)), col(ItemPlace.item_id))
_TAKING_PART = ReadAmong(select(col(ThreadItem.item_id), col(ThreadItem.place_id)), col(ThreadItem.item_id))
