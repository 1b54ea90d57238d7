"""Where does a script count? The narrowest place that all of it lies in, and every row it changes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID, uuid4

from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, SlugRow, TagRow
from hub.establish.deciding.script import Agree, Merge, Operation, Rule, Spell, Tie, Unspell, Untie, slugs_in
from hub.establish.deciding.workings import Ground, Workings
from hub.establish.tags.rules import Bond
from hub.places.rules import WHOLE_HUB


def place_of(ground: Ground, script: Sequence[Operation], images: Sequence[Image] = ()) -> UUID:
    """Return the narrowest place in which all of a script counts, and all it would do; WHOLE_HUB: everywhere.

    *images* is what it would do to *ground*: an operation may change more than it speaks of.
    """
    workings = Workings(ground, uuid4)
    made = {each.slug: each.scope for each in script if isinstance(each, Agree)}
    asked = (area for each in script for area in _areas(workings, each, made))
    areas = list(dict.fromkeys([*asked, *_touched(workings, ground, images)]))
    if not areas or WHOLE_HUB in areas:
        return WHOLE_HUB
    shared = set(workings.line(areas[0])).intersection(*(workings.line(area) for area in areas))
    return next((place for place in workings.line(areas[0]) if place in shared), WHOLE_HUB)


def _areas(workings: Workings, operation: Operation, made: dict[str, UUID]) -> Iterator[UUID]:
    match operation:
        case Agree() | Rule():
            yield operation.scope
        case Spell() | Unspell() if operation.scope != WHOLE_HUB:
            yield operation.scope
        case Merge() | Tie(bond=Bond.BROADER) | Untie(bond=Bond.BROADER):  # what it becomes stays what it was
            yield _area(workings, operation.tag, made)
        case _:
            yield from (_area(workings, slug, made) for slug in sorted(_changed(operation)))


def _changed(operation: Operation) -> frozenset[str]:
    return slugs_in(operation) - {getattr(operation, "slug", "")}  # a new slug is nowhere yet


def _area(workings: Workings, slug: str, made: dict[str, UUID]) -> UUID:
    tag = workings.find(slug)
    return made.get(slug, WHOLE_HUB) if tag is None else workings.area(tag)


def _touched(workings: Workings, ground: Ground, images: Sequence[Image]) -> Iterator[UUID]:
    was = {row.id: row for row in ground.rows if isinstance(row, TagRow)}
    becomes = was | {each.after.id: each.after for each in images if isinstance(each.after, TagRow)}
    for each in images:
        if each.before:
            yield from _counts(workings, each.before, was)
        if each.after and not (each.before and isinstance(each.after, SlugRow)):  # an old address is whose it was
            yield from _counts(workings, each.after, becomes)


def _counts(workings: Workings, row: Row, tags: Mapping[UUID, TagRow]) -> Iterator[UUID]:
    match row:
        case TagRow():
            yield workings.area(row)
        case RulingRow():
            yield row.scope_id
        case LabelRow() if row.scope_id != WHOLE_HUB:
            yield row.scope_id
        case EdgeRow() if row.bond != Bond.BROADER:
            yield from (workings.area(tags[row.tag_id]), workings.area(tags[row.other_id]))
        case _:
            yield workings.area(tags[row.tag_id])
