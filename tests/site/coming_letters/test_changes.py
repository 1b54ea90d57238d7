"""Cem is told when a meetup he comes to is moved, cancelled or somewhere else, and when there is a seat."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.meet.events.forgetting import forget_source
from hub.meet.events.models import Event, Occurrence
from hub.meet.hosting.models import Hosted
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.models import Rsvp
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Target
from tests.meet.coming import change_terms
from tests.site.coming_letters.told import (
    BEN,
    DAY,
    EVE,
    HOUR,
    MINUTE,
    MONDAY,
    STARTS,
    Round,
    changed,
    last,
    number,
    take_down,
)


def test_while_nothing_changes_nobody_is_written_to(at: Round, many: Engine, cafe: Event) -> None:
    assert at(MONDAY + HOUR) == 0
    assert number(many) == 0


def test_cem_hears_once_that_it_was_moved(at: Round, many: Engine, cafe: Event) -> None:
    changed(many, cafe, MONDAY, starts_at=STARTS + DAY, ends_at=None, starts_on=(STARTS + DAY).date())
    assert at(MONDAY + HOUR) == 2
    letter = last(many)
    assert "Moved: Repair café" in letter
    assert "It was to begin on Thursday 12 March, 19:00, and was moved." in letter
    assert "When: Friday 13 March, 19:00" in letter
    assert f"/alderford/meetups/{cafe.id}" in letter
    assert "/mail/coming/" in letter
    assert at(MONDAY + 2 * HOUR) == 0


def test_several_changes_within_minutes_are_one_mail(at: Round, many: Engine, cafe: Event) -> None:
    changed(many, cafe, MONDAY, starts_at=STARTS + HOUR)
    assert at(MONDAY + MINUTE) == 0
    changed(many, cafe, MONDAY + 2 * MINUTE, location="New Library")
    assert at(MONDAY + 4 * MINUTE) == 0
    assert at(MONDAY + 5 * MINUTE) == 2
    assert "It was to be here: Old Library. It is somewhere else now." in last(many)
    assert "Where: New Library" in last(many)
    assert "and was moved" in last(many)
    assert number(many) == 1


def test_what_was_changed_back_is_not_told(at: Round, many: Engine, cafe: Event) -> None:
    changed(many, cafe, MONDAY, cancelled=True)
    changed(many, cafe, MONDAY + MINUTE, cancelled=False)
    assert at(MONDAY + HOUR) == 0


def test_cem_hears_that_it_is_somewhere_else(at: Round, many: Engine, cafe: Event) -> None:
    changed(many, cafe, MONDAY, location="New Library")
    at(MONDAY + HOUR)
    assert "Somewhere else: Repair café" in last(many)


def test_who_takes_part_online_reads_where_and_by_whose_clocks(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        db.get_one(Event, cafe.id).online_url = "https://meet.example/cafe"
    changed(many, cafe, MONDAY, starts_at=STARTS + HOUR)
    at(MONDAY + HOUR)
    assert "To take part online: https://meet.example/cafe" in last(many)
    assert "Its times are those of the clocks in London." in last(many)


def test_where_it_is_can_be_said_later(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        for row in db.exec(select(Rsvp)):
            row.told_location = ""
    at(MONDAY + HOUR)
    assert "Where it is was not known, and is now." in last(many)


def test_cem_hears_that_it_was_cancelled_and_that_it_takes_place_after_all(
    at: Round, many: Engine, cafe: Event
) -> None:
    changed(many, cafe, MONDAY, cancelled=True)
    assert at(MONDAY + HOUR) == 2
    assert "Cancelled: Repair café" in last(many)
    assert "It does not take place on Thursday 12 March, 19:00." in last(many)
    assert at(STARTS - DAY - HOUR) == at(STARTS - DAY + HOUR) == 0  # nor is anybody reminded of it
    changed(many, cafe, STARTS - 5 * HOUR, cancelled=False)
    assert at(STARTS - 4 * HOUR) == 2
    assert "It takes place after all: Repair café" in last(many)
    assert "It was called off, and takes place now after all." in last(many)


def test_of_a_date_that_was_taken_out_cem_hears_that_it_does_not_take_place(
    at: Round, many: Engine, cafe: Event
) -> None:
    with writing(many) as db:
        db.delete(db.exec(select(Occurrence).where(Occurrence.event_id == cafe.id)).one())
        db.get_one(Event, cafe.id).changed_at = MONDAY
    assert at(MONDAY + HOUR) == 2
    assert "Cancelled: Repair café" in last(many)
    assert f"/alderford/meetups/{cafe.id}" in last(many)


def test_a_meetup_that_begins_to_repeat_is_the_same_one(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        db.exec(select(Occurrence).where(Occurrence.event_id == cafe.id)).one().slot = "20260312"
        db.flush()
        assert queries.to_rename(db, queries.watched(db, MONDAY)) == {(cafe.id, ""): "20260312"}
    assert at(MONDAY + HOUR) == 0
    with reading(many) as db:
        assert [each.state.value for each in queries.of_date(db, cafe.id, "20260312")] == ["coming", "waiting"]


@pytest.mark.parametrize("how", ["refused", Target.EVENT, Target.SOURCE, Target.DOMAIN, "left the hub"])
def test_of_what_is_gone_cem_hears_so_and_no_reason(at: Round, many: Engine, cafe: Event, how: Target | str) -> None:
    with writing(many) as db:
        if isinstance(how, Target):
            take_down(db, cafe, how)
        elif how == "refused":
            change_terms(db, cafe, state="refused")
        else:
            db.delete(db.exec(select(Hosted).where(Hosted.event_id == cafe.id)).one())
            db.flush()
            forget_source(db, cafe.source_id)
    assert at(MONDAY + HOUR) == 2
    letter = last(many)
    assert "No longer shown here: Repair café" in letter
    assert "nobody here can tell you whether it takes place" in letter
    assert str(cafe.id) not in letter
    assert at(MONDAY + 2 * HOUR) == at(EVE) == 0  # nor is anybody reminded of it


def test_of_what_is_shown_again_cem_hears_that_it_takes_place(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        take_down(db, cafe, Target.EVENT)
    assert at(MONDAY + HOUR) == 2
    with writing(many) as db:
        db.delete(db.exec(select(Withholding)).one())
    assert at(MONDAY + 2 * HOUR) == 2
    assert "Shown here again: Repair café" in last(many)
    assert "We wrote to you that this hub does not show it any more." in last(many)
    assert "called off" not in last(many)
    assert "give your place back" in last(many)


def test_of_what_is_shown_again_but_called_off_cem_hears_that_it_does_not_take_place(
    at: Round, many: Engine, cafe: Event
) -> None:
    with writing(many) as db:
        take_down(db, cafe, Target.EVENT)
    assert at(MONDAY + HOUR) == 2
    changed(many, cafe, MONDAY + HOUR, cancelled=True)
    with writing(many) as db:
        db.delete(db.exec(select(Withholding)).one())
    assert at(MONDAY + 2 * HOUR) == 2
    assert "Cancelled: Repair café" in last(many)
    assert at(MONDAY + 3 * HOUR) == 0


def test_of_what_does_not_take_place_nobody_is_asked_to_give_their_place_back(
    at: Round, many: Engine, cafe: Event
) -> None:
    changed(many, cafe, MONDAY, cancelled=True)
    assert at(MONDAY + HOUR) == 2
    assert "give your place back" not in last(many)


def test_of_what_is_over_nobody_hears_more(at: Round, many: Engine, cafe: Event) -> None:
    changed(many, cafe, STARTS, cancelled=True)
    assert at(STARTS + MINUTE) == 0


def test_who_withdrew_hears_nothing(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        for each in queries.of_date(db, cafe.id, ""):
            actions.withdraw(db, each.id)
    changed(many, cafe, MONDAY, cancelled=True)
    assert at(MONDAY + HOUR) == 0


def test_who_moves_up_is_told(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        actions.withdraw(db, queries.of_date(db, cafe.id, "")[0].id)
    assert at(MONDAY + HOUR) == 1
    letter = last(many, BEN)
    assert "You have a seat: Repair café" in letter
    assert "There is a seat for you now." in letter
    assert at(MONDAY + 2 * HOUR) == 0


def test_more_seats_are_given_to_who_waits(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        change_terms(db, cafe, capacity=2)
    assert at(MONDAY + HOUR) == 1
    assert "You have a seat" in last(many, BEN)


def test_a_seat_and_a_move_are_one_mail(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        change_terms(db, cafe, capacity=2)
    changed(many, cafe, MONDAY, starts_at=STARTS + HOUR)
    assert at(MONDAY + HOUR) == 2
    assert number(many, BEN) == 1
    assert "There is a seat for you now." in last(many, BEN)
    assert "and was moved" in last(many, BEN)
