"""What did somebody follow and mute? Theirs alone, and gone with them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.following import actions
from hub.communicate.following.models import DigestPlan, Following, Mute, PrivateFeed
from hub.communicate.following.rules import Hushed
from hub.communicate.following.speakers import said_by
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

# Of its address we know no more ourselves than its seal.
_OWN_FEED = Reference(PrivateFeed, "person_id", Fate.GOES, shows=("since",))
REFERENCES = (
    Reference(Following, "person_id", Fate.GOES),
    Reference(DigestPlan, "person_id", Fate.GOES),
    Reference(Mute, "person_id", Fate.GOES),
    _OWN_FEED,
)
KEPT = (
    Kept(
        say("What you follow, what you have muted, and when your mail comes"),
        None,
        say("Until you follow it no more; nobody but you sees it."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody follows and has muted, and since when they have a feed of their own."""
    told = dict(personal.told(db, REFERENCES, somebody(db, person_id)))
    own_feed = told.pop(_OWN_FEED.name)
    return {**told, str(PrivateFeed.__tablename__): own_feed}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget what somebody followed, and that others wanted to hear no more of them."""
    personal.erase(db, REFERENCES, somebody(db, person_id))
    for reply_id in said_by(db, person_id):
        actions.forget_hushed(db, Hushed.PERSON, reply_id)


def expire(db: Session, now: datetime) -> None:
    """Forget nothing: what somebody follows, they follow until they say otherwise."""
