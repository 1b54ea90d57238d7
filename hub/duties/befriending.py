"""Digital Friends as time goes by: half-time, a friendly word when it is quiet, the last days, and the end."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.db.turns import take_turn
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.zones import wall
from hub.meet.partnerships import actions, outcome, queries
from hub.meet.partnerships.rules import Due, due
from hub.meet.partnerships.values import PartnershipView
from hub.places.models import Place

Write = Callable[[Session, PartnershipView, datetime], None]


class Letters(Protocol):
    """What writes the letters."""

    @property
    def half_time(self) -> Write:
        """What says that half of the time is over."""

    @property
    def nearly_over(self) -> Write:
        """What says that the end is near."""

    @property
    def quiet(self) -> Write:
        """What asks how it is going."""

    @property
    def closed(self) -> Write:
        """What says that it is over."""


def befriend(tools: Tools, letters: Letters) -> int:
    """Tell and close what is due today, in one transaction; return how many that were. Repeatable at any moment."""
    at = now()
    with reading(tools.engine) as db:
        if not _due(db, at) and not queries.unanswered(db, at):
            return 0
    with writing(tools.engine) as db:
        take_turn(db, "digital friends")
        for each in queries.unanswered(db, at):
            actions.drop(db, each.id)
        found = _due(db, at)
        for each, what in found:
            _do(db, each, what, letters, at)
        return len(found)


def _due(db: Session, at: datetime) -> list[tuple[PartnershipView, Due]]:
    going_on = queries.going_on(db)
    days = {each.place_id: _today(db, each, at) for each in going_on}
    told = ((each, due(each.course, days[each.place_id])) for each in going_on)
    return [(each, what) for each, what in told if what is not Due.NOTHING]


def _today(db: Session, found: PartnershipView, at: datetime) -> date:
    return wall(at, ZoneInfo(db.get_one(Place, found.place_id).timezone)).date()


def _do(db: Session, found: PartnershipView, what: Due, letters: Letters, at: datetime) -> None:
    """Do what is due and write of it, where nobody else has just done so."""
    if what is Due.CLOSE:
        if outcome.end(db, found.id, at, closed=True):
            letters.closed(db, found, at)
        return
    column, write = {
        Due.NEARLY_OVER: ("end_told_at", letters.nearly_over),
        Due.HALF_TIME: ("half_told_at", letters.half_time),
        Due.QUIET: ("nudged_at", letters.quiet),
    }[what]
    if actions.note_told(db, found.id, column, at):
        write(db, found, at)
