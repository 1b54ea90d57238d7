"""Writes of who is coming: asked, changed, withdrawn, moved up, and what they were told; nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select, update

from hub.db.turns import take_turn
from hub.errors import HubError
from hub.kit.saying import Saying, say, say_count
from hub.meet.events.models import EventPlace
from hub.meet.hosting.queries import Terms
from hub.meet.rsvps import dates, queries
from hub.meet.rsvps.models import ComingMessage, Rsvp
from hub.meet.rsvps.queries import IN_PLACE
from hub.meet.rsvps.rules import DAY, MOST_GUESTS, MOST_OPEN, Facts, Standing, State, may_grow, moving_up
from hub.meet.rsvps.telling import stands
from hub.meet.rsvps.values import DateNow, Due, Key, MessageView, RsvpView
from hub.places.actions import bump


@dataclass(frozen=True, slots=True)
class Wish:
    """To which date somebody wants to come, with whom, and under which name."""

    event_id: UUID
    slot: str
    guests: int = 0
    name: str = ""
    is_shown: bool = False
    id: UUID = field(default_factory=uuid4)


def fault(db: Session, wish: Wish, now: datetime) -> Saying | None:
    """Say why nobody can come as *wish* says; None where they can, or can wait for a seat."""
    agreed, date = queries.agreed(db, wish.event_id), dates.date_now(db, wish.event_id, wish.slot)
    if agreed is None or date is None:
        return say("Nobody can say here that they come to this.")
    if not date.takes_people(now):
        return say("It is too late to come to this date, or it was cancelled. Choose another one.")
    return guests_fault(agreed, wish.guests)


def guests_fault(agreed: Terms, guests: int) -> Saying | None:
    """Say why nobody can bring so many guests; None where they can."""
    if guests and not agreed.guests_allowed:
        return say("Everybody comes alone here: whoever else wants to come says so themselves.")
    if not 0 <= guests <= MOST_GUESTS:
        return say("You can bring at most %(most)s people.", most=MOST_GUESTS)
    if agreed.capacity is not None and guests + 1 > agreed.capacity:
        return say_count("There is %(count)s seat in all.", "There are %(count)s seats in all.", agreed.capacity)
    return None


def ask(db: Session, person_id: UUID, wish: Wish, now: datetime) -> RsvpView:
    """Give somebody a seat, or the last place in the queue where none is free; twice changes nothing.

    HubError where they cannot come, or want to come to more than anybody can.
    """
    take_turn(db, f"coming {person_id}")  # their own first: who asks for two meetups at once is counted twice
    take_turn(db, _matter(wish.event_id))
    known = queries.own(db, wish.event_id, wish.slot, person_id)
    if known and known.state in IN_PLACE:
        return known
    if trouble := fault(db, wish, now):
        raise HubError(trouble)
    if queries.number_open(db, person_id, now) >= MOST_OPEN:
        raise HubError(say("You already want to come to %(most)s meetups. Withdraw from one first.", most=MOST_OPEN))
    date = dates.date_now(db, wish.event_id, wish.slot)
    if date is None:  # which the fault would have said
        raise AssertionError(wish)
    _write(db, _row(person_id, wish, date, _last(db, wish) + 1, now), known)
    _settle(db, wish.event_id, wish.slot)
    _bump(db, wish.event_id)
    made = queries.rsvp(db, wish.id)
    note_told(db, made, date.facts, now)
    return queries.rsvp(db, made.id)


def withdraw(db: Session, rsvp_id: UUID) -> RsvpView:
    """Give a seat back, or leave the queue; who waits moves up. What was told of themselves is forgotten at once."""
    known = queries.rsvp(db, rsvp_id)
    take_turn(db, _matter(known.event_id))
    gone = update(Rsvp).where(col(Rsvp.id) == rsvp_id)
    db.execute(gone.values(state=State.WITHDRAWN, told_state=State.WITHDRAWN, guests=0, name="", is_shown=False))
    _settle(db, known.event_id, known.slot)
    _bump(db, known.event_id)
    return queries.rsvp(db, rsvp_id)


def bring(db: Session, rsvp_id: UUID, guests: int) -> RsvpView:
    """Let somebody bring more guests or fewer and keep their place; HubError where there are no seats for them."""
    take_turn(db, _matter(queries.rsvp(db, rsvp_id).event_id))
    known = queries.rsvp(db, rsvp_id)
    agreed = queries.agreed(db, known.event_id)
    if agreed is None or known.state not in IN_PLACE:
        raise HubError(say("Nobody can say here that they come to this."))
    if trouble := guests_fault(agreed, guests) if guests > known.guests else None:
        raise HubError(trouble)
    parties = [each.party for each in queries.of_date(db, known.event_id, known.slot)]
    if guests < 0 or not may_grow(parties, known.party, guests + 1, agreed.capacity):
        raise HubError(say("There are not enough free seats for so many. Nothing was changed."))
    db.execute(update(Rsvp).where(col(Rsvp.id) == rsvp_id).values(guests=guests))
    _settle(db, known.event_id, known.slot)
    _bump(db, known.event_id)
    return queries.rsvp(db, rsvp_id)


def show_no_name(db: Session, rsvp_id: UUID) -> None:
    """Show somebody's name to nobody."""
    known = queries.rsvp(db, rsvp_id)
    db.execute(update(Rsvp).where(col(Rsvp.id) == rsvp_id).values(is_shown=False, name=""))
    _bump(db, known.event_id)


def settle(db: Session, event_id: UUID, slot: str) -> int:
    """Let those who wait for a date have the seats that are free; return how many of them moved up."""
    take_turn(db, _matter(event_id))
    return _settle(db, event_id, slot)


def note_told(db: Session, told: RsvpView, facts: Facts, now: datetime) -> None:
    """Note what somebody has just been told of a date and of their seat."""
    values = {
        "told_at": now,
        "told_lately": told.told_lately + 1 if now - told.told_at < DAY else 1,
        "told_state": told.state,
        "told_title": facts.title,
        "told_starts_at": facts.starts_at,
        "told_all_day": facts.all_day,
        "told_location": facts.location,
        "told_zone": facts.zone,
        "told_standing": facts.standing,
    }
    db.execute(update(Rsvp).where(col(Rsvp.id) == told.id).values(**values))


def note_reminded(db: Session, due: Due) -> None:
    """Note that somebody was reminded of a date, so that they are not again."""
    reminded = update(Rsvp).where(col(Rsvp.id) == due.rsvp.id)
    db.execute(reminded.values(reminded_for=stands(due).starts_at))


def note_message(db: Session, event_id: UUID, person_id: UUID, message: MessageView) -> None:
    """Keep what an organiser wrote to those who come to a date, for who is asked about it later."""
    db.add(ComingMessage(event_id=event_id, person_id=person_id, **asdict(message)))
    db.flush()


def settle_all(db: Session, keys: Iterable[Key]) -> int:
    """Let those who wait for any of these dates have the seats that are free, in one order of turns."""
    return sum(settle(db, event_id, slot) for event_id, slot in sorted(keys))


def rename(db: Session, names: Mapping[Key, str]) -> None:
    """Have what people said of a date hold of it under the new name it has."""
    for (event_id, slot), name in sorted(names.items()):
        take_turn(db, _matter(event_id))
        theirs = update(Rsvp).where(col(Rsvp.event_id) == event_id, col(Rsvp.slot) == slot)
        db.execute(theirs.values(slot=name))
        _bump(db, event_id)


def _settle(db: Session, event_id: UUID, slot: str) -> int:
    agreed, date = queries.agreed(db, event_id), dates.date_now(db, event_id, slot)
    up: Sequence[UUID] = ()
    if agreed and date and date.standing is Standing.ON:
        parties = [each.party for each in queries.of_date(db, event_id, slot)]
        up = moving_up(parties, agreed.capacity)
        db.execute(update(Rsvp).where(col(Rsvp.id).in_(up)).values(state=State.COMING))
    if up:
        _bump(db, event_id)
    return len(up)


def _write(db: Session, row: Rsvp, before: RsvpView | None) -> None:
    """Keep what somebody said, under an id of its own: the links of earlier mails give back no later seat."""
    if before:
        db.execute(delete(Rsvp).where(col(Rsvp.id) == before.id))
    db.add(row)
    db.flush()


def _bump(db: Session, event_id: UUID) -> None:
    bump(db, db.exec(select(EventPlace.place_id).where(EventPlace.event_id == event_id)))


def _last(db: Session, wish: Wish) -> int:
    return max((each.queue for each in queries.of_date(db, wish.event_id, wish.slot)), default=0)


def _row(person_id: UUID, wish: Wish, date: DateNow, queue: int, now: datetime) -> Rsvp:
    return Rsvp(
        id=wish.id,
        event_id=wish.event_id,
        slot=wish.slot,
        person_id=person_id,
        name=wish.name,
        is_shown=wish.is_shown and bool(wish.name),
        guests=wish.guests,
        state=State.WAITING,
        queue=queue,
        asked_at=now,
        told_at=now,
        told_lately=0,
        told_state=State.WAITING,
        told_title=date.title,
        told_starts_at=date.starts_at,
        told_all_day=date.all_day,
        told_location=date.location,
        told_zone=date.zone,
        told_standing=date.standing,
        reminded_for=None,
    )


def _matter(event_id: UUID) -> str:
    return f"rsvps {event_id}"
