"""Who may fill a page? Of one source a few posts a day, and in a row, stand open; the rest fold into one line."""

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

OPEN_A_DAY = 3  # posts of one source that stand open on one day of a page
IN_A_ROW = 3  # and one after the other, over the end of a day too; but one a day always stands open
VISIBLE = 30  # open posts of a page
MOST = 120  # posts a page looks at, the folded ones too
MOST_PAGES = 128  # remembered


@dataclass(frozen=True, slots=True)
class Folded:
    """What else a source said on a day, newest first: two things or more."""

    source_id: UUID
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What a page shows of a day, newest first; a fold stands where its newest post would."""

    date: date
    rows: tuple[Head | Folded, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """How a page is filled: in which zone its days are, and whether sources that say much are folded."""

    zone: ZoneInfo
    folds: bool

    def page(self, heads: Sequence[Head]) -> tuple[Head, ...]:
        """Return those of *heads*, newest first, that one page takes: the first ones, without a gap."""
        visible, day, days, turns = 0, None, Days(self.zone), _Turns()
        for n, head in enumerate(heads[:MOST]):
            if (said_on := days.of(head.sort_at)) != day:
                day = said_on
                turns.begin_day()
            visible += turns.stands_open(head) or not self.folds
            if visible > VISIBLE:
                return tuple(heads[:n])
        return tuple(heads[:MOST])

    def days(self, heads: Sequence[Head]) -> tuple[Day, ...]:
        """Return the *heads* of a page under their days."""
        days, turns = Days(self.zone), _Turns()
        by_day = groupby(heads, key=lambda head: days.of(head.sort_at))
        return tuple(Day(day, tuple(self._rows(tuple(said), turns))) for day, said in by_day)

    def _rows(self, said: Sequence[Head], turns: "_Turns") -> Iterator[Head | Folded]:
        turns.begin_day()
        folded = set[UUID]()
        for n, head in enumerate(said):
            if turns.stands_open(head) or not self.folds:
                yield head
            elif head.source_id not in folded:
                folded.add(head.source_id)
                rest = tuple(each for each in islice(said, n, None) if each.source_id == head.source_id)
                # To open a fold for a single post is more work than to read it.
                yield Folded(head.source_id, rest) if len(rest) > 1 else head


class _Turns:
    """Who has spoken how often, today and without anybody between, while one goes down a page."""

    def __init__(self) -> None:
        self._today = Counter[UUID]()
        self._folded = set[UUID]()
        self._last: UUID | None = None
        self._in_a_row = 0

    def begin_day(self) -> None:
        """Begin to count what is said on another day."""
        self._today.clear()
        self._folded.clear()

    def stands_open(self, head: Head) -> bool:
        """Say whether the next post has room to stand open; where one has not, the rest of that day has none."""
        source = head.source_id
        if source in self._folded:
            return False
        in_a_row = self._in_a_row if source == self._last else 0
        self._today[source] += 1
        is_first = self._today[source] == 1
        if not is_first and (self._today[source] > OPEN_A_DAY or in_a_row >= IN_A_ROW):
            self._folded.add(source)
            return False
        self._last, self._in_a_row = source, in_a_row + 1
        return True


@lru_cache(MOST_PAGES)
def page_of(fill: Fill, rounds: tuple[Heads, ...]) -> tuple[Head, ...]:
    """Return what one page takes of what was read in *rounds*; where that was read a moment ago, it is known."""
    return fill.page(tuple(chain.from_iterable(each.heads for each in rounds)))
