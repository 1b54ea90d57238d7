"""What can be followed and muted, when does somebody's mail come, and how many at most? Time in, data out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.kit.zones import USUAL_ZONE, wall


class Kind(StrEnum):
    """What somebody follows."""

    PLACE = "place"
    TAG = "tag"
    THREAD = "thread"
    SOURCE = "source"
    MEETUPS = "meetups"  # what is on, narrowed as its list can be; nothing that is said


class Hushed(StrEnum):
    """What somebody wants to hear no more of."""

    THREAD = "thread"
    SOURCE = "source"
    TAG = "tag"
    PERSON = "person"


class Rhythm(StrEnum):
    """How often somebody's one mail comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"  # but what they want to hear of at once


DAY = timedelta(days=1)
USUAL_HOUR, USUAL_WEEKDAY = 7, 4  # Friday, as the weekend begins
LONGEST = timedelta(days=8)  # what is older is told no more: a week and the day a hub may have stood still
# So long something is there before it is told: who tells the same was found by then, and no transaction is under way.
SETTLES = timedelta(minutes=2)
CLAIM = timedelta(minutes=10)  # to write a batch in; a killed writer's people are free after it
STILL_HERE = timedelta(days=28)  # without a mail, before one says that there is nothing new
BUNDLE = timedelta(minutes=5)  # between two mails at once
MOST_AT_ONCE = 6  # such mails to one person a day; the rest comes with the digest
MOST_FOLLOWED = 100  # by one person
DIGEST, AT_ONCE = "digest", "at-once"  # the topics of the two mails, each to be stopped by itself


@dataclass(frozen=True, slots=True)
class When:
    """When somebody's mail comes: on which days, and at which hour of the clock where they are."""

    rhythm: Rhythm = Rhythm.DAILY
    hour: int = USUAL_HOUR
    weekday: int = USUAL_WEEKDAY  # of a weekly one; Monday is 0
    zone: str = USUAL_ZONE

    def next(self, now: datetime) -> datetime | None:
        """Return the next moment after *now* at which it is due; None where it never is.

        An hour the clock skips in spring is taken for the one after it; of one it has twice in autumn, the first.

        >>> from datetime import UTC
        >>> When(hour=7).next(datetime(2026, 3, 28, 12, tzinfo=UTC))
        datetime.datetime(2026, 3, 29, 6, 0, tzinfo=datetime.timezone.utc)
        >>> When(Rhythm.NEVER).next(datetime(2026, 3, 28, 12, tzinfo=UTC))
        """
        if self.rhythm is Rhythm.NEVER:
            return None
        zone = ZoneInfo(self.zone)
        today = wall(now, zone).date()
        days = (today + timedelta(days=ahead) for ahead in range(9))
        dues = (self._on(day, zone) for day in days if self.rhythm is Rhythm.DAILY or day.weekday() == self.weekday)
        return next(due.astimezone(now.tzinfo) for due in dues if due > now)

    def says_more(self, now: datetime) -> bool:
        """Say whether the mail of *now* is the one of the week, that tells of who is silent too."""
        return self.rhythm is Rhythm.WEEKLY or wall(now, ZoneInfo(self.zone)).weekday() == self.weekday

    def _on(self, day: date, zone: ZoneInfo) -> datetime:
        # By way of UTC: two moments of one zone are told apart by their clocks alone, which stand still in autumn.
        return datetime.combine(day, time(self.hour), zone).astimezone(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True, order=True)
class Followed:
    """What somebody follows: a place, or something in it."""

    kind: Kind
    place_id: UUID
    target_id: str = ""  # of a tag or source in hexadecimal, a thread’s number, of meetups the query of their filters


def may_write_at_once(now: datetime, zone: str, last: datetime | None, day: date | None, number: int) -> bool:
    """Say whether somebody may be written to at once *now*, after *last*, and *number* of times on *day*."""
    if last is not None and now - last < BUNDLE:
        return False
    return day != today(now, zone) or number < MOST_AT_ONCE


def today(now: datetime, zone: str) -> date:
    """Return the day on the calendar in *zone*."""
    return wall(now, ZoneInfo(zone)).date()


def is_time_to_say_so(now: datetime, last: datetime) -> bool:
    """Say whether so long nothing came that somebody may wonder whether we are still here."""
    return now - last >= STILL_HERE
