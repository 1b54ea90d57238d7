"""Cem and Ben are told truly of seats: what is left, why they wait, and what becomes of saying it twice."""

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import Event
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.venues.models import Venue
from hub.settings import Settings
from hub.site.coming_letters import Writer
from tests.meet.coming import WEEK, change_date, change_terms, neighbour, slot_of, typed_meetup
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.comers import CEM, address, comes, rows
from tests.site.conftest import Alderford


@pytest.fixture
def cafe(many: Engine, alderford: Alderford) -> Event:
    with writing(many) as db:
        made = typed_meetup(db, alderford.place, "Mending café", alderford.moment + WEEK, capacity=2)
        hall = Venue(slug="old-library", name="Old Library", place_id=alderford.place.id, address="4 High Street")
        db.add(hall)
        db.flush()
        db.get_one(Event, made.id).venue_id = hall.id
        return made


def test_who_is_coming_already_is_told_so_and_loses_nobody(ben: Neighbour, many: Engine, cafe: Event) -> None:
    ben.post(address(cafe, "/coming"), guests="1")
    again = ben.fill(ben.visit(address(cafe)), guests="0")
    assert "/you/coming" in again.address
    assert "You had said before that you come: nothing was changed." in again.text
    assert [each.guests for each in rows(many)] == [1]
    assert len(post.letters(many, "ben@hub.example")) == 1


def test_who_says_it_again_with_other_guests_brings_those(
    ben: Neighbour, cem: Neighbour, many: Engine, cafe: Event
) -> None:
    with writing(many) as db:
        change_terms(db, cafe, capacity=4)
    ben.post(address(cafe, "/coming"))
    assert "Whom you bring is changed." in ben.fill(ben.visit(address(cafe)), guests="2").text
    assert "3 are coming, 1 seat left" in cem.visit(address(cafe)).text
    comes(cem, many, cafe, CEM, guests="1")
    assert "Whom you bring is changed." in cem.fill(cem.visit(address(cafe)), guests="2").text  # who waits, too
    assert [each.guests for each in rows(many)] == [2, 2]
    refused = ben.fill(ben.visit(address(cafe)), guests="3")
    assert "There are not enough free seats for so many: nothing was changed." in refused.text
    assert [each.guests for each in rows(many)] == [2, 2]


def test_the_form_says_first_where_what_was_said_is_changed(cem: Neighbour, cafe: Event) -> None:
    for each in (cem.visit(address(cafe)), cem.visit(address(cafe, "/coming"))):
        assert "Have you said it already?" in each.text
        assert each.source.index('href="/you/coming"') < each.source.index('id="email"')


def test_a_seat_that_is_kept_for_who_waits_is_not_offered(
    ben: Neighbour, cem: Neighbour, many: Engine, cafe: Event
) -> None:
    with writing(many) as db:
        change_terms(db, cafe, capacity=3)
        for name, guests in (("Ada", 1), ("Mo", 1)):
            actions.ask(db, neighbour(db, name), Wish(cafe.id, "", guests), now())
    assert "2 are coming, 1 seat kept for those who wait, 2 waiting" in cem.visit(address(cafe)).text
    told = ben.fill(ben.visit(address(cafe)), guests="0")
    assert "Those who asked before you wait for the seats that are left." in told.text
    letter = post.letters(many, "ben@hub.example")[-1]
    assert "Those who asked before you wait for the seats that are left." in letter
    assert "Every seat is taken" not in told.text + letter


def test_who_needs_more_seats_than_are_left_is_told_so(
    ben: Neighbour, cem: Neighbour, many: Engine, cafe: Event
) -> None:
    comes(cem, many, cafe, CEM)
    told = ben.fill(ben.visit(address(cafe)), guests="1")
    assert "There is 1 seat left, and you need 2." in told.text
    assert "There is 1 seat left, and you need 2." in post.letters(many, "ben@hub.example")[-1]


def test_where_the_code_is_typed_stands_whom_one_brings_and_that_one_will_wait(
    cem: Neighbour, ben: Neighbour, cafe: Event
) -> None:
    sent = cem.fill(cem.visit(address(cafe)), email=CEM, guests="1")
    assert "You bring 1 person along." in sent.text
    assert "You would wait in turn." not in sent.text
    ben.post(address(cafe, "/coming"))
    sent = cem.fill(cem.visit(address(cafe)), email=CEM, guests="1")
    assert "There is 1 seat left, and you need 2. You would wait in turn." in sent.text


def test_the_first_date_with_a_seat_is_chosen_beforehand(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    starts_at = alderford.moment + WEEK
    with writing(many) as db:
        weekly = typed_meetup(db, alderford.place, "Choir", starts_at, weeks=3, capacity=1)
        actions.ask(db, neighbour(db, "Ada"), Wish(weekly.id, slot_of(starts_at)), now())
    (chosen,) = ben.visit(address(weekly)).all("//input[@name='date' and @checked]")
    assert chosen.get("value") == slot_of(starts_at + WEEK)


def test_both_forms_let_one_bring_as_many_as_there_are_seats(ben: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        change_terms(db, cafe, capacity=4)
    ben.post(address(cafe, "/coming"))
    for each in (address(cafe), "/you/coming"):
        offered = ben.visit(each).all("//select[@name='guests']/option")
        assert [option.get("value") for option in offered] == ["0", "1", "2", "3"]


def test_what_it_is_about_stands_before_who_comes(cem: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        db.get_one(Event, cafe.id).summary = "Bring what is broken."
    found = cem.visit(address(cafe)).source
    assert found.index("Bring what is broken.") < found.index('id="coming"')


def test_who_moves_up_reads_whom_they_bring_and_the_address(many: Engine, settings: Settings, cafe: Event) -> None:
    with writing(many) as db, Writer(settings).office():
        first, _ = (actions.ask(db, neighbour(db, name), Wish(cafe.id, "", 1), now()) for name in ("Ada", "Cem"))
        actions.withdraw(db, first.id)
        (due,) = [each for each in queries.watched(db, now()) if each.rsvp.has_moved_up]
        Writer(settings).changed(db, due, now())
    letter = post.letters(many, CEM)[-1]
    assert "You bring 1 person along." in letter
    assert "Where: Old Library, 4 High Street" in letter


def test_a_date_that_is_somewhere_else_has_not_the_address_of_the_others(
    cem: Neighbour, many: Engine, cafe: Event
) -> None:
    with writing(many) as db:
        change_date(db, cafe, now(), location="New Library")
    comes(cem, many, cafe, CEM)
    assert "Where: New Library" in post.letters(many, CEM)[-1]
    assert "4 High Street" not in post.letters(many, CEM)[-1]
