"""Which meetups stand on one page? Whole days from a given one on, and the day the next page starts with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from hub.errors import BadQuestion
from hub.kit.zones import midnight
from hub.meet import queries as meetups
from hub.meet.rules import Day, days
from hub.meet.values import Span
from hub.places.queries import PlaceView
from hub.site.words import gettext

AHEAD = timedelta(days=90)  # on one page
HORIZON = timedelta(days=400)  # repeating ones are worked out as far as this
MOST = 120  # dates on one page
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Some days with something on, soonest first."""

    since: date
    days: Sequence[Day]
    later: date | None  # the first day of the next page; None on the last one


def agenda(db: Session, here: PlaceView, today: date, since: date | None = None) -> Agenda:
    """Return a page of what is on in *here* from *since* on, which is *today* unless it is later.

    BadQuestion for a day further away than repeating meetups are worked out.
    """
    first = max(since or today, today)
    if first > today + HORIZON:
        raise BadQuestion(gettext("Nobody knows yet what is on then."))
    until = min(first + AHEAD, today + HORIZON)
    span = Span(midnight(first, here.timezone), midnight(until, here.timezone))
    coming = meetups.upcoming(db, here.id, span, limit=MOST)
    listed = days(coming, here.timezone, since=first)
    if len(coming) == MOST:
        return _whole_days(first, listed)
    return Agenda(first, listed, until if _goes_on(db, here, until, today) else None)


def _whole_days(first: date, listed: Sequence[Day]) -> Agenda:
    """Leave the last day, of which some may be missing, to the next page; a single one stays, for there is no other."""
    if len(listed) == 1:
        return Agenda(first, listed, listed[0].day + DAY)
    return Agenda(first, listed[:-1], listed[-1].day)


def _goes_on(db: Session, here: PlaceView, until: date, today: date) -> bool:
    beyond = Span(midnight(until, here.timezone), midnight(today + HORIZON, here.timezone))
    return beyond.since < beyond.until and bool(meetups.upcoming(db, here.id, beyond, limit=1))
