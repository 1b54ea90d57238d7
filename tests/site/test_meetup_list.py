"""Cem finds his way in a long list of meetups: weeks, parts of the place, honest numbers, and the map."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import Occurrence
from hub.meet.events.relisting import relist
from hub.meet.venues.models import Venue
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford

LIST = "/alderford/meetups"
DAY = timedelta(days=1)


def noon() -> datetime:
    return now().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def busy(many: Engine, alderford: Alderford) -> Alderford:
    """There is a hall with a swap day each week, something free in Mill End, and more at a place nobody knows."""
    with writing(many) as db:
        hall = Venue(slug="hall", name="The Hall", place_id=alderford.place.id)
        db.add(hall)
        db.flush()
        diary = db.exec(select(Feed).where(Feed.reads == "events")).one()
        for week in range(1, 5):
            town.meetup(db, diary, f"Swap day {week}", noon() + 7 * week * DAY, venue_id=hall.id)
            town.meetup(db, diary, f"Run {week}", noon() + 7 * week * DAY, location="The towpath")
        chapel = town.feed(db, town.source(db, "Chapel diary", alderford.mill_end, kind="events"), reads="events")
        town.meetup(db, chapel, "Choir", noon() + 9 * DAY, free=True)
    return alderford


def test_cem_goes_to_a_week_of_a_long_list(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit(LIST)
    weeks = page.all("//nav[@class='weeks']//a")
    assert len(weeks) > 3
    ids = {each.get("id") for each in page.all("//section[@class='day']")}
    assert {str(each.get("href")).removeprefix("#") for each in weeks} <= ids


def test_cem_keeps_to_his_part_of_town_with_the_same_filters(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit(f"{LIST}?free=1")
    assert page.words("//details[@class='parts-of']/summary") == ["Only in a part of Alderford"]
    assert page.links["/mill-end/meetups?free=1"] == "Mill End"
    assert not cem.visit("/mill-end/meetups").all("//details[@class='parts-of']")


def test_numbers_stand_beside_what_they_are_of_alone(cem: Neighbour, busy: Alderford) -> None:
    assert "The Hall (4)" in cem.visit(LIST).words("//option")
    for other in ("?view=today", "?free=1", f"?since={noon().date() + 20 * DAY}"):
        assert "The Hall" in cem.visit(LIST + other).words("//option")


def test_what_was_narrowed_stands_at_the_top_and_the_form_is_closed(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit(f"{LIST}?free=1")
    assert not page.all("//details[@id='narrow'][@open]")
    assert "(1 filter is on)" in page.text


def test_the_number_of_all_is_that_of_the_list_it_leads_to(cem: Neighbour, many: Engine, busy: Alderford) -> None:
    with writing(many) as db:
        diary = db.exec(select(Feed).where(Feed.reads == "events")).first()
        assert diary
        town.meetup(db, diary, "Next summer", noon() + 200 * DAY)
    page = cem.visit(f"{LIST}?online=1")
    listed = len(cem.visit(LIST).all("//article"))
    assert page.links[LIST] == f"Show all {listed} meetups ahead"


def test_the_days_cem_looks_at_go_into_his_calendar(cem: Neighbour, busy: Alderford) -> None:
    day = (noon() + 7 * DAY).date()
    page = cem.visit(f"{LIST}?view=today&since={day}")
    (these,) = [each for each, words in page.links.items() if words == "Put these days into your calendar"]
    assert cem.visit(these).source.count("BEGIN:VEVENT") == 2
    assert cem.visit(f"{LIST}.ics?view=week&since=2199-01-01").status == 400


def test_the_map_is_narrowed_in_the_same_way_and_leads_back_to_days(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit(f"{LIST}/map")
    (form,) = page.all("//form[contains(@class, 'meet-filters')]")
    assert form.get("action") == f"{LIST}/map"
    assert page.words("//nav[@class='views']//a[@aria-current]") == ["On a map"]
    assert f"{LIST}?view=weekend&free=1" in cem.visit(f"{LIST}/map?free=1").links
    (towpath,) = page.all("//li[contains(@class, 'spot')][.//h3[normalize-space()='The towpath']]")
    assert any(each.get("href") == LIST for each in towpath.iter("a"))


def test_the_dates_a_map_leaves_out_are_one_press_away(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        diary = db.exec(select(Feed).where(Feed.reads == "events")).one()
        run = town.meetup(db, diary, "Run", noon() + DAY, location="The towpath")
        for number in range(2, 6):
            at = noon() + number * DAY
            db.add(Occurrence(event_id=run.id, starts_at=at, starts_on=at.date()))
        db.flush()
        relist(db, [run.id])
    links = cem.visit(f"{LIST}/map").links
    assert links[f"{LIST}/{run.id}"] == "see them all: Run"


def test_who_wants_mail_once_a_week_need_not_choose_it_and_keeps_the_filters(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford/follow?meetups=free%3D1")
    (often,) = page.all("//*[@name='often'][@checked] | //select[@name='often']/option[@selected]")
    assert often.get("value") == "weekly"
    assert f"webcal://{ADDRESS.removeprefix('https://')}/alderford/meetups.ics?free=1" in page.links
    assert f"{ADDRESS}/alderford/meetups.ics?free=1" in page.words("//section[@id='calendar']//code")
