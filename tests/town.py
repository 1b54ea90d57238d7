"""Builders of an invented town in the database: rows with good defaults, flushed at once."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.items.filings import filings
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, ItemTag, StreamEntry
from hub.db import search
from hub.db.base import Table
from hub.db.sought import Searchable
from hub.establish.tags.models import Tag, TagLabel
from hub.kit.text import label_key, slugify, words
from hub.meet.events.models import Event, EventPlace, Occurrence
from hub.meet.events.relisting import relist
from hub.places.actions import bump_hub
from hub.places.models import Place, PlaceName

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)  # the moment our stories happen at, unless they say otherwise

_Row = TypeVar("_Row", bound=Table)


def place(db: Session, name: str, parent: Place | None = None, also: Iterable[str] = (), **more: Any) -> Place:
    """Add a place; its slug is made from its name, *also* are other names of it."""
    made = _keep(db, Place, more, slug=slugify(name), name=name, parent_id=parent.id if parent else None)
    for label in also:
        _keep(db, PlaceName, place_id=made.id, key=label_key(label), label=label)
    bump_hub(db)
    return made


def tag(db: Session, name: str, also: Iterable[str] = (), **more: Any) -> Tag:
    """Add an agreed tag with its own name and slug and *also* as its spellings."""
    made = _keep(db, Tag, more, slug=slugify(name), name=name)
    spellings = {label_key(label): label for label in (*also, made.slug, name)}
    for key, label in spellings.items():
        _keep(db, TagLabel, tag_id=made.id, key=key, label=label)
    bump_hub(db)
    return made


def source(db: Session, name: str, *places: Place, kind: str = "blog", **more: Any) -> Source:
    """Add a source that speaks for *places*."""
    slug = slugify(name)
    made = _keep(db, Source, more, slug=slug, name=name, kind=kind, site=f"https://{slug}.example/")
    for spoken_for in places:
        _keep(db, SourcePlace, source_id=made.id, place_id=spoken_for.id)
    bump_hub(db)
    return made


def feed(db: Session, owner: Source, url: str = "", **more: Any) -> Feed:
    """Add a feed of *owner*, due at NOON."""
    address = url or f"{owner.site}feed.xml"
    return _keep(db, Feed, more, source_id=owner.id, url=address, title=owner.name, due_at=NOON)


def item(
    db: Session,
    spoken: Feed,
    title: str,
    places: Iterable[Place] | None = None,
    tags: Iterable[Tag] = (),
    at: datetime = NOON,
    **more: Any,
) -> Item:
    """Add an item of feed *spoken* with derived rows and search words; *places* are its source's own unless given."""
    voice = db.get_one(Source, spoken.source_id)
    link = f"{voice.site}{slugify(title)}"
    said = {"title": title, "summary": title, "html": f"<p>{title}</p>", "guid": link, "link": link}
    moments = {"published_at": at, "first_seen": at, "sort_at": at}
    made = _keep(db, Item, moments | more, feed_id=spoken.id, source_id=voice.id, **said)
    _derive(db, made, voice.kind, _ids(places) if places is not None else _homes(db, voice), list(tags))
    search.put(db, [Searchable(filings(db, [_id(made)])[_id(made)], made.title, words(made.summary))])
    return made


def meetup(db: Session, calendar: Feed, title: str, starts_at: datetime = NOON, **more: Any) -> Event:
    """Add an event with one date, two hours long, in the places of its calendar's source."""
    voice = db.get_one(Source, calendar.source_id)
    uid = f"{slugify(title)}@{voice.slug}"
    made = _keep(db, Event, more, feed_id=calendar.id, source_id=voice.id, uid=uid, title=title, changed_at=NOON)
    ends_at = starts_at + timedelta(hours=2)
    _keep(db, Occurrence, event_id=made.id, starts_at=starts_at, ends_at=ends_at, starts_on=starts_at.date())
    for place_id in _homes(db, voice):
        _keep(db, EventPlace, event_id=made.id, place_id=place_id)
    relist(db, [made.id])
    return made


def _derive(db: Session, made: Item, kind: str, place_ids: list[UUID], tags: list[Tag]) -> None:
    for each in tags:
        _keep(db, ItemTag, item_id=made.id, tag_id=each.id, because="label", evidence=each.name)
    for place_id in place_ids:
        _keep(db, ItemPlace, item_id=made.id, place_id=place_id, because="source", evidence="")
        for tag_id in (EVERYTHING, *(each.id for each in tags)):
            moment = made.sort_at
            _keep(db, StreamEntry, place_id=place_id, tag_id=tag_id, sort_at=moment, item_id=made.id, kind=kind)


def _keep(db: Session, model: type[_Row], chosen: Mapping[str, Any] | None = None, **usual: Any) -> _Row:
    row = model(**usual | dict(chosen or {}))
    db.add(row)
    db.flush()
    return row


def _homes(db: Session, voice: Source) -> list[UUID]:
    return list(db.exec(select(SourcePlace.place_id).where(col(SourcePlace.source_id) == voice.id)))


def _ids(places: Iterable[Place]) -> list[UUID]:
    return [each.id for each in places]


def _id(made: Item) -> int:
    assert made.id is not None
    return made.id
