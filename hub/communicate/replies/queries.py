"""Reads of replies: what is said in a thread, by whom it is seen, and what waits to be read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, or_, select

from hub.aggregate.items.twins import leads_of
from hub.communicate.links.rules import links_in
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import OPEN, QUIET, REPORTS_COUNT, Door, State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.errors import NotFound
from hub.kit.saying import say
from hub.net.pacing import registrable
from hub.people.cases import queries as cases
from hub.people.cases.models import Case, Report
from hub.people.cases.rules import Measure, Target

MOST_LISTED = 200
MOST_SHOWN = 1_000  # of one thread
_LABELS = 400  # ids in one statement


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply as it may be shown; a quiet one has neither words nor a name."""

    id: UUID
    thread_id: int
    item_id: int | None
    parent_id: UUID | None
    person_id: UUID | None  # never shown
    door: Door
    name: str  # as it stands beside it; empty: no name does
    words: str  # as typed
    html: str
    is_local: bool
    state: State
    said_at: datetime
    edited_at: datetime | None
    label: str = ""  # what a moderator put above it

    @property
    def is_quiet(self) -> bool:
        """Whether only a line is left of it."""
        return self.state in QUIET

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its thread."""
        return f"reply-{self.id.hex}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a thread: a member, known in its place or not."""

    person_id: UUID
    is_neighbour: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What of a thread replies have to know."""

    id: int  # of the one it was put together with, where it was
    place_id: UUID
    tag_id: UUID | None
    closed_at: datetime | None
    closed_words: str
    slow_since: datetime | None


def reply(db: Session, reply_id: UUID) -> ReplyView:
    """Return a reply, whoever sees it; NotFound when there is none."""
    found = db.get(Reply, reply_id)
    if found is None:
        raise _none()
    return _labelled(db, [_view(found)])[0]


def seen(db: Session, reply_id: UUID, viewer: Viewer | None) -> ReplyView:
    """Return a reply that is shown to a *viewer* (None: to everybody); NotFound where none is, for whatever reason."""
    found = reply(db, reply_id)
    is_mine = viewer is not None and found.person_id == viewer.person_id
    is_for_them = not found.is_local or is_mine or (viewer is not None and viewer.is_neighbour)
    if not is_for_them or not (found.state is State.SHOWN or (is_mine and found.state in OPEN)):
        raise _none()
    return found


def thread_told(db: Session, thread_id: int) -> Told:
    """Return a thread, or the one it was put together with, where its replies are; NotFound when there is none."""
    found = db.get(Thread, thread_id)
    while found is not None and found.heir_id is not None:
        found = db.get(Thread, found.heir_id)
    if found is None or found.id is None:
        raise NotFound(say("There is no such conversation here."))
    slow, closed = found.slow_since, found.closed_at
    return Told(found.id, found.place_id, found.tag_id, closed, found.closed_words, slow)


def around(db: Session, thread_id: int | None, item_id: int | None) -> Sequence[Told]:
    """Return a thread, and those that an item is part of in any place: what is said at it is seen around all."""
    ids = {thread_id} if thread_id else set[int]()
    if item_id:
        lead_id, _ = leads_of(db, [item_id]).get(item_id, (item_id, None))
        ids.update(db.exec(select(ThreadItem.thread_id).where(col(ThreadItem.item_id).in_({item_id, lead_id}))))
    read = db.exec(select(Thread).where(col(Thread.id).in_(ids))).all()  # at once, for what comes
    return [thread_told(db, each.id) for each in sorted(read, key=lambda each: each.id or 0) if each.id]


def place_of(db: Session, reply_id: UUID) -> UUID:
    """Return the place in whose conversations a reply stands; NotFound when there is no such reply."""
    asked = select(Thread.place_id).join(Reply, col(Reply.thread_id) == col(Thread.id)).where(Reply.id == reply_id)
    found = db.exec(asked).first()
    if found is None:
        raise _none()
    return found


def public_of_thread(db: Session, thread_id: int) -> Sequence[ReplyView]:
    """Return what everybody sees of the replies in a thread, in order of time; quiet lines where others answered."""
    return _spoken(db, [*_of_thread(thread_id), col(Reply.is_local).is_(False)])


def all_of_thread(db: Session, thread_id: int, viewer: Viewer) -> Sequence[ReplyView]:
    """Return what a member sees of the replies in a thread: neighbours the local ones too, and what waits of theirs."""
    mine = col(Reply.person_id) == viewer.person_id
    for_them = [] if viewer.is_neighbour else [or_(col(Reply.is_local).is_(False), mine)]
    return _spoken(db, [*_of_thread(thread_id), *for_them], mine=viewer.person_id)


def words_of(db: Session, reply_id: UUID) -> str:
    """Return what a reply said, for who decides about it; nothing of one that is gone."""
    return db.exec(select(Reply.words).where(Reply.id == reply_id)).first() or ""


def number_local(db: Session, thread_id: int) -> int:
    """Count the replies of a thread that are shown to neighbours alone."""
    counted = select(func.count()).select_from(Reply).where(*_of_thread(thread_id), *_shown(), col(Reply.is_local))
    return int(db.execute(counted).scalar_one())


def public_of_item(db: Session, item_id: int) -> Sequence[ReplyView]:
    """Return what everybody sees of what was said at an item, in order of time."""
    return _spoken(db, [col(Reply.item_id) == item_id, col(Reply.is_local).is_(False)])


def last_said(db: Session, thread_ids: Collection[int], person_id: UUID) -> datetime | None:
    """Return when somebody said something in any of these threads last, whatever became of it."""
    there = col(Reply.thread_id).in_(thread_ids)
    return db.execute(select(func.max(col(Reply.said_at))).where(there, Reply.person_id == person_id)).scalar()


def reports_lately(db: Session, thread_id: int, now: datetime) -> int:
    """Count the reports of replies in a thread that were made within a day."""
    ids = [each.hex for each in db.exec(select(Reply.id).where(*_of_thread(thread_id)))]
    about = and_(col(Case.target_kind) == Target.REPLY, col(Report.at) > now - REPORTS_COUNT)
    return sum(
        int(
            db.execute(
                select(func.count()).select_from(Report).join(Case).where(about, col(Case.target_id).in_(part))
            ).scalar_one()
        )
        for part in _parts(ids)
    )


def speakers(db: Session, thread_id: int) -> Mapping[str, UUID]:
    """Return who speaks in a thread for everybody to see, by the names that stand there; nobody without a name."""
    named = select(Reply.name, Reply.person_id).where(
        *_of_thread(thread_id), *_shown(), col(Reply.name) != "", col(Reply.person_id).is_not(None)
    )
    rows = db.execute(named.order_by(col(Reply.said_at)).limit(MOST_SHOWN)).all()
    return {name: person_id for name, person_id in reversed(rows) if person_id}


def of_person(db: Session, person_id: UUID) -> Sequence[ReplyView]:
    """Return what somebody said, the newest first."""
    theirs = select(Reply).where(Reply.person_id == person_id).order_by(col(Reply.said_at).desc())
    return [_view(row) for row in db.exec(theirs.limit(MOST_LISTED))]


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[tuple[ReplyView, UUID]]:
    """Return the replies in these places (None: in the whole hub) that wait to be read, oldest first, and where."""
    here = [] if place_ids is None else [col(Thread.place_id).in_(place_ids)]
    wanted = select(Reply, Thread.place_id).join(Thread, col(Reply.thread_id) == col(Thread.id))
    oldest = wanted.where(col(Reply.state) == State.WAITING, *here).order_by(col(Reply.said_at), col(Reply.id))
    return [(_view(row), place_id) for row, place_id in db.execute(oldest.limit(MOST_LISTED))]


def led_to(db: Session, domains: Collection[str]) -> frozenset[str]:
    """Return which registrable *domains* a reply that everybody sees leads to."""
    if not domains:
        return frozenset()
    named = [col(Reply.html).icontains(each, autoescape=True) for each in domains]
    naming = select(Reply.html).where(*_shown(), col(Reply.is_local).is_(False), or_(*named))
    found = {registrable(address) for html in db.exec(naming) for address in links_in(html)}
    return frozenset(found.intersection(domains))


def _none() -> NotFound:
    return NotFound(say("There is no such reply here."))


def _shown() -> list[ColumnElement[bool]]:
    return [col(Reply.state) == State.SHOWN]


def _of_thread(thread_id: int) -> list[ColumnElement[bool]]:
    return [col(Reply.thread_id) == thread_id]


def _spoken(db: Session, which: list[ColumnElement[bool]], mine: UUID | None = None) -> Sequence[ReplyView]:
    """Return the replies that are shown, one's own that wait, and quiet lines where one of these answers."""
    own = and_(col(Reply.state) == State.WAITING, col(Reply.person_id) == mine) if mine else None
    is_seen = or_(*_shown(), col(Reply.state).in_(QUIET), *([own] if own is not None else []))
    rows = db.exec(select(Reply).where(*which, is_seen).order_by(col(Reply.said_at), col(Reply.id)).limit(MOST_SHOWN))
    found = [_view(row) for row in rows]
    needed = _needed(found)
    return _labelled(db, [each for each in found if not each.is_quiet or each.id in needed])


def _needed(found: Sequence[ReplyView]) -> frozenset[UUID]:
    """Return which replies something that is seen answers, directly or by way of quiet ones."""
    by_id = {each.id: each for each in found}
    needed = set[UUID]()
    for each in found:
        parent = None if each.is_quiet else each.parent_id
        while parent and parent in by_id and parent not in needed:
            needed.add(parent)
            parent = by_id[parent].parent_id if by_id[parent].is_quiet else None
    return frozenset(needed)


def _labelled(db: Session, found: Sequence[ReplyView]) -> Sequence[ReplyView]:
    held = [
        each
        for part in _parts([view.id.hex for view in found])
        for each in cases.held_of(db, Target.REPLY, part)
        if each.measure is Measure.LABEL
    ]
    labels = {UUID(each.target_id): each.label for each in held}
    return [replace(each, label=labels.get(each.id, "")) for each in found]


def _parts(ids: Sequence[str]) -> Sequence[Sequence[str]]:
    return [ids[start : start + _LABELS] for start in range(0, len(ids), _LABELS)]


def _view(row: Reply) -> ReplyView:
    state = State(row.state)
    is_quiet = state in QUIET
    return ReplyView(
        id=row.id,
        thread_id=row.thread_id,
        item_id=row.item_id,
        parent_id=row.parent_id,
        person_id=row.person_id,
        door=Door(row.door),
        name="" if is_quiet else row.name,
        words="" if is_quiet else row.words,
        html="" if is_quiet else row.html,
        is_local=row.is_local,
        state=state,
        said_at=row.said_at,
        edited_at=row.edited_at,
    )
