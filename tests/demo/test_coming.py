"""The people of the sample town come to what was typed there, each once."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from hub.demo.coming import attend
from hub.demo.inviting import HELP, WALK
from hub.demo.people import NEIGHBOURS
from hub.kit.clock import now
from hub.meet.rsvps import queries
from hub.meet.rsvps.rules import State
from hub.people.persons import actions as persons
from hub.places.models import Place
from tests import town
from tests.meet.coming import change_terms, typed_meetup


@pytest.fixture
def wherrybridge(db: Session) -> Place:
    for each in NEIGHBOURS:
        persons.describe(db, persons.welcome(db, each.email, now()), each.name, "en")
    return town.place(db, "Wherrybridge")


def test_the_town_comes_until_the_room_is_full(db: Session, wherrybridge: Place) -> None:
    cafe = typed_meetup(db, wherrybridge, HELP, now() + timedelta(days=7), capacity=4)
    assert attend(db, now()) == 1
    agreed = queries.agreed(db, cafe.id)
    assert agreed
    room = queries.rooms(db, cafe.id, [""], agreed)[""]
    assert (room.coming, room.left, room.names) == (4, 0, ("Ada Bright", "Cem Aydin"))
    assert room.waiting == len(NEIGHBOURS) + 1 - 4


def test_what_somebody_took_back_stays_so(db: Session, wherrybridge: Place) -> None:
    cafe = typed_meetup(db, wherrybridge, WALK, now() + timedelta(days=7), guests_allowed=False)
    assert (attend(db, now()), attend(db, now())) == (1, 0)
    assert {each.state for each in queries.of_date(db, cafe.id, "")} == {State.COMING}


def test_nobody_comes_to_what_is_over_or_in_no_listing(db: Session, wherrybridge: Place) -> None:
    typed_meetup(db, wherrybridge, WALK, now() - timedelta(days=7))
    hidden = typed_meetup(db, wherrybridge, HELP, starts_at=now() + timedelta(days=7))
    change_terms(db, hidden, event_id=None)
    assert attend(db, now()) == 0


def test_a_town_without_people_has_empty_rooms(db: Session) -> None:
    cafe = typed_meetup(db, town.place(db, "Wherrybridge"), HELP, starts_at=now() + timedelta(days=7))
    attend(db, now())
    assert queries.of_date(db, cafe.id, "") == []


def test_to_what_a_visitor_types_nobody_comes_by_themselves(db: Session, wherrybridge: Place) -> None:
    week = now() + timedelta(days=7)
    typed_meetup(db, wherrybridge, HELP, week, capacity=4)
    mine = [typed_meetup(db, wherrybridge, title, week) for title in ("Knitting circle", "Once more")]
    change_terms(db, mine[1], title=HELP, written_at=now())
    assert attend(db, now()) == 1
    assert [queries.of_date(db, each.id, "") for each in mine] == [[], []]
