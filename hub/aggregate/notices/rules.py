"""What may be pinned up, how long does it stay, and what becomes of its words? Pure."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from hub.kit.days import today
from hub.kit.markup import clean, paragraphs

LONGEST_TITLE = 120  # letters
LONGEST_WORDS = 4_000
LONGEST_NAME = 80  # of whoever pins it up
LONGEST_STAY = timedelta(days=90)
USUAL_STAY = timedelta(days=14)
MOST_LABELS, LONGEST_LABEL = 10, 60
# In words that are escaped already: quotation marks and angle brackets end an address.
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}'’…"  # what stands right after an address is the sentence's, not the address's


class State(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"  # a mentor reads it before it appears
    SHOWN = "shown"
    ENDED = "ended"  # its last day is over
    WITHDRAWN = "withdrawn"  # by whoever wrote it
    REFUSED = "refused"


OPEN = frozenset({State.WAITING, State.SHOWN})
OVER = frozenset({State.ENDED, State.WITHDRAWN})


def has_ended(ends_on: date, now: datetime, zone: str) -> bool:
    """Say whether the midnight after the last day of a notice has struck in *zone*."""
    return today(now, zone) > ends_on


def may_end(ends_on: date, now: datetime, zone: str) -> bool:
    """Say whether a notice written *now* may stay until *ends_on*: today at the soonest, ninety days at the longest."""
    first = today(now, zone)
    return first <= ends_on <= first + LONGEST_STAY


def html_of(words: str) -> str:
    r"""Return plain *words* as clean HTML: their paragraphs, and their addresses as links that vouch for nothing.

    >>> html_of("Bring <b>cake</b>.\n\nSee https://a.example/?b=1&c.")[:48]
    '<p>Bring &lt;b&gt;cake&lt;/b&gt;.</p><p>See <a h'
    """
    return str(clean(_ADDRESS.sub(_link, str(paragraphs(words)))))


def _link(found: re.Match[str]) -> str:
    address = found[0].rstrip(_AFTER)
    return f'<a href="{address}">{address}</a>{found[0][len(address) :]}'
