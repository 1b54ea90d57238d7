"""Who may fill a page? Of one source a few stories a day stand open there, and the rest fold into one line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, groupby, islice
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.aggregate.items.queries import Head, Heads
from hub.kit.zones import Days

OPEN_A_DAY = 3  # stories of one source that stand open on one day of a page
VISIBLE = 30  # open stories of a page
MOST = 120  # stories a page looks at, the folded ones too
MOST_PAGES = 128  # remembered


@dataclass(frozen=True, slots=True)
class Folded:
    """What else a source said on a day, newest first: two things or more."""

    source_id: UUID
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What a page shows of a day, newest first; a fold stands where its newest story would."""

    date: date
    rows: tuple[Head | Folded, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """How a page is filled: in which zone its days are, and whether sources that say much are folded."""

    zone: ZoneInfo
    folds: bool

    def page(self, heads: Sequence[Head]) -> tuple[Head, ...]:
        """Return those of *heads*, newest first, that one page takes: the first ones, without a gap."""
        taken = Counter[UUID]()
        visible, day, days = 0, None, Days(self.zone)
        for n, head in enumerate(heads[:MOST]):
            if (said_on := days.of(head.sort_at)) != day:
                taken, day = Counter(), said_on
            taken[head.source_id] += 1
            visible += self._stands_open(taken[head.source_id])
            if visible > VISIBLE:
                return tuple(heads[:n])
        return tuple(heads[:MOST])

    def days(self, heads: Sequence[Head]) -> tuple[Day, ...]:
        """Return the *heads* of a page under their days."""
        days = Days(self.zone)
        by_day = groupby(heads, key=lambda head: days.of(head.sort_at))
        return tuple(Day(day, tuple(self._rows(tuple(said)))) for day, said in by_day)

    def _rows(self, said: Sequence[Head]) -> Iterator[Head | Folded]:
        counts = Counter[UUID]()
        for n, head in enumerate(said):
            counts[head.source_id] += 1
            if self._stands_open(counts[head.source_id]):
                yield head
            elif counts[head.source_id] == OPEN_A_DAY + 1:
                rest = tuple(each for each in islice(said, n, None) if each.source_id == head.source_id)
                # To open a fold for a single story is more work than to read it.
                yield Folded(head.source_id, rest) if len(rest) > 1 else head

    def _stands_open(self, number: int) -> bool:
        return number <= OPEN_A_DAY or not self.folds


@lru_cache(MOST_PAGES)
def page_of(fill: Fill, rounds: tuple[Heads, ...]) -> tuple[Head, ...]:
    """Return what one page takes of what was read in *rounds*; where that was read a moment ago, it is known."""
    return fill.page(tuple(chain.from_iterable(each.heads for each in rounds)))
