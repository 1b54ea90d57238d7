"""Cem says that he comes, brings somebody, waits, moves up, and takes it back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hub.errors import HubError, NotFound
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.rules import MOST_OPEN, State
from tests.meet.coming import STARTS, WEEK, change_date, change_terms, comes, neighbour, slot_of, states, typed_meetup
from tests.town import NOON

MINUTE = timedelta(minutes=1)


def test_cem_comes(db, cafe):
    cem = comes(db, cafe, "Cem", guests=1, name="Cem", is_shown=True)
    assert (cem.state, cem.guests, cem.told.starts_at, cem.told.location) == (
        State.COMING,
        1,
        STARTS,
        "Old Library",
    )
    agreed = queries.agreed(db, cafe.id)
    assert agreed
    room = queries.rooms(db, cafe.id, [""], agreed)[""]
    assert (room.coming, room.left, room.waiting, room.names, room.is_full) == (2, 0, 0, ("Cem",), True)


def test_who_comes_when_it_is_full_waits_and_moves_up_when_somebody_withdraws(db, cafe):
    first, _second, third = (comes(db, cafe, name) for name in ("Ada", "Ben", "Cem"))
    assert third.state is State.WAITING
    actions.withdraw(db, first.id)
    assert states(db, cafe) == ["withdrawn", "coming", "coming"]
    assert queries.rsvp(db, third.id).told_state is State.WAITING  # so the duty tells them


def test_to_say_it_twice_changes_nothing(db, cafe):
    first = comes(db, cafe, "Cem")
    assert comes(db, cafe, "Cem", guests=1) == first


def test_who_withdraws_and_comes_again_stands_at_the_end(db, cafe):
    ada, _ben, _cem = (comes(db, cafe, name) for name in ("Ada", "Ben", "Cem"))
    actions.withdraw(db, ada.id)
    again = comes(db, cafe, "Ada", name="Ada", is_shown=True)
    assert (again.state, again.queue) == (State.WAITING, 4)


def test_the_link_of_an_old_mail_gives_no_later_seat_back(db, cafe):
    before = comes(db, cafe, "Cem")
    actions.withdraw(db, before.id)
    again = comes(db, cafe, "Cem")
    with pytest.raises(NotFound):
        actions.withdraw(db, before.id)
    assert queries.rsvp(db, again.id).state is State.COMING


def test_what_was_said_of_oneself_goes_when_one_withdraws(db, cafe):
    cem = comes(db, cafe, "Cem", guests=1, name="Cem", is_shown=True)
    gone = actions.withdraw(db, cem.id)
    assert (gone.name, gone.is_shown, gone.guests) == ("", False, 0)


def test_more_seats_let_those_in_who_wait(db, cafe):
    for name in ("Ada", "Ben", "Cem"):
        comes(db, cafe, name)
    assert not queries.to_settle(db, NOON)
    change_terms(db, cafe, capacity=3)
    assert queries.to_settle(db, NOON) == [(cafe.id, "")]
    assert actions.settle_all(db, queries.to_settle(db, NOON)) == 1
    assert states(db, cafe) == ["coming"] * 3


def test_fewer_seats_throw_nobody_out(db, cafe):
    for name in ("Ada", "Ben"):
        comes(db, cafe, name)
    change_terms(db, cafe, capacity=1)
    assert actions.settle(db, cafe.id, "") == 0
    assert states(db, cafe) == ["coming", "coming"]
    assert comes(db, cafe, "Cem").state is State.WAITING


def test_each_date_has_seats_of_its_own(db, alderford):
    weekly = typed_meetup(db, alderford, weeks=2, capacity=1)
    first, second = slot_of(STARTS), slot_of(STARTS + WEEK)
    assert [comes(db, weekly, "Cem", slot=slot).state for slot in (first, second)] == [State.COMING] * 2
    assert comes(db, weekly, "Ben", slot=first).state is State.WAITING


def test_cem_brings_more_or_fewer(db, cafe):
    cem = comes(db, cafe, "Cem")
    assert actions.bring(db, cem.id, 1).guests == 1
    ben = comes(db, cafe, "Ben")
    assert ben.state is State.WAITING
    assert actions.bring(db, cem.id, 0).guests == 0
    assert queries.rsvp(db, ben.id).state is State.COMING
    with pytest.raises(HubError, match="not enough free seats"):
        actions.bring(db, cem.id, 1)
    with pytest.raises(HubError, match="2 seats in all"):
        actions.bring(db, cem.id, 2)
    with pytest.raises(HubError, match="not enough free seats"):
        actions.bring(db, cem.id, -1)


def test_who_withdrew_brings_nobody(db, cafe):
    cem = actions.withdraw(db, comes(db, cafe, "Cem").id)
    with pytest.raises(HubError, match="Nobody can say here"):
        actions.bring(db, cem.id, 1)


def test_where_everybody_comes_alone_nobody_is_brought(db, cafe):
    change_terms(db, cafe, guests_allowed=False)
    with pytest.raises(HubError, match="alone"):
        comes(db, cafe, "Cem", guests=1)
    assert comes(db, cafe, "Cem").state is State.COMING


@pytest.mark.parametrize("guests", [6, -1])
def test_nobody_brings_a_crowd(db, cafe, guests):
    change_terms(db, cafe, capacity=None)
    with pytest.raises(HubError, match="at most 5"):
        comes(db, cafe, "Cem", guests=guests)


def test_where_no_seats_are_counted_everybody_comes(db, cafe):
    change_terms(db, cafe, capacity=None)
    assert [comes(db, cafe, name, guests=5).state for name in ("Ada", "Ben")] == [State.COMING] * 2


def test_nobody_comes_to_what_is_past_cancelled_or_gone(db, cafe):
    with pytest.raises(HubError, match="too late"):
        actions.ask(db, neighbour(db, "Cem"), Wish(cafe.id, ""), STARTS)
    change_date(db, cafe, NOON, cancelled=True)
    with pytest.raises(HubError, match="cancelled"):
        comes(db, cafe, "Cem")
    for wish in (Wish(cafe.id, "another"), Wish(uuid4(), "")):
        with pytest.raises(HubError, match="Nobody can say here"):
            actions.ask(db, neighbour(db, "Cem"), wish, NOON)


@pytest.mark.parametrize("terms", [{"rsvp": False}, {"state": "refused"}])
def test_nobody_comes_where_the_organiser_takes_no_names_or_it_was_put_away(db, cafe, terms):
    change_terms(db, cafe, **terms)
    with pytest.raises(HubError, match="Nobody can say here"):
        comes(db, cafe, "Cem")


def test_one_person_comes_to_so_many_and_no_more(db, alderford):
    weekly = typed_meetup(db, alderford, weeks=MOST_OPEN + 1)
    slots = [slot_of(STARTS + week * WEEK) for week in range(MOST_OPEN + 1)]
    made = [comes(db, weekly, "Cem", slot=slot) for slot in slots[:-1]]
    with pytest.raises(HubError, match="20 meetups"):
        comes(db, weekly, "Cem", slot=slots[-1])
    actions.withdraw(db, made[0].id)
    assert comes(db, weekly, "Cem", slot=slots[-1]).state is State.COMING


def test_a_name_is_taken_down(db, cafe):
    cem = comes(db, cafe, "Cem", name="Buy pills", is_shown=True)
    actions.show_no_name(db, cem.id)
    assert (queries.rsvp(db, cem.id).name, queries.rsvp(db, cem.id).state) == ("", State.COMING)


def test_nobody_moves_up_at_a_date_that_was_called_off(db, cafe):
    made = [comes(db, cafe, name) for name in ("Ada", "Ben", "Cem")]
    change_date(db, cafe, NOON, cancelled=True)
    actions.withdraw(db, made[0].id)
    assert not queries.to_settle(db, NOON)
    assert states(db, cafe)[2] == "waiting"


def test_what_nobody_said_is_not_found(db):
    with pytest.raises(NotFound):
        queries.rsvp(db, uuid4())
