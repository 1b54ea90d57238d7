"""How often may somebody ask for a code, or type a wrong one? Counted by address, by network and over all.

What is counted are seals of addresses, not addresses: nobody reads from the counts who asked.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import digest
from math import ceil

from limits import RateLimitItem, RateLimitItemPerHour
from limits.strategies import FixedWindowRateLimiter
from sqlmodel import Session

from hub.db.windows import Windows
from hub.errors import TooOften
from hub.kit.mailboxes import email_key
from hub.kit.saying import Saying, say

# A stranger asks for somebody's codes from their own network: it is that which is used up, not the address.
CODES_OF_BOTH = RateLimitItemPerHour(5, namespace="codes-both")
CODES_OF_ADDRESS = RateLimitItemPerHour(30, namespace="codes-address")
CODES_OF_NETWORK = RateLimitItemPerHour(20, namespace="codes-network")
CODES_OF_ALL = RateLimitItemPerHour(300, namespace="codes")
WRONG_OF_NETWORK = RateLimitItemPerHour(30, namespace="wrong-network")
LONGEST = timedelta(days=30)  # any window of the hub
ALL = "all"


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of the hub in one transaction; *key* seals whose they are."""

    db: Session
    key: bytes
    now: datetime

    def sealed(self, who: str) -> str:
        """Return what stands for somebody where counts are kept: worth nothing without the key."""
        return digest(self.key, who.encode(), "sha256").hex()

    def hit(self, limit: RateLimitItem, who: str) -> bool:
        """Count once more for *who*; False when that is one too many."""
        return self._limiter.hit(limit, self.sealed(who))

    def must(self, limit: RateLimitItem, who: str, sentence: Saying) -> None:
        """Count once more for *who*; TooOften with *sentence* when that is one too many."""
        if not self.hit(limit, who):
            raise self._too_often(limit, who, sentence)

    def look(self, limit: RateLimitItem, who: str, sentence: Saying) -> None:
        """Go on where *who* has one left, without counting; else TooOften."""
        if self.free_from(limit, who):
            raise self._too_often(limit, who, sentence)

    def free_from(self, limit: RateLimitItem, who: str) -> datetime | None:
        """Return from when *who* may again; None where they may now."""
        return None if self._limiter.test(limit, self.sealed(who)) else self._ends_at(limit, who)

    @property
    def _limiter(self) -> FixedWindowRateLimiter:
        return FixedWindowRateLimiter(Windows(self.db, self.now))

    def _ends_at(self, limit: RateLimitItem, who: str) -> datetime:
        return datetime.fromtimestamp(self._limiter.get_window_stats(limit, self.sealed(who)).reset_time, UTC)

    def _too_often(self, limit: RateLimitItem, who: str, sentence: Saying) -> TooOften:
        left = self._ends_at(limit, who) - self.now
        return TooOften(sentence, seconds=max(1, ceil(left.total_seconds())))


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody asks, and the key their counts are sealed with."""

    network: str
    key: bytes


def count_code(db: Session, email: str, caller: Caller, now: datetime) -> None:
    """Count a code that is asked for; TooOften when it is one too many, whosever the address is."""
    sentence = say("Too many codes were asked for.")
    tally, address = Tally(db, caller.key, now), email_key(email)
    # The widest last: who is refused for their own asking takes nothing from everybody's.
    tally.must(CODES_OF_NETWORK, caller.network, sentence)
    tally.must(CODES_OF_BOTH, f"{caller.network} {address}", sentence)
    tally.must(CODES_OF_ADDRESS, address, sentence)
    tally.must(CODES_OF_ALL, ALL, sentence)


def refuse_guessing(db: Session, caller: Caller, now: datetime) -> None:
    """Go on unless too many wrong codes came from this network; TooOften then."""
    sentence = say("Too many wrong codes were typed.")
    Tally(db, caller.key, now).look(WRONG_OF_NETWORK, caller.network, sentence)


def count_wrong(db: Session, caller: Caller, now: datetime) -> None:
    """Count a wrong code."""
    Tally(db, caller.key, now).hit(WRONG_OF_NETWORK, caller.network)
