"""Reads of notices: what neighbours pinned up, what waits to be read, and what is over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from hub.aggregate.notices.models import Notice
from hub.aggregate.notices.rules import State
from hub.errors import NotFound
from hub.kit.saying import say
from hub.net.leads import leads
from hub.net.pacing import registrable

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice, as its author and the mentors of its place see it."""

    id: UUID
    place_id: UUID
    person_id: UUID
    entered_by: UUID | None
    name: str  # as it stands beside it; empty: no name stands there
    title: str
    words: str
    labels: tuple[str, ...]
    ends_on: date
    state: State
    written_at: datetime
    item_id: int | None


def notice(db: Session, notice_id: UUID) -> NoticeView:
    """Return a notice; NotFound when there is none."""
    found = db.get(Notice, notice_id)
    if found is None:
        raise NotFound(say("There is no such notice here."))
    return _view(found)


def of_person(db: Session, person_id: UUID) -> Sequence[NoticeView]:
    """Return what somebody pinned up, the newest first."""
    theirs = select(Notice).where(Notice.person_id == person_id).order_by(col(Notice.written_at).desc())
    return [_view(row) for row in db.exec(theirs.limit(MOST_LISTED))]


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[NoticeView]:
    """Return the notices of these places (None: of the whole hub) that wait to be read, the oldest first."""
    wanted = select(Notice).where(*_waiting(place_ids)).order_by(col(Notice.written_at), col(Notice.id))
    return [_view(row) for row in db.exec(wanted.limit(MOST_LISTED))]


def age(db: Session, place_ids: Collection[UUID] | None) -> tuple[int, datetime | None]:
    """Return how many notices of these places wait to be read, and when the oldest of them was written."""
    counted = select(func.count(), func.min(col(Notice.written_at))).where(*_waiting(place_ids))
    number, oldest = db.execute(counted).one()
    return int(number), oldest


def state_of(db: Session, item_id: int) -> State | None:
    """Return where the notice stands that an item is; None where it is no notice."""
    found = db.exec(select(Notice.state).where(Notice.item_id == item_id)).first()
    return State(found) if found else None


def was_led_to(db: Session, domain: str) -> bool:
    """Say whether a notice that was let through has led to a registrable *domain*."""
    let_through = col(Notice.state).in_([State.SHOWN, State.ENDED])
    naming = select(Notice.words).where(let_through, col(Notice.words).icontains(domain, autoescape=True))
    return any(registrable(address) == domain for words in db.exec(naming) for address in leads(words))


def _waiting(place_ids: Collection[UUID] | None) -> list[ColumnElement[bool]]:
    here = [] if place_ids is None else [col(Notice.place_id).in_(place_ids)]
    return [col(Notice.state) == State.WAITING, *here]


def _view(row: Notice) -> NoticeView:
    return NoticeView(
        id=row.id,
        place_id=row.place_id,
        person_id=row.person_id,
        entered_by=row.entered_by,
        name=row.name,
        title=row.title,
        words=row.words,
        labels=tuple(label.strip() for label in row.labels.split(",") if label.strip()),
        ends_on=row.ends_on,
        state=State(row.state),
        written_at=row.written_at,
        item_id=row.item_id,
    )
