"""Which situations are measured? Five, with how far below the other fetcher's CPU time ours must stay in each."""

from enum import StrEnum


class Phase(StrEnum):
    """What the feed servers do; each phase starts from the database the one before it left."""

    FIRST = "first"  # every feed is new to us
    NOT_MODIFIED = "not-modified"  # 304 to whoever sends a validator back
    IDENTICAL = "identical"  # 200 and the same bytes: the server knows no validators
    DATE_ONLY = "date-only"  # 200, and only lastBuildDate differs
    ONE_NEW = "one-new"  # one new item in every feed; the oldest falls out


GOALS = {  # our CPU seconds ÷ theirs, at most
    Phase.FIRST: 0.20,
    Phase.NOT_MODIFIED: 0.45,
    Phase.IDENTICAL: 0.04,
    Phase.DATE_ONLY: 0.04,
    Phase.ONE_NEW: 0.09,
}
MOST_MEMORY = 250  # MiB of all our processes together, in any phase
AT_ONCE = 1.3  # processor seconds a second by the clock at the first look: the cores work beside each other
ITEMS = 20  # in every feed


def stored(feeds: int, phase: Phase) -> int:
    """Return how many items either database must hold after *phase*."""
    return feeds * (ITEMS + (phase is Phase.ONE_NEW))
