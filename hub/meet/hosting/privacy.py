"""What did somebody invite to, and when is it forgotten? Two years after its last date; who leaves calls off the rest.

Those who said that they come must hear of it when nobody invites any more: so what is ahead is called off first
(``actions.leave``), by the duty that knows the listings too.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete

from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.meet.hosting.models import Hosted
from hub.people.persons.somebody import somebody

MEETUPS_KEPT = timedelta(days=730)  # from their last date
REFERENCES = (Reference(Hosted, "person_id", Fate.PARTS, empties={"name": ""}),)
KEPT = (
    Kept.long(
        say("Meetups you typed, counted from their last date"),
        MEETUPS_KEPT,
        say("So that you can hold next year’s fair from this year’s words."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return the meetups somebody typed."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Take somebody’s name from what they invited to; that it is off was said to everybody before."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Delete what was typed of meetups whose last date is two years ago."""
    db.execute(delete(Hosted).where(col(Hosted.ends_on) <= (now - MEETUPS_KEPT).date()))
