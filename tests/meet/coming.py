"""A meetup that was typed here, and neighbours who want to come to it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed
from hub.meet.events.models import Event, Occurrence
from hub.meet.hosting.models import Hosted
from hub.meet.hosting.rules import State
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.values import RsvpView
from hub.people.persons import actions as persons
from hub.places.models import Place
from tests import town
from tests.town import NOON

WEEK = timedelta(days=7)
STARTS = NOON + WEEK


def typed_meetup(
    db: Session,
    place: Place,
    title: str = "Repair café",
    starts_at: datetime = STARTS,
    *,
    by: UUID | None = None,
    weeks: int = 1,
    **terms: Any,
) -> Event:
    """Add a meetup typed here, with a date in each of so many *weeks*."""
    calendar = db.exec(select(Feed).where(Feed.url == "typed:here")).first()
    calendar = calendar or town.feed(db, town.source(db, "Neighbours", place, kind="events"), "typed:here")
    event = town.meetup(db, calendar, title, starts_at, location="Old Library", timezone="Europe/London")
    date = db.exec(select(Occurrence).where(Occurrence.event_id == event.id)).one()
    date.slot = slot_of(starts_at) if weeks > 1 else ""
    for week in range(1, weeks):
        at = starts_at + week * WEEK
        more: dict[str, Any] = {"ends_at": at + timedelta(hours=2), "starts_on": at.date(), "slot": slot_of(at)}
        db.add(Occurrence(event_id=event.id, starts_at=at, **more))
    chosen = {"rsvp": True, "guests_allowed": True} | terms
    day = starts_at.date()
    hosted = Hosted(
        place_id=place.id, person_id=by, event_id=event.id, state=State.SHOWN, title=title, words="", day=day,
        timezone="Europe/London", written_at=NOON, changed_at=NOON, ends_on=day, **chosen,
    )  # fmt: skip
    db.add(hosted)
    db.flush()
    return event


def slot_of(at: datetime) -> str:
    """Return what names the date of a typed meetup."""
    return f"{at:%Y%m%dT%H%M%SZ}"


def change_terms(db: Session, event: Event, **terms: object) -> None:
    """Let the organiser change what they typed."""
    hosted = db.exec(select(Hosted).where(Hosted.event_id == event.id)).one()
    for name, value in terms.items():
        setattr(hosted, name, value)
    db.flush()


def change_date(db: Session, event: Event, now: datetime, slot: str = "", **facts: object) -> None:
    """Let one date of a meetup be told differently from *now* on."""
    date = db.exec(select(Occurrence).where(Occurrence.event_id == event.id, col(Occurrence.slot) == slot)).one()
    for name, value in facts.items():
        setattr(date, name, value)
    db.get_one(Event, event.id).changed_at = now
    db.flush()


def neighbour(db: Session, name: str) -> UUID:
    """Return somebody whose address was confirmed."""
    person_id = persons.welcome(db, f"{name.lower()}@hub.example", NOON)
    persons.confirm(db, person_id, NOON)
    return person_id


def comes(db: Session, event: Event, who: str, guests: int = 0, slot: str = "", **more: object) -> RsvpView:
    """Have somebody say that they come."""
    return actions.ask(db, neighbour(db, who), Wish(event.id, slot, guests, **more), NOON)  # type: ignore[arg-type] # of a wish


def states(db: Session, event: Event, slot: str = "") -> list[str]:
    """Return how those stand who said that they come, in the order of the queue."""
    return [each.state.value for each in queries.of_date(db, event.id, slot)]
