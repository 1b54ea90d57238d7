"""Writes of what is taken of a list: sources and feeds made in one go, and taken back as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.aggregate.adopting.services import many_write
from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.registry import USUALLY_SHOWS
from hub.aggregate.importing.actions import DEPARTED, OF_MANY, heard_as
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.rules import BETWEEN, TAKEABLE, Found, State, is_ticked, state_of
from hub.aggregate.registering.models import Departure, SourceOwner
from hub.aggregate.registering.queries import KnownAs, known_as
from hub.aggregate.registering.rules import LONGEST_NAME, free_slug
from hub.kit.said_later import to_json
from hub.kit.text import excerpt, slugify
from hub.kit.urls import bare_host
from hub.places.actions import bump, bump_hub
from hub.places.filing import DESK


@dataclass(frozen=True, slots=True)
class Taken:
    """How many sources were made of a list, and how many lines turned out to be known or gone meanwhile."""

    made: int = 0
    slipped: int = 0


@dataclass(frozen=True, slots=True)
class _Slot:
    """What the next source is given: a slug that is none of these, and the moment of its first look."""

    slugs: set[str]
    due_at: datetime


def take(db: Session, list_id: UUID, now: datetime, servers: Sequence[str] = ()) -> Taken:
    """Make a source and a feed of every ticked line; the feeds are looked at one after the other, from now on.

    What a first look brings is an archive, as of any new feed: it is never “new” to anybody. Of a source whose licence
    nobody told us, excerpts are shown. *servers* are those of Mastodon, where anybody writes under a tag.
    """
    row = db.get_one(FeedList, list_id)
    wanted = _wanted(db, list_id)
    known = known_as(db, [each.url for each in wanted])
    free = [each for each in wanted if not _slips(each, known, servers)]
    slugs = set(db.exec(select(Source.slug)))
    for number, each in enumerate(free):
        _make(db, each, row, _Slot(slugs, now + number * BETWEEN))
    if free:
        row.taken_at = now
        bump_hub(db)
        bump(db, [row.place_id])
    db.flush()
    return Taken(len(free), len(wanted) - len(free))


def take_back(db: Session, list_id: UUID, now: datetime) -> int:
    """Look at nothing any more that was taken of a list, and have it leave; return how many sources that are.

    What somebody has meanwhile shown to be theirs stays.
    """
    row = db.get_one(FeedList, list_id)
    mine = (col(ListedFeed.list_id) == list_id, col(ListedFeed.state) == State.TAKEN)
    owned = col(ListedFeed.source_id).in_(select(SourceOwner.source_id))
    ids = [each for each in db.exec(select(ListedFeed.source_id).where(*mine, ~owned)) if each]
    db.execute(update(Feed).where(col(Feed.source_id).in_(ids)).values(retired=True))
    db.execute(update(Source).where(col(Source.id).in_(ids)).values(retired=True))
    db.execute(update(ListedFeed).where(*mine, col(ListedFeed.source_id).in_(ids)).values(state=State.LEAVING))
    row.undone_at = now
    db.flush()
    bump_hub(db)
    bump(db, [row.place_id])
    return len(ids)


def leaving(db: Session, limit: int = 50) -> Sequence[tuple[UUID, UUID]]:
    """Return lines whose sources are to leave, each with its source."""
    asked = select(ListedFeed.id, ListedFeed.source_id).where(ListedFeed.state == State.LEAVING)
    return [(row_id, source_id) for row_id, source_id in db.execute(asked.limit(limit)) if source_id]


def let_go(db: Session, row_id: UUID, source_id: UUID, now: datetime) -> None:
    """Have a line stand as it did before it was taken; its source has left, and may come back by anybody's hand."""
    db.execute(delete(Departure).where(col(Departure.source_id) == source_id))
    row = db.get_one(ListedFeed, row_id)
    row.source_id, row.state, row.ticked = None, state_of(Found.of(row.found), now), False
    db.add(row)
    db.flush()


def _wanted(db: Session, list_id: UUID) -> list[ListedFeed]:
    lines = select(ListedFeed).where(ListedFeed.list_id == list_id, col(ListedFeed.state).in_(TAKEABLE))
    found = db.exec(lines.order_by(col(ListedFeed.position)))
    return [each for each in found if is_ticked(State(each.state), ticked=each.ticked)]


def _slips(row: ListedFeed, known: KnownAs, servers: Sequence[str]) -> bool:
    """Say whether a line became known, or was taken away, since it was looked at; it stands so from now on."""
    if many_write(row.url, servers):
        row.state, row.words = State.REFUSED, dict(to_json(OF_MANY))
    elif row.url in known.departed:
        row.state, row.words = State.REFUSED, dict(to_json(DEPARTED))
    elif heard := known.heard.get(row.url):
        row.state, row.words = State.KNOWN, dict(to_json(heard_as(heard.name)))
    return row.state not in TAKEABLE


def _make(db: Session, row: ListedFeed, taken_of: FeedList, slot: _Slot) -> None:
    found = Found.of(row.found)
    name = excerpt(row.title or found.title or bare_host(row.url), LONGEST_NAME)
    source = Source(
        slug=free_slug(slugify(name), slot.slugs),
        name=name,
        kind=row.kind or taken_of.kind,
        site=row.site or found.site,
        shows=USUALLY_SHOWS,
        origin=DESK,
    )
    slot.slugs.add(source.slug)
    db.add(source)
    db.flush()
    db.add(SourcePlace(source_id=source.id, place_id=taken_of.place_id))
    db.add(Feed(source_id=source.id, url=row.url, title=found.title, reads=found.reads, due_at=slot.due_at))
    row.state, row.source_id = State.TAKEN, source.id
