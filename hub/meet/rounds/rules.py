"""When is a round opened and drawn, what can be said in it, and who must be asked what? Time in, data out."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from hmac import digest
from zoneinfo import ZoneInfo

from hub.kit.zones import wall

OPENS_ON, HOUR = 1, 9  # day of the month, and hour of the place's clocks: drawn a week later at the same hour
OPEN_FOR = timedelta(days=7)
LATE = timedelta(days=7)  # a hub that stood still opens a round so late; later it waits for the next month
LEAST = 4  # with fewer, the same two would meet every month: the round waits a week more
ASKED_AFTER = timedelta(days=21)  # “Did you meet?”
OVER_AFTER = timedelta(days=60)  # then nothing is relayed any more
MESSAGES_KEPT = timedelta(days=120)
KEPT = timedelta(days=730)  # who met whom: so long nobody is drawn with them again by accident
COUNTED = timedelta(days=365)  # so long it counts that somebody sat out
LONGEST_NAME, LONGEST_LIKES, LONGEST_ORGANISATION = 40, 600, 80
LONGEST_MESSAGE, MESSAGES_A_DAY, LINKS = 2_000, 10, 2
LONGEST_REPORT, LONGEST_REVIEW = 4_000, 2_000
MOST_NEVER = 50  # addresses somebody excludes
NEVER_KEY = "never-match"  # the purpose of the key that seals the addresses of whom somebody excludes
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
TOPIC_OPEN = "rounds"  # of the mail that a round is open, as who stopped it named it
TOPIC_MET = "rounds-met"  # of the mail that asks whether they met


class State(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    DRAWN = "drawn"


class Slot(StrEnum):
    """When somebody can, in a few plain choices."""

    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    EVENINGS = "evenings"
    WEEKENDS = "weekends"


class Way(StrEnum):
    """How somebody can meet."""

    IN_PERSON = "in-person"
    ONLINE = "online"


class Met(StrEnum):
    """What somebody says to whether they met."""

    UNSAID = ""
    YES = "yes"
    NOT_YET = "not-yet"
    NO = "no"


class Outcome(StrEnum):
    """What safeguarding found of a report."""

    UNREAD = ""
    CLEARED = "cleared"  # both may be drawn again, never with each other
    STOPPED = "stopped"  # the one reported stays out of rounds; who reported may be drawn again


def last_opening(now: datetime, zone: str) -> datetime:
    """Return when the newest round that follows the calendar was to open, at or before *now*."""
    there = wall(now, ZoneInfo(zone))
    opens = datetime.combine(there.date().replace(day=OPENS_ON), time(HOUR), ZoneInfo(zone))
    if opens <= now:
        return opens
    before = (opens - timedelta(days=1)).date().replace(day=OPENS_ON)
    return datetime.combine(before, time(HOUR), ZoneInfo(zone))


def next_opening(now: datetime, zone: str) -> datetime:
    """Return when the next round that follows the calendar opens, after *now*."""
    following = last_opening(now, zone).date().replace(day=28) + timedelta(days=4)  # of the next month, for sure
    return datetime.combine(following.replace(day=OPENS_ON), time(HOUR), ZoneInfo(zone))


def is_to_open(now: datetime, zone: str, last_opened: datetime | None) -> bool:
    """Say whether this month's round is to be opened now: once, and not when the month is well under way."""
    opens = last_opening(now, zone)
    return now - opens < LATE and (last_opened is None or last_opened < opens)


def draws_at(opened_at: datetime, zone: str) -> datetime:
    """Return when a round opened at this moment is drawn: a week later or a little more, at the usual hour."""
    there = wall(opened_at + OPEN_FOR, ZoneInfo(zone))
    found = datetime.combine(there.date(), time(HOUR), ZoneInfo(zone))
    if found >= opened_at + OPEN_FOR - timedelta(hours=1):  # the week the clocks go forward is an hour short
        return found
    return datetime.combine(there.date() + timedelta(days=1), time(HOUR), ZoneInfo(zone))


def put_off(closes_at: datetime, now: datetime, zone: str) -> datetime:
    """Return when a round too few have joined is looked at again: by the same weekday, after *now*."""
    found = closes_at
    while found <= now:
        found = draws_at(found, zone)
    return found


def seal_with(key: bytes, email_key: str) -> str:
    """Seal the key of an address: the same for the same address, and nobody without *key* can tell whose it was."""
    return digest(key, email_key.encode(), "sha256").hex()


def links_in(words: str) -> int:
    """Count what in *words* looks like an address of the web.

    >>> links_in("see https://a.example/ and WWW.b.example"), links_in("no more")
    (2, 0)
    """
    return len(_LINK.findall(words))


def common(spoken: Iterable[Collection[str]]) -> frozenset[str]:
    """Return what all of these have ticked; who ticked nothing can whenever.

    >>> sorted(common([("mornings", "evenings"), (), ("evenings",)]))
    ['evenings']
    """
    said = [frozenset(each) for each in spoken if each]
    return frozenset.intersection(*said) if said else frozenset()
