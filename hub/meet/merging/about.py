"""Which posts are about a meetup? Those that lead to its page, its organiser's or ours, and those that name it."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlmodel import Session, col, delete, insert, select

from hub.aggregate.items.models import ItemPlace
from hub.communicate.links.models import ItemLink
from hub.db.bulk import batches
from hub.kit.ids import as_id
from hub.meet.events.models import Event, EventPlace
from hub.meet.merging import spoken
from hub.meet.merging.models import EventSign, ItemMeetup
from hub.meet.merging.rules import About, Sign
from hub.meet.merging.signs import pages
from hub.places.actions import bump

_OURS = re.compile(r"https?://[^/]+/[^/]+/meetups/([0-9a-f-]{32,36})(?=$|[?#])")


@dataclass(frozen=True, slots=True)
class _Row:
    """That a post is about an event."""

    item_id: int
    event_id: UUID
    because: str
    evidence: str


def derive_of_items(db: Session, item_ids: Collection[int]) -> int:
    """Write which meetups these posts are about, as far as that differs; return how many rows did."""
    ids = list(item_ids)
    held = set(_held(db, ids))
    # Where a post leads says more than what it names.
    told = (*_by_name(db, ids), *_to_pages(db, ids), *_to_ours(db, ids))
    wanted = {(each.item_id, each.event_id): each for each in told}
    rows = set(wanted.values())
    for each in held - rows:
        db.execute(
            delete(ItemMeetup).where(col(ItemMeetup.item_id) == each.item_id, col(ItemMeetup.event_id) == each.event_id)
        )
    if rows - held:
        db.execute(insert(ItemMeetup), [asdict(each) for each in rows - held])
    _bump(db, rows ^ held)
    return len(rows ^ held)


def derive_of_events(db: Session, event_ids: Collection[UUID]) -> int:
    """Write which posts are about these events, as far as that differs; return how many rows did."""
    found = set(spoken.naming(db, event_ids))
    for batch in batches(event_ids):
        led = select(ItemLink.item_id).join(EventSign, col(EventSign.key) == col(ItemLink.page_key))
        found |= set(db.exec(led.where(col(EventSign.event_id).in_(batch), EventSign.kind == Sign.PAGE)))
        found |= set(db.exec(select(ItemMeetup.item_id).where(col(ItemMeetup.event_id).in_(batch))))
    return derive_of_items(db, found) if found else 0


def _held(db: Session, item_ids: list[int]) -> Iterator[_Row]:
    for batch in batches(item_ids):
        for each in db.exec(select(ItemMeetup).where(col(ItemMeetup.item_id).in_(batch))):
            yield _Row(each.item_id, each.event_id, each.because, each.evidence)


def _by_name(db: Session, item_ids: list[int]) -> Iterator[_Row]:
    for item_id, each in spoken.named_by(db, item_ids):
        yield _Row(item_id, each.event_id, each.because, each.evidence)


def _to_pages(db: Session, item_ids: list[int]) -> Iterator[_Row]:
    for batch in batches(item_ids):
        led = select(ItemLink.item_id, EventSign.event_id, ItemLink.url).join(
            EventSign, col(EventSign.key) == col(ItemLink.page_key)
        )
        rows = db.execute(led.where(col(ItemLink.item_id).in_(batch), EventSign.kind == Sign.PAGE)).all()
        known = pages(db, {event_id for _, event_id, _ in rows})  # a list of meetups is about none of them
        yield from (_Row(item_id, event_id, About.PAGE, url) for item_id, event_id, url in rows if event_id in known)


def _to_ours(db: Session, item_ids: list[int]) -> Iterator[_Row]:
    for batch in batches(item_ids):
        ours = col(ItemLink.url).contains("/meetups/", autoescape=True)
        rows = db.execute(select(ItemLink.item_id, ItemLink.url).where(col(ItemLink.item_id).in_(batch), ours))
        named = [(item_id, found, url) for item_id, url in rows if (found := _named(url))]
        there = set(db.exec(select(Event.id).where(col(Event.id).in_({each for _, each, _ in named}))))
        yield from (_Row(item_id, each, About.HERE, url) for item_id, each, url in named if each in there)


def _named(url: str) -> UUID | None:
    found = _OURS.match(url)
    return as_id(found[1]) if found else None


def _bump(db: Session, rows: Iterable[_Row]) -> None:
    """Note that the pages of both sides show something else."""
    told = list(rows)
    for batch in batches([each.event_id for each in told]):
        bump(db, db.exec(select(EventPlace.place_id).where(col(EventPlace.event_id).in_(batch)).distinct()))
    for items in batches([each.item_id for each in told]):
        bump(db, db.exec(select(ItemPlace.place_id).where(col(ItemPlace.item_id).in_(items)).distinct()))
