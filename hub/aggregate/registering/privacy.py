"""What did somebody register or suggest? What became a source stays with it, the rest is forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select

from hub.aggregate.registering.models import Registration, RegistrationFeed, SourceOwner
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

UNUSED_KEPT = timedelta(days=365)  # a registration that became nothing, from when it was decided, or sent
REFERENCES = (
    Reference(Registration, "person_id", Fate.GOES),
    Reference(Registration, "decided_by", Fate.PARTS, shows=("name", "state", "decided_at")),
    Reference(SourceOwner, "person_id", Fate.GOES),
)
KEPT = (
    Kept(
        say("That a source is yours, and how much of it you let us show"),
        None,
        say("As long as it is in the stream. When you take it out, its items go within a minute."),
    ),
    Kept.long(
        say("Registrations and suggestions that became nothing"),
        UNUSED_KEPT,
        say("So that a mentor who said no can say why."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody registered, with the feeds they picked, and the sources they speak for."""
    picked = select(RegistrationFeed).join(Registration).where(Registration.person_id == person_id)
    feeds = [
        {"url": feed.url, "title": feed.title, "posts": feed.posts}
        for feed in db.exec(picked.order_by(col(RegistrationFeed.url)))
    ]
    return {**personal.told(db, REFERENCES, somebody(db, person_id)), "registration_feed": feeds}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget what somebody registered; what they alone spoke for is taken out of the stream before."""
    _forget(db, col(Registration.person_id) == person_id)
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget registrations that became nothing, a year after they were decided or sent."""
    old = or_(
        col(Registration.decided_at) <= now - UNUSED_KEPT,
        col(Registration.decided_at).is_(None) & (col(Registration.asked_at) <= now - UNUSED_KEPT),
    )
    _forget(db, col(Registration.source_id).is_(None) & old)


def alone(db: Session, person_id: UUID) -> list[UUID]:
    """Return the sources nobody but this person speaks for."""
    others = select(SourceOwner.source_id).where(SourceOwner.person_id != person_id)
    theirs = select(SourceOwner.source_id).where(SourceOwner.person_id == person_id)
    return list(db.exec(theirs.where(col(SourceOwner.source_id).not_in(others))))


def _forget(db: Session, which: ColumnElement[bool]) -> None:
    ids = select(Registration.id).where(which)
    db.execute(delete(RegistrationFeed).where(col(RegistrationFeed.registration_id).in_(ids)))
    db.execute(delete(Registration).where(which))
