"""When is somebody mailed that they were answered, and what waits for an answer? Data and time in, data out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
LATELY = 14 * DAY  # so old an answer may be that is mailed: what is put right within two weeks is not lost
TOO_OLD = 180 * DAY  # a post so old is of interest no more; its answers stand on the page
TOLD_KEPT = 60 * DAY  # that somebody was told: well beyond what is mailed
SHOWN = 365 * DAY  # answers of the last year stand on the page
UNANSWERED_AFTER, UNANSWERED_FOR = 7 * DAY, 60 * DAY  # from when on, and until when, it waits at the desk
NEWCOMER = 90 * DAY  # so long a source is a newcomer after it was let in
LEFT_BE_KEPT = 90 * DAY  # beyond what waits there
# Kinds of sources that are offices and newsrooms: their questions are rhetorical, and they have a door to knock at.
OFFICES = frozenset(
    {"council", "press", "police", "health", "planning", "events", "reports", "transport", "neighbours"}
)
_ENDS = ("?", "\uff1f", "\u061f")  # of a question, in the scripts we know
_AFTER = "\"'”’»)] "  # what may stand after it


class By(StrEnum):
    """How somebody was answered."""

    POST = "item"  # a source of this hub linked to it
    REPLY = "reply"  # somebody said something here
    MENTION = "mention"  # a page elsewhere mentions it


@dataclass(frozen=True, slots=True)
class Answer:
    """That a post was answered: by what, whose it is, and when."""

    item_id: int  # that was answered
    by: By
    id: str  # of what answers: a number, or an id in hexadecimal
    at: datetime
    who: str = ""
    title: str = ""
    words: str = ""
    url: str = ""  # of a page elsewhere

    @property
    def key(self) -> str:
        """By what it is known, however often it is derived anew."""
        return f"{self.by}:{self.id}"


def is_due(told_at: datetime | None, now: datetime, *, at_once: bool) -> bool:
    """Say whether somebody may be mailed now: at once where they want that, else once a day.

    >>> noon = datetime(2026, 5, 1, 12)
    >>> tomorrow = noon + timedelta(hours=23)
    >>> [is_due(noon, each, at_once=each == noon) for each in (tomorrow, noon)], is_due(None, noon, at_once=False)
    ([False, True], True)
    """
    return at_once or told_at is None or now - told_at >= DAY


def is_new(at: datetime, seen_at: datetime | None) -> bool:
    """Say whether what came at a moment was not there when somebody last looked."""
    return seen_at is None or at > seen_at


def asks(title: str, words: str) -> bool:
    """Say whether a post ends with a question: its title, or else its last sentence.

    >>> asks("Who can mend a clock?", ""), asks("A clock", "It stands. Who can mend it?”"), asks("A clock", "Mended.")
    (True, True, False)
    """
    return any(text.rstrip(_AFTER).endswith(_ENDS) for text in (title, words))


def newest_first(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return answers in the order they are shown in."""
    return tuple(sorted(answers, key=lambda each: (each.at, each.key), reverse=True))
