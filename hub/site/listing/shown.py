"""What does a page of a list show? Stories under their days, of one source no more than leaves room for others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.feeds.queries import Named
from hub.aggregate.items.queries import Cursor, Head, Heads, Wanted
from hub.site import ranking
from hub.site.asking import snippets
from hub.site.kept.known import named
from hub.site.listing import fragments
from hub.site.listing.balance import MOST, Day, Fill, Folded, page_of
from hub.site.listing.listing import Listing
from hub.site.words import gettext
from hub.site.words.dates import day_name, full_time

AT_ONCE = 40  # items asked for in one go: a page and what usually folds on it


@dataclass(frozen=True, slots=True)
class Paged:
    """Which items stand on a page of a list, and where the next page starts (None on the last one)."""

    listing: Listing
    heads: tuple[Head, ...]
    following: Cursor | None


@dataclass(frozen=True, slots=True)
class Fold:
    """What else a source said on a day, in short."""

    source: Named
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Stories that follow each other, as they leave: a template only says where they stand."""

    stories: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of a page: its name, its date for machines (empty where a list is not by days), and what was said."""

    name: str
    date: str
    rows: tuple[Run | Fold, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list."""

    listing: Listing
    days: tuple[ShownDay, ...]
    count: int  # of the stories on it, the folded ones too
    older: str  # the address of the next page; empty on the last one
    newest: datetime | None  # of what stands on it; None where it is not by days

    @property
    def runs(self) -> list[Run]:
        """All stories that stand open, in the order they are placed."""
        return [row for day in self.days for row in day.rows if isinstance(row, Run)]

    @property
    def is_first(self) -> bool:
        """Whether no page comes before it."""
        return self.listing.asked.before is None

    @property
    def began(self) -> str:
        """Where in time this page begins, in words; empty on the first one, and where a list is not by days."""
        before = self.listing.asked.before
        return full_time(before.sort_at, self.listing.here.timezone) if before and not self.listing.is_ranked else ""


def paged(db: Session, listing: Listing) -> Paged:
    """Return which items stand on the page of *listing* that is asked for, without a word of them."""
    heads, following = _page(db, listing.wanted, _fill(listing))
    return Paged(listing, heads, following)


def shown(db: Session, page: Paged, now: datetime) -> Shown:
    """Return a page as it looks at *now*."""
    listing, heads = page.listing, page.heads
    by_day = () if listing.is_ranked else _fill(listing).days(heads)
    days = _ranked(db, listing, heads) if listing.is_ranked else _by_day(db, listing, by_day, now)
    return Shown(listing, days, len(heads), listing.after(page.following), _newest(listing, heads))


def _fill(listing: Listing) -> Fill:
    return Fill(ZoneInfo(listing.here.timezone), folds=listing.folds)


def _newest(listing: Listing, heads: Sequence[Head]) -> datetime | None:
    # From the best results nobody can tell what was said since.
    return None if listing.is_ranked else max((head.sort_at for head in heads), default=None)


def _by_day(db: Session, listing: Listing, days: tuple[Day, ...], now: datetime) -> tuple[ShownDay, ...]:
    rows = [row for day in days for row in day.rows]
    folds = [row for row in rows if isinstance(row, Folded)]
    stories = _stories(db, listing, [row for row in rows if isinstance(row, Head)])
    lines = fragments.lines(db, listing.here, [head for fold in folds for head in fold.heads])
    names = named(db, {fold.source_id for fold in folds})
    return tuple(
        ShownDay(
            day_name(day.date, listing.here.timezone, now),
            day.date.isoformat(),
            tuple(
                _in_runs(
                    _fold(names[row.source_id], row, lines) if isinstance(row, Folded) else stories[row.item_id]
                    for row in day.rows
                    if isinstance(row, Folded) or row.item_id in stories
                )
            ),
        )
        for day in days
    )


def _ranked(db: Session, listing: Listing, heads: Sequence[Head]) -> tuple[ShownDay, ...]:
    stories = _stories(db, listing, heads)
    best = tuple(_in_runs(stories[head.item_id] for head in heads if head.item_id in stories))
    return (ShownDay(gettext("Most relevant first"), "", best),) if best else ()


def _stories(db: Session, listing: Listing, heads: Sequence[Head]) -> Mapping[int, bytes]:
    """Return every card whole, with the words that were looked for in place of its excerpt."""
    cards = fragments.of(db, listing.here, heads)
    words = listing.wanted.words
    found = snippets.of(db, heads, words) if words.wanted else {}
    return {item_id: card.around(found[item_id]) if item_id in found else card.card for item_id, card in cards.items()}


def _page(db: Session, wanted: Wanted, fill: Fill) -> tuple[tuple[Head, ...], Cursor | None]:
    """Return what stands on a page, and where the next one starts: what is folded is looked through in rounds."""
    rounds: tuple[Heads, ...] = ()
    while True:
        found = ranking.heads(db, wanted, AT_ONCE)
        rounds = (*rounds, found)
        taken, looked_at = page_of(fill, rounds), sum(len(each.heads) for each in rounds)
        if len(taken) < looked_at or found.next is None or looked_at >= MOST:
            is_last = len(taken) == looked_at and found.next is None
            return taken, None if is_last else Cursor(taken[-1].sort_at, taken[-1].item_id)
        wanted = replace(wanted, before=found.next)


def _fold(source: Named, folded: Folded, lines: Mapping[int, Markup]) -> Fold:
    return Fold(source, tuple(lines[head.item_id] for head in folded.heads if head.item_id in lines))


def _in_runs(rows: Iterable[bytes | Fold]) -> Iterator[Run | Fold]:
    stories: list[bytes] = []
    for row in rows:
        if isinstance(row, bytes):
            stories.append(row)
            continue
        yield from _run(stories)
        yield row
        stories = []
    yield from _run(stories)


def _run(stories: Sequence[bytes]) -> Iterator[Run]:
    if stories:
        yield Run(tuple(stories))
