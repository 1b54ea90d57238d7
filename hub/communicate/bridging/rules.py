"""Who talks with whom, and which answers count towards that? Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.kit.zones import wall

RESIDENTS = "residents"  # who answers here, instead of on a site of their own
Pair = tuple[str, str]  # who answered, and whom
Cell = tuple[str, str, str]  # a month, who answered in it, and whom


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody answered somebody: the kinds of the two, and who they are where they are sources."""

    at: datetime
    from_kind: str
    to_kind: str
    from_id: UUID | None = None
    to_id: UUID | None = None


def counts(answers: Iterable[Answer], zone: str) -> dict[Cell, int]:
    """Count answers by month, at the wall clock of *zone*, and by who answered whom; to answer oneself is no talk.

    >>> from datetime import UTC
    >>> late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    >>> counts([Answer(late, "blog", "council")], "Europe/London")
    {('2026-07', 'blog', 'council'): 1}
    """
    found = Counter[Cell]()
    there = ZoneInfo(zone)
    for each in answers:
        if each.from_id is None or each.from_id != each.to_id:
            found[month_of(wall(each.at, there).date()), each.from_kind, each.to_kind] += 1
    return dict(found)


def month_of(day: date) -> str:
    """Name the month of *day* as it is kept.

    >>> month_of(date(2026, 3, 31))
    '2026-03'
    """
    return f"{day.year:04}-{day.month:02}"


def first_day(month: str) -> date:
    """Return the first day of a month as it is kept.

    >>> first_day("2026-03")
    datetime.date(2026, 3, 1)
    """
    return date.fromisoformat(f"{month}-01")


def months_before(month: str, number: int) -> str:
    """Return the month that many before *month*; none is before the first one of the calendar.

    >>> months_before("2026-01", 1), months_before("2026-11", 11), months_before("0001-02", 5)
    ('2025-12', '2025-12', '0001-01')
    """
    day = first_day(month)
    whole = max(day.year * 12 + day.month - 1 - number, 12)
    return f"{whole // 12:04}-{whole % 12 + 1:02}"


def months(last: str, number: int) -> tuple[str, ...]:
    """Return that many months up to *last*, the oldest first.

    >>> months("2026-01", 3)
    ('2025-11', '2025-12', '2026-01')
    """
    return tuple(months_before(last, back) for back in reversed(range(number)))
