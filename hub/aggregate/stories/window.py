"""Which items of a place may still become part of a story? Reads of those, of what stands, and of what was decided."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, StreamEntry
from hub.aggregate.stories.grouping import Decided, Gathered, Part
from hub.aggregate.stories.models import StoryItem, StoryRuling
from hub.aggregate.stories.rules import Because, Written
from hub.db.reads import Read, ReadAmong
from hub.places.models import Place, PlaceVersion

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Spot:
    """A place whose items are put into stories, and how often what it shows has changed."""

    id: UUID
    name: str
    zone: str
    parent_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """An item that is read for what it tells."""

    item_id: int
    source_id: UUID
    at: datetime
    written: Written
    places: frozenset[UUID]  # all it is in


def spots(db: Session) -> Sequence[Spot]:
    """Return the places there are, with the version of what each shows."""
    rows = select(
        *(col(Place.id), col(Place.name), col(Place.timezone), col(Place.parent_id), col(PlaceVersion.version))
    ).outerjoin(PlaceVersion, col(PlaceVersion.place_id) == col(Place.id))
    found = db.execute(rows.where(col(Place.retired).is_(False)).order_by(col(Place.id)))
    return [Spot(place_id, name, zone, parent, version or 0) for place_id, name, zone, parent, version in found]


def lately(db: Session, place_id: UUID, since: datetime) -> Mapping[int, str]:
    """Return the items of a place's stream since then, each with the mark of what it says."""
    return dict(_LATELY.rows(db, place_id=place_id, tag_id=EVERYTHING, since=since))


def fresh(db: Session, item_ids: Sequence[int], around: tuple[str, ...]) -> Sequence[Fresh]:
    """Return what these items say; *around* are the names of the places they are said in."""
    places = defaultdict(set)
    for item_id, place_id in _PLACES.among(db, item_ids):
        places[item_id].add(place_id)
    return [
        Fresh(
            item_id,
            source_id,
            at,
            Written(title, text, link, links_in(html), source, around),
            frozenset(places[item_id]),
        )
        for item_id, source_id, at, title, text, html, link, source in _SAID.among(db, item_ids)
    ]


def links_in(html: str) -> tuple[str, ...]:
    """Return where a cleaned text links to, each address once.

    >>> links_in('<p><a href="https://a.example/?x=1&amp;y=2">See</a></p>')
    ('https://a.example/?x=1&y=2',)
    """
    return tuple(dict.fromkeys(unescape(address) for address in _LINK.findall(html)))


def standing(db: Session, place_id: UUID, item_ids: Sequence[int]) -> Sequence[Gathered]:
    """Return the stories of a place that have any of these items; the one that leads first, then by time.

    Items that stand in its stream no longer, as they were taken down, are left out.
    """
    ids = sorted({story_id for story_id, of in _STORIES.among(db, item_ids) if of == place_id})
    found = defaultdict(list)
    for story_id, item_id, because, evidence in _PARTS.among(db, ids):
        found[story_id].append(Part(item_id, Because(because), evidence))
    return [Gathered(tuple(parts), story_id) for story_id, parts in sorted(found.items())]


def decided(db: Session, place_id: UUID, since: datetime) -> Decided:
    """Return what mentors decided of items a place heard of since then."""
    asked = select(col(StoryRuling.item_id), col(StoryRuling.other_id), col(StoryRuling.together))
    rows = db.execute(
        asked.join(Item, col(Item.id) == col(StoryRuling.other_id)).where(
            col(StoryRuling.place_id) == place_id, col(Item.sort_at) >= since
        )
    ).all()
    return Decided(
        together=frozenset((one, other) for one, other, together in rows if together),
        apart=frozenset((one, other) for one, other, together in rows if not together),
    )


_LATELY = Read(
    select(col(StreamEntry.item_id), col(Item.digest))
    .join(Item, col(Item.id) == col(StreamEntry.item_id))
    .where(
        col(StreamEntry.place_id) == bindparam("place_id"),
        col(StreamEntry.tag_id) == bindparam("tag_id"),
        col(StreamEntry.sort_at) >= bindparam("since", type_=UTCDateTime()),
    )
)
_SAID = ReadAmong(
    select(
        *(col(Item.id), col(Item.source_id), col(Item.sort_at), col(Item.title), col(Item.summary)),
        *(col(Item.html), col(Item.link), col(Source.name)),
    ).join(Source, col(Source.id) == col(Item.source_id)),
    col(Item.id),
)
_PLACES = ReadAmong(select(col(ItemPlace.item_id), col(ItemPlace.place_id)), col(ItemPlace.item_id))
_STORIES = ReadAmong(select(col(StoryItem.story_id), col(StoryItem.place_id)), col(StoryItem.item_id))
_PARTS = ReadAmong(
    select(col(StoryItem.story_id), col(StoryItem.item_id), col(StoryItem.because), col(StoryItem.evidence))
    .join(Item, col(Item.id) == col(StoryItem.item_id))
    .join(
        StreamEntry,
        and_(
            col(StreamEntry.place_id) == col(StoryItem.place_id),
            col(StreamEntry.tag_id) == EVERYTHING,
            col(StreamEntry.sort_at) == col(Item.sort_at),
            col(StreamEntry.item_id) == col(Item.id),
        ),
    )
    .order_by(col(StoryItem.leads).desc(), col(Item.sort_at), col(Item.id)),
    col(StoryItem.story_id),
)
