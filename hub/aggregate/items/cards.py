"""What does a page show of an item? Frozen views with everything loaded, a handful of statements for any number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid5

from sqlalchemy import Select, select
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import Enclosure, Item, ItemPlace, ItemTag
from hub.errors import NotFound
from hub.establish.models import Tag
from hub.kit.saying import say
from hub.kit.text import excerpt
from hub.places.models import Place

LINK_ONLY = "link"  # a source that wants no word of its text shown
IN_FULL = "full"  # a source that allows its whole text
UNTITLED = 80  # characters of its text that stand in for a missing title


@dataclass(frozen=True, slots=True)
class Speaker:
    """The source of an item, as far as a card names it."""

    slug: str
    name: str
    kind: str
    site: str
    shows: str


@dataclass(frozen=True, slots=True)
class Why:
    """An agreed tag or a place of an item, and the evidence for it."""

    slug: str
    name: str
    because: str  # a value of establish.rules.Because
    evidence: str


@dataclass(frozen=True, slots=True)
class File:
    """Something that came with an item; linked, never fetched."""

    url: str
    media_type: str
    length: int | None  # bytes, as claimed
    title: str


@dataclass(frozen=True, slots=True)
class Card:
    """An item with all a page shows of it."""

    id: int
    urn: str  # the same on every hub that hears this feed under this id, and after a rebuild
    title: str  # never empty
    link: str
    author: str
    summary: str
    language: str
    licence: str
    published_at: datetime | None
    updated_at: datetime | None
    sort_at: datetime
    source: Speaker
    tags: tuple[Why, ...]
    places: tuple[Why, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """An item on its own page: its card, and its text where its source allows it."""

    card: Card
    html: str  # as stored; to be cleaned again by whoever shows it
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class _Related:
    tags: dict[int, list[Why]] = field(default_factory=lambda: defaultdict(list))
    places: dict[int, list[Why]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, list[File]] = field(default_factory=lambda: defaultdict(list))


def cards(db: Session, ids: Sequence[int]) -> tuple[Card, ...]:
    """Return the items of these *ids* in the same order; unknown ones are left out."""
    if not ids:
        return ()
    rows = {item.id: (item, source) for item, source in db.execute(_with_source().where(col(Item.id).in_(ids)))}
    related = _related(db, ids)
    return tuple(_card(rows[item_id], item_id, related) for item_id in ids if item_id in rows)


def whole(db: Session, item_id: int) -> Whole:
    """Return an item with its text; NotFound when there is none."""
    found = cards(db, [item_id])
    if not found:
        raise NotFound(say("There is no such item here."))
    html, lat, lon = db.execute(
        select(col(Item.html), col(Item.lat), col(Item.lon)).where(col(Item.id) == item_id)
    ).one()
    return Whole(found[0], html if found[0].source.shows == IN_FULL else "", lat, lon)


def _with_source() -> Select[Item, Source]:
    # The text may be 64 KB an item: pages of thirty leave it where it is.
    return (
        select(Item, Source)
        .join(Source, col(Source.id) == Item.source_id)
        .options(
            defer(Item.html)  # type: ignore[arg-type] # SQLModel types columns as their values
        )
    )


def _card(row: tuple[Item, Source], item_id: int, related: _Related) -> Card:
    item, source = row
    summary = "" if source.shows == LINK_ONLY else item.summary
    return Card(
        id=item_id,
        urn=uuid5(item.feed_id, item.guid).urn,
        title=item.title or excerpt(summary, UNTITLED) or source.name,
        link=item.link,
        author=item.author,
        summary=summary,
        language=item.language,
        licence=item.licence or source.licence,
        published_at=item.published_at,
        updated_at=item.updated_at,
        sort_at=item.sort_at,
        source=Speaker(source.slug, source.name, source.kind, source.site, source.shows),
        tags=tuple(related.tags.get(item_id, ())),
        places=tuple(related.places.get(item_id, ())),
        files=tuple(related.files.get(item_id, ())),
    )


def _related(db: Session, ids: Sequence[int]) -> _Related:
    tags = select(col(ItemTag.item_id), col(Tag.slug), col(Tag.name), col(ItemTag.because), col(ItemTag.evidence))
    places = select(
        col(ItemPlace.item_id), col(Place.slug), col(Place.name), col(ItemPlace.because), col(ItemPlace.evidence)
    )
    files = select(
        col(Enclosure.item_id),
        col(Enclosure.url),
        col(Enclosure.media_type),
        col(Enclosure.length),
        col(Enclosure.title),
    )
    agreed = tags.join(Tag).where(col(ItemTag.item_id).in_(ids), col(Tag.retired).is_(False)).order_by(col(Tag.name))
    entered = places.join(Place).where(col(ItemPlace.item_id).in_(ids), col(Place.retired).is_(False))
    came = files.where(col(Enclosure.item_id).in_(ids)).order_by(col(Enclosure.position))
    related = _Related()
    for item_id, *why in db.execute(agreed):
        related.tags[item_id].append(Why(*why))
    for item_id, *why in db.execute(entered.order_by(col(Place.name))):
        related.places[item_id].append(Why(*why))
    for item_id, *file in db.execute(came):
        related.files[item_id].append(File(*file))
    return related
