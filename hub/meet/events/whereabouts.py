"""Where exactly is a meetup? Its venue with address and point, or the point its publisher gives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from hub.db.bulk import batches
from hub.meet.events.models import Event
from hub.meet.venues import queries as venues
from hub.meet.venues.queries import VenueView


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an event is, as far as this hub knows; empty where it knows no venue."""

    name: str = ""
    address: str = ""  # one line, with the postcode
    point: tuple[float, float] | None = None  # latitude and longitude

    @property
    def line(self) -> str:
        """The venue with its address.

        >>> Whereabouts("Mill Hall", "1 Mill Lane, B14 7SA").line, Whereabouts("Mill Hall").line, Whereabouts().line
        ('Mill Hall, 1 Mill Lane, B14 7SA', 'Mill Hall', '')
        """
        return ", ".join(filter(None, (self.name, self.address)))


NOWHERE = Whereabouts()


def whereabouts(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, Whereabouts]:
    """Return where these events are; those of which nothing is known are left out."""
    found: dict[UUID, Whereabouts] = {}
    for batch in batches(event_ids):
        asked = select(Event.id, Event.venue_id, Event.lat, Event.lon)
        rows = db.execute(asked.where(col(Event.id).in_(batch))).all()
        known = venues.views(db, {venue_id for _, venue_id, *_ in rows if venue_id})
        for event_id, venue_id, *point in rows:
            found[event_id] = _told(known.get(venue_id), _point(*point))
    return {event_id: where for event_id, where in found.items() if where != NOWHERE}


def _told(venue: VenueView | None, point: tuple[float, float] | None) -> Whereabouts:
    if venue is None or venue.retired:
        return Whereabouts(point=point)
    # What somebody looked up for a venue is nearer than what a program guessed for its calendar.
    return Whereabouts(venue.name, venue.full_address, _point(venue.lat, venue.lon) or point)


def _point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    return None if lat is None or lon is None else (lat, lon)
