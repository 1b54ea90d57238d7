"""When to look at a feed again. Pure: numbers from docs/decisions, time as an argument."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from uuid import UUID

QUARTER_HOUR = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

LIVELIEST = QUARTER_HOUR
SLEEPIEST = timedelta(hours=6)
MOST_A_PUBLISHER_MAY_ASK = DAY
MOST_A_RETRY_AFTER_MAY_ASK = WEEK
# A voice that fell silent is asked less often: (silent for at least, look at most every).
SILENCE = ((180 * DAY, DAY), (30 * DAY, 6 * HOUR), (7 * DAY, 2 * HOUR))
BACK_OFF = (HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY)
DAILY_UNTIL = 14 * DAY
JITTER = 0.1  # of the interval, up and down
RECENT_POSTS = 20
MOST_DIGITS = 8  # of a number of seconds
NOTICES = "notices"  # what is read of a feed that is none: neighbours pin it up here themselves
MEETUPS = "meetups"  # and this: neighbours type here when they meet
OWN = frozenset({NOTICES, MEETUPS})
# A voice that spoke once a month or more often has gone quiet after six of its gaps, and a month at the least; after
# a year nobody asks any more.
OFTEN_ENOUGH, GAPS_OF_QUIET, SOONEST_QUIET, LONG_GONE = 31 * DAY, 6, 30 * DAY, 365 * DAY
MOVE_LOOKS = 5
MOVE_TIME = timedelta(hours=72)
NEVER = datetime(2999, 1, 1, tzinfo=UTC)  # the next look at a feed that is gone, unless somebody asks for one


RHYTHM = ("post_gap", "last_post_at", "asked_wait", "skip_hours", "skip_days")  # the columns a rhythm is kept in


class Because(StrEnum):
    """Why the next look is when it is."""

    NEW = "new"  # too few posts are known to tell how often it speaks
    PACE = "pace"  # twice in the usual gap between two posts
    LIVELY = "lively"  # so many posts that we look as often as we ever do
    SLEEPY = "sleepy"  # so few that we look as seldom as we do while a voice speaks
    SILENT = "silent"  # nothing came for a while
    PUSHED = "pushed"  # its news is pushed to us: this look only makes sure
    ASKED = "asked"  # the publisher asks for that much patience
    SLEEPS = "sleeps"  # it would be in an hour or on a day the publisher asks to leave out
    BACK_OFF = "back-off"  # in trouble: later each time
    DAILY = "daily"  # in trouble for a day or more
    WEEKLY = "weekly"  # in trouble for two weeks or more
    LATER = "later"  # in trouble, and the website asked for that much patience
    TOO_OFTEN = "http-429"  # the whole host is left in peace: it asks us to come less often,
    BEING_MENDED = "http-503"  # or is busy or being mended
    RETRY = "retry"  # once more soon, under a plainer name
    OURS = "ours"  # this hub could not go out
    GONE = "gone"  # never again


class Plan(NamedTuple):
    """When the next look is, and why then."""

    due_at: datetime
    because: Because


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a feed speaks, and what its publisher asks of those who listen."""

    post_gap: timedelta | None = None  # median between the last posts
    last_post_at: datetime | None = None
    asked_wait: timedelta = timedelta(0)
    skip_hours: frozenset[int] = field(default_factory=frozenset)
    skip_days: frozenset[int] = field(default_factory=frozenset)
    pushed_until: datetime | None = None  # so long its hub tells us of its news


class Agent(StrEnum):
    """Under which name a feed is asked: what worked, or is being tried."""

    USUAL = ""
    TRYING = "trying"  # the plainer one, for the first time, since the usual one was refused
    PLAIN = "plain"  # the plainer one: it is what works
    NEITHER = "neither"  # both were refused, so it is the usual one


@dataclass(frozen=True, slots=True)
class FeedState:
    """All a look needs to know of a feed, free of the session it was read in."""

    id: UUID
    source_id: UUID
    url: str
    reads: str
    etag: str
    last_modified: str
    body_hash: str
    still_hash: str
    entry_hashes: bytes
    post_gap: int
    last_post_at: datetime | None
    asked_wait: int
    skip_hours: str
    skip_days: str
    trouble: str
    trouble_since: datetime | None
    failures: int
    moved_to: str
    moved_since: datetime | None
    moved_looks: int
    identity: str = ""  # what its first good document chose to tell entries apart
    notes: str = ""
    gone_since: datetime | None = None
    agent: str = ""  # a value of Agent
    history: str = ""  # what came of its last looks, as feeds.history writes it
    pushed_until: datetime | None = None  # so long its hub tells us of its news

    @property
    def asked_plainly(self) -> bool:
        """Whether the plainer name is to be used."""
        return self.agent in {Agent.TRYING, Agent.PLAIN}

    @property
    def rhythm(self) -> Rhythm:
        """How often this feed speaks."""
        return Rhythm(
            post_gap=timedelta(seconds=self.post_gap) if self.post_gap else None,
            last_post_at=self.last_post_at,
            asked_wait=timedelta(seconds=self.asked_wait),
            skip_hours=_numbers(self.skip_hours),
            skip_days=_numbers(self.skip_days),
            pushed_until=self.pushed_until,
        )


def median_gap(posts: Sequence[datetime]) -> timedelta | None:
    """Return the median gap between *posts* (in any order), of the newest twenty; None for fewer than two."""
    newest = sorted(posts, reverse=True)[:RECENT_POSTS]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(newest)]
    return timedelta(seconds=median(gaps)) if gaps else None


def interval(rhythm: Rhythm, now: datetime) -> tuple[timedelta, Because]:
    """Look sooner at lively feeds, later at sleepy ones, never sooner than the publisher asks; and say why."""
    wait, because = _by_pace(rhythm.post_gap)
    if rhythm.last_post_at is not None:
        silent = now - rhythm.last_post_at
        rest = next((pause for at_least, pause in SILENCE if silent >= at_least), wait)
        if rest > wait:
            wait, because = rest, Because.SILENT
    asked = min(rhythm.asked_wait, MOST_A_PUBLISHER_MAY_ASK)
    wait, because = (asked, Because.ASKED) if asked > wait else (wait, because)
    backstop = _backstop(rhythm.pushed_until, now)
    return (backstop, Because.PUSHED) if backstop > wait else (wait, because)


def _backstop(pushed_until: datetime | None, now: datetime) -> timedelta:
    """Return how long a look may wait because news is pushed: a day, and no longer than that holds."""
    return min(DAY, pushed_until - now) if pushed_until else timedelta(0)


def _by_pace(gap: timedelta | None) -> tuple[timedelta, Because]:
    if gap is None:
        return HOUR, Because.NEW
    half = gap / 2
    if half < LIVELIEST:
        return LIVELIEST, Because.LIVELY
    return (SLEEPIEST, Because.SLEEPY) if half > SLEEPIEST else (half, Because.PACE)


def fell_silent(post_gap: timedelta | None, last_post_at: datetime, now: datetime) -> bool:
    """Say whether a voice that spoke regularly, every *post_gap*, has gone quiet and may want to hear from somebody."""
    if not post_gap or post_gap > OFTEN_ENOUGH:
        return False
    return max(post_gap * GAPS_OF_QUIET, SOONEST_QUIET) <= now - last_post_at < LONG_GONE


def next_look(rhythm: Rhythm, now: datetime, feed_id: UUID) -> Plan:
    """Plan the look after one that went well."""
    wait, because = interval(rhythm, now)
    due = now + wait * jitter(feed_id)
    if not (rhythm.skip_hours or rhythm.skip_days):
        return Plan(due, because)
    awake = _waking_hour(due, rhythm)
    return Plan(awake, because if awake == due else Because.SLEEPS)


def after_trouble(failures: int, since: datetime, now: datetime, retry_after: timedelta | None = None) -> Plan:
    """Plan the look after the *failures*-th in a row that failed, the first of them at *since*."""
    step, because = _ladder(failures) if now - since < DAILY_UNTIL else (WEEK, Because.WEEKLY)
    return Plan(now + retry_after, Because.LATER) if retry_after and retry_after > step else Plan(now + step, because)


def _ladder(failures: int) -> tuple[timedelta, Because]:
    step = BACK_OFF[min(failures, len(BACK_OFF)) - 1]
    return step, Because.DAILY if step == DAY else Because.BACK_OFF


def jitter(feed_id: UUID) -> float:
    """Return a factor of 0.9 to 1.1 always the same for one feed: restarts move nothing, no hour has a spike."""
    drawn = hashlib.blake2s(feed_id.bytes, digest_size=4).digest()
    return 1 - JITTER + 2 * JITTER * int.from_bytes(drawn) / 0xFFFFFFFF


def wait_asked(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return how long ``Cache-Control: max-age`` or ``Expires`` ask us to wait; nothing when they are silent or odd."""
    for directive in headers.get("cache-control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age" and value.strip('"').isdecimal():
            return _seconds(value.strip('"'))
    return _until(headers.get("expires", ""), now)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read ``Retry-After``, seconds or a date (RFC 9110, 10.2.3), a week at most; None when it is odd or absent."""
    value = headers.get("retry-after", "").strip()
    wait = _seconds(value) if value.isdecimal() else _until(value, now)
    return min(wait, MOST_A_RETRY_AFTER_MAY_ASK) or None


def believes_move(looks: int, since: datetime | None, now: datetime) -> bool:
    """Adopt a permanent redirect only when it stood for a while: captive portals and lapsed domains redirect too."""
    return since is not None and looks >= MOVE_LOOKS and now - since >= MOVE_TIME


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in text.split())


def _seconds(digits: str) -> timedelta:
    # A number nobody could wait for: its digits need not be read.
    return timedelta(seconds=int(digits)) if len(digits) <= MOST_DIGITS else timedelta(days=1_000)


def _until(date: str, now: datetime) -> timedelta:
    try:
        moment = parsedate_to_datetime(date)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(moment - now, timedelta(0))
    except (ValueError, TypeError, IndexError, OverflowError):
        return timedelta(0)


def _waking_hour(due: datetime, rhythm: Rhythm) -> datetime:
    for _ in range(24 * 7):
        if due.hour not in rhythm.skip_hours and due.weekday() not in rhythm.skip_days:
            return due
        due = (due + HOUR).replace(minute=0, second=0, microsecond=0)
    return due
