"""Who wanted to come to what, and when is it forgotten? Ninety days after the date; then only a count stays."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, delete, func, select

from hub.db import personal
from hub.db.once import insert_once
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.kit.zones import wall
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.models import ComingMessage, Rsvp, RsvpCount
from hub.meet.rsvps.rules import KEPT as HOW_LONG
from hub.meet.rsvps.rules import seats_taken
from hub.people.persons.somebody import somebody

REFERENCES = (Reference(Rsvp, "person_id", Fate.GOES), Reference(ComingMessage, "person_id", Fate.GOES))
KEPT = (
    Kept.long(
        say("To which meetups you said you come, whom you bring, and the name you gave"),
        HOW_LONG,
        say(
            "So that we can tell you when one is moved or cancelled. After that only a number stays, and nobody’s name."
        ),
    ),
    Kept.long(
        say("What you wrote to those who come to a meetup of yours"),
        HOW_LONG,
        say("So that somebody can look into it who was written to without reason."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return where somebody said that they come, and what they wrote to those who do."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget where somebody wanted to come; who waits for their seat gets it."""
    theirs = select(Rsvp.event_id, Rsvp.slot).where(Rsvp.person_id == person_id)
    keys = db.exec(theirs).all()
    personal.erase(db, REFERENCES, somebody(db, person_id))
    actions.settle_all(db, keys)


def expire(db: Session, now: datetime) -> None:
    """Forget who came to what is long over, and keep how many they were."""
    old = select(Rsvp.event_id, Rsvp.slot).group_by(col(Rsvp.event_id), col(Rsvp.slot))
    old = old.having(func.max(Rsvp.told_starts_at) <= now - HOW_LONG)
    for event_id, slot in db.exec(old).all():
        _count(db, event_id, slot)
        db.execute(delete(Rsvp).where(col(Rsvp.event_id) == event_id, col(Rsvp.slot) == slot))
    db.execute(delete(ComingMessage).where(col(ComingMessage.sent_at) <= now - HOW_LONG))


def _count(db: Session, event_id: UUID, slot: str) -> None:
    known = queries.of_date(db, event_id, slot)
    told = known[0].told
    day = wall(told.starts_at, ZoneInfo(told.zone)).date()
    coming = seats_taken(each.party for each in known)
    insert_once(db, RsvpCount(event_id=event_id, slot=slot, starts_on=day, coming=coming))
