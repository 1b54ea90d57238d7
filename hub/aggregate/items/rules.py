"""What becomes of an entry: added, changed or kept. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Verdict(Enum):
    """What to do with an entry of a feed."""

    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Known:
    """What we already hold under an entry's guid."""

    item_id: int
    digest: str  # hexadecimal
    first_seen: datetime


def judge(digest: str, known: Known | None) -> Verdict:
    """Say what to do with an entry of this *digest*, given what we already hold.

    >>> judge("a1", None).name
    'ADD'
    """
    if known is None:
        return Verdict.ADD
    return Verdict.KEEP if known.digest == digest else Verdict.CHANGE


def sort_moment(published: datetime | None, first_seen: datetime) -> datetime:
    """Return where an item stands in the stream: a future date never parks it on top, a missing one never hides it."""
    return min(published, first_seen) if published else first_seen
