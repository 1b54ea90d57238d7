"""What does a clock on the wall show somewhere? For every moment a calendar can write, the first and the last too."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


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
