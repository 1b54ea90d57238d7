"""What does a page of a list show? Posts under their days, of one source no more than leaves room for others."""

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
from hub.site.listing import fragments, stories
from hub.site.listing.balance import MOST, Day, Fill, Folded, page_of
from hub.site.listing.listing import Listing
from hub.site.listing.stories import Stories
from hub.site.words import gettext
from hub.site.words.dates import day_name, full_time

AT_ONCE = 40  # items asked for in one go: a page and what usually folds on it


@dataclass(frozen=True, slots=True)
class Paged:
    """Which items stand on a page of a list, and where the next page starts (None on the last one)."""

    listing: Listing
    heads: tuple[Head, ...]
    following: Cursor | None
    stories: Stories  # those of these items


@dataclass(frozen=True, slots=True)
class Fold:
    """What else a source said on a day, in short."""

    source: Named
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Cards that follow each other, as they leave: a template only says where they stand."""

    cards: tuple[bytes, ...]


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
    count: int  # of the posts on it, the folded ones too
    older: str  # the address of the next page; empty on the last one
    newest: datetime | None  # of what stands on it; None where it is not by days

    @property
    def runs(self) -> list[Run]:
        """All cards that stand open, in the order they are placed."""
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
    return Paged(listing, heads, following, _stories(db, listing, heads))


def shown(db: Session, page: Paged, now: datetime) -> Shown:
    """Return a page as it looks at *now*."""
    listing, heads = page.listing, page.heads
    days = _ranked(db, page) if listing.is_ranked else _by_day(db, page, _fill(listing).days(heads), now)
    return Shown(listing, days, len(heads), listing.after(page.following), _newest(listing, heads))


def _stories(db: Session, listing: Listing, heads: Sequence[Head]) -> Stories:
    """Return the stories of what stands open on a page."""
    rows = [row for day in _fill(listing).days(heads) for row in day.rows]
    standing = heads if listing.is_ranked else [row for row in rows if isinstance(row, Head)]
    return stories.told_with(db, listing.here, tuple(head.item_id for head in standing))


def _fill(listing: Listing) -> Fill:
    return Fill(ZoneInfo(listing.here.timezone), folds=listing.folds)


def _newest(listing: Listing, heads: Sequence[Head]) -> datetime | None:
    # From the best results nobody can tell what was said since.
    return None if listing.is_ranked else max((head.sort_at for head in heads), default=None)


def _by_day(db: Session, page: Paged, days: tuple[Day, ...], now: datetime) -> tuple[ShownDay, ...]:
    listing, rows = page.listing, [row for day in days for row in day.rows]
    folds = [row for row in rows if isinstance(row, Folded)]
    cards = _cards(db, page, [row for row in rows if isinstance(row, Head)])
    lines = fragments.lines(db, listing.here, [head for fold in folds for head in fold.heads])
    names = named(db, {fold.source_id for fold in folds})
    made = (
        ShownDay(
            day_name(day.date, listing.here.timezone, now),
            day.date.isoformat(),
            tuple(
                _in_runs(
                    _fold(names[row.source_id], row, lines) if isinstance(row, Folded) else cards[row.item_id]
                    for row in day.rows
                    if isinstance(row, Folded) or row.item_id in cards
                )
            ),
        )
        for day in days
    )
    # All that was said on a day may stand in a story told on another one.
    return tuple(day for day in made if day.rows)


def _ranked(db: Session, page: Paged) -> tuple[ShownDay, ...]:
    cards = _cards(db, page, page.heads)
    best = tuple(_in_runs(cards[head.item_id] for head in page.heads if head.item_id in cards))
    return (ShownDay(gettext("Most relevant first"), "", best),) if best else ()


def _cards(db: Session, page: Paged, heads: Sequence[Head]) -> Mapping[int, bytes]:
    """Return every card whole, those of a story as one, with words that were looked for in place of the excerpt."""
    listing = page.listing
    words = listing.wanted.words
    found = snippets.of(db, heads, words) if words.wanted else {}
    cards = {
        item_id: card.around(found[item_id]) if item_id in found else card.card
        for item_id, card in fragments.of(db, listing.here, heads).items()
    }
    if not page.stories:
        return cards
    whole = listing.folds and not listing.is_ranked
    stand = (
        stories.arranged(heads, page.stories, listing.asked.before) if whole else stories.single(heads, page.stories)
    )
    return stories.around(db, listing.here, stand, cards)


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
    cards: list[bytes] = []
    for row in rows:
        if isinstance(row, bytes):
            cards.append(row)
            continue
        yield from _run(cards)
        yield row
        cards = []
    yield from _run(cards)


def _run(cards: Sequence[bytes]) -> Iterator[Run]:
    if cards:
        yield Run(tuple(cards))
