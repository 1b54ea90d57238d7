"""What do clock and calendar on the wall show somewhere? For every moment one can write, the first and the last too."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

USUAL_ZONE = "Europe/London"  # where nobody names another
_DAY = timedelta(days=1)


@cache
def is_zone(name: str) -> bool:
    """Say whether *name* is a time zone of the IANA database.

    >>> is_zone("Europe/London"), is_zone("Middle-earth/Shire"), is_zone("../../etc/passwd"), is_zone("Europe")
    (True, False, False, False)
    """
    try:
        return bool(ZoneInfo(name).key)
    except (KeyError, ValueError, OSError):  # no such zone, no name of one, the name of a folder of them
        return False


def zone_or_usual(name: str) -> str:
    """Return *name* where it is a time zone, else the usual one: clocks a little wrong are better than no page.

    >>> zone_or_usual("Europe/Dublin"), zone_or_usual("Middle-earth/Shire")
    ('Europe/Dublin', 'Europe/London')
    """
    return name if is_zone(name) else USUAL_ZONE


@lru_cache(maxsize=4_096)  # a page asks twice of each item it shows, and of the same ones again and again
def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return *moment* as clocks in *zone* show it; at the very ends of the calendar, as it stands.

    >>> from datetime import UTC
    >>> wall(datetime(2026, 7, 3, 12, tzinfo=UTC), ZoneInfo("Europe/London")).hour
    13
    >>> wall(datetime(1, 1, 1, tzinfo=UTC), ZoneInfo("America/New_York")).year
    1
    """
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def midnight(day: date, zone: str) -> datetime:
    """Return the moment *day* begins at the wall clock of *zone*.

    >>> midnight(date(2026, 7, 3), "Europe/London").astimezone(UTC).hour
    23
    """
    return datetime.combine(day, time(), ZoneInfo(zone))


class Days:
    """Says on which day moments fall in a zone; a moment of the same day as the one before is told at no cost.

    >>> days = Days(ZoneInfo("Europe/London"))
    >>> days.of(datetime(2026, 7, 3, 22, 59, tzinfo=UTC)).day, days.of(datetime(2026, 7, 3, 23, tzinfo=UTC)).day
    (3, 4)
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._day = date.min
        self._begins = self._ends = datetime.min.replace(tzinfo=UTC)

    def of(self, moment: datetime) -> date:
        """Return the day *moment* falls on."""
        if not self._begins <= moment < self._ends:
            self._day = wall(moment, self._zone).date()
            try:
                self._begins, self._ends = self._midnight(self._day), self._midnight(self._day + _DAY)
            except OverflowError:  # at the ends of the calendar each moment is asked for
                self._begins = self._ends = moment
        return self._day

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)
