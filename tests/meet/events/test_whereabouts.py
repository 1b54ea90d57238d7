"""Where exactly a meetup is."""

from datetime import UTC, datetime

from sqlmodel import Session

from hub.meet.events.models import Event
from hub.meet.events.whereabouts import Whereabouts, whereabouts
from hub.meet.venues.models import Venue
from tests import town

MARCH = datetime(2026, 3, 3, 19, tzinfo=UTC)


def test_a_venue_is_told_with_its_address_and_point_and_else_the_point_its_calendar_gives(db: Session) -> None:
    place = town.place(db, "Ayton")
    calendar = town.feed(db, town.source(db, "Diary", place, kind="events"), reads="events")
    mill = Venue(slug="mill", name="Mill", place_id=place.id, address="1 Lane", postcode="B14 7SA", lat=52.4, lon=-1.8)
    barn = Venue(slug="barn", name="Barn", place_id=place.id)
    shut = Venue(slug="shut", name="Shut", place_id=place.id, retired=True)
    db.add_all([mill, barn, shut])
    db.flush()

    def held(title: str, **more: object) -> Event:
        return town.meetup(db, calendar, title, MARCH, **more)

    at_mill = held("At the mill", venue_id=mill.id, lat=1.0, lon=2.0)
    at_barn = held("In the barn", venue_id=barn.id, lat=1.0, lon=2.0)
    in_field, nowhere = held("In a field", lat=3.0, lon=4.0), held("Somewhere", lat=3.0)
    closed = held("Where it was", venue_id=shut.id)
    in_room = held("Upstairs", venue_id=barn.id, location="Loft, Barn", venue_because="part", venue_evidence="Barn")
    events = (at_mill, at_barn, in_field, nowhere, closed, in_room)
    assert whereabouts(db, [each.id for each in events]) == {
        at_mill.id: Whereabouts("Mill", "1 Lane, B14 7SA", (52.4, -1.8)),
        at_barn.id: Whereabouts("Barn", "", (1.0, 2.0)),
        in_field.id: Whereabouts(point=(3.0, 4.0)),
        in_room.id: Whereabouts("Barn", room="Loft"),
    }
    assert whereabouts(db, []) == {}
