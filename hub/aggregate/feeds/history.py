"""What came of the last looks at a feed? Kept as a few short lines in its own row, so that a look costs no write more.

A line is a run of looks that had the same outcome: quiet days are one line, however many looks they took. Pure.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

MOST_RUNS = 20


class Outcome(StrEnum):
    """What came of a look that went well; of any other, the code of its trouble is kept."""

    SAME = "same"  # nothing new
    NEWS = "news"  # posts were added or changed


@dataclass(frozen=True, slots=True)
class Run:
    """Looks one after the other that had the same outcome; moments are exact to the minute."""

    outcome: str
    first: datetime
    last: datetime
    looks: int
    posts: int = 0  # added or changed, by all of them together


def remembered(history: str, outcome: str, now: datetime, posts: int = 0) -> str:
    """Return *history* with one more look, the newest first, the oldest run forgotten beyond twenty.

    >>> at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    >>> runs(remembered(remembered("", "same", at), "same", at))[0].looks
    2
    """
    minute = int(now.timestamp()) // 60
    newest, _, older = history.partition("\n")
    before = newest.split(" ")
    if before[0] == outcome:
        looks, so_far = int(before[3]) + 1, int(before[4]) + posts
        line, kept = f"{outcome} {before[1]} {minute} {looks} {so_far}", older
    else:
        line, kept = f"{outcome} {minute} {minute} 1 {posts}", history
        if kept.count("\n") >= MOST_RUNS - 1:
            kept = kept.rpartition("\n")[0]
    return f"{line}\n{kept}" if kept else line


def runs(history: str) -> tuple[Run, ...]:
    """Read a history, the newest first."""
    return tuple(_run(*line.split(" ")) for line in history.split("\n") if line)


def _run(outcome: str, first: str, last: str, looks: str, posts: str) -> Run:
    return Run(outcome, _moment(first), _moment(last), int(looks), int(posts))


def _moment(minutes: str) -> datetime:
    return datetime.fromtimestamp(int(minutes) * 60, UTC)
