"""How is a time zone told in a calendar? By the rules its clocks live by, or else by each time they are changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

YEARS = 12  # that are looked at: enough to tell a fourth Sunday from a last one
STEP = timedelta(days=5)  # no clocks are put forward and back again within less
SECOND = timedelta(seconds=1)
WEEK = 7
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_Ruled = tuple[timedelta, timedelta, str, int, int, object]  # what is the same of a change every year


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which the clocks of a zone are put."""

    at: datetime  # what they would have shown, without a zone
    before: timedelta  # how far they were ahead of UTC
    after: timedelta
    name: str  # of the time that begins

    @property
    def in_month(self) -> tuple[int, int]:
        """Which of its weekday in its month it is: counted from the start, and from the end."""
        following = (self.at.replace(day=28) + timedelta(days=4)).replace(day=1)
        last = (following - timedelta(days=1)).day
        return (self.at.day - 1) // WEEK + 1, -((last - self.at.day) // WEEK + 1)

    @property
    def ruled(self) -> _Ruled:
        """What is the same every year where a rule makes it."""
        return self.before, self.after, self.name, self.at.month, self.at.weekday(), self.at.time()


@lru_cache(maxsize=200)
def timezone(name: str, year: int) -> Timezone:
    """Return the zone *name* as a calendar needs it whose first date lies in *year*.

    Where the clocks change by one rule each way, as nearly everywhere, these two rules are all it says: programs that
    read no more than that keep to the hour, and dates years ahead are right too.
    """
    zone = ZoneInfo(name)
    begin = datetime(year - 1, 1, 1, tzinfo=UTC)
    found = list(changes(zone, begin, begin.replace(year=year - 1 + YEARS)))
    made = Timezone()
    made.add("TZID", name)
    if not found or found[0].at.year > begin.year:
        made.add_component(_observance([_as_it_was(zone, begin)], ""))
    for same in _alike(found):
        made.add_component(_observance(same, _rule(same)))
    return made


def changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[Change]:
    """Yield when the clocks of a zone are put between two moments, soonest first."""
    known = since
    while known < until:
        later = min(known + STEP, until)
        if _shown(known, zone) != _shown(later, zone):
            yield _between(known, later, zone)
        known = later


def _between(known: datetime, later: datetime, zone: ZoneInfo) -> Change:
    """Return the change between two moments, to the second."""
    shown = _shown(known, zone)
    while later - known > SECOND:
        middle = (known + (later - known) / 2).replace(microsecond=0)
        known, later = (middle, later) if _shown(middle, zone) == shown else (known, middle)
    after, name = _shown(later, zone)
    return Change((later + shown[0]).replace(tzinfo=None), shown[0], after, name)


def _shown(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    wall = moment.astimezone(zone)
    return wall.utcoffset() or timedelta(), wall.tzname() or ""


def _as_it_was(zone: ZoneInfo, moment: datetime) -> Change:
    offset, name = _shown(moment, zone)
    return Change(moment.replace(tzinfo=None), offset, offset, name)


def _alike(found: Iterable[Change]) -> Iterable[Sequence[Change]]:
    """Put the changes together that one rule may make, in the order in which they happen first."""
    groups: dict[_Ruled, list[Change]] = {}
    for each in found:
        groups.setdefault(each.ruled, []).append(each)
    return groups.values()


def _rule(same: Sequence[Change]) -> str:
    """Return which of its weekday a change is on every year, like ``-1SU``; empty where no rule is seen."""
    if len({each.at.year for each in same}) < YEARS:
        return ""
    weekday = WEEKDAYS[same[0].at.weekday()]
    from_start, from_end = (set(numbers) for numbers in zip(*(each.in_month for each in same), strict=True))
    numbers = [*(from_end if len(from_end) == 1 else ()), *(from_start if len(from_start) == 1 else ())]
    return f"{numbers[0]}{weekday}" if numbers else ""


def _observance(same: Sequence[Change], rule: str) -> TimezoneStandard | TimezoneDaylight:
    first = same[0]
    made = TimezoneDaylight() if first.after > first.before else TimezoneStandard()
    made.add("DTSTART", first.at)
    made.add("TZOFFSETFROM", first.before)
    made.add("TZOFFSETTO", first.after)
    made.add("TZNAME", first.name)
    if rule:
        made.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": first.at.month, "BYDAY": rule})
    elif same[1:]:
        made.add("RDATE", [each.at for each in same[1:]])
    return made
