"""Cem says that he comes to a meetup, with an address or signed in, and takes it back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from limits import RateLimitItemPerDay
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import Event
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.site.pages import coming as page
from tests import town
from tests.meet.coming import WEEK, change_date, change_terms, slot_of, typed_meetup
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.comers import CEM, address, comes, rows
from tests.site.conftest import Alderford


@pytest.fixture
def cafe(many: Engine, alderford: Alderford) -> Event:
    with writing(many) as db:
        return typed_meetup(db, alderford.place, "Mending café", alderford.moment + WEEK, capacity=2)


def test_cem_says_with_an_address_that_he_comes(cem: Neighbour, many: Engine, cafe: Event) -> None:
    found = cem.visit(address(cafe))
    assert "nobody has said yet that they come, 2 seats left" in found.text
    sent = cem.fill(found, email=CEM)
    assert rows(many) == []
    assert "Mending café" in sent.text
    done = cem.fill(sent, code=post.code(many, CEM))
    assert "You have a seat" in done.text
    assert "Mending café" in done.text
    letter = post.letters(many, CEM)[-1]
    assert "You are coming: Mending café" in letter
    assert "Where: Old Library" in letter
    assert f"/alderford/meetups/{cafe.id}/coming.ics" in letter
    assert "1 is coming, 1 seat left" in cem.visit(address(cafe)).text


def test_who_is_signed_in_presses_once(ben: Neighbour, many: Engine, cafe: Event) -> None:
    done = ben.fill(ben.visit(address(cafe)), guests="1")
    assert "You have a seat" in done.text
    assert len(post.letters(many, "ben@hub.example")) == 1


def test_the_answer_is_the_same_for_an_address_we_know(cem: Neighbour, ben: Neighbour, cafe: Event) -> None:
    del ben
    pages = [
        cem.post(address(cafe, "/coming"), follow=True, email=f"{name}@hub.example").text.replace(f"{name}@", "@")
        for name in ("ben", "nobody")
    ]
    assert pages[0] == pages[1]


def test_the_public_page_is_the_same_for_everybody(cem: Neighbour, ben: Neighbour, cafe: Event) -> None:
    ben.fill(ben.visit(address(cafe)), guests="0")
    assert cem.visit(address(cafe)).source == ben.visit(address(cafe)).source


def test_a_name_is_shown_to_others_only_where_that_was_ticked(cem: Neighbour, ben: Neighbour, cafe: Event) -> None:
    ben.fill(ben.visit(address(cafe)), name="Benjamin")
    assert "Benjamin" not in cem.visit(address(cafe)).text


def test_who_ticks_it_and_is_known_by_a_name_is_shown_by_it(cem: Neighbour, ben: Neighbour, cafe: Event) -> None:
    ben.post(address(cafe, "/coming"), shown="yes")
    assert "1 is coming, 1 seat left (Ben)" in cem.visit(address(cafe)).text


def test_when_it_is_full_cem_waits_and_moves_up(cem: Neighbour, ben: Neighbour, many: Engine, cafe: Event) -> None:
    ben.fill(ben.visit(address(cafe)), guests="1")
    full = cem.visit(address(cafe))
    assert "2 are coming, no seat left" in full.text
    assert "Put me on the waiting list" in full.text
    waits = comes(cem, many, cafe, CEM)
    assert "you wait in turn" in waits.text
    assert "You wait for a seat: Mending café" in post.letters(many, CEM)[-1]
    assert "2 are coming, no seat left, 1 waiting" in cem.visit(address(cafe)).text
    mine = ben.visit("/you/coming")
    (form,) = [each for each in mine.all("//form") if str(each.get("action")).endswith("/withdraw")]
    assert "given your place back" in ben.post(str(form.get("action")), follow=True).text
    assert [each.state for each in rows(many)] == ["withdrawn", "coming"]


def test_cem_takes_it_back_by_the_link_in_his_mail(cem: Neighbour, many: Engine, cafe: Event) -> None:
    comes(cem, many, cafe, CEM)
    cem.browser.cookies.clear()
    found = re.search(r"/mail/coming/\S+", post.letters(many, CEM)[-1])
    assert found
    looked = cem.visit(found[0])
    assert "Nothing has been changed yet" in looked.text
    assert [each.state for each in rows(many)] == ["coming"]
    assert "You have given your place back" in cem.post(found[0], follow=True).h1
    assert [each.state for each in rows(many)] == ["withdrawn"]
    cem.post(found[0])
    assert [each.state for each in rows(many)] == ["withdrawn"]


def test_the_link_of_an_old_mail_gives_no_later_seat_back(cem: Neighbour, many: Engine, cafe: Event) -> None:
    comes(cem, many, cafe, CEM)
    old = re.search(r"/mail/coming/\S+", post.letters(many, CEM)[-1])
    assert old
    cem.post(old[0])
    cem.post(address(cafe, "/coming"))
    assert "Use the one in a newer mail" in cem.post(old[0]).text
    assert [each.state for each in rows(many)] == ["coming"]


def test_a_link_that_is_none_of_ours_withdraws_nothing(cem: Neighbour) -> None:
    assert cem.visit("/mail/coming/nonsense").status == 404
    assert cem.post("/mail/coming/nonsense").status == 404


def test_cem_chooses_a_date_of_what_repeats(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    starts_at = alderford.moment + WEEK
    with writing(many) as db:
        weekly = typed_meetup(db, alderford.place, "Choir", starts_at, weeks=3, guests_allowed=False)
    slots = [slot_of(starts_at + week * WEEK) for week in range(3)]
    found = cem.visit(address(weekly))
    assert [str(each.get("value")) for each in found.all("//input[@name='date']")] == slots
    assert found.all("//select[@id='guests']") == []
    refused = cem.post(address(weekly, "/coming"), email=CEM)
    assert (refused.status, refused.words("//*[@id='date-wrong']")) == (
        422,
        ["Please mend this: Choose a date that is still to come."],
    )
    done = comes(cem, many, weekly, CEM, date=slots[1])
    assert "Choir" in done.text
    assert [each.slot for each in rows(many)] == [slots[1]]
    calendar = cem.visit(address(weekly, f"/coming.ics?date={slots[1]}")).source
    assert calendar.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": ""}, "email"),
        ({"email": "cem"}, "email"),
        ({"guests": "2"}, "guests"),
        ({"guests": "many"}, "guests"),
        ({"guests": "\uff19"}, "guests"),
        ({"shown": "yes"}, "name"),
        ({"name": "C" * 41}, "name"),
        ({"name": "pills.example"}, "name"),
        ({"name": "Call 01632"}, "name"),
        ({"name": "C\u202eem"}, "name"),
        ({"website": "https://spam.example"}, "website"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    cem: Neighbour, many: Engine, cafe: Event, fields: dict[str, str], wrong: str
) -> None:
    typed: dict[str, Any] = {"email": CEM, "name": "", "date": "", **fields}
    refused = cem.post(address(cafe, "/coming"), **typed)
    assert refused.status == 422
    assert f"#{wrong}" in refused.links
    assert refused.all(f"//*[@id='{wrong}']")
    assert post.letters(many, CEM) == []


def test_a_name_may_have_dots(ben: Neighbour, cem: Neighbour, cafe: Event) -> None:
    ben.post(address(cafe, "/coming"), shown="yes", name="J. R. Weir")
    assert "J. R. Weir" in cem.visit(address(cafe)).text


@pytest.mark.parametrize("change", [{"cancelled": True}, {"starts_at": now() - timedelta(hours=1)}])
def test_what_is_cancelled_or_past_takes_nobody(
    cem: Neighbour, many: Engine, cafe: Event, change: dict[str, Any]
) -> None:
    with writing(many) as db:
        change_date(db, cafe, now(), **change)
    assert cem.visit(address(cafe)).all("//section[@id='coming']") == []
    assert cem.post(address(cafe, "/coming"), email=CEM).status == 404


def test_what_was_cancelled_before_the_code_was_typed_is_not_done(cem: Neighbour, many: Engine, cafe: Event) -> None:
    sent = cem.post(address(cafe, "/coming"), email=CEM, follow=True)
    with writing(many) as db:
        change_date(db, cafe, now(), cancelled=True)
    told = cem.fill(sent, code=post.code(many, CEM))
    assert "too late to come to this date, or it was cancelled" in told.text
    assert rows(many) == []


def test_a_meetup_that_was_taken_down_takes_nobody(cem: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        db.add(Withholding(target_kind=Target.SOURCE, target_id=cafe.source_id.hex, measure=Measure.HIDE, since=now()))
    assert cem.post(address(cafe, "/coming"), email=CEM).status == 410


def test_where_the_organiser_takes_the_names_one_link_leads_there(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Red Lion", alderford.place, kind="events"), reads="events")
        quiz = town.meetup(db, feed, "Quiz", alderford.moment + WEEK, url="https://lion.example/quiz")
        silent = town.meetup(db, feed, "Darts", alderford.moment + WEEK)
    told = cem.visit(address(quiz))
    assert "If one has to sign up, it says so there." in told.text
    assert len(told.all("//main//a[@href='https://lion.example/quiz']")) == 1
    assert told.all("//section[@id='coming']") == []
    assert cem.visit(address(silent)).all("//section[@id='coming']") == []
    assert cem.visit(address(quiz, "/coming")).status == 404


def test_where_nobody_is_asked_to_say_so_nothing_stands_there(cem: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        change_terms(db, cafe, rsvp=False)
    assert cem.visit(address(cafe)).all("//section[@id='coming']") == []


def test_ben_brings_more_and_is_told_when_there_is_no_seat(ben: Neighbour, many: Engine, cafe: Event) -> None:
    ben.post(address(cafe, "/coming"))
    assert "It is kept." in ben.fill(ben.visit("/you/coming"), guests="1").text
    assert [each.guests for each in rows(many)] == [1]
    mine = f"/you/coming/{rows(many)[0].id}"
    refused = ben.post(mine, guests="5")
    assert (refused.status, "There are 2 seats in all." in refused.text) == (422, True)
    assert ben.post(mine, guests="²").status == 422
    with writing(many) as db:
        change_terms(db, cafe, guests_allowed=False)
    assert "1" in ben.visit("/you/coming").words("//select")[0]


def test_nobody_changes_what_somebody_else_said(ben: Neighbour, cem: Neighbour, many: Engine, cafe: Event) -> None:
    comes(cem, many, cafe, CEM)
    (row,) = rows(many)
    for what in (f"/you/coming/{row.id}", f"/you/coming/{row.id}/withdraw", "/you/coming/nonsense"):
        assert ben.post(what, guests="1").status == 404
    assert [(each.state, each.guests) for each in rows(many)] == [("coming", 0)]


def test_ben_sees_on_his_page_to_what_he_comes(ben: Neighbour, many: Engine, cafe: Event) -> None:
    assert "not said of any meetup" in ben.visit("/you/coming").text
    ben.post(address(cafe, "/coming"), shown="yes")
    assert "/you/coming" in ben.visit("/you").links
    assert "Others read your name: Ben." in ben.visit("/you/coming").text
    with writing(many) as db:
        change_date(db, cafe, now(), cancelled=True)
    assert "It was cancelled." in ben.visit("/you/coming").text
    with writing(many) as db:
        change_date(db, cafe, now(), slot="", cancelled=False)
        change_terms(db, cafe, state="refused")
    gone = ben.visit("/you/coming")
    assert "no longer shown here" in gone.text
    assert "Old Library" not in gone.text
    assert address(cafe) not in gone.links


def test_nobody_says_it_without_end(ben: Neighbour, many: Engine, cafe: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "OF_PERSON", RateLimitItemPerDay(1, namespace="coming-test"))
    assert ben.post(address(cafe, "/coming")).status == 303
    assert ben.post(address(cafe, "/coming")).status == 422


def test_codes_are_not_mailed_without_end(cem: Neighbour, many: Engine, cafe: Event) -> None:
    answers = [cem.post(address(cafe, "/coming"), email=CEM, name="Cem") for _ in range(6)]
    assert [each.status for each in answers] == [303] * 5 + [422]
    assert answers[-1].all("//input[@id='name' and @value='Cem']")
    assert len(post.letters(many, CEM)) == 5


def test_the_form_has_a_page_of_its_own(cem: Neighbour, ben: Neighbour, cafe: Event) -> None:
    assert cem.visit(address(cafe, "/coming")).all("//input[@id='email']")
    own = ben.visit(address(cafe, "/coming"))
    assert own.h1 == "Say that you are coming"
    assert own.all("//input[@id='email']") == []
    assert own.headers["cache-control"] == "no-store"
