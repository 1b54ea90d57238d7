"""The sample town has venues, and its calendars mean them; what somebody changed stays."""

from sqlmodel import Session, select

from hub.demo import venues
from hub.meet.venues import actions, queries
from hub.meet.venues.atlas import atlas
from hub.meet.venues.models import Venue
from hub.meet.venues.rules import Strategy
from tests import town
from tests.town import NOON

PARTS = ("Maltings Quay", "Kiln End", "St Aldith's")


def test_the_towns_venues_are_there_once(db: Session) -> None:
    here = town.place(db, "Wherrybridge")
    for name in PARTS:
        town.place(db, name, here)
    centre = town.source(db, "Arts centre", here, slug="arts-centre")
    diary = town.feed(db, centre, reads="events")
    assert venues.keep(db, NOON) == 6
    found = {each.name: each for each in queries.in_place(db, here.id)}
    assert found["Maltings Arts Centre"].agreed_words == venues.AGREED
    assert atlas(db).usual[diary.id].strategy is Strategy.UNLESS
    assert {each.name for each in queries.public_places(db, here.id)} == venues._PUBLIC
    actions.retire(db, found["Town Hall"].id)
    assert venues.keep(db, NOON) == 0
    assert len(db.exec(select(Venue)).all()) == 6
