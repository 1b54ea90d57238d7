"""Events that a page tells to programs: schema.org, microdata, h-event, xCal, and feeds that say when."""

import json
from datetime import datetime

import pytest

from hub.aggregate.reading.document import Unreadable
from hub.meet.reading.eventpage import read_page
from hub.meet.reading.values import Calendar, IncomingEvent
from tests.meet.calendars import MARCH, starts

PAGE = "https://hall.example/whats-on"


def look(
    body: str | bytes, *, url: str = PAGE, content_type: str = "text/html", now: datetime = MARCH
) -> Calendar | Unreadable:
    body = body.encode() if isinstance(body, str) else body
    return read_page(body, url=url, content_type=content_type, timezone="Europe/London", now=now)


def read(body: str | bytes, **how: str) -> Calendar:
    found = look(body, **how)  # type: ignore[arg-type] # words all
    assert isinstance(found, Calendar)
    return found


def told(*things: object, title: str = "Village hall") -> Calendar:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in things)
    return read(f"<html><title>{title}</title>{scripts}")


def event(**said: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "Event", "name": "Quiz", "startDate": "2026-03-10T19:30", **said}


def only(**said: object) -> IncomingEvent:
    (found,) = told(event(**said)).events
    return found


def test_a_page_of_events_is_a_calendar_of_its_site():
    found = told([event(url="/quiz"), event(**{"@type": "MusicEvent", "name": "Jazz", "startDate": "2026-03-12"})])
    assert (found.dialect, found.title, found.total) == ("schema.org", "Village hall", 2)
    quiz, jazz = found.events
    assert (quiz.uid, quiz.url, starts(quiz)) == (
        PAGE.replace("whats-on", "quiz"),
        "https://hall.example/quiz",
        ["2026-03-10 19:30"],
    )
    assert (jazz.dates[0].all_day, jazz.dates[0].starts_on.day) == (True, 12)


@pytest.mark.parametrize(
    "shape",
    [
        {"@graph": [event()]},
        [[event()]],
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": event()}]},
        {"@type": "WebPage", "mainEntity": event()},
        event(**{"@type": ["Thing", "https://schema.org/TheaterEvent"]}),
        event(**{"@type": "schema:Festival"}),
    ],
)
def test_an_event_is_found_however_it_is_wrapped(shape):
    assert [each.title for each in told(shape).events] == ["Quiz"]


@pytest.mark.parametrize(
    ("start", "wall"),
    [
        ("2026-04-10T19:30+01:00", "2026-04-10 19:30"),
        ("2026-04-10T18:30Z", "2026-04-10 19:30"),
        ("2026-04-10T14:30:00-04:00", "2026-04-10 19:30"),
        ("2026-04-10T19:30", "2026-04-10 19:30"),
        ("2026-04-10 19:30", "2026-04-10 19:30"),
        ("20260410T193000", "2026-04-10 19:30"),
        ("Fri, 10 Apr 2026 19:30:00 +0100", "2026-04-10 19:30"),
    ],
)
def test_a_start_is_understood_with_a_zone_and_without(start, wall):
    assert starts(only(startDate=start)) == [wall]


def test_where_it_is_comes_as_a_place_a_string_an_address_or_a_link():
    place = {
        "@type": "Place",
        "name": "Town hall",
        "address": {"streetAddress": "1 High St", "addressLocality": "Wherry", "postalCode": "AB1"},
    }
    room = {"@type": "VirtualLocation", "url": "https://talks.example/room"}
    both = only(location=[{**place, "geo": {"latitude": "52.1", "longitude": -1.2}}, room])
    assert (both.location, both.lat, both.lon) == ("Town hall, 1 High St, Wherry, AB1", 52.1, -1.2)
    assert (both.online_url, both.online) == ("https://talks.example/room", True)
    assert only(location="The Swan").location == "The Swan"
    assert only(location={"@type": "PostalAddress", "streetAddress": "2 Low Rd"}).location == "2 Low Rd"
    assert only(location={"name": "Hall", "address": "Hall, 3 Mid Rd"}).location == "Hall, Hall, 3 Mid Rd"
    assert only(location="https://talks.example/room").online_url == "https://talks.example/room"


@pytest.mark.parametrize(
    ("offers", "price", "free"),
    [
        ({"price": "0", "priceCurrency": "GBP"}, "", True),
        ({"price": 3, "priceCurrency": "GBP"}, "£3", False),
        ([{"price": "3.50", "priceCurrency": "GBP"}, {"price": 8, "priceCurrency": "GBP"}], "£3.50–£8", False),
        ([{"price": 0}, {"price": 5, "priceCurrency": "EUR"}], "€5", None),
        ({"@type": "AggregateOffer", "lowPrice": 2, "highPrice": 4, "priceCurrency": "CHF"}, "CHF 2–CHF 4", False),
        ({"priceSpecification": {"price": "6", "priceCurrency": "GBP"}}, "£6", False),
        ({"price": "Free"}, "", True),
        ({"price": "ask"}, "", None),
        ("none", "", None),
    ],
)
def test_what_it_costs_is_what_is_offered(offers, price, free):
    found = only(offers=offers)
    assert (found.price, found.free) == (price, free)


@pytest.mark.parametrize(
    ("said", "free"), [(True, True), ("True", True), ("http://schema.org/False", False), ("maybe", None)]
)
def test_free_for_all_may_be_said_outright(said, free):
    assert only(isAccessibleForFree=said).free is free


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [("EventCancelled", True), ("EventPostponed", True), ("EventRescheduled", False), ("EventScheduled", False)],
)
def test_a_cancelled_or_postponed_event_does_not_take_place(status, cancelled):
    assert only(eventStatus=f"https://schema.org/{status}").cancelled is cancelled


@pytest.mark.parametrize(("mode", "online"), [("Online", True), ("Mixed", True), ("Offline", False)])
def test_how_one_attends_is_believed(mode, online):
    assert (
        only(eventAttendanceMode=f"https://schema.org/{mode}EventAttendanceMode", description="via Zoom").online
        is online
    )
    assert only(eventStatus="EventMovedOnline").online is True


def test_whom_it_is_for_who_holds_it_and_what_it_is_about():
    found = only(typicalAgeRange="5-11", organizer=[{"name": "Quiz club"}], keywords=["Quiz, Pubs", "Fun"])
    assert (found.children, found.organiser, found.categories) == (True, "Quiz club", ("Quiz", "Pubs", "Fun"))
    assert only(**{"@type": "ChildrensEvent"}).children is True
    assert only(typicalAgeRange="18+").children is False
    assert only(organizer="https://club.example").organiser == ""


def test_a_series_gives_its_dates_and_what_it_belongs_to_is_not_listed():
    parts = [{"@type": "Event", "startDate": f"2026-03-{day}T10:00"} for day in ("05", "12")]
    found = told({"@type": "EventSeries", "name": "Course", "startDate": "2026-03-01", "subEvent": parts})
    assert [(each.title, starts(each)[0][:10]) for each in found.events] == [
        ("Course", "2026-03-05"),
        ("Course", "2026-03-12"),
    ]
    assert len({each.uid for each in found.events}) == 2
    within = told(event(superEvent=event(name="Festival")))
    assert [each.title for each in within.events] == ["Quiz"]


def test_a_schedule_repeats_as_it_says():
    schedule = {
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Tuesday"],
        "startDate": "2026-03-03",
        "startTime": "18:00",
    }
    found = told(
        {
            "@type": "Event",
            "name": "Yoga",
            "url": "/yoga",
            "eventSchedule": {**schedule, "endTime": "19:00", "endDate": "2026-03-17"},
        }
    )
    assert starts(found.events[0]) == ["2026-03-03 18:00", "2026-03-10 18:00", "2026-03-17 18:00"]
    counted = told({"@type": "Event", "name": "Yoga", "eventSchedule": {**schedule, "repeatCount": "2"}})
    assert len(counted.events[0].dates) == 2
    odd = told({"@type": "Event", "name": "Yoga", "eventSchedule": {**schedule, "repeatFrequency": "now and then"}})
    assert len(odd.events[0].dates) == 1


HALL_BY_NAMES = [
    {"@id": "#a", "@type": "PostalAddress", "streetAddress": "1 Mill Lane"},
    {"@id": "#v", "@type": "Place", "name": "Hall", "address": {"@id": "#a"}},
]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_named_by_what_is_named_is_told_whichever_comes_first(order):
    (found,) = told({"@graph": [*HALL_BY_NAMES, event(location={"@id": "#v"})][::order]}).events
    assert found.location == "Hall, 1 Mill Lane"


@pytest.mark.parametrize("number", [2, 100])
def test_things_that_name_each_other_in_a_circle_or_a_long_row_are_read(number):
    row = [
        {"@id": f"#{index}", "@type": "Place", "name": f"Hall {index}", "geo": {"@id": f"#{(index + 1) % number}"}}
        for index in range(number)
    ]
    (found,) = told({"@graph": [event(location={"@id": "#0"}), *row]}).events
    assert found.location == "Hall 0"


def test_of_a_series_of_very_many_dates_all_are_read():
    dates = [{"@id": f"#{index}", **event(name=f"Class {index}")} for index in range(210)]
    series = event(**{"@type": "EventSeries", "subEvent": [{"@id": each["@id"]} for each in dates]})
    assert len(told({"@graph": [series, *dates]}).events) == 210


@pytest.mark.parametrize(
    ("location", "where", "joined"),
    [
        (["Hall", "https://hall.example/"], "Hall", ""),
        ("https://hall.example/rooms", "https://hall.example/rooms", ""),
        (["Hall", "https://zoom.us/j/1"], "Hall", "https://zoom.us/j/1"),
    ],
)
def test_an_address_for_a_location_is_a_room_only_where_that_is_sure(location, where, joined):
    found = only(location=location, url="https://hall.example/quiz")
    assert (found.location, found.online_url, found.online) == (where, joined, True if joined else None)


def test_where_it_is_said_to_be_online_its_address_is_where_one_joins():
    mode = {"eventAttendanceMode": "OnlineEventAttendanceMode", "url": "https://hall.example/quiz"}
    assert only(location="https://hall.example/room", **mode).online_url == "https://hall.example/room"
