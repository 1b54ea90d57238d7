"""Reads of the meetups people typed here: their terms, who organises them, and what waits to be read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.meet.hosting.models import Hosted, HostedDate
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView, OddDate, Written

MOST_LISTED = 200
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms people come to a meetup typed here."""

    rsvp: bool  # whether they say here that they come
    capacity: int | None  # seats of each date; None: as many as come
    guests_allowed: bool
    hosted_id: UUID
    person_id: UUID | None  # who organises it; None: they have left the hub


def terms(db: Session, event_id: UUID) -> Terms | None:
    """Return on which terms people come to an event; None where it was not typed here, or is not shown."""
    return terms_of(db, [event_id]).get(event_id)


def terms_of(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, Terms]:
    """Return on which terms people come to each of these events that was typed here and is shown."""
    rows = select(Hosted).where(col(Hosted.event_id).in_(event_ids), Hosted.state == State.SHOWN)
    return {
        row.event_id: Terms(row.rsvp, row.capacity, row.guests_allowed, row.id, row.person_id)
        for row in db.exec(rows)
        if row.event_id
    }


def of_event(db: Session, event_id: UUID) -> HostedView | None:
    """Return the typed meetup an event is; None where nobody typed it here, or it is not shown."""
    shown = select(Hosted).where(Hosted.event_id == event_id, Hosted.state == State.SHOWN)
    row = db.exec(shown).first()
    return _views(db, [row])[0] if row else None


def hosted(db: Session, hosted_id: UUID) -> HostedView:
    """Return a typed meetup; NotFound when there is none."""
    found = db.get(Hosted, hosted_id)
    if found is None:
        raise NotFound(say("There is no such meetup here."))
    return _views(db, [found])[0]


def of_person(db: Session, person_id: UUID) -> Sequence[HostedView]:
    """Return what somebody typed, the latest dates first."""
    theirs = select(Hosted).where(Hosted.person_id == person_id)
    newest_first = (col(Hosted.ends_on).desc(), col(Hosted.written_at).desc())
    return _views(db, db.exec(theirs.order_by(*newest_first).limit(MOST_LISTED)).all())


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[HostedView]:
    """Return the meetups of these places (None: of all) that wait to be read, or read again, the oldest first."""
    changed = and_(col(Hosted.state) == State.SHOWN, col(Hosted.unread))
    unread = select(Hosted).where(or_(col(Hosted.state) == State.WAITING, changed))
    if place_ids is not None:
        unread = unread.where(col(Hosted.place_id).in_(place_ids))
    return _views(db, db.exec(unread.order_by(col(Hosted.written_at), col(Hosted.id)).limit(MOST_LISTED)).all())


def number_open(db: Session, person_id: UUID, now: datetime) -> int:
    """Return how many meetups somebody has here that are open: shown or waiting, and not over in any zone."""
    theirs = select(func.count()).where(Hosted.person_id == person_id, col(Hosted.ends_on) >= (now - DAY).date())
    return db.exec(theirs.where(col(Hosted.state).in_([State.WAITING, State.SHOWN]))).one()


def has_typed(db: Session, person_id: UUID) -> bool:
    """Say whether somebody typed any meetup, over or not."""
    return db.exec(select(Hosted.id).where(Hosted.person_id == person_id).limit(1)).first() is not None


def written_of(row: Hosted) -> Written:
    """Return a row as what somebody typed."""
    return Written(**{name: getattr(row, name) for name in Written.__dataclass_fields__})


def _views(db: Session, rows: Sequence[Hosted]) -> list[HostedView]:
    odd = _odd_dates(db, [row.id for row in rows])
    return [
        HostedView(
            id=row.id,
            person_id=row.person_id,
            event_id=row.event_id,
            state=State(row.state),
            written=written_of(row),
            cancelled=row.cancelled,
            unread=row.unread,
            sequence=row.sequence,
            written_at=row.written_at,
            changed_at=row.changed_at,
            ends_on=row.ends_on,
            dates=odd.get(row.id, {}),
        )
        for row in rows
    ]


def _odd_dates(db: Session, hosted_ids: Collection[UUID]) -> Mapping[UUID, dict[date, OddDate]]:
    rows = select(HostedDate).where(col(HostedDate.hosted_id).in_(hosted_ids)).order_by(col(HostedDate.slot))
    found: dict[UUID, dict[date, OddDate]] = {}
    for row in db.exec(rows):
        odd = OddDate(row.slot, row.cancelled, row.day, row.clock, row.note)
        found.setdefault(row.hosted_id, {})[row.slot] = odd
    return found
