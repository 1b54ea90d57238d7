"""What people typed of their meetups becomes events, by the same reading and settling as calendars."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds import neighbours
from hub.aggregate.feeds.rules import MEETUPS
from hub.aggregate.tagging.queries import registry
from hub.duties.settling import keep_events
from hub.kit.clock import now
from hub.meet.events.models import Event
from hub.meet.hosting import actions, queries
from hub.meet.hosting.expanding import calendar_of
from hub.meet.hosting.rules import State
from hub.places.models import Place


def settle(db: Session, hosted_id: UUID) -> UUID | None:
    """Make the event of a typed meetup say what was typed, and return it; None for one that is not shown."""
    held = queries.hosted(db, hosted_id)
    if held.state is not State.SHOWN:
        return None
    feed = neighbours.feed_of(db, db.get_one(Place, held.written.place_id), MEETUPS, now())
    calendar = calendar_of(held, now())
    keep_events(db, feed, calendar, registry(db))
    event_id = db.exec(select(Event.id).where(Event.feed_id == feed.id, col(Event.uid) == held.id.urn)).one()
    actions.note_event(db, hosted_id, event_id)
    return event_id


def part(db: Session, person_id: UUID, at: datetime) -> None:
    """Part somebody who leaves the hub from the meetups they typed; what is ahead is called off everywhere."""
    for hosted_id in actions.leave(db, person_id, at):
        settle(db, hosted_id)
