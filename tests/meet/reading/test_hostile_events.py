"""What hostile calendars and pages of events can do to us: little, in bounded time, and it is said in words."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from hub.aggregate.feeds.states import notes_in_words, trouble_in_words
from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.meet.reading import calendar as reader
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.eventpage import read_page
from hub.meet.reading.schemaorg import LONGEST_JSON, MOST_EVENTS
from hub.meet.reading.values import Calendar
from tests.meet.calendars import MARCH, calendar, ics, only, starts, vevent

ONCE = "DTSTART:20260310T190000Z"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """See that what happens inside takes no longer; processor time, so that a busy machine tells little."""
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


def page(body: str, now: datetime = MARCH) -> Calendar | Unreadable:
    return read_page(
        body.encode(), url="https://a.example/", content_type="text/html", timezone="Europe/London", now=now
    )


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def said(found: Calendar) -> str:
    return " ".join(map(str, notes_in_words(found.notes_told)))


def test_every_second_for_ever_is_the_first_date_and_a_sentence():
    with within(0.5):
        found = calendar(vevent(ONCE, "RRULE:FREQ=SECONDLY"))
    assert [starts(each) for each in found.events] == [["2026-03-10 19:00"]]
    assert "a rule that never comes to an end" in said(found)


def test_an_event_of_a_hundred_years_is_a_start_and_a_sentence():
    found = calendar(vevent(ONCE, "DTEND:21260310T190000Z"))
    assert found.events[0].dates[0].ends_at is None
    assert "longer than a year" in said(found)


def test_an_end_before_its_start_is_swapped_and_a_sentence():
    found = calendar(vevent(ONCE, "DTEND:20260310T170000Z"), vevent(ONCE, "DURATION:-PT1H", uid="b"))
    ends = [(date.starts_at.hour, date.ends_at and date.ends_at.hour) for each in found.events for date in each.dates]
    assert ends == [(17, 19), (18, 19)]
    assert "end before they start" in said(found)


def test_a_zone_that_does_not_exist_is_the_clock_of_the_place_and_a_sentence():
    found = calendar(vevent("DTSTART;TZID=Middle-earth/Shire:20260710T190000"))
    assert starts(found.events[0]) == ["2026-07-10 19:00"]
    assert "a time zone that does not exist" in said(found)
    known = calendar(vevent('DTSTART;TZID="GMT Standard Time":20260710T190000'))
    assert Note.UNKNOWN_ZONE not in known.notes


def test_a_zone_that_only_its_calendar_knows_is_no_unknown_one():
    standard = ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD")
    zone = "\r\n".join(("BEGIN:VTIMEZONE", "TZID:Ours", *standard, "END:VTIMEZONE"))
    found = calendar(zone, vevent("DTSTART;TZID=Ours:20260310T220000"))
    assert (starts(found.events[0]), Note.UNKNOWN_ZONE in found.notes) == (["2026-03-10 19:00"], False)


def test_of_fifty_thousand_events_the_soonest_are_read_and_it_is_said(monkeypatch):
    monkeypatch.setattr(reader, "MOST_COMPONENTS", 40)
    many = [vevent(f"DTSTART:{MARCH + timedelta(minutes=n):%Y%m%dT%H%M%SZ}", uid=str(n)) for n in range(50_000)]
    body = ics(*many)
    found = read_calendar(body, timezone="Europe/London", now=MARCH)  # how long it takes, the bench measures
    assert isinstance(found, Calendar)
    assert (len(found.events), found.total) == (40, 50_000)
    assert "We read 40 of 50,000 events" in said(found)


def test_a_calendar_that_takes_too_long_gives_a_part_and_the_rest_stays_as_it_was(monkeypatch):
    monkeypatch.setattr(reader, "CPU_IN_ALL", 0)
    found = calendar(vevent(ONCE), vevent(ONCE, uid="b"))
    assert (len(found.events), found.is_part, set(found.notes)) == (0, True, {Note.OUT_OF_TIME})
    assert "stays as it was" in said(found)


def test_a_description_of_five_megabytes_is_an_excerpt():
    with within(2):
        assert len(only(ONCE, f"DESCRIPTION:{'free not £1 ' * 420_000}").summary) <= 4_000


def test_signs_of_the_format_in_a_title_are_its_letters():
    (event,) = calendar(vevent(ONCE, summary=r"Tea\, cake\; and\nmore \\o/")).events
    assert event.title == r"Tea, cake; and more \o/"
    told = page(
        script(json.dumps({"@type": "Event", "name": "a;b,c\\n\nEND:VEVENT\r\nX:y", "startDate": "2026-03-10"}))
    )
    assert isinstance(told, Calendar)
    assert [each.title for each in told.events] == ["a;b,c\\n END:VEVENT X:y"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//[x/"])
def test_an_address_that_is_none_of_the_web_is_left_out(url):
    assert only(ONCE, f"URL:{url}", f"CONFERENCE;VALUE=URI:{url}").url == ""
    assert only(ONCE, f"X-GOOGLE-CONFERENCE:{url}").online_url == ""
    found = page(
        script(
            json.dumps(
                {
                    "@type": "Event",
                    "name": "A",
                    "startDate": "2026-03-10",
                    "url": url,
                    "location": {"@type": "VirtualLocation", "url": url},
                }
            )
        )
    )
    assert isinstance(found, Calendar)
    assert [(each.url, each.online_url) for each in found.events] == [("", "")]


@pytest.mark.parametrize(
    "deep", ["[" * 100_000, '{"a":' * 100_000, "[" * 900 + "]" * 900, '{"@graph":' * 900 + "1" + "}" * 900]
)
def test_json_without_a_bottom_is_no_event(deep):
    with within(1):
        assert page(script(deep)) == Unreadable(Flaw.NO_EVENTS)


def test_an_event_deeper_than_anybody_writes_is_not_looked_for():
    nested: object = {"@type": "Event", "name": "A", "startDate": "2026-03-10"}
    for _ in range(100):
        nested = {"a": nested}
    assert page(script(json.dumps(nested))) == Unreadable(Flaw.NO_EVENTS)


def test_ten_megabytes_of_json_are_not_read():
    with within(2):
        found = page(script(json.dumps([{"@type": "Event", "name": "x" * LONGEST_JSON, "startDate": "2026-03-10"}])))
    assert found == Unreadable(Flaw.NO_EVENTS)
    assert "no events" in str(trouble_in_words(Flaw.NO_EVENTS.value)[0])


def test_a_page_of_too_many_events_gives_some_in_time(monkeypatch):
    monkeypatch.setattr(reader, "MOST_COMPONENTS", 100)
    many = [{"@type": "Event", "name": str(n), "startDate": "2026-03-10", "@id": f"#{n}"} for n in range(20_000)]
    with within(2):
        found = page(script(json.dumps(many)))
    assert isinstance(found, Calendar)
    assert (len(found.events), found.total) == (100, MOST_EVENTS)


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
XCAL = '<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vevent><summary>&l9;</summary></vevent></icalendar>'


def test_a_billion_laughs_in_xcal_are_refused():
    with within(1):
        found = page(f'<?xml version="1.0"?><!DOCTYPE icalendar [<!ENTITY l0 "ha">{LAUGHS}]>{XCAL}')
    assert found in {Unreadable(Flaw.BOMB), Unreadable(Flaw.NO_EVENTS)} or isinstance(found, Unreadable)


def test_elements_without_a_bottom_are_refused():
    with within(1):
        assert page(XCAL.replace("&l9;", "<a>" * 50_000)) == Unreadable(Flaw.BOMB)
    assert isinstance(page("urn:ietf:params:xml:ns:icalendar-2.0"), Unreadable)


@pytest.mark.parametrize("year", ["0000", "99999", "-0001", "12026"])
def test_years_nobody_lives_in_are_no_start_and_a_sentence(year):
    good = {"@type": "Event", "name": "Good", "startDate": "2026-03-10"}
    found = page(script(json.dumps([{**good, "name": "Bad", "startDate": f"{year}-01-01T10:00"}, good])))
    assert isinstance(found, Calendar)
    assert [each.title for each in found.events] == ["Good"]
    assert "do not say when they start" in said(found)
    old = calendar(vevent(f"DTSTART:{year}0101T100000Z"), vevent(ONCE, uid="good"))
    assert [each.uid for each in old.events] == ["good"]


@pytest.mark.parametrize(
    "geo", ["91;0", "0;181", "0;0", "north", "1e400;1", "nan;nan", "52.1", ";", "52.1;-1.2;3", "9" * 400 + ";1"]
)
def test_a_point_that_is_not_of_this_world_is_none(geo):
    event = only(ONCE, f"GEO:{geo}")
    assert (event.lat, event.lon) == (None, None)


def test_many_scripts_and_many_marks_take_bounded_time():
    with within(2):
        page("<script type=application/ld+json>[]</script>" * 20_000 + "<p class=h-event>")
    with within(2):
        page("<div itemscope itemtype=https://schema.org/Event><span itemprop=a>" * 200 + "x" * 1_000)
    with within(2):
        page('<div class="h-event p-a u-b e-c">' * 400 + "x" * 5_000)
