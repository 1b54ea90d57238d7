"""Ben calls off one date, moves another, holds it once more; nobody else can."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from limits import RateLimitItemPerDay
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.events.models import Event, Occurrence
from hub.meet.hosting.actions import set_date
from hub.meet.hosting.models import Hosted
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import OddDate
from hub.site.hosting import often
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.hosted import BEN, NEW, host, next_tuesday, only, typed
from tests.site.pinned import known_well


@pytest.fixture
def weekly(ben: Neighbour, many: Engine, alderford: Alderford) -> str:
    """Ben’s meetup on four Tuesdays, which everybody sees; the address of his own page of it."""
    known_well(many, BEN)
    host(ben, often="weekly", times="4")
    return f"/you/meetups/{only(many).id}"


def dates(many: Engine) -> Sequence[Occurrence]:
    with reading(many) as db:
        mine = select(Occurrence).join(Event).where(Event.id == only(many).event_id)
        found = db.exec(mine.order_by(col(Occurrence.starts_at))).all()
        db.expunge_all()
        return found


def event(many: Engine) -> Event:
    with reading(many) as db:
        found = db.get_one(Event, only(many).event_id)
        db.expunge_all()
        return found


def test_one_date_is_called_off_and_taken_back_and_the_others_stay(
    ben: Neighbour, cem: Neighbour, many: Engine, weekly: str
) -> None:
    second = next_tuesday() + timedelta(days=7)
    before = event(many).sequence
    page = ben.post(f"{weekly}/dates", slot=second.isoformat(), deed="cancel", note="Hall is shut", follow=True)
    assert "This date is changed, the others stay." in page.text
    assert [each.cancelled for each in dates(many)] == [False, True, False, False]
    assert event(many).sequence > before
    assert "Hall is shut" in cem.visit(f"/alderford/meetups/{event(many).id}").text
    ben.post(f"{weekly}/dates", slot=second.isoformat(), deed="back")
    assert not any(each.cancelled for each in dates(many))


def test_ben_finds_what_he_held_long_ago_to_hold_it_once_more(ben: Neighbour, many: Engine, weekly: str) -> None:
    assert "1 meetup, to change" in ben.visit("/you").text
    with writing(many) as db:
        db.get_one(Hosted, only(many).id).ends_on = date(2020, 1, 1)
    page = ben.visit("/you")
    assert "1 meetup, to change" not in page.text
    assert "/you/meetups" in page.links


def test_one_date_is_moved(ben: Neighbour, many: Engine, weekly: str) -> None:
    second = next_tuesday() + timedelta(days=7)
    there = second + timedelta(days=2)
    slots = [each.slot for each in dates(many)]
    fields: dict[str, Any] = {
        "slot": second.isoformat(),
        "deed": "move",
        "day": there.isoformat(),
        "clock": "20:00",
        "note": "",
    }
    assert ben.post(f"{weekly}/dates", **fields).status == 303
    assert dates(many)[1].starts_on == there
    assert [each.slot for each in dates(many)] == slots
    assert "moved from" in ben.visit(weekly).text


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("day", {"day": "31/02/2027"}),
        ("day", {"day": "2020-01-01"}),
        ("clock", {"clock": "late"}),
        ("note", {"note": "x" * 201}),
    ],
)
def test_a_date_is_not_moved_to_nowhere(
    ben: Neighbour, many: Engine, weekly: str, field: str, fields: dict[str, str]
) -> None:
    slot = next_tuesday().isoformat()
    usual: dict[str, Any] = {"slot": slot, "deed": "move", "day": slot, "clock": "19:00", "note": "Kept"}
    page = ben.post(f"{weekly}/dates", **(usual | fields))
    assert page.status == 422
    assert page.words(f"//p[@id='{field}']")
    assert page.words(f"//a[@href='#{field}']")


def test_what_a_word_led_to_before_stands_in_the_way_of_nothing(ben: Neighbour, many: Engine, weekly: str) -> None:
    slot = next_tuesday()
    there: dict[str, Any] = {"slot": slot.isoformat(), "note": "See https://unknown.example/hall"}
    moved: dict[str, Any] = {"deed": "move", "day": (slot + timedelta(days=1)).isoformat(), "clock": "19:00"}
    assert ben.post(f"{weekly}/dates", **there, **moved).status == 422
    with writing(many) as db:
        set_date(db, only(many).id, OddDate(slot, note=there["note"]), now())
    assert ben.post(f"{weekly}/dates", **there, **moved).status == 303
    assert ben.post(f"{weekly}/dates", **(there | {"note": "See https://other.example"}), **moved).status == 422
    assert ben.post(f"{weekly}/dates", slot=there["slot"], note="See https://other.example", deed="back").status == 303


def test_two_dates_are_not_put_on_one_day_and_a_deed_is_chosen(ben: Neighbour, weekly: str) -> None:
    slot, other = next_tuesday().isoformat(), (next_tuesday() + timedelta(days=7)).isoformat()
    assert ben.post(f"{weekly}/dates", slot=slot, deed="move", day=other, clock="19:00").status == 422
    assert ben.post(f"{weekly}/dates", slot=slot, deed="dance").status == 422
    assert ben.post(f"{weekly}/dates", slot="2020-01-01", deed="cancel").status == 422


def test_all_is_called_off_and_takes_place_after_all(ben: Neighbour, cem: Neighbour, many: Engine, weekly: str) -> None:
    assert "It is called off." in ben.post(f"{weekly}/cancel", follow=True).text
    assert event(many).cancelled
    assert "Cancelled:" in cem.visit(f"/alderford/meetups/{event(many).id}").text
    assert "STATUS:CANCELLED" in cem.visit(f"/alderford/meetups/{event(many).id}.ics").source
    ben.post(f"{weekly}/again")
    assert not event(many).cancelled


def test_another_hour_moves_every_date_and_keeps_what_was_called_off(ben: Neighbour, many: Engine, weekly: str) -> None:
    second = next_tuesday() + timedelta(days=7)
    ben.post(f"{weekly}/dates", slot=second.isoformat(), deed="cancel")
    form = ben.visit(f"{weekly}/change")
    assert "Dates you called off or moved stay so" in form.text
    looks = ben.post(f"{weekly}/change", **dict(form.all("//form[@id='meetup']")[0].form_values()) | {"step": "look"})
    assert "This is how it will look" in looks.text
    page = ben.fill(form, clock="20:00", until_clock="22:00")
    assert "It is changed." in page.text
    assert [each.cancelled for each in dates(many)] == [False, True, False, False]
    assert event(many).repeats.startswith("FREQ=WEEKLY")
    ben.fill(form, often="fortnightly")
    assert not any(each.cancelled for each in dates(many))


def test_what_is_wrong_with_a_change_is_said(ben: Neighbour, many: Engine, weekly: str) -> None:
    form = ben.visit(f"{weekly}/change")
    assert ben.fill(form, title="").status == 422
    assert event(many).title == "Knitting circle"


def test_who_asks_nobody_for_a_while_keeps_the_seats(ben: Neighbour, many: Engine, weekly: str) -> None:
    ben.fill(ben.visit(f"{weekly}/change"), rsvp="yes", capacity="9")
    form = dict(ben.visit(f"{weekly}/change").all("//form[@id='meetup']")[0].form_values())
    del form["rsvp"]
    assert ben.post(f"{weekly}/change", **form | {"step": "send"}).status == 303
    assert (only(many).rsvp, only(many).capacity) == (False, 9)


def test_the_button_that_moves_a_date_says_so(ben: Neighbour, weekly: str) -> None:
    assert any(each.startswith("Move it") for each in ben.visit(weekly).words("//button[@value='move']"))


def test_a_change_leads_to_no_site_nobody_led_to_yet(ben: Neighbour, many: Engine, weekly: str) -> None:
    form = ben.visit(f"{weekly}/change")
    page = ben.fill(form, words="Win at https://casino.example/now")
    assert page.status == 422
    assert "casino.example" in page.words("//p[@id='words-wrong']")[0]


@pytest.mark.parametrize("field", ["title", "location", "name", "price", "url"])
def test_no_line_of_it_leads_there_either(ben: Neighbour, many: Engine, weekly: str, field: str) -> None:
    typed: dict[str, Any] = {field: "www.casino.example/now"}
    page = ben.fill(ben.visit(f"{weekly}/change"), **typed)
    assert (page.status, "casino.example" in page.text) == (422, True)
    assert "casino" not in event(many).title + event(many).location


def test_nor_does_a_word_about_one_date(ben: Neighbour, many: Engine, weekly: str) -> None:
    refused = ben.post(f"{weekly}/dates", deed="cancel", slot=next_tuesday().isoformat(), note="Win at casino.org!")
    assert (refused.status, "casino.org" in refused.words("//p[@id='note']")[0]) == (422, True)
    assert not any(each.cancelled for each in dates(many))


def test_copying_begins_with_the_same_words_on_the_next_day(ben: Neighbour, many: Engine, weekly: str) -> None:
    page = ben.visit(f"{NEW}?copy={only(many).id}")
    assert page.all("//input[@id='title']")[0].get("value") == "Knitting circle"
    assert page.all("//input[@id='day']")[0].get("value") == (next_tuesday() + timedelta(weeks=4)).isoformat()
    assert page.all("//select[@id='often']/option[@selected]")[0].get("value") == "weekly"
    assert ben.fill(page).h1 == "Knitting circle"
    assert len(typed(many)) == 2


@pytest.fixture
def once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(often, "CHANGES", RateLimitItemPerDay(1, namespace="changes-test"))


@pytest.mark.usefixtures("once_a_day")
def test_nobody_mails_those_who_come_without_end_by_calling_it_off_and_on(
    ben: Neighbour, many: Engine, weekly: str
) -> None:
    answers = [ben.post(f"{weekly}/{deed}").status for deed in ("cancel", "again", "cancel", "again")]
    assert answers == [303, 303, 303, 429]
    assert event(many).cancelled


@pytest.mark.usefixtures("once_a_day")
def test_what_was_changed_often_today_stays_and_is_called_off_at_any_time(
    ben: Neighbour, many: Engine, weekly: str
) -> None:
    form = ben.visit(f"{weekly}/change")
    assert ben.fill(form, clock="18:00").status == 200
    again = ben.fill(form, clock="17:00")
    assert (again.status, "very often today" in again.words("//p[@id='title-wrong']")[0]) == (422, True)
    slot, other = (next_tuesday() + timedelta(days=days) for days in (7, 14))
    moved: dict[str, Any] = {"slot": slot.isoformat(), "deed": "move", "day": slot.isoformat(), "clock": "20:00"}
    assert [ben.post(f"{weekly}/dates", **moved).status for _ in range(2)] == [303, 422]
    assert ben.post(f"{weekly}/dates", **(moved | {"slot": other.isoformat(), "day": other.isoformat()})).status == 303
    assert ben.post(f"{weekly}/dates", slot=slot.isoformat(), deed="cancel", note="").status == 303
    assert ben.post(f"{weekly}/cancel").status == 303


def test_nobody_else_sees_or_changes_it(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, weekly: str
) -> None:
    for address in (weekly, f"{weekly}/change"):
        assert ada.visit(address).status == 404
        assert cem.visit(address).status == 303
    for deed in ("cancel", "again", "dates", "change"):
        assert ada.post(f"{weekly}/{deed}").status == 404
        assert cem.post(f"{weekly}/{deed}").status == 401
    copy = ada.visit(f"{NEW}?copy={only(many).id}")
    assert not copy.all("//input[@id='title']")[0].get("value")
    assert not event(many).cancelled


def test_my_meetups_are_listed_with_the_next_date(ben: Neighbour, many: Engine, weekly: str) -> None:
    assert "Meetups you invite to" in ben.visit("/you").text
    page = ben.visit("/you/meetups")
    assert "Knitting circle" in page.text
    assert "next on Tuesday" in page.text
    ben.post(f"{weekly}/cancel")
    assert "called off" in ben.visit("/you/meetups").text


def test_what_waits_is_withdrawn_and_sent_again(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    host(ben)
    address = f"/you/meetups/{only(many).id}"
    ben.post(f"{address}/cancel")
    assert only(many).state == State.WITHDRAWN
    ben.post(f"{address}/again")
    assert only(many).state == State.WAITING
    assert only(many).event_id is None
