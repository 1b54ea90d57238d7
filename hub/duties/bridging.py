"""Who talks with whom, counted anew in each place where something has changed: this month and the one before it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.aggregate.stories import window
from hub.aggregate.stories.window import Spot
from hub.communicate.bridging import actions
from hub.communicate.bridging.queries import counted_anew, kept
from hub.communicate.bridging.rules import month_of, months_before
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.zones import wall

AT_FIRST, USUALLY = 11, 1  # months before this one: what a process that starts counts, and what each round does


class Bridges:
    """Counts place by place, and remembers which version of each it has counted."""

    def __init__(self) -> None:
        """Begin without a memory of any place."""
        self._counted: dict[UUID, int] = {}

    def count(self, tools: Tools) -> int:
        """Count in each place that has changed since the last round; return how many got other numbers."""
        moment = now()
        with reading(tools.engine) as db:
            spots = window.spots(db)
        changed = 0
        for spot in spots:
            if tools.stop.is_set():
                break
            if self._counted.get(spot.id) != spot.version:
                changed += self._count(tools, spot, moment)
        return changed

    def _count(self, tools: Tools, spot: Spot, moment: datetime) -> bool:
        this = month_of(wall(moment, ZoneInfo(spot.zone)).date())
        since = months_before(this, USUALLY if spot.id in self._counted else AT_FIRST)
        with reading(tools.engine) as db:
            differs = counted_anew(db, spot.id, spot.zone, since) != kept(db, spot.id, since)
        if differs:  # counted once more: nobody waits for a place in which nothing was said
            with writing(tools.engine) as db:
                actions.recount(db, spot.id, spot.zone, since)
        self._counted[spot.id] = spot.version
        return differs
