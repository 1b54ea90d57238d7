"""Cem looks for what is on: views, filters, a month, and the page of one meetup; without script."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, Source
from hub.db.engine import writing
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.meet.events.models import Event, EventTag
from hub.meet.events.relisting import relist
from hub.meet.venues.models import Venue
from hub.places.models import Place
from hub.site import agenda
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIST, QUIET = "/alderford/meetups", "/mill-end/meetups"
WHEN = {"days": "ahead", "today": "today", "week": "this week", "month": "this month"}


def noon() -> datetime:
    """Return this noon where the town is: at midnight, its day is not the day of UTC."""
    return now().astimezone(ZoneInfo("Europe/London")).replace(hour=12, minute=0, second=0, microsecond=0)


def announce(many: Engine, title: str, starts_at: datetime | None = None, **more: Any) -> str:
    """Tell of a meetup by the calendar of the place; return its address."""
    with writing(many) as db:
        feed = db.exec(select(Feed).where(Feed.reads == "events")).one()
        return f"{LIST}/{town.meetup(db, feed, title, starts_at or noon() + DAY, **more).id}"


def announce_elsewhere(many: Engine, there: Place, *meetups: tuple[str, datetime]) -> None:
    """Tell of *meetups* by the calendar of a place that has no others."""
    with writing(many) as db:
        calendar = town.feed(db, town.source(db, "Chapel diary", there, kind="events"), reads="events")
        for title, starts_at in meetups:
            town.meetup(db, calendar, title, starts_at)


def titles(page: Page) -> list[str]:
    return page.words("//article//*[contains(@class, 'title')]")


def test_cem_looks_at_one_day_and_turns_to_the_next(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    announce_elsewhere(many, alderford.mill_end, ("Choir", noon()), ("Swap day", noon() + DAY))
    today = cem.visit(f"{QUIET}?view=today")
    assert titles(today) == ["Choir"]
    assert "Today, " in today.text
    (after,) = [address for address, words in today.links.items() if words == "The day after"]
    assert titles(cem.visit(after)) == ["Swap day"]


def test_a_weekend_begins_on_friday_evening(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    friday = noon() + DAY * ((4 - noon().weekday()) % 7 + 7)
    announce(many, "Lunch", friday)
    announce(many, "Concert", friday + 8 * HOUR)
    announce(many, "Market", friday + DAY)
    announce(many, "Monday group", friday + 3 * DAY)
    assert titles(cem.visit(f"{LIST}?view=weekend&since={friday.date()}")) == ["Concert", "Market"]


def test_a_week_shows_all_its_days(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    monday = noon() + DAY * (7 - noon().weekday()) + 7 * DAY
    for number in (0, 6, 7):
        announce(many, f"Day {number}", monday + number * DAY)
    assert titles(cem.visit(f"{LIST}?view=week&since={monday.date()}")) == ["Day 0", "Day 6"]


def test_a_month_is_a_table_with_counts_and_a_list_for_small_screens(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    day = (noon().replace(day=1) + 40 * DAY).replace(day=10)
    for number in range(5):
        announce(many, f"Talk {number}", day + number * HOUR / 4)
    page = cem.visit(f"{LIST}?view=month&since={day.date()}")
    assert page.words("//caption")[0].startswith("Meetups in ")
    assert len(page.words("//table[@class='month']//th")) == 7
    (cell,) = (words for words in page.words("//td") if "5 meetups" in words)
    assert "Talk 0 Talk 1 Talk 2 2 more" in " ".join(cell.split())
    (line,) = page.words("//ol[contains(@class, 'month-days')]/li")
    assert " ".join(line.split()).endswith("5 meetups Talk 0 · Talk 1 · Talk 2 …")
    one_day = f"{LIST}?view=today&since={day.date()}"
    assert one_day in page.links
    assert len(titles(cem.visit(one_day))) == 5


def test_cem_narrows_the_list_with_a_form_and_takes_it_back_with_a_chip(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    announce(many, "Free lunch", free=True)
    announce(many, "Gala", free=False, price="£40")
    form = cem.visit(LIST).tree.xpath("//form[.//input[@name='free']]")[0]
    assert (form.get("action"), form.get("method")) == (LIST, "get")
    page = cem.visit(f"{LIST}?free=1&tag=&venue=")
    assert titles(page) == ["Free lunch"]
    (chip,) = [address for address, words in page.links.items() if "take this filter away" in words]
    assert chip == LIST
    assert "price: £40" in cem.visit(chip).text


def test_filters_go_along_to_other_views_and_into_calendars(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    announce(many, "Free lunch", free=True)
    links = cem.visit(f"{LIST}?free=1&view=week").links
    assert f"{LIST}?view=month&free=1" in links
    monday = noon().date() - DAY * noon().weekday()
    assert f"{LIST}.ics?view=week&since={monday}&free=1" in links
    assert any(each.startswith("webcal:") and each.endswith(f"{LIST}.ics?free=1") for each in links)
    assert "/alderford/follow?meetups=free%3D1#calendar" in links


def test_where_filters_leave_nothing_cem_hears_what_there_is_without_them(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    announce_elsewhere(many, alderford.mill_end, ("Choir", noon() + DAY))
    tomorrow = (noon() + DAY).date()
    page = cem.visit(f"{QUIET}?view=today&since={tomorrow}&free=1&step_free=1")
    assert "Nothing that day fits: free and step-free." in page.text
    assert page.links[f"{QUIET}?view=today&since={tomorrow}"] == "Show the one meetup that day"


@pytest.mark.parametrize(("view", "words"), [("days", "Nothing announced"), ("today", "Nothing is on today.")])
def test_where_nothing_is_on_the_page_says_so(cem: Neighbour, alderford: Alderford, view: str, words: str) -> None:
    assert words in cem.visit(f"/mill-end/meetups?view={view}").text


def test_where_nothing_is_on_today_the_next_one_is_told_and_one_that_is_cancelled_is_not(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    assert "Next:" not in cem.visit(f"{QUIET}?view=today").text
    announce_elsewhere(many, alderford.mill_end, ("Choir", noon() + 3 * DAY))
    with writing(many) as db:
        source = db.exec(select(Source).where(Source.name == "Chapel diary")).one()
        feed = db.exec(select(Feed).where(Feed.source_id == source.id)).one()
        town.meetup(db, feed, "Called off", noon() + 2 * DAY, cancelled=True)
    page = cem.visit(f"{QUIET}?view=today")
    assert "Next:" in page.text
    assert "Choir" in page.links.values()
    assert "Choir" not in cem.visit(f"{QUIET}?view=today&free=1").links.values()
    assert "Next:" not in cem.visit(f"{QUIET}?view=today&since={(noon() - 5 * DAY).date()}").text


def test_what_else_one_comes_for_stands_above_the_list(cem: Neighbour, alderford: Alderford) -> None:
    shortcuts = cem.visit(LIST).words("//p[contains(@class, 'shortcuts')]/a")
    assert shortcuts == ["Invite to a meetup", "Meet somebody", "Take this list with you"]


@pytest.mark.parametrize("view", ["days", "today", "week", "month"])
def test_an_empty_filter_tells_of_all_in_every_view(
    cem: Neighbour, alderford: Alderford, many: Engine, view: str
) -> None:
    announce_elsewhere(many, alderford.mill_end, ("Choir", noon()))
    page = cem.visit(f"{QUIET}?view={view}&tag=nobody-knows-it")
    assert "a tag that is not used here" in page.text
    assert [words for words in page.links.values() if words.startswith("Show ")] == [
        f"Show the one meetup {WHEN[view]}"
    ]


def test_an_empty_filter_counts_what_stands_on_later_pages_too(
    cem: Neighbour, alderford: Alderford, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "MOST", 2)
    announce_elsewhere(many, alderford.mill_end, *((f"Talk {number}", noon() + number * DAY) for number in range(4)))
    assert "Show all 4 meetups ahead" in cem.visit(f"{QUIET}?tag=nobody-knows-it").text


def test_tags_and_venues_are_offered_with_their_numbers(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        hall = Venue(slug="hall", name="The Hall", place_id=alderford.place.id, step_free=True)
        db.add(hall)
        db.flush()
        tag = db.exec(select(Tag).where(Tag.slug == alderford.bins.slug)).one()
        hall_id, tag_id = hall.id, tag.id
    address = announce(many, "Swap day", venue_id=hall_id)
    with writing(many) as db:
        event = db.exec(select(Event).where(Event.title == "Swap day")).one()
        db.add(EventTag(event_id=event.id, tag_id=tag_id, because="label"))
    page = cem.visit(LIST)
    assert {"The Hall (1)", "Bins & recycling (1)"} <= set(page.words("//option"))
    assert "step-free" in page.words("//article[.//a[contains(@href, '" + address + "')]]")[0]
    assert titles(cem.visit(f"{LIST}?venue=hall&tag={alderford.bins.slug}")) == ["Swap day"]


def test_one_line_says_who_else_tells_of_it(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    first = announce(many, "Fair", summary="Stalls, tea, and a band.")
    announce(many, "The fair", uid="other@diary")
    with writing(many) as db:
        group = uuid4()
        events = db.exec(select(Event).where(Event.title.in_(["Fair", "The fair"]))).all()  # type: ignore[attr-defined] # a column
        for each in events:
            each.group_id = group
        relist(db, [each.id for each in events])
    page = cem.visit(LIST)
    assert titles(page).count("Fair") == 1
    assert "The fair" not in page.text
    assert "also told by Town diary" in page.text
    assert first in page.links


def test_a_meetup_that_is_over_says_so_and_keeps_its_dates(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    address = announce(many, "Last year’s fair", noon() - 30 * DAY)
    page = cem.visit(address)
    assert "This meetup is over." in page.text
    (past,) = [link for link, words in page.links.items() if words == "Dates that are over"]
    assert "Dates that are over" in cem.visit(past).words("//h3")


def test_the_page_of_a_meetup_says_how_to_take_part(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    address = announce(
        many, "Coding club", online=True, online_url="https://meet.example/x", price="£3", url="https://club.example/"
    )
    page = cem.visit(address)
    assert {"https://meet.example/x", "https://club.example/"} <= page.links.keys()
    assert "It costs: £3" in page.text


def test_a_cancelled_meetup_is_shown_as_cancelled(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = cem.visit(announce(many, "Picnic", cancelled=True))
    assert page.h1 == "Cancelled: Picnic"
    assert "It will not take place." in page.text


@pytest.mark.parametrize("asked", ["?view=month&since=1999-01-01", "?view=week&since=soon", "?since=2099-01-01"])
def test_days_nobody_knows_anything_of_are_refused_in_words(cem: Neighbour, alderford: Alderford, asked: str) -> None:
    assert cem.visit(LIST + asked).status == 400


def test_a_view_nobody_knows_is_day_by_day(cem: Neighbour, alderford: Alderford) -> None:
    assert titles(cem.visit(f"{LIST}?view=spiral")) == ["Repair café"]
