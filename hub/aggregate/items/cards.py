"""What does a page show of an item? Frozen views with everything loaded, a handful of statements for any number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import BigInteger, String, and_, bindparam, cast, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.elsewhere import Also, also_in
from hub.aggregate.items.models import Enclosure, Item, ItemPlace, ItemTag
from hub.aggregate.items.withholding import label, refuse
from hub.db.hexed import Hexed
from hub.db.reads import Read, ReadAmong
from hub.errors import NotFound
from hub.establish.tags.models import Tag
from hub.kit.saying import say
from hub.kit.text import excerpt
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Target
from hub.places.models import Place

LINK_ONLY = "link"  # a source that wants no word of its text shown
IN_FULL = "full"  # a source that allows its whole text
SHOWING_FILES = frozenset({"podcast", "photos"})  # kinds of source whose items are what came with them
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
    seconds: int | None = None  # that it lasts, as claimed
    words: str = ""  # what is to be seen or heard, as its author describes it


@dataclass(frozen=True, slots=True)
class Card:
    """An item with all a page shows of it."""

    id: int
    feed_id: UUID
    guid: str  # by which its feed knows it
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
    label: str = ""  # what a moderator had said above it
    also: tuple[Also, ...] = ()  # other sources that have the same article

    @property
    def urn(self) -> str:
        """Its name, the same on every hub that hears this feed under this id, and after a rebuild."""
        return uuid5(self.feed_id, self.guid).urn


@dataclass(frozen=True, slots=True)
class Whole:
    """An item on its own page: its card, and its text where its source allows it."""

    card: Card
    html: str  # as stored; to be cleaned again by whoever shows it
    lat: float | None
    lon: float | None
    edited_at: datetime | None = None  # when we last saw other words than before


class _Facts(NamedTuple):
    """What is read of an item and its source for a card."""

    id: int
    feed_id: UUID
    guid: str
    link: str
    title: str
    author: str
    summary: str
    language: str
    licence: str
    published_at: datetime | None
    updated_at: datetime | None
    sort_at: datetime
    licence_of_source: str
    slug: str
    name: str
    kind: str
    site: str
    shows: str
    measure: str | None
    label: str | None
    measure_of_source: str | None
    label_of_source: str | None

    @property
    def said_above(self) -> str | None:
        """What is said above it; None when it is taken down."""
        return label((self.measure, self.label), (self.measure_of_source, self.label_of_source))

    @property
    def source(self) -> Speaker:
        """Who says it."""
        return Speaker(self.slug, self.name, self.kind, self.site, self.shows)


@dataclass(frozen=True, slots=True)
class _Related:
    tags: dict[int, list[Why]] = field(default_factory=lambda: defaultdict(list))
    places: dict[int, list[Why]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, list[File]] = field(default_factory=lambda: defaultdict(list))
    also: dict[int, Sequence[Also]] = field(default_factory=dict)


def cards(db: Session, ids: Sequence[int]) -> tuple[Card, ...]:
    """Return the items of these *ids* in the same order; unknown ones, and those taken down, are left out."""
    told, related = _told(db, ids), _Related()
    _add_tags(db, ids, related)
    _add_places(db, ids, related)
    _add_files(db, ids, related)
    related.also.update(also_in(db, ids))
    return tuple(_card(told[item_id], related) for item_id in ids if item_id in told)


def listed(db: Session, ids: Sequence[int]) -> tuple[Card, ...]:
    """Return the items of these *ids* as a list shows them: without places, and files only where they are the point."""
    told, related = _told(db, ids), _Related()
    _add_tags(db, ids, related)
    _add_files(db, [each.id for each in told.values() if each.kind in SHOWING_FILES], related)
    related.also.update(also_in(db, ids))
    return tuple(_card(told[item_id], related) for item_id in ids if item_id in told)


def whole(db: Session, item_id: int) -> Whole:
    """Return an item with its text; NotFound when there is none, TakenDown when it is withheld."""
    told = _TEXT.rows(db, item_id=item_id)
    if not told:
        raise NotFound(say("There is no such item here."))
    source_id, link, html, lat, lon, edited_at = told[0]
    refuse(db, item_id, source_id, link)
    (card,) = cards(db, [item_id])
    return Whole(card, html if card.source.shows == IN_FULL else "", lat, lon, edited_at)


def _card(facts: _Facts, related: _Related) -> Card:
    summary = "" if facts.shows == LINK_ONLY else facts.summary
    return Card(
        id=facts.id,
        feed_id=facts.feed_id,
        guid=facts.guid,
        title=facts.title or excerpt(summary, UNTITLED) or facts.name,
        link=facts.link,
        author=facts.author,
        summary=summary,
        language=facts.language,
        licence=facts.licence or facts.licence_of_source,
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        sort_at=facts.sort_at,
        source=facts.source,
        tags=tuple(related.tags.get(facts.id, ())),
        places=tuple(related.places.get(facts.id, ())),
        files=tuple(related.files.get(facts.id, ())),
        label=facts.said_above or "",
        also=tuple(related.also.get(facts.id, ())),
    )


def _told(db: Session, ids: Sequence[int]) -> dict[int, _Facts]:
    found = (_Facts._make(row) for row in _FACTS.among(db, ids))
    return {facts.id: facts for facts in found if facts.said_above is not None}


def _add_tags(db: Session, ids: Sequence[int], related: _Related) -> None:
    for item_id, *why in _TAGS.among(db, ids):
        related.tags[item_id].append(Why(*why))


def _add_places(db: Session, ids: Sequence[int], related: _Related) -> None:
    for item_id, *why in _ENTERED.among(db, ids):
        related.places[item_id].append(Why(*why))


def _add_files(db: Session, ids: Sequence[int], related: _Related) -> None:
    for item_id, *file in _CAME.among(db, ids):
        related.files[item_id].append(File(*file))


_OWN, _OF_SOURCE = aliased(Withholding), aliased(Withholding)
# The text may be 64 KB an item: pages of thirty leave it where it is.
_FACTS = ReadAmong(
    select(
        *(col(Item.id), col(Item.feed_id), col(Item.guid), col(Item.link), col(Item.title), col(Item.author)),
        *(col(Item.summary), col(Item.language), col(Item.licence), col(Item.published_at), col(Item.updated_at)),
        *(col(Item.sort_at), col(Source.licence), col(Source.slug), col(Source.name), col(Source.kind)),
        *(col(Source.site), col(Source.shows), col(_OWN.measure), col(_OWN.label)),
        *(col(_OF_SOURCE.measure), col(_OF_SOURCE.label)),
    )
    .join(Source, col(Source.id) == col(Item.source_id))
    .outerjoin(_OWN, and_(col(_OWN.target_kind) == Target.ITEM, col(_OWN.target_id) == cast(col(Item.id), String)))
    .outerjoin(
        _OF_SOURCE,
        and_(col(_OF_SOURCE.target_kind) == Target.SOURCE, col(_OF_SOURCE.target_id) == Hexed(col(Source.id))),
    ),
    col(Item.id),
)
_TEXT = Read(
    select(
        col(Item.source_id), col(Item.link), col(Item.html), col(Item.lat), col(Item.lon), col(Item.edited_at)
    ).where(col(Item.id) == bindparam("item_id", type_=BigInteger()))
)
_TAGS = ReadAmong(
    select(col(ItemTag.item_id), col(Tag.slug), col(Tag.name), col(ItemTag.because), col(ItemTag.evidence))
    .join(Tag)
    .where(col(Tag.retired).is_(False))
    .order_by(col(Tag.name)),
    col(ItemTag.item_id),
)
_ENTERED = ReadAmong(
    select(col(ItemPlace.item_id), col(Place.slug), col(Place.name), col(ItemPlace.because), col(ItemPlace.evidence))
    .join(Place)
    .where(col(Place.retired).is_(False))
    .order_by(col(Place.name)),
    col(ItemPlace.item_id),
)
_CAME = ReadAmong(
    select(
        *(col(Enclosure.item_id), col(Enclosure.url), col(Enclosure.media_type), col(Enclosure.length)),
        *(col(Enclosure.title), col(Enclosure.seconds), col(Enclosure.words)),
    ).order_by(col(Enclosure.position)),
    col(Enclosure.item_id),
)
