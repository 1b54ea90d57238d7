"""Where exactly is a meetup? Its venue with address and point, or the point its publisher gives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col

from hub.db.bulk import batches
from hub.meet.events.models import Event
from hub.meet.events.values import Meetup
from hub.meet.venues import queries as venues
from hub.meet.venues.queries import VenueView
from hub.meet.venues.rules import room_of


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an event is, as far as this hub knows; empty where it knows no venue."""

    name: str = ""
    address: str = ""  # one line, with the postcode
    point: tuple[float, float] | None = None  # latitude and longitude
    room: str = ""  # in the venue

    @property
    def line(self) -> str:
        """The venue with its address, and the room in it before.

        >>> Whereabouts("Mill Hall", "1 Mill Lane, B14 7SA").line, Whereabouts("Mill Hall").line, Whereabouts().line
        ('Mill Hall, 1 Mill Lane, B14 7SA', 'Mill Hall', '')
        >>> Whereabouts("Mill Hall", room="Room 2").line
        'Room 2, Mill Hall'
        """
        return ", ".join(filter(None, (self.room, self.name, self.address)))


NOWHERE = Whereabouts()
_HELD = ("id", "venue_id", "lat", "lon", "location", "venue_because", "venue_evidence")
_ASKED = columns(*(col(getattr(Event, name)) for name in _HELD))


def whereabouts(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, Whereabouts]:
    """Return where these events are; those of which nothing is known are left out."""
    found: dict[UUID, Whereabouts] = {}
    for batch in batches(event_ids):
        rows = db.execute(_ASKED.where(col(Event.id).in_(batch))).all()
        known = venues.views(db, {venue_id for _, venue_id, *_ in rows if venue_id})
        for event_id, venue_id, lat, lon, *written in rows:
            found[event_id] = _told(known.get(venue_id), _point(lat, lon), room_of(*written))
    return {event_id: where for event_id, where in found.items() if where != NOWHERE}


def at_date(known: Mapping[UUID, Whereabouts], date: Meetup) -> Whereabouts:
    """Return where a date is, of what is *known* of its event: nothing where this date is told to be somewhere else."""
    found = known.get(date.event_id, NOWHERE)
    return NOWHERE if found.name and date.venue is None else found


def _told(venue: VenueView | None, point: tuple[float, float] | None, room: str) -> Whereabouts:
    if venue is None or venue.retired:
        return Whereabouts(point=point)
    # What somebody looked up for a venue is nearer than what a program guessed for its calendar.
    return Whereabouts(venue.name, venue.full_address, _point(venue.lat, venue.lon) or point, room)


def _point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    return None if lat is None or lon is None else (lat, lon)
