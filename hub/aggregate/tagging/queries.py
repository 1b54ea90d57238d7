"""Reads that make the compiled registry: every agreed word and place, and who speaks for which."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source, SourcePlace
from hub.aggregate.tagging.models import RuleKind, SourceRule
from hub.aggregate.tagging.overlay import Rows, overlaid
from hub.aggregate.tagging.rules import Habits, Registry, Speaker
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, RulingRow, TagRow
from hub.establish.meaning.facts import PlaceFact, RulingFact, Spelt, TagFact
from hub.establish.meaning.vocabulary import Vocabulary, compile_vocabulary
from hub.establish.tags.models import Ruling, Tag, TagEdge, TagLabel
from hub.establish.tags.rules import Bond, Stand
from hub.kit.shapes import Circle, Outline, Point
from hub.places.models import Place, PlaceName, PlacePostcode
from hub.places.rules import WHOLE_HUB


def registry(db: Session, images: Sequence[Image] = ()) -> Registry:
    """Return the registry as it stands now, or as it would stand with *images* applied: words, and who speaks where."""
    rows = overlaid(_rows(db), images)
    return Registry(_compiled(db, rows), _speakers(db, rows.tags))


def vocabulary(db: Session, images: Sequence[Image] = ()) -> Vocabulary:
    """Return the whole registry as it stands, or would stand with *images* applied, compiled for resolving."""
    return _compiled(db, overlaid(_rows(db), images))


def speakers(db: Session) -> dict[UUID, Speaker]:
    """Return, for every source, what resolving its items needs to know of it."""
    return _speakers(db, _tags(db))


def _rows(db: Session) -> Rows:
    # Columns, not rows of the mapper: there may be a hundred thousand.
    labels = columns(
        *(col(TagLabel.tag_id), col(TagLabel.scope_id), col(TagLabel.key), col(TagLabel.label)),
        *(col(TagLabel.in_text), col(TagLabel.near), col(TagLabel.not_near)),
    )
    edges = select(TagEdge.tag_id, TagEdge.other_id, TagEdge.bond).where(TagEdge.bond == Bond.BROADER)
    rulings = select(Ruling.scope_id, Ruling.key, Ruling.label, Ruling.stand)
    return Rows(
        tags=_tags(db),
        labels=[LabelRow(*row) for row in db.execute(labels)],
        edges=[EdgeRow(*row) for row in db.execute(edges)],
        rulings=[RulingRow(*row) for row in db.execute(rulings)],
    )


def _tags(db: Session) -> list[TagRow]:
    asked = columns(
        *(col(Tag.id), col(Tag.slug), col(Tag.name), col(Tag.place_id), col(Tag.scope_id)),
        *(col(Tag.retired), col(Tag.heir_id)),
    )
    return [
        TagRow(id=id_, slug=slug, name=name, place_id=place, scope_id=scope, retired=retired, heir_id=heir)
        for id_, slug, name, place, scope, retired, heir in db.execute(asked)
    ]


def _compiled(db: Session, rows: Rows) -> Vocabulary:
    # A tag that is retired, or became another one, has no meaning of its own any more.
    agreed = [tag for tag in rows.tags if not tag.retired and tag.heir_id is None]
    spelt: dict[UUID, list[Spelt]] = defaultdict(list)
    for row in rows.labels:
        spelt[row.tag_id].append(Spelt(row.label, row.in_text, _scope(row.scope_id), row.near, row.not_near))
    broader: dict[UUID, list[UUID]] = defaultdict(list)
    for edge in rows.edges:
        if edge.bond == Bond.BROADER:
            broader[edge.tag_id].append(edge.other_id)
    tags = [
        TagFact(
            id=tag.id,
            slug=tag.slug,
            name=tag.name,
            place_id=tag.place_id,
            scope_id=tag.scope_id,
            labels=tuple(spelt[tag.id]),
            broader=tuple(sorted(broader[tag.id])),
        )
        for tag in agreed
    ]
    rulings = [
        RulingFact(each.normal, _scope(each.scope_id), each.label if each.stand == Stand.AMBIGUOUS else "")
        for each in rows.rulings
    ]
    return compile_vocabulary(tags, _places(db), rulings)


def _places(db: Session) -> list[PlaceFact]:
    spelt: dict[UUID, list[Spelt]] = defaultdict(list)
    for name in db.exec(select(PlaceName)):
        spelt[name.place_id].append(Spelt(name.label, name.in_text, None, name.near, name.not_near))
    districts: dict[UUID, list[str]] = defaultdict(list)
    for place_id, district in db.execute(select(PlacePostcode.place_id, PlacePostcode.district)):
        districts[place_id].append(district)
    return [
        PlaceFact(
            id=place.id,
            parent_id=place.parent_id,
            name=place.name,
            labels=tuple(spelt[place.id]),
            postcodes=tuple(districts[place.id]),
            outline=_outline(place),
        )
        for place in db.exec(select(Place).where(col(Place.retired).is_(False)))
    ]


def _outline(place: Place) -> Outline | None:
    if place.boundary:
        return place.boundary
    if place.lat is None or place.lon is None or place.radius is None:
        return None
    return Circle(Point(place.lat, place.lon), place.radius)


def _speakers(db: Session, tags: Iterable[TagRow]) -> dict[UUID, Speaker]:
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    zones: dict[UUID, str] = {}
    spoken = select(SourcePlace.source_id, Place.id, Place.timezone).join(Place)
    for source_id, place_id, zone in db.execute(spoken.order_by(col(Place.slug).desc())):
        homes[source_id].add(place_id)
        zones[source_id] = zone
    habits = _habits(db, {tag.id: tag.heir_id for tag in tags if tag.heir_id is not None})
    rows = db.execute(select(Source.id, Source.kind, Source.only_when_mentioned))
    return {
        source_id: Speaker(
            kind=kind,
            home=frozenset(homes[source_id]),
            only_when_mentioned=mentioned,
            timezone=zones.get(source_id, "UTC"),
            habits=habits.get(source_id, Habits()),
        )
        for source_id, kind, mentioned in rows
    }


def _habits(db: Session, heirs: Mapping[UUID, UUID]) -> dict[UUID, Habits]:
    """Return the rules of each source; where a tag became another one, its rules give that."""
    told: dict[UUID, dict[str, dict[str, list[UUID]]]] = {}
    asked = select(SourceRule.source_id, SourceRule.kind, SourceRule.match, SourceRule.tag_id)
    for source_id, kind, match, tag_id in db.execute(asked):
        of_kind = told.setdefault(source_id, {each: defaultdict(list) for each in RuleKind})[kind]
        of_kind[match].append(heirs.get(tag_id, tag_id))
    return {source_id: _habit(kinds) for source_id, kinds in told.items()}


def _habit(kinds: Mapping[str, Mapping[str, Sequence[UUID]]]) -> Habits:
    sealed = {kind: {match: tuple(sorted(set(ids))) for match, ids in each.items()} for kind, each in kinds.items()}
    return Habits(sealed[RuleKind.ALWAYS].get("", ()), sealed[RuleKind.CATEGORY], sealed[RuleKind.PATH])


def _scope(scope_id: UUID) -> UUID | None:
    return None if scope_id == WHOLE_HUB else scope_id
