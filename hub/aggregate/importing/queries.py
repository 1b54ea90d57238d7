"""Reads of brought lists: which there are, what their lines are, and how far the look at them has come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func
from sqlmodel import Session, col, or_, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.feeds.queries import Named
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.rules import ORDER, TAKEABLE, Found, State, is_ticked, may_undo
from hub.errors import NotFound
from hub.kit.said_later import from_json
from hub.kit.saying import NOTHING, Saying, say

PAGE = 350  # lines: with a tick each they fit into one form
MOST_LISTED = 50  # lists
MOST_FOLDERS = 40  # of a page, for which a kind can be chosen at once


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list as pages show it."""

    id: UUID
    position: int
    written: str
    url: str
    title: str
    site: str
    folder: str
    kind: str  # as chosen for it; empty: that of the list
    language: str
    state: State
    words: Saying
    mended: Saying
    found: Found
    ticked: bool
    looked_at: datetime | None
    source: Named | None = None  # what was made of it

    @property
    def called(self) -> str:
        """What it is called: by the list, by itself, or by its address."""
        return self.title or self.found.title or self.url or self.written

    @property
    def is_takeable(self) -> bool:
        """Whether a source can be made of it."""
        return self.state in TAKEABLE


@dataclass(frozen=True, slots=True)
class Progress:
    """How many lines of a list are in which state."""

    counts: Mapping[State, int]

    @property
    def all(self) -> int:
        """How many lines there are."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many are still to be looked at, or to be taken back."""
        return self.of(State.WAITING, State.LEAVING)

    @property
    def done(self) -> int:
        """How many are looked at, or need no look."""
        return self.all - self.waiting

    def of(self, *states: State) -> int:
        """Return how many are in one of these states."""
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class ListView:
    """A list that was brought."""

    id: UUID
    place_id: UUID
    name: str
    url: str
    kind: str
    included: int
    without: int
    is_mended: bool
    brought_at: datetime
    taken_at: datetime | None
    undone_at: datetime | None
    progress: Progress

    def may_undo(self, now: datetime) -> bool:
        """Say whether what was taken of it may be taken back."""
        return self.progress.of(State.TAKEN) > 0 and may_undo(self.taken_at, self.undone_at, now)


def lists(db: Session, place_ids: Collection[UUID] | None) -> Sequence[ListView]:
    """Return the lists that were brought for these places (None: for any), the newest first."""
    asked = select(FeedList).order_by(col(FeedList.brought_at).desc(), col(FeedList.id)).limit(MOST_LISTED)
    here = asked if place_ids is None else asked.where(col(FeedList.place_id).in_(place_ids))
    return _views(db, db.exec(here).all())


def brought(db: Session, list_id: UUID) -> ListView:
    """Return a list; NotFound where there is none."""
    found = db.get(FeedList, list_id)
    if found is None:
        raise NotFound(say("There is no such list here."))
    return _views(db, [found])[0]


def rows(db: Session, list_id: UUID, number: int = 1, limit: int = PAGE) -> Sequence[Row]:
    """Return the lines of page *number* of a list: those that can be taken first, each group in its order."""
    group = case({state.value: place for place, state in enumerate(ORDER)}, value=col(ListedFeed.state))
    asked = select(ListedFeed).where(ListedFeed.list_id == list_id).order_by(group, col(ListedFeed.position))
    return _rows(db, db.exec(asked.offset((number - 1) * limit).limit(limit)).all())


def row(db: Session, list_id: UUID, row_id: UUID) -> Row:
    """Return a line of a list; NotFound where it has no such line."""
    found = db.get(ListedFeed, row_id)
    if found is None or found.list_id != list_id:
        raise NotFound(say("There is no such line in this list."))
    return _rows(db, [found])[0]


def newest(db: Session, list_id: UUID, limit: int) -> Sequence[Row]:
    """Return the lines that were looked at last, the newest first."""
    looked = col(ListedFeed.looked_at).is_not(None)
    asked = select(ListedFeed).where(ListedFeed.list_id == list_id, looked)
    order = (col(ListedFeed.looked_at).desc(), col(ListedFeed.position).desc())
    return _rows(db, db.exec(asked.order_by(*order).limit(limit)).all())


def remarked(db: Session, list_id: UUID) -> Sequence[Row]:
    """Return the lines of which something can be told before any look: mended, known, twice there, or refused."""
    told = or_(
        col(ListedFeed.state).in_((State.REFUSED, State.KNOWN, State.TWICE)), ListedFeed.written != ListedFeed.url
    )
    asked = select(ListedFeed).where(ListedFeed.list_id == list_id, col(ListedFeed.looked_at).is_(None), told)
    return _rows(db, db.exec(asked.order_by(col(ListedFeed.position)).limit(PAGE)).all())


def ids_by_position(db: Session, list_id: UUID) -> Mapping[str, UUID]:
    """Return the lines of a list by their numbers, as forms send them."""
    asked = select(ListedFeed.position, ListedFeed.id).where(ListedFeed.list_id == list_id)
    return {str(position): row_id for position, row_id in db.execute(asked)}


def folders(db: Session, list_id: UUID) -> Mapping[str, str]:
    """Return the folders of a list by name, each with the kind of its lines; empty where they differ, or have none."""
    asked = select(ListedFeed.folder, ListedFeed.kind).where(ListedFeed.list_id == list_id, ListedFeed.folder != "")
    kinds: dict[str, set[str]] = defaultdict(set)
    for folder, kind in db.execute(asked.distinct()):
        kinds[folder].add(kind)
    return {folder: next(iter(kinds[folder])) if len(kinds[folder]) == 1 else "" for folder in sorted(kinds)}


def progress(db: Session, list_ids: Collection[UUID]) -> Mapping[UUID, Progress]:
    """Return how far the look at each of these lists has come."""
    counted = select(ListedFeed.list_id, ListedFeed.state, func.count()).where(col(ListedFeed.list_id).in_(list_ids))
    counts: dict[UUID, Counter[State]] = defaultdict(Counter)
    for list_id, state, count in db.execute(counted.group_by(col(ListedFeed.list_id), col(ListedFeed.state))):
        counts[list_id][State(state)] = count
    return {list_id: Progress(counts[list_id]) for list_id in list_ids}


def _views(db: Session, found: Sequence[FeedList]) -> list[ListView]:
    far = progress(db, [each.id for each in found])
    return [
        ListView(
            id=each.id,
            place_id=each.place_id,
            name=each.name,
            url=each.url,
            kind=each.kind,
            included=each.included,
            without=each.without,
            is_mended=each.is_mended,
            brought_at=each.brought_at,
            taken_at=each.taken_at,
            undone_at=each.undone_at,
            progress=far[each.id],
        )
        for each in found
    ]


def _rows(db: Session, found: Sequence[ListedFeed]) -> list[Row]:
    ids = {each.source_id for each in found if each.source_id}
    named = select(Source.id, Source.slug, Source.name).where(col(Source.id).in_(ids))
    sources = {source_id: Named(slug, name) for source_id, slug, name in db.execute(named)} if ids else {}
    return [_row(each, sources.get(each.source_id) if each.source_id else None) for each in found]


def _row(each: ListedFeed, source: Named | None) -> Row:
    state = State(each.state)
    return Row(
        id=each.id,
        position=each.position,
        written=each.written,
        url=each.url,
        title=each.title,
        site=each.site,
        folder=each.folder,
        kind=each.kind,
        language=each.language,
        state=state,
        words=_said(each.words),
        mended=_said(each.mended),
        found=Found.of(each.found),
        ticked=is_ticked(state, ticked=each.ticked),
        looked_at=each.looked_at,
        source=source,
    )


def _said(kept: Mapping[str, object]) -> Saying:
    return from_json(kept) if kept else NOTHING
