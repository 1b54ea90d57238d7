"""Which meetups stand on one page? Whole days from a given one on, and the day the next page starts with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.errors import BadQuestion
from hub.kit.saying import DAY_AND_MONTH, Dated, Saying, say
from hub.kit.zones import midnight
from hub.meet.events import queries as meetups
from hub.meet.events.rules import Day, days, last_day
from hub.meet.events.values import EVERY, Meetup, Narrowed
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.views import Leaf, View
from hub.site.words import gettext

AHEAD = timedelta(days=90)  # on one page
HORIZON = timedelta(days=400)  # repeating ones are worked out as far as this
MOST = 120  # dates on one page
MOST_OF_LEAF = 400  # dates of a day, a weekend or a week, on one page
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Some days with something on, soonest first."""

    since: date
    days: Sequence[Day]
    later: date | None  # the first day of the next page; None on the last one
    is_cut: bool = False  # more is on than stands here

    @property
    def weeks(self) -> Sequence[tuple[date, Saying]]:
        """The first day of each of its weeks with something on, and the Monday of it in words."""
        first = {each.day - DAY * each.day.weekday(): each.day for each in reversed(self.days)}
        mondays = sorted(first.items())
        return [(day, say("%(day)s", day=Dated(monday, DAY_AND_MONTH))) for monday, day in mondays]


def agenda(db: Session, here: PlaceView, today: date, since: date | None = None, narrowed: Narrowed = EVERY) -> Agenda:
    """Return a page of what is on in *here* from *since* on, which is *today* unless it is later.

    BadQuestion for a day further away than repeating meetups are worked out.
    """
    first = max(since or today, today)
    within_reach(first, today)
    until = min(first + AHEAD, today + HORIZON)
    span = Span(midnight(first, here.timezone), midnight(until, here.timezone))
    coming = meetups.upcoming(db, here.id, span, narrowed, limit=MOST)
    listed = days(coming, here.timezone, since=first)
    if len(coming) == MOST:
        return _whole_days(first, listed)
    return Agenda(first, listed, until if _goes_on(db, here, until, today, narrowed) else None)


def of_leaf(
    db: Session, here: PlaceView, shown: Leaf, narrowed: Narrowed = EVERY, *, most: int = MOST_OF_LEAF
) -> Agenda:
    """Return what is on in *here* on the days of a leaf, at *most* so many dates."""
    span = shown.span(here.timezone)
    coming = meetups.upcoming(db, here.id, span, narrowed, limit=most)
    listed = [each for each in coming if _is_of(each, shown, span, here.timezone)]
    return Agenda(shown.first, days(listed, here.timezone, since=shown.first), None, len(coming) == most)


def number_ahead(db: Session, here: PlaceView, first: date, today: date) -> int:
    """Return how much is on in *here* on the days the list has from a day on, however many pages they take."""
    first = max(first, today)
    until = min(first + AHEAD, today + HORIZON)
    return meetups.number_upcoming(db, here.id, Span(midnight(first, here.timezone), midnight(until, here.timezone)))


def within_reach(day: date, today: date) -> None:
    """Raise BadQuestion for a day so far away that nobody knows what is on, or knows it any more."""
    if not today - HORIZON <= day <= today + HORIZON:
        raise BadQuestion(gettext("Nobody knows what is on then."))


def _is_of(meetup: Meetup, shown: Leaf, span: Span, zone: str) -> bool:
    """Say whether it is on while a leaf lasts: what ends on a Friday that began before the evening is not."""
    is_before = shown.view is View.WEEKEND and meetup.starts_at < span.since
    return not is_before or last_day(meetup, ZoneInfo(zone)) > shown.first


def _whole_days(first: date, listed: Sequence[Day]) -> Agenda:
    """Leave the last day, of which some may be missing, to the next page; a single one stays, for there is no other."""
    if len(listed) == 1:
        return Agenda(first, listed, listed[0].day + DAY)
    return Agenda(first, listed[:-1], listed[-1].day)


def _goes_on(db: Session, here: PlaceView, until: date, today: date, narrowed: Narrowed) -> bool:
    beyond = Span(midnight(until, here.timezone), midnight(today + HORIZON, here.timezone))
    return beyond.since < beyond.until and bool(meetups.upcoming(db, here.id, beyond, narrowed, limit=1))
