"""Writes of typed meetups: written, let through or refused, changed, cancelled and moved; nothing here commits."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.kit.text import storable
from hub.meet.hosting.models import Hosted, HostedDate
from hub.meet.hosting.queries import written_of
from hub.meet.hosting.repeating import days_of
from hub.meet.hosting.rules import State, last_of
from hub.meet.hosting.values import OddDate, Written, when_of
from hub.meet.reading.values import LARGEST_SEQUENCE

DAY = timedelta(days=1)


def write(db: Session, person_id: UUID, written: Written, now: datetime) -> UUID:
    """Keep what somebody typed, seen by nobody before it is shown; return its id."""
    facts = _facts(written)
    made = Hosted(person_id=person_id, state=State.WAITING, written_at=now, changed_at=now, **facts)
    db.add(made)
    db.flush()
    return made.id


def show(db: Session, hosted_id: UUID) -> bool:
    """Have a meetup that waits appear; False where somebody was faster. Settle it then."""
    return _turn(db, hosted_id, [State.WAITING], State.SHOWN)


def refuse(db: Session, hosted_id: UUID) -> bool:
    """Leave a meetup that waits out of the listings; False where somebody was faster."""
    return _turn(db, hosted_id, [State.WAITING], State.REFUSED)


def note_event(db: Session, hosted_id: UUID, event_id: UUID) -> None:
    """Note which event a typed meetup is in the listings."""
    db.execute(update(Hosted).where(col(Hosted.id) == hosted_id).values(event_id=event_id))


def change(db: Session, hosted_id: UUID, written: Written, now: datetime) -> None:
    """Have a meetup say something else; its cancelled and moved dates stay so, as far as it still has these dates."""
    row = _row(db, hosted_id)
    row.sqlmodel_update(_facts(replace(written, place_id=row.place_id, thread_id=row.thread_id)))
    kept = set(days_of(when_of(written).repeat, written.day)) if written.rule else set()
    for odd in db.exec(select(HostedDate).where(HostedDate.hosted_id == hosted_id)).all():
        if odd.slot not in kept:
            db.delete(odd)
    _note_change(db, row, now)


def to_be_read(db: Session, hosted_id: UUID) -> None:
    """Have the changed words of a meetup read by somebody who looks after its place."""
    db.execute(update(Hosted).where(col(Hosted.id) == hosted_id).values(unread=True))


def was_read(db: Session, hosted_id: UUID, sequence: int) -> bool:
    """Note that somebody read a meetup as it was at *sequence*; False where it says something else by now."""
    read = update(Hosted).where(col(Hosted.id) == hosted_id, col(Hosted.unread), col(Hosted.sequence) == sequence)
    return db.exec(read.values(unread=False)).rowcount == 1


def cancel(db: Session, hosted_id: UUID, now: datetime) -> None:
    """Cancel a meetup with all its dates; one that nobody saw yet is withdrawn."""
    row = _row(db, hosted_id)
    if row.state == State.WAITING:
        row.state = State.WITHDRAWN
    row.cancelled = True
    _note_change(db, row, now)


def take_back(db: Session, hosted_id: UUID, now: datetime) -> None:
    """Have a cancelled meetup take place after all; dates that were cancelled one by one stay so."""
    row = _row(db, hosted_id)
    if row.state == State.WITHDRAWN:
        row.state = State.WAITING
    row.cancelled = False
    _note_change(db, row, now)


def set_date(db: Session, hosted_id: UUID, odd: OddDate, now: datetime) -> None:
    """Say how one date of a repeating meetup is not like the others; like them again, where nothing is odd of it."""
    row = _row(db, hosted_id)
    db.execute(delete(HostedDate).where(col(HostedDate.hosted_id) == hosted_id, col(HostedDate.slot) == odd.slot))
    if odd != OddDate(odd.slot):
        db.add(HostedDate(hosted_id=hosted_id, **asdict(odd)))
    _note_change(db, row, now)


def leave(db: Session, person_id: UUID, now: datetime) -> Sequence[UUID]:
    """Part somebody who leaves the hub from the meetups they typed; return those everybody sees, to be settled.

    What is ahead is called off, so that nobody stands before a locked door. Its title, when and where stay for those
    who said that they come; its words, and who invited, go. What nobody saw yet goes as a whole.
    """
    theirs = col(Hosted.person_id) == person_id
    db.execute(delete(Hosted).where(theirs, col(Hosted.state) != State.SHOWN))
    shown = db.exec(select(Hosted.id).where(theirs)).all()
    ahead = update(Hosted).where(theirs, col(Hosted.ends_on) >= (now - DAY).date())
    db.execute(ahead.values(cancelled=True))
    gone = {**dict.fromkeys(("name", "words", "labels", "url", "online_url"), ""), "person_id": None}
    db.execute(update(Hosted).where(theirs).values(**gone, sequence=col(Hosted.sequence) + 1, changed_at=now))
    return shown


def _turn(db: Session, hosted_id: UUID, before: Collection[State], after: State) -> bool:
    """Move a meetup on, unless somebody else did: of two who press a button at once, one wins."""
    turned = update(Hosted).where(col(Hosted.id) == hosted_id, col(Hosted.state).in_(before))
    return db.exec(turned.values(state=after)).rowcount == 1


def _row(db: Session, hosted_id: UUID) -> Hosted:
    return db.get_one(Hosted, hosted_id, populate_existing=True, with_for_update=True)


def _note_change(db: Session, row: Hosted, now: datetime) -> None:
    """Note that a meetup says something else from *now* on."""
    row.sequence, row.changed_at = min(row.sequence + 1, LARGEST_SEQUENCE), now
    odd = db.exec(select(col(HostedDate.day)).where(HostedDate.hosted_id == row.id))
    row.ends_on = max([last_of(when_of(written_of(row))), *(day for day in odd if day)])
    db.add(row)
    db.flush()


def _facts(written: Written) -> dict[str, Any]:
    said = {name: storable(each) if isinstance(each, str) else each for name, each in asdict(written).items()}
    return {**said, "ends_on": last_of(when_of(written))}
