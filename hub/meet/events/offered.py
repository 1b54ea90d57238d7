"""Which tags, venues and places do the meetups of some days have? Each tag and venue with how many of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, exists, select

from hub.meet.events.models import Event, EventTag, ListedDate
from hub.meet.events.shown import Condition, anywhere
from hub.meet.events.values import VenueShown
from hub.meet.events.withheld import TakenDown, taken_down
from hub.meet.venues.models import Venue
from hub.places.models import Place

Days = tuple[date, date]  # the first and the last


def tags(db: Session, place_id: UUID, days: Days, down: TakenDown | None = None) -> Mapping[UUID, int]:
    """Return how many meetups that begin on these days have each tag; *down* spares asking what is taken down."""
    rows = select(EventTag.tag_id, func.count(col(ListedDate.meeting).distinct()))
    ours = rows.join(EventTag, col(EventTag.event_id) == ListedDate.event_id)
    within = ours.where(col(ListedDate.place_id) == place_id, *_begin(db, days, down))
    counted: list[tuple[UUID, int]] = [(row[0], row[1]) for row in db.execute(within.group_by(col(EventTag.tag_id)))]
    return dict(counted)


def venues(
    db: Session, place_id: UUID, days: Days, most: int, down: TakenDown | None = None
) -> Sequence[tuple[VenueShown, int]]:
    """Return the *most* used venues of the meetups that begin on these days, by name, and of how many each is."""
    count = func.count(col(ListedDate.meeting).distinct())
    columns = (col(Venue.id), col(Venue.slug), col(Venue.name))
    rows = select(*columns, count).select_from(ListedDate)
    ours = rows.join(Event, col(Event.id) == ListedDate.event_id).join(Venue, col(Event.venue_id) == Venue.id)
    shown = (col(ListedDate.place_id) == place_id, *_begin(db, days, down))
    within = ours.where(*shown, col(Venue.retired).is_(False))
    found = db.execute(within.group_by(*columns).order_by(count.desc(), col(Venue.slug)).limit(most))
    named = [(VenueShown(*own), number) for *own, number in found]
    return sorted(named, key=lambda each: each[0].name.casefold())


def places(db: Session, place_ids: Collection[UUID], days: Days, down: TakenDown | None = None) -> Collection[UUID]:
    """Return in which of these places any meetup that is shown begins on these days."""
    begins = exists().where(col(ListedDate.place_id) == Place.id, *_begin(db, days, down))
    return set(db.exec(select(Place.id).where(col(Place.id).in_(place_ids), begins)))


def _begin(db: Session, days: Days, down: TakenDown | None) -> Sequence[Condition]:
    return [*anywhere(down or taken_down(db)), col(ListedDate.day).between(*days)]
