"""Who brought a list of feeds? That is told to them, and parted from the list when they leave."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.rules import State
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

LISTS_KEPT = timedelta(days=365)
REFERENCES = (Reference(FeedList, "person_id", Fate.PARTS, shows=("name", "url", "brought_at")),)
KEPT = (
    Kept.long(
        say("Lists of feeds that a mentor brought"),
        LISTS_KEPT,
        say("So that what was dead or refused can be looked at again. What was taken of them stays."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return the lists somebody brought."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget who brought a list; what it lists is about nobody of ours."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget lists a year after they were brought, once nothing of them is leaving any more."""
    under_way = select(ListedFeed.list_id).where(ListedFeed.state == State.LEAVING)
    old = select(FeedList.id).where(col(FeedList.brought_at) <= now - LISTS_KEPT, col(FeedList.id).not_in(under_way))
    ids = list(db.exec(old))
    if ids:
        db.execute(delete(ListedFeed).where(col(ListedFeed.list_id).in_(ids)))
        db.execute(delete(FeedList).where(col(FeedList.id).in_(ids)))
