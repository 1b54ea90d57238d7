"""What did somebody decide about tags lately, and may still take back? The banner of their desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.establish.deciding import queries
from hub.site.deps import Doing
from hub.site.kept.known import known
from hub.site.proposing import telling
from hub.site.proposing.shown import address_of
from hub.site.proposing.telling import DecisionTold

MOST_LOOKED_AT, MOST_SHOWN = 50, 5  # decisions


@dataclass(frozen=True, slots=True)
class Undoable:
    """A decision that may be taken back, and where it is shown."""

    told: DecisionTold
    address: str


def undoable(asked: Doing) -> Sequence[Undoable]:
    """Return what who is at their desk decided within the last week, the newest first."""
    tree = known(asked.db).tree
    if not tree.tops:
        return []
    found = [
        each
        for each in queries.decisions(asked.db, None, None, MOST_LOOKED_AT)
        if each.by_id and each.by_id == asked.actor.person_id and telling.may_be_undone(each, asked.now)
    ][:MOST_SHOWN]
    here = tree.tops[0]
    told = telling.decisions(asked.db, found, here, asked.now)
    shown = [address_of(asked.db, each.place_id, "decisions", each.id) for each in found]
    return [Undoable(each, address) for each, address in zip(told, shown, strict=True)]
