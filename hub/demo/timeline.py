"""Which posts have been published by a given moment? The town's calendar has no memory and no end.

Slow posts return every nine weeks, so that each keeps its day of the week, and what a day brought is the same after
every restart. Lively ones come every two minutes, but only since the server started. A post's key names its turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from hub.demo.content import Writing, Written

LONDON = ZoneInfo("Europe/London")
EPOCH = date(2025, 1, 6)  # a Monday
CYCLE = timedelta(weeks=9)
PULSE = timedelta(minutes=2)
WINDOW = timedelta(days=59)  # counted from midnight, so that old posts leave their feeds once a day
SECOND_THOUGHTS = timedelta(minutes=4)  # until somebody edits what they said
_PULSES = 60 * 20  # lively posts looked back at: more than all the feeds together show
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Post:
    """A writing in one of its turns."""

    writing: Writing
    turn: int  # the cycle of a slow post, the pulse of a lively one
    at: datetime
    again: int = 0  # how often a lively one was said before since the server started
    edited: bool = False  # its author has changed it since

    @property
    def key(self) -> str:
        """Return what this post will be known by for ever."""
        return f"{self.writing.slug}-{self.turn}"

    @property
    def path(self) -> str:
        """Return the address of its page on the town's server."""
        return f"/{self.writing.voice}/{self.at.astimezone(LONDON):%Y/%m/%d}/{self.key}"


def published(written: Written, start: datetime, now: datetime) -> tuple[Post, ...]:
    """Return what the town has said in the 60 days up to *now*, newest first; *start* is when it became lively."""
    oldest = now.replace(hour=0, minute=0, second=0, microsecond=0) - WINDOW
    slow = (latest(written, writing, now) for writing in written.slow)
    said = [post for post in slow if post.at >= oldest]
    said += lively(written, start, now)
    return tuple(sorted((as_of(post, now) for post in said), key=lambda post: (post.at, post.key), reverse=True))


def as_of(post: Post, now: datetime) -> Post:
    """Return *post* as it stands at the moment *now*: some are edited a few minutes after they appear."""
    return replace(post, edited=bool(post.writing.later) and now - post.at >= SECOND_THOUGHTS)


def lively(written: Written, start: datetime, now: datetime) -> Iterator[Post]:
    """Yield the lively posts after *start* and not after *now*, newest first."""
    newest, oldest = _pulse(now), _pulse(start)
    for pulse in range(newest, max(oldest, newest - _PULSES) - 1, -1):
        post = at_pulse(written, pulse, oldest)
        if start < post.at <= now:
            yield post


def latest(written: Written, writing: Writing, before: datetime) -> Post:
    """Return *writing* in its newest turn that is not after *before*."""
    if writing.offset is None:
        pulse = _pulse(before)
        pulse -= (pulse - written.order[writing.slug]) % len(written.lively)
        post = at_pulse(written, pulse)
        return post if post.at <= before else at_pulse(written, pulse - len(written.lively))
    post = in_cycle(writing, cycle(before))
    return post if post.at <= before else in_cycle(writing, cycle(before) - 1)


def find(written: Written, slug: str, turn: int, start: datetime, now: datetime) -> Post | None:
    """Return the post of *slug* in *turn*; none when there is none, or not yet."""
    writing = written.by_slug.get(slug)
    if writing is None or turn > (_pulse(now) if writing.offset is None else cycle(now)):
        return None
    post = at_pulse(written, turn, _pulse(start)) if writing.offset is None else in_cycle(writing, turn)
    return as_of(post, now) if post.writing == writing and post.at <= now else None


def in_cycle(writing: Writing, turn: int) -> Post:
    """Return the slow *writing* in cycle *turn*."""
    return Post(writing, turn, moment(writing.offset or timedelta(), turn))


def at_pulse(written: Written, pulse: int, first: int | None = None) -> Post:
    """Return the lively post of *pulse*, a different one each time until all were there since the *first*."""
    writing = written.lively[pulse % len(written.lively)]
    # People do not speak on the beat: up to a minute and a half late, but always the same.
    late = timedelta(seconds=crc32(str(pulse).encode()) % 90)
    again = 0 if first is None else max(0, (pulse - first) // len(written.lively))
    return Post(writing, pulse, _UNIX + pulse * PULSE + late, again)


def cycle(at: datetime) -> int:
    """Return the number of the nine weeks that *at* lies in."""
    return (at.astimezone(LONDON).date() - EPOCH) // CYCLE


def moment(offset: timedelta, turn: int) -> datetime:
    """Return the moment in UTC that lies *offset* of wall time after the start of cycle *turn*."""
    wall = datetime.combine(EPOCH, time()) + turn * CYCLE + offset
    return wall.replace(tzinfo=LONDON).astimezone(UTC)


def _pulse(at: datetime) -> int:
    return (at - _UNIX) // PULSE
