"""May two tags hang together like this, given how they hang together already? Pure."""

from uuid import UUID

from hub.establish.deciding.images import EdgeRow, TagRow
from hub.establish.deciding.workings import Fault, Workings
from hub.establish.tags.rules import Bond
from hub.kit.saying import say


def edge(one: UUID, bond: str, other: UUID) -> EdgeRow:
    """Return the bond of two tags as it is kept: what has no direction with the smaller id first."""
    if bond != Bond.BROADER and other < one:
        one, other = other, one
    return EdgeRow(one, other, bond)


def tie(workings: Workings, row: EdgeRow) -> None:
    """Let a bond stand; a fault where it would loop, or say of two tags what cannot both be."""
    one, other = workings.tag(row.tag_id), workings.tag(row.other_id)
    if one.id == other.id:
        raise Fault(say("“%(tag)s” cannot hang together with itself.", tag=one.name))
    if row.bond == Bond.BROADER:
        _check_broader(workings, one, other)
    elif row.bond == Bond.RELATED and (one.id in _wider(workings, other.id) or other.id in _wider(workings, one.id)):
        told = say("One of “%(one)s” and “%(other)s” is part of the other already.", one=one.name, other=other.name)
        raise Fault(told)
    workings.put(row)


def rewire(workings: Workings, tag: TagRow, into: TagRow) -> None:
    """Give the bonds of *tag* to what it becomes; those that would loop or say too much are left behind."""
    for row in sorted(workings.edges_of(tag.id), key=lambda each: each.key):
        workings.drop(row)
        one, other = (into.id if each == tag.id else each for each in (row.tag_id, row.other_id))
        wanted = edge(one, row.bond, other)
        try:
            if not workings.edge(wanted):
                tie(workings, wanted)
        except Fault:
            continue


def _check_broader(workings: Workings, one: TagRow, other: TagRow) -> None:
    above = _wider(workings, other.id) | {other.id}
    if one.id in above:
        told = "“%(wide)s” is part of “%(tag)s” already: one cannot be part of the other in both directions."
        raise Fault(say(told, tag=one.name, wide=other.name))
    for high in above:
        for low in _related(workings, high):
            if one.id in _wider(workings, low) | {low}:
                names = {"one": workings.tag(low).name, "other": workings.tag(high).name}
                told = "“%(one)s” and “%(other)s” are called related: neither can be part of the other."
                raise Fault(say(told, **names))


def _wider(workings: Workings, start: UUID) -> set[UUID]:
    found, waiting = set[UUID](), [start]
    while waiting:
        here = waiting.pop()
        over = {row.other_id for row in workings.edges_of(here) if row.bond == Bond.BROADER and row.tag_id == here}
        waiting += over - found
        found |= over
    return found


def _related(workings: Workings, here: UUID) -> list[UUID]:
    related = [row for row in workings.edges_of(here) if row.bond == Bond.RELATED]
    return [row.other_id if row.tag_id == here else row.tag_id for row in related]
