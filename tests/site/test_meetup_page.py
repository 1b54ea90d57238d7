"""Cem reads the page of one meetup: what comes first, its dates, its calendar, and saying that he comes."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.meet.events.models import Event, Occurrence
from hub.meet.venues.models import Venue
from hub.site import meeting
from tests import town
from tests.meet.coming import WEEK, slot_of, typed_meetup
from tests.neighbours import Neighbour
from tests.site.comers import address, comes
from tests.site.conftest import Alderford


def week(alderford: Alderford, number: int) -> datetime:
    """Return when chess begins some weeks from now: at noon, which is the same day wherever one writes of it."""
    return (alderford.moment + number * WEEK).replace(hour=12)


@pytest.fixture
def chess(many: Engine, alderford: Alderford) -> Event:
    """Chess is played every week, and not in the week of one feast."""
    with writing(many) as db:
        chess = typed_meetup(db, alderford.place, "Chess", week(alderford, 1), weeks=5, capacity=2)
        chess.repeats, chess.summary = "FREQ=WEEKLY", "The under-tens usually win."
        feast = slot_of(week(alderford, 3))
        db.delete(db.exec(select(Occurrence).where(Occurrence.event_id == chess.id, Occurrence.slot == feast)).one())
        db.add(chess)
    return chess


def test_cem_puts_a_meetup_or_one_date_of_it_into_his_calendar_beside_when_it_is(cem: Neighbour, chess: Event) -> None:
    page = cem.visit(address(chess))
    (when,) = page.all("//section[@id='when']")
    links = [str(each.get("href")) for each in when.iter("a")]
    assert address(chess, ".ics") in links
    assert any(each.startswith("webcal://") for each in links)
    one_date = [each for each in links if "coming.ics?date=" in each]
    assert len(one_date) == 4
    assert cem.visit(one_date[1]).source.count("BEGIN:VEVENT") == 1


def test_a_date_that_is_taken_out_of_a_series_is_told(cem: Neighbour, alderford: Alderford, chess: Event) -> None:
    feast = week(alderford, 3)
    assert f"every week, but not on {feast:%A} {feast.day} {feast:%B}" in cem.visit(address(chess)).text


def test_more_dates_than_stand_on_the_page_are_told(
    cem: Neighbour, chess: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting, "MOST_DATES", 3)
    assert "and so on" in cem.visit(address(chess)).text


def test_cem_sees_at_once_that_he_can_come_and_the_next_date_is_chosen(cem: Neighbour, chess: Event) -> None:
    page = cem.visit(address(chess))
    assert page.source.index('href="#coming"') < page.source.index('id="what"')
    assert len(page.words("//fieldset[@id='date']/p")) == 1
    assert page.words("//fieldset[@id='date']/details/summary") == ["3 other dates"]
    assert page.all("//fieldset[@id='date']/p/input")[0].get("checked") is not None


def test_what_was_chosen_stands_open_when_the_form_comes_back(
    cem: Neighbour, alderford: Alderford, chess: Event
) -> None:
    later = slot_of(week(alderford, 4))
    refused = cem.post(address(chess, "/coming"), email="nothing", date=later)
    assert refused.all("//fieldset[@id='date']/p/input")[0].get("value") == later
    lost = cem.post(address(chess, "/coming"), email="cem@hub.example", date="nonsense")
    assert lost.all("//fieldset[@id='date']/details[@open]")


def test_who_waits_reads_how_many_wait_before_them_and_takes_the_date_along(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, chess: Event
) -> None:
    first = slot_of(week(alderford, 1))
    ben.post(address(chess, "/coming"), date=first, guests="1")
    assert "You are coming." in ben.visit("/you/coming").text
    assert any("coming.ics" in each for each in ben.visit("/you/coming").links)
    comes(cem, many, chess, "cem@hub.example", date=first, guests="1")
    assert "You are the next in turn." in cem.visit("/you/coming").text
    cem.browser.cookies.clear()
    comes(cem, many, chess, "dilys@hub.example", date=first)
    assert "2 people wait before you." in cem.visit("/you/coming").text


def test_a_meetup_at_its_calendars_usual_venue_may_be_joined_online_as_well(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    room = "https://meet.example/j/1"
    with writing(many) as db:
        hall = Venue(slug="hall", name="The Hall", place_id=alderford.place.id)
        db.add(hall)
        db.flush()
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        known = {"venue_id": hall.id, "venue_because": "usual", "location": "", "online": True, "online_url": room}
        talk = town.meetup(db, calendar, "Talk", alderford.moment + WEEK, **known)
        meetup = address(talk)
    page = cem.visit(meetup)
    assert "The Hall" in page.text
    assert page.links[room] == "Join online"


@pytest.mark.parametrize("is_online", [None, True])
def test_an_address_of_the_web_is_no_place_and_one_joins_there_only_where_that_is_told(
    cem: Neighbour, alderford: Alderford, many: Engine, *, is_online: bool | None
) -> None:
    site = "https://hall.example/rooms"
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        known = {"location": site, "online": is_online}
        meetup = address(town.meetup(db, calendar, "Talk", alderford.moment + WEEK, **known))
    page = cem.visit(meetup)
    assert ("It takes place online." in page.text) is bool(is_online)
    assert "hall.example" not in page.text
