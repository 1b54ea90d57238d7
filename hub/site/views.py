"""Which days does a view of meetups show? One day, a weekend, a week, a month, or all days ahead. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hub.kit.saying import MONTH_AND_YEAR, WEEKDAY_AND_YEAR, WEEKDAY_ONLY, Dated, Saying, say
from hub.kit.zones import midnight
from hub.meet.reading.values import Span

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FRIDAY_EVENING = time(17)
_FRIDAY = 4 * DAY  # after a Monday


class View(StrEnum):
    """How the meetups of a place are laid out."""

    DAYS = "days"
    TODAY = "today"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The days a view shows, as one turns to them."""

    view: View
    first: date
    after: date  # the day behind its last

    @property
    def last(self) -> date:
        """The last day."""
        return self.after - DAY

    @property
    def before(self) -> "Leaf":
        """The leaf one turns back to."""
        return leaf(self.view, self.first - DAY if self.view is not View.WEEKEND else self.first - WEEK)

    @property
    def next(self) -> "Leaf":
        """The leaf one turns to."""
        return leaf(self.view, self.after)

    def span(self, zone: str) -> Span:
        """Return the moments it begins and ends at the wall clock of *zone*; a weekend on Friday evening."""
        begins = midnight(self.first, zone)
        if self.view is View.WEEKEND:
            begins = datetime.combine(self.first, FRIDAY_EVENING, ZoneInfo(zone))
        return Span(begins, midnight(self.after, zone))

    def holds(self, day: date) -> bool:
        """Say whether *day* is one that it is about: its week's other days too, where it is a weekend."""
        first = self.first - _FRIDAY if self.view is View.WEEKEND else self.first
        return first <= day < self.after


def leaf(view: View, day: date) -> Leaf:
    """Return what a view shows that is turned to *day*; all days ahead have no end of their own.

    >>> weekend = leaf(View.WEEKEND, date(2026, 3, 3))
    >>> str(weekend.first), str(weekend.last), str(weekend.next.first), str(weekend.before.first)
    ('2026-03-06', '2026-03-08', '2026-03-13', '2026-02-27')
    """
    monday = day - DAY * day.weekday()
    match view:
        case View.WEEKEND:
            return Leaf(view, monday + _FRIDAY, monday + WEEK)
        case View.WEEK:
            return Leaf(view, monday, monday + WEEK)
        case View.MONTH:
            first = day.replace(day=1)
            return Leaf(view, first, (first + 32 * DAY).replace(day=1))
    return Leaf(view, day, day + DAY)


def called(shown: Leaf, today: date) -> Saying:
    """Return what a leaf is called above what it shows."""
    if shown.view is View.MONTH:
        return say("%(month)s", month=Dated(shown.first, MONTH_AND_YEAR))
    first = Dated(shown.first, WEEKDAY_ONLY if shown.holds(today) or shown.last > shown.first else WEEKDAY_AND_YEAR)
    last = Dated(shown.last, WEEKDAY_ONLY if shown.holds(today) else WEEKDAY_AND_YEAR)
    if shown.holds(today):
        return _this(shown.view, first, last)
    if shown.last > shown.first:
        return say("%(first)s to %(last)s", first=first, last=last)
    return say("%(day)s", day=first)


def _this(view: View, first: Dated, last: Dated) -> Saying:
    match view:
        case View.WEEKEND:
            return say("This weekend: %(first)s to %(last)s", first=first, last=last)
        case View.WEEK:
            return say("This week: %(first)s to %(last)s", first=first, last=last)
    return say("Today, %(day)s", day=first)


def meant(shown: Leaf, today: date) -> Saying:
    """Return how one speaks of a leaf in a sentence."""
    now, other = {
        View.DAYS: (say("ahead"), say("from then on")),
        View.TODAY: (say("today"), say("that day")),
        View.WEEKEND: (say("this weekend"), say("that weekend")),
        View.WEEK: (say("this week"), say("that week")),
        View.MONTH: (say("this month"), say("that month")),
    }[shown.view]
    return now if shown.holds(today) else other
