"""Which day is it somewhere, and which one did somebody type? By the clock on the wall, in the usual ways."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hub.kit.zones import wall

_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")  # as people write it where a browser has no calendar


def today(now: datetime, zone: str) -> date:
    """Return the day it is in *zone*."""
    return wall(now, ZoneInfo(zone)).date()


def day_typed(text: str) -> date | None:
    """Return the day somebody typed, as a browser writes it or as people here do; None when it is none.

    >>> day_typed("2026-12-24"), day_typed("24/12/2026"), day_typed("soon")
    (datetime.date(2026, 12, 24), datetime.date(2026, 12, 24), None)
    """
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None
