"""What waits at a desk? Bins, one for each sort of thing, filled by the rooms that know it.

A room that has a page of its own for what waits offers bins (``offers``); one that would only list rows puts up a
shelf (``put_up``), and the desk makes the page, worked by keyboard and in bulk.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.kit.saying import Saying
from hub.people.rules import Actor, Right
from hub.site.deps import Doing
from hub.site.desk.reach import places_of
from hub.site.render import path

MOST_ROWS = 200  # on one page of a bin: as many as one form may bring back


@dataclass(frozen=True, slots=True)
class Bin:
    """What waits of one sort, where it is worked on, and since when the oldest waits."""

    name: str
    title: Saying
    count: int
    oldest: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: its key comes back with the form, its address is where one reads more or decides."""

    key: str
    title: Saying | str
    since: datetime
    address: str
    lines: tuple[Saying | str, ...] = ()
    links: tuple[tuple[Saying, str], ...] = ()  # what else helps, in words, and where it is
    in_vain: frozenset[str] = frozenset()  # the names of the buttons that have nothing to do with it
    choices: tuple[tuple[str, Saying | str], ...] = ()  # what one may choose of it alone: what comes back, and in words


@dataclass(frozen=True, slots=True)
class Bulk:
    """A button under the rows: what it does with each that was chosen; it asks for the right, and writes the log."""

    name: str
    letter: str  # that presses it: none of j, k, o, v, d, n, p, g and x
    words: Saying
    do: Callable[[Doing, str], bool]  # with the key of a row; False: there was nothing to do any more


@dataclass(frozen=True, slots=True)
class Choosing:
    """A choice beside each row, which may be another one for each, and the button that keeps them all."""

    label: Saying
    words: Saying  # on the button
    do: Callable[[Doing, str], bool]  # with what was chosen; False: there was nothing to do any more
    onward: Callable[[Doing, str], str]  # where one is asked more of a choice; empty: there is nothing more to ask


Rows = Callable[[Session, Collection[UUID] | None, datetime], Sequence[Row]]
Offer = Callable[[Session, Collection[UUID] | None, datetime], Sequence[Bin]]
Beyond = Callable[[Session, Actor], Sequence[Bin]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A bin the desk makes the page of; *places* given to *rows* are those one has the right for (None: all)."""

    name: str
    title: Saying
    lead: Saying  # what to do about it
    none: Saying  # when nothing waits
    may: Right
    rows: Rows
    bulks: tuple[Bulk, ...] = ()
    choosing: Choosing | None = None
    also: str = ""  # the name of another shelf one may want to see


ALL: list[tuple[Right, Offer]] = []
BEYOND: list[Beyond] = []
SHELVES: dict[str, Shelf] = {}


def offers(may: Right) -> Callable[[Offer], Offer]:
    """Have the function below offer its bins to whoever has a right of ``people.rules`` somewhere."""

    def take(offer: Offer) -> Offer:
        ALL.append((may, offer))
        return offer

    return take


def offers_beyond(offer: Beyond) -> Beyond:
    """Have *offer* tell what waits in no place that is there: it asks itself what the actor may see of it."""
    BEYOND.append(offer)
    return offer


def put_up(shelf: Shelf) -> Shelf:
    """Have a shelf on every desk that may work on it, at ``/desk/{name}``."""

    def offer(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Bin]:
        rows = shelf.rows(db, place_ids, now)
        oldest = min((row.since for row in rows), default=None)
        return [Bin(shelf.name, shelf.title, len(rows), oldest, path("desk", shelf.name))]

    ALL.append((shelf.may, offer))
    return keep(shelf)


def keep(shelf: Shelf) -> Shelf:
    """Have a page for a shelf that is no bin: nothing waits there."""
    SHELVES[shelf.name] = shelf
    return shelf


def bins(db: Session, actor: Actor, now: datetime) -> Sequence[Bin]:
    """Return every bin of somebody's desk, where something has waited longest first, the empty ones last."""
    found = [
        each
        for may, offer in ALL
        if (place_ids := places_of(db, actor, may)) is None or place_ids
        for each in offer(db, place_ids, now)
    ]
    found += [each for offer in BEYOND for each in offer(db, actor)]
    return sorted(found, key=lambda each: (not each.count, each.oldest or now))
