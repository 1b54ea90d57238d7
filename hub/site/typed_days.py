"""Which day did somebody name in an address? As a whole date, a month or a year, or a sentence that says how."""

from datetime import date

from hub.errors import BadQuestion
from hub.kit import question
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt

LONGEST = 40  # letters of what should be a day, when it is said back


def first_day(typed: str) -> date | None:
    """Return the first day of what an address names, None where it names none; BadQuestion for what is no day."""
    return _read(typed, question.first_day(typed))


def last_day(typed: str) -> date | None:
    """Return the last day of what an address names, None where it names none; BadQuestion for what is no day."""
    return _read(typed, question.last_day(typed))


def no_day(typed: str) -> Saying:
    """Say that something is no day, and how one is written."""
    return say("“%(typed)s” is no day we can read. Write it as 2026-03-01, 2026-03 or 2026.", typed=typed)


def _read(typed: str, day: date | None) -> date | None:
    if typed and day is None:
        raise BadQuestion(no_day(excerpt(typed, LONGEST)))
    return day
