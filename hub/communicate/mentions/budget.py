"""How much may mentions make us ask of other sites within an hour? Counted in the database; the caller commits.

Whoever sends us word, and whoever is linked to, chooses whom we ask. So all of it together has one limit, of which
looks and tellings may each use most, and neither all: the other always finds some left.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from hub.db.windows import RateWindow, Windows
from hub.net.client import MOST_REDIRECTS

MOST, MOST_OF_ONE = 300, 200  # requests within any hour, redirects included
_EACH = 1 + MOST_REDIRECTS  # may come of one ask; what did not is given back
_SPREAD = 20  # of what is left, this part may begin at once: a flood is spread, and late comers find some left
_MINUTE, _MINUTES = 60, 61  # seconds; whole minutes that hold any hour
_TURN = "asks for mentions"


class Purpose(StrEnum):
    """Why another site is asked."""

    LOOK = "look"  # whether its page mentions ours
    TELL = "tell"  # where it wants to be told, and the word itself


def begin(db: Session, purpose: Purpose, wanted: int, now: datetime) -> int:
    """Return how many of *wanted* asks may begin now, and count all requests that may come of them."""
    windows = Windows(db, now)
    windows.incr(_TURN, _MINUTE)  # the row is locked: of two workers one counts after the other
    left = _left(db, purpose, now)
    may = min(wanted, left // _EACH, max(1, left // _SPREAD))
    if may > 0:
        windows.incr(_key(purpose, _minute(now)), _MINUTES * _MINUTE + _MINUTE, may * _EACH)
    return max(may, 0)


def is_left(db: Session, purpose: Purpose, now: datetime) -> bool:
    """Say whether an ask may begin now."""
    return _left(db, purpose, now) >= _EACH


def end(db: Session, purpose: Purpose, hops: Sequence[int], began: datetime) -> None:
    """Give back what asks that began together did not need: each was led on *hops* times, fewer than was counted."""
    unused = sum(MOST_REDIRECTS - each for each in hops)
    Windows(db, began).incr(_key(purpose, _minute(began)), _MINUTE, -unused)


def _left(db: Session, purpose: Purpose, now: datetime) -> int:
    asked = _asked(db, now)
    return min(MOST - sum(asked.values()), MOST_OF_ONE - asked[purpose])


def _asked(db: Session, now: datetime) -> Mapping[Purpose, int]:
    keys = {_key(purpose, minute): purpose for purpose in Purpose for minute in _last(now)}
    found = db.exec(select(RateWindow.key, RateWindow.hits).where(col(RateWindow.key).in_(keys))).all()
    return {each: sum(hits for key, hits in found if keys[key] is each) for each in Purpose}


def _last(now: datetime) -> Iterator[int]:
    return iter(range(_minute(now) - _MINUTES + 1, _minute(now) + 1))


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // _MINUTE


def _key(purpose: Purpose, minute: int) -> str:
    return f"mentions {purpose} {minute}"
