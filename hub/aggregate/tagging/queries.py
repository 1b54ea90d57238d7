"""Reads that make the compiled registry: every agreed word and place, and who speaks for which."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source, SourcePlace
from hub.aggregate.tagging.rules import Registry, Speaker
from hub.establish.models import Tag, TagLabel
from hub.establish.vocabulary import PlaceFact, TagFact, Vocabulary, compile_vocabulary
from hub.places.models import Place, PlaceName


def registry(db: Session) -> Registry:
    """Return the registry as it stands now: what words mean, and who speaks where."""
    return Registry(vocabulary(db), speakers(db))


def vocabulary(db: Session) -> Vocabulary:
    """Return the whole registry as it stands, compiled for resolving."""
    spellings = _grouped(db.execute(select(TagLabel.tag_id, TagLabel.label, TagLabel.in_text)))
    names = _grouped(db.execute(select(PlaceName.place_id, PlaceName.label, PlaceName.in_text)))
    tags = db.exec(select(Tag).where(col(Tag.retired).is_(False)))
    places = db.exec(select(Place).where(col(Place.retired).is_(False)))
    return compile_vocabulary(
        [
            TagFact(
                id=tag.id,
                slug=tag.slug,
                name=tag.name,
                place_id=tag.place_id,
                scope_id=tag.scope_id,
                labels=spellings[tag.id],
            )
            for tag in tags
        ],
        [
            PlaceFact(id=place.id, parent_id=place.parent_id, name=place.name, labels=names[place.id])
            for place in places
        ],
    )


def speakers(db: Session) -> dict[UUID, Speaker]:
    """Return, for every source, what resolving its items needs to know of it."""
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    zones: dict[UUID, str] = {}
    spoken = select(SourcePlace.source_id, Place.id, Place.timezone).join(Place)
    for source_id, place_id, zone in db.execute(spoken.order_by(col(Place.slug).desc())):
        homes[source_id].add(place_id)
        zones[source_id] = zone
    rows = db.execute(select(Source.id, Source.kind, Source.only_when_mentioned))
    return {
        source_id: Speaker(kind, frozenset(homes[source_id]), mentioned, zones.get(source_id, "UTC"))
        for source_id, kind, mentioned in rows
    }


def _grouped(rows: Iterable[tuple[UUID, str, bool]]) -> dict[UUID, tuple[tuple[str, bool], ...]]:
    grouped: dict[UUID, tuple[tuple[str, bool], ...]] = defaultdict(tuple)
    for owner, label, in_text in rows:
        grouped[owner] += ((label, in_text),)
    return grouped
