"""Which week is meant, and when does it begin and end where people live? ISO weeks, from Monday to Sunday. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hub.errors import BadQuestion
from hub.kit.saying import say

DAY = timedelta(days=1)
LENGTH = 7 * DAY
FIRST_YEAR, LAST_YEAR = 1970, 2200  # what every zone and database can reckon with
_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week by its Monday."""

    monday: date

    def __str__(self) -> str:
        """Write it as ISO 8601 does.

        >>> str(week_of(date(2026, 11, 21)))
        '2026-W47'
        """
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + LENGTH - DAY

    @property
    def number(self) -> int:
        """Its number in its year."""
        return self.monday.isocalendar().week

    @property
    def before(self) -> "Week":
        """The week before it."""
        return Week(self.monday - LENGTH)

    @property
    def after(self) -> "Week":
        """The week after it."""
        return Week(self.monday + LENGTH)


def week_of(day: date) -> Week:
    """Return the week *day* lies in."""
    return Week(day - DAY * day.weekday())


def read_week(text: str) -> Week:
    """Read a week as an address names it; BadQuestion when it is none.

    >>> read_week("2026-W47").monday, read_week("2026w01").monday
    (datetime.date(2026, 11, 16), datetime.date(2025, 12, 29))
    """
    found = _WEEK.fullmatch(text.strip())
    try:
        week = Week(date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None
    except ValueError:
        week = None
    if week is None or not FIRST_YEAR < week.monday.year < LAST_YEAR:
        raise BadQuestion(say("This is not a week: write one like 2026-W47, the year and the number of the week."))
    return week
