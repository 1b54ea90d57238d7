"""Which month is meant, and when does it begin and end where people live? Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.errors import BadQuestion
from hub.kit.saying import say
from hub.kit.zones import midnight, wall

FIRST_YEAR, LAST_YEAR = 1970, 2200  # what every zone and database can reckon with
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month by its first day."""

    first: date

    def __str__(self) -> str:
        """Write it as ISO 8601 does.

        >>> str(Month(date(2026, 11, 1)))
        '2026-11'
        """
        return f"{self.first:%Y-%m}"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - _DAY

    @property
    def after(self) -> "Month":
        """The month after it.

        >>> str(Month(date(2026, 12, 1)).after)
        '2027-01'
        """
        return Month((self.first + 31 * _DAY).replace(day=1))

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month((self.first - _DAY).replace(day=1))

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Return the moments it begins and ends at the wall clock of *zone*."""
        return midnight(self.first, zone), midnight(self.after.first, zone)


def month_of(moment: datetime, zone: str) -> Month:
    """Return the month it is in *zone*."""
    return Month(wall(moment, ZoneInfo(zone)).date().replace(day=1))


def read(text: str) -> Month:
    """Read a month as an address names it; BadQuestion when it is none.

    >>> read("2026-02").last
    datetime.date(2026, 2, 28)
    """
    found = _MONTH.fullmatch(text.strip())
    try:
        month = Month(date(int(found[1]), int(found[2]), 1)) if found else None
    except ValueError:
        month = None
    if month is None or not FIRST_YEAR < month.first.year < LAST_YEAR:
        raise BadQuestion(say("This is not a month: write one like 2026-11."))
    return month
