"""Cem is reminded the day before, once, at a decent hour, and nobody else is."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import writing
from hub.meet.events.models import Event
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.models import Rsvp
from hub.people.mail import actions as mail
from hub.places.models import Place
from hub.settings import Settings
from hub.site.coming_letters import REMINDERS, Writer
from tests.meet.coming import change_date, change_terms, neighbour, typed_meetup
from tests.site import post
from tests.site.coming_letters.told import (
    BEN,
    CEM,
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
)


def test_cem_is_reminded_once_and_ben_who_waits_is_not(at: Round, many: Engine, cafe: Event) -> None:
    assert at(EVE - MINUTE) == 0
    assert at(EVE) == 1
    letter = last(many)
    assert "Soon: Repair café" in letter
    assert "When: Thursday 12 March, 19:00 to 21:00" in letter
    assert "/mail/coming/" in letter
    assert "/mail/stop/" in letter
    assert (at(EVE + MINUTE), at(EVE + DAY - HOUR)) == (0, 0)
    assert number(many, BEN) == 0


def test_a_hub_that_was_off_reminds_in_the_morning_and_wakes_nobody(at: Round, many: Engine, cafe: Event) -> None:
    assert at(EVE + 5 * HOUR) == 0
    assert at(EVE + 15 * HOUR) == 1


def test_a_hub_that_was_off_longer_reminds_of_nothing_that_has_begun(at: Round, many: Engine, cafe: Event) -> None:
    assert at(STARTS) == 0


def test_who_said_it_just_now_is_not_reminded(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        for row in db.exec(select(Rsvp)):
            row.told_at = EVE - HOUR
    assert (at(EVE), at(EVE + 15 * HOUR)) == (0, 0)


def test_who_wants_no_reminders_gets_none_and_hears_of_changes(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        mail.refuse(db, CEM, REMINDERS, MONDAY)
    at(EVE)
    assert number(many) == 0
    changed(many, cafe, EVE, cancelled=True)
    at(EVE + HOUR)
    assert number(many) == 1


def test_what_was_put_off_after_the_reminder_is_reminded_of_again(at: Round, many: Engine, cafe: Event) -> None:
    at(EVE)
    later = STARTS + 7 * DAY
    changed(many, cafe, EVE, starts_at=later, ends_at=None, starts_on=later.date())
    assert at(EVE + HOUR) == 2
    assert at(EVE + 7 * DAY) == 1
    assert number(many) == 3


def test_guests_and_whole_days_are_said(at: Round, many: Engine, place: Place) -> None:
    with writing(many) as db:
        fair = typed_meetup(db, place, "Fair", STARTS, capacity=None)
        db.get_one(Event, fair.id).location = ""
        change_date(db, fair, MONDAY, all_day=True, ends_at=None)
        actions.ask(db, neighbour(db, "Cem"), Wish(fair.id, "", 2), MONDAY)
    assert at(EVE) == 1
    assert "When: Thursday 12 March, all day" in last(many)
    assert "You bring 2 people along." in last(many)
    assert "Where:" not in last(many)


def test_who_left_the_hub_or_has_no_address_is_not_written_to(at: Round, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        db.connection().exec_driver_sql("UPDATE person SET email = ''")
    assert at(EVE) == 1
    assert post.letters(many, CEM) == []


def test_what_has_no_page_has_no_calendar_and_what_is_gone_no_letter(
    many: Engine, settings: Settings, cafe: Event
) -> None:
    with writing(many) as db, Writer(settings).office():
        told = queries.of_date(db, cafe.id, "")[0]
        db.connection().exec_driver_sql("DELETE FROM event_place")
        Writer(settings).confirm(db, told, MONDAY)
        change_terms(db, cafe, state="refused")
        Writer(settings).confirm(db, told, MONDAY)
    assert number(many) == 1
    assert "coming.ics" not in last(many)
