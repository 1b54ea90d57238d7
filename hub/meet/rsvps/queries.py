"""Reads of who is coming: of a date, of a person, and what they have not been told yet."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from hub.errors import NotFound
from hub.kit.saying import NOTHING, Saying, say
from hub.meet.hosting.queries import Terms, terms, terms_of
from hub.meet.rsvps import dates
from hub.meet.rsvps.models import ComingMessage, Rsvp, RsvpCount
from hub.meet.rsvps.rules import DAY, Facts, Party, Standing, State, moving_up
from hub.meet.rsvps.values import Due, Key, MessageView, Room, RsvpView

IN_PLACE = frozenset({State.COMING, State.WAITING})


def rsvp(db: Session, rsvp_id: UUID) -> RsvpView:
    """Return what somebody said; NotFound when it is gone."""
    found = find(db, rsvp_id)
    if found is None:
        raise NotFound(say("Nobody said here that they come, or it is so long ago that it was forgotten."))
    return found


def find(db: Session, rsvp_id: UUID) -> RsvpView | None:
    """Return what somebody said; None when it is gone, or they said it anew since."""
    found = db.get(Rsvp, rsvp_id, populate_existing=True)
    return view(found) if found else None


def of_person(db: Session, person_id: UUID, now: datetime) -> Sequence[RsvpView]:
    """Return to what somebody wants to come, soonest first; what is over since yesterday is left out."""
    theirs = select(Rsvp).where(Rsvp.person_id == person_id, col(Rsvp.state).in_(IN_PLACE))
    rows = theirs.where(Rsvp.told_starts_at > now - DAY).order_by(col(Rsvp.told_starts_at), col(Rsvp.id))
    return [view(row) for row in db.exec(rows)]


def number_open(db: Session, person_id: UUID, now: datetime) -> int:
    """Return at how many dates ahead somebody has a seat or waits for one."""
    asked = select(func.count()).where(Rsvp.person_id == person_id, col(Rsvp.state).in_(IN_PLACE))
    return db.exec(asked.where(Rsvp.told_starts_at > now)).one()


def of_date(db: Session, event_id: UUID, slot: str) -> Sequence[RsvpView]:
    """Return who said anything of a date, those who withdrew too, in the order of the queue."""
    return of_dates(db, event_id, [slot])[slot]


def own(db: Session, event_id: UUID, slot: str, person_id: UUID) -> RsvpView | None:
    """Return what somebody said of a date; None where they said nothing."""
    return next((each for each in of_date(db, event_id, slot) if each.person_id == person_id), None)


def of_dates(db: Session, event_id: UUID, slots: Collection[str]) -> Mapping[str, Sequence[RsvpView]]:
    """Return who said anything of each of these dates of an event, in the order of the queue."""
    rows = select(Rsvp).where(Rsvp.event_id == event_id, col(Rsvp.slot).in_(slots)).order_by(col(Rsvp.queue))
    found: dict[str, list[RsvpView]] = {slot: [] for slot in slots}
    for row in db.exec(rows.execution_options(populate_existing=True)):
        found[row.slot].append(view(row))
    return found


def rooms(db: Session, event_id: UUID, slots: Collection[str], agreed: Terms) -> Mapping[str, Room]:
    """Return how full each of these dates of an event is."""
    found = of_dates(db, event_id, slots)
    return {slot: Room.of(said, agreed.capacity) for slot, said in found.items()}


def why_waiting(db: Session, told: RsvpView) -> Saying:
    """Say why somebody has no seat yet, by those before them in the queue; nothing where they have one."""
    found = agreed(db, told.event_id)
    if found is None or told.state is not State.WAITING:
        return NOTHING
    before = [each for each in of_date(db, *told.key) if each.state is State.COMING or each.queue < told.queue]
    return Room.of(before, found.capacity).why_wait(told.party.seats)


def number_before(db: Session, told: RsvpView) -> int:
    """Return for how many people seats are wanted by those who wait before somebody."""
    waiting = (each.party for each in of_date(db, *told.key) if each.state is State.WAITING)
    return sum(each.seats for each in waiting if each.queue < told.queue)


def counts(db: Session, event_id: UUID) -> Sequence[tuple[date, int]]:
    """Return how many came to dates whose people are forgotten, by day, the newest first."""
    rows = select(RsvpCount).where(RsvpCount.event_id == event_id)
    newest_first = rows.order_by(col(RsvpCount.starts_on).desc(), col(RsvpCount.slot).desc())
    return [(row.starts_on, row.coming) for row in db.exec(newest_first)]


def messages(db: Session, event_id: UUID) -> Sequence[MessageView]:
    """Return what the organiser wrote to those who come to a meetup, newest first."""
    rows = select(ComingMessage).where(ComingMessage.event_id == event_id).order_by(col(ComingMessage.sent_at).desc())
    return [MessageView(row.words, row.slot, row.reached, row.sent_at) for row in db.exec(rows)]


def to_settle(db: Session, now: datetime) -> Sequence[Key]:
    """Return the dates ahead at which somebody waits for a seat that is free."""
    waiting = select(Rsvp.event_id, Rsvp.slot).where(Rsvp.state == State.WAITING, Rsvp.told_starts_at > now)
    keys = db.exec(waiting.distinct()).all()
    if not keys:
        return ()
    event_ids = {event_id for event_id, _ in keys}
    agreed, there, parties = terms_of(db, event_ids), dates.dates_now(db, keys), _parties(db, event_ids)
    on = (key for key in keys if key in there and there[key].standing is Standing.ON and agreed[key[0]].rsvp)
    return [key for key in on if moving_up(parties[key], agreed[key[0]].capacity)]


def watched(db: Session, now: datetime) -> Sequence[Due]:
    """Return everybody who has a seat or waits, of dates that lately were ahead, with what stands of them now."""
    rows = select(Rsvp).where(col(Rsvp.state).in_(IN_PLACE), Rsvp.told_starts_at > now - DAY)
    rows = rows.order_by(col(Rsvp.told_starts_at), col(Rsvp.queue)).execution_options(populate_existing=True)
    found = [view(row) for row in db.exec(rows)]
    there = dates.known(db, {each.event_id for each in found})
    stand = dates.dates_now(db, {each.key for each in found})
    return [Due(each, stand.get(each.key), there.get(each.event_id)) for each in found]


def to_rename(db: Session, found: Sequence[Due]) -> Mapping[Key, str]:
    """Return the dates of these people whose name is another one now, each with the new one."""
    lost = [each.rsvp for each in found if each.date is None and each.changed_at]
    names = {each.key: dates.named_anew(db, each.event_id, each.told.starts_at, each.told.zone) for each in lost}
    return {key: name for key, name in names.items() if name is not None and not of_date(db, key[0], name)}


def view(row: Rsvp) -> RsvpView:
    """Return a row as a value."""
    return RsvpView(
        id=row.id,
        event_id=row.event_id,
        slot=row.slot,
        person_id=row.person_id,
        name=row.name,
        is_shown=row.is_shown,
        guests=row.guests,
        state=State(row.state),
        queue=row.queue,
        asked_at=row.asked_at,
        told_at=row.told_at,
        told_lately=row.told_lately,
        told_state=State(row.told_state),
        told=Facts(
            title=row.told_title,
            starts_at=row.told_starts_at,
            location=row.told_location,
            zone=row.told_zone,
            standing=Standing(row.told_standing),
            all_day=row.told_all_day,
        ),
        reminded_for=row.reminded_for,
    )


def agreed(db: Session, event_id: UUID) -> Terms | None:
    """Return on which terms people come to a meetup; None where nobody says so here."""
    found = terms(db, event_id)
    return found if found and found.rsvp else None


def is_typed_here(db: Session, event_id: UUID) -> bool:
    """Say whether a meetup was typed here, whether or not one says here that one comes."""
    return terms(db, event_id) is not None


def _parties(db: Session, event_ids: Collection[UUID]) -> Mapping[Key, Sequence[Party]]:
    found: dict[Key, list[Party]] = {}
    rows = select(Rsvp).where(col(Rsvp.event_id).in_(event_ids), col(Rsvp.state).in_(IN_PLACE))
    for row in db.exec(rows.execution_options(populate_existing=True)):
        party = view(row).party
        found.setdefault((row.event_id, row.slot), []).append(party)
    return found
