"""Writes of brought lists: kept as they came, claimed for a look, settled, chosen from, mended line by line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select, update

from hub.aggregate.adopting.services import many_write
from hub.aggregate.feeds.models import NEVER_CLAIMED
from hub.aggregate.feeds.registry import address_key
from hub.aggregate.importing.listed import Line, Listed
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.repairs import Repair, repaired
from hub.aggregate.importing.rules import AGAIN, Found, State, kind_of
from hub.aggregate.registering.patterns import without_feeds
from hub.aggregate.registering.queries import KnownAs, known_as
from hub.db import bulk
from hub.kit.said_later import to_json
from hub.kit.saying import NOTHING, Saying, say

LEASE = timedelta(minutes=2)  # a living look renews it; the lines of a killed one come back after it
AT_ONCE = 400  # lines claimed together: many hosts can be asked beside each other
BATCH = 500  # ids in one statement
OF_MANY = say("Many people write this feed, so it is nobody’s own. Adopt the tag instead.")
DEPARTED = say("Its owner took it out of this hub, and only they may bring it back.")


@dataclass(frozen=True, slots=True)
class Bringing:
    """A list somebody brings: what was read of it, and for where."""

    place_id: UUID
    listed: Listed
    name: str
    url: str = ""
    kind: str = "blog"
    person_id: UUID | None = None
    servers: tuple[str, ...] = ()  # of Mastodon, where anybody writes under a tag


@dataclass(frozen=True, slots=True)
class Claimed:
    """A line whose turn it is to be looked at."""

    id: UUID
    list_id: UUID
    position: int
    url: str
    other: str


_CLAIMED = [getattr(ListedFeed, each.name) for each in fields(Claimed)]


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look at a line."""

    row_id: UUID
    state: State
    words: Saying = NOTHING
    found: Found = field(default_factory=Found)
    url: str = ""  # where it is in the end, if elsewhere


@dataclass(frozen=True, slots=True)
class Mended:
    """A line as somebody wants it."""

    title: str
    written: str
    kind: str = ""


def bring(db: Session, brought: Bringing, now: datetime) -> UUID:
    """Keep a list and its lines; those to be looked at wait for the next round. Return the id of the list."""
    listed = brought.listed
    made = FeedList(
        place_id=brought.place_id,
        person_id=brought.person_id,
        name=brought.name,
        url=brought.url,
        kind=brought.kind,
        included=listed.included,
        without=listed.without,
        is_mended=listed.is_mended,
        brought_at=now,
    )
    db.add(made)
    db.flush()
    read = [(line, repaired(line.written)) for line in listed.lines]
    known = known_as(db, [repair.url for _, repair in read if repair.url])
    bulk.insert(db, ListedFeed, list(_rows(made.id, read, _Known(known, brought.servers))))
    return made.id


def claim(db: Session, now: datetime, list_id: UUID | None = None) -> list[Claimed]:
    """Take some lines that wait for a look, for LEASE; another round that asks at the same time gets others."""
    free = (col(ListedFeed.state) == State.WAITING, col(ListedFeed.claimed_until) <= now)
    wanted = select(ListedFeed.id).where(*free)
    if list_id:
        wanted = wanted.where(ListedFeed.list_id == list_id)
    first = wanted.order_by(col(ListedFeed.list_id), col(ListedFeed.position)).limit(AT_ONCE)
    taken = update(ListedFeed).where(col(ListedFeed.id).in_(first.with_for_update(skip_locked=True)), *free)
    rows = db.connection().execute(taken.values(claimed_until=now + LEASE).returning(*_CLAIMED))
    return sorted((Claimed(*row) for row in rows), key=lambda each: (str(each.list_id), each.position))


def renew(db: Session, row_ids: Sequence[UUID], now: datetime) -> None:
    """Keep lines claimed that a look has not come to yet."""
    _hold(db, row_ids, now + LEASE)


def release(db: Session, row_ids: Sequence[UUID]) -> None:
    """Give lines back that were not looked at."""
    _hold(db, row_ids, NEVER_CLAIMED)


def settle(db: Session, looked: Looked, now: datetime) -> None:
    """Keep what came of a look, unless somebody changed the line meanwhile."""
    values: dict[str, Any] = {
        "state": looked.state,
        "words": _kept(looked.words),
        "found": looked.found.told,
        "looked_at": now,
        "claimed_until": NEVER_CLAIMED,
    }
    if looked.url:
        values["url"] = looked.url
    still = update(ListedFeed).where(col(ListedFeed.id) == looked.row_id, col(ListedFeed.state) == State.WAITING)
    db.execute(still.values(values))


def choose(db: Session, list_id: UUID, shown: Mapping[UUID, bool], kinds: Mapping[str, str]) -> None:
    """Keep which of the lines *shown* are ticked, and the kind of each folder in *kinds*."""
    for ticked in (True, False):
        ids = [row_id for row_id, is_ticked in shown.items() if is_ticked is ticked]
        for some in _batches(ids):
            here = (col(ListedFeed.list_id) == list_id, col(ListedFeed.id).in_(some))
            db.execute(update(ListedFeed).where(*here).values(ticked=ticked))
    for folder, kind in kinds.items():
        inside = (col(ListedFeed.list_id) == list_id, col(ListedFeed.folder) == folder)
        db.execute(update(ListedFeed).where(*inside, col(ListedFeed.state) != State.TAKEN).values(kind=kind))


def set_kind(db: Session, list_id: UUID, kind: str) -> None:
    """Have every source of a list be of this kind that has no other."""
    db.get_one(FeedList, list_id).kind = kind
    db.flush()


def look_again(db: Session, list_id: UUID, states: Collection[State] = AGAIN) -> int:
    """Have the lines in these states looked at again; return how many."""
    here = (col(ListedFeed.list_id) == list_id, col(ListedFeed.state).in_(states))
    wanted = update(ListedFeed).where(*here, col(ListedFeed.url) != "")
    return db.exec(wanted.values(state=State.WAITING, claimed_until=NEVER_CLAIMED, words={}, found={})).rowcount


def mend(db: Session, row_id: UUID, wanted: Mended, servers: tuple[str, ...] = ()) -> None:
    """Change a line of which nothing was made yet; at another address it is looked at anew."""
    row = db.get_one(ListedFeed, row_id)
    row.title, row.kind = wanted.title, wanted.kind
    if wanted.written not in {row.url, row.written}:
        repair = repaired(wanted.written)
        row.url, row.other = repair.url, repair.other
        known = _Known(known_as(db, [repair.url] if repair.url else []), servers)
        row.state, words = _judged(repair, known, {}, row.position)
        row.words, row.mended, row.found = _kept(words), _kept(repair.mended), {}
        row.ticked, row.claimed_until = None, NEVER_CLAIMED
    db.add(row)
    db.flush()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the addresses of a list before any look."""

    here: KnownAs
    servers: tuple[str, ...]


def _rows(list_id: UUID, read: Sequence[tuple[Line, Repair]], known: _Known) -> Iterator[dict[str, Any]]:
    first: dict[str, int] = {}
    for position, (line, repair) in enumerate(read, start=1):
        state, words = _judged(repair, known, first, position)
        yield {
            "id": uuid4(),
            "list_id": list_id,
            "position": position,
            "written": line.written,
            "url": repair.url,
            "other": repair.other,
            "title": line.title,
            "site": line.site,
            "folder": line.folder,
            "kind": kind_of(line.folder, line.category, is_calendar=line.is_calendar),
            "language": line.language,
            "state": state,
            "words": _kept(words),
            "mended": _kept(repair.mended),
            "found": {},
            "ticked": None,
            "claimed_until": NEVER_CLAIMED,
            "looked_at": None,
            "source_id": None,
        }


def _judged(repair: Repair, known: _Known, first: dict[str, int], position: int) -> tuple[State, Saying]:
    """Say how it stands with a line before any look; *first* are the lines before it, by the key of their address."""
    if barred := _barred(repair, known):
        return State.REFUSED, barred
    if heard := known.here.heard.get(repair.url):
        return State.KNOWN, heard_as(heard.name)
    before = first.setdefault(address_key(repair.url), position)
    return (State.WAITING, NOTHING) if before == position else (State.TWICE, same_as(before))


def _barred(repair: Repair, known: _Known) -> Saying:
    """Say why an address is never looked at; nothing where it may be."""
    if not repair.url:
        return repair.refused
    if name := without_feeds(repair.url):
        return say("%(name)s gives no feed to anybody, so nothing of it can be read here.", name=name)
    if many_write(repair.url, known.servers):
        return OF_MANY
    return DEPARTED if repair.url in known.here.departed else NOTHING


def heard_as(name: str) -> Saying:
    """Say that a source speaks through a feed already."""
    return say("In the stream already, as “%(name)s”.", name=name)


def same_as(position: int) -> Saying:
    """Say that a line is the same as another one."""
    return say("The same as line %(number)s of this list.", number=position)


def _hold(db: Session, row_ids: Sequence[UUID], until: datetime) -> None:
    for some in _batches(row_ids):
        waits = (col(ListedFeed.id).in_(some), col(ListedFeed.state) == State.WAITING)
        db.execute(update(ListedFeed).where(*waits).values(claimed_until=until))


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _kept(words: Saying) -> dict[str, Any]:
    return dict(to_json(words)) if words else {}
