"""What broken and hostile calendars can do to us: little, and it is noted."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.meet.reading.calendar import MOST_COMPONENTS, MOST_DATES, read_calendar
from hub.meet.reading.expansion import MOST_DATES as MOST_DATES_OF_AN_EVENT
from hub.meet.reading.values import Calendar
from tests.meet.calendars import MARCH, calendar, ics, only, starts, vevent

GOOD = vevent("DTSTART:20260310T190000Z", uid="good")


def read(body: bytes) -> Calendar:
    found = read_calendar(body, timezone="Europe/London", now=MARCH)
    assert isinstance(found, Calendar)
    return found


@pytest.mark.parametrize(
    "broken",
    [
        vevent(),
        vevent("DTSTART:yesterday"),
        vevent("DTSTART;TZID=Europe/London:20261399T256199"),
        vevent("this line is no property", "DTSTART:20200101T000000Z"),
        "BEGIN:VEVENT\r\nSUMMARY:no end of it\r\nDTSTART:junk",
        "END:VEVENT",
        "END:VTODO",
    ],
)
def test_one_broken_event_does_not_lose_the_others(broken):
    found = calendar(broken, GOOD)
    assert [event.uid for event in found.events] == ["good"]
    assert Note.NOT_WELL_FORMED in found.notes


@pytest.mark.parametrize(
    "odd",
    [
        *("DTEND:never", "RRULE:FREQ=SOMETIMES", "RRULE:D1 #0", "RRULE:INTERVAL=2", "EXDATE:", "SEQUENCE:many"),
        *("DURATION:PT-2H", "DURATION:P99999999999999999999D", "URL;=:x", "EXDATE;TZID=Europe/London", "RDATE:junk"),
        *(
            "CATEGORIES",
            "DTEND;VALUE=DATE,TIME:20260310",
            'LOCATION;X="open:here',
            "DTEND;TZID=Europe/London;VALUE=DATE:20260310T210000",
        ),
    ],
)
def test_a_part_that_cannot_be_read_costs_only_itself(odd):
    found = calendar(vevent("DTSTART:20260310T190000Z", odd))
    (event,) = found.events
    assert starts(event) == ["2026-03-10 19:00"]


def test_a_rule_nobody_can_follow_is_noted():
    found = calendar(vevent("DTSTART:20260310T190000Z", "RRULE:INTERVAL=2"))
    assert found.notes == {Note.NOT_WELL_FORMED}


def test_a_date_beyond_the_years_of_any_calendar_is_left_out():
    found = calendar(vevent("DTSTART;TZID=America/New_York:99991231T230000"), GOOD)
    assert ([event.uid for event in found.events], found.notes) == (["good"], frozenset({Note.NOT_WELL_FORMED}))


def test_a_calendar_can_be_read_in_any_thread():
    with ThreadPoolExecutor(1) as other:
        found = other.submit(calendar, vevent("DTSTART:20260310T190000Z", "RRULE:FREQ=DAILY;COUNT=2")).result()
    assert starts(found.events[0]) == ["2026-03-10 19:00", "2026-03-11 19:00"]


def test_a_property_said_twice_is_taken_once():
    event = only("DTSTART:20260310T190000Z", "DTSTART:20260311T190000Z", "SUMMARY:Quiz again")
    assert (event.title, starts(event)) == ("Pub quiz", ["2026-03-10 19:00"])


def test_a_calendar_that_ends_in_the_middle_gives_what_it_has():
    found = read(ics(GOOD)[: -len("END:VEVENT\r\nEND:VCALENDAR\r\n")])
    assert ([event.uid for event in found.events], Note.CUT_OFF in found.notes) == (["good"], True)


def test_events_without_ids_get_one_from_what_they_are():
    line = "BEGIN:VEVENT\r\nSUMMARY:Quiz\r\nDTSTART:20260310T190000Z\r\nEND:VEVENT"
    once, again = calendar(line), calendar(line)
    assert once.events[0].uid == again.events[0].uid != ""
    assert Note.EVENT_IDS in once.notes


def test_one_id_for_several_events_keeps_them_apart():
    found = calendar(vevent("DTSTART:20260310T190000Z"), vevent("DTSTART:20260312T190000Z", summary="Choir"))
    assert ([event.title for event in found.events], Note.EVENT_IDS in found.notes) == (["Pub quiz", "Choir"], True)
    assert len({event.uid for event in found.events}) == 2


def test_of_two_versions_the_later_one_counts():
    found = calendar(vevent("DTSTART:20260312T190000Z", "SEQUENCE:2"), vevent("DTSTART:20260310T190000Z", "SEQUENCE:1"))
    assert [starts(event) for event in found.events] == [["2026-03-12 19:00"]]


def test_text_of_another_encoding_is_read_and_noted():
    body = ics(vevent("DTSTART:20260310T190000Z", summary="Café")).decode()
    assert [e.title for e in read(body.encode("cp1252")).events] == ["Café"]
    assert [e.title for e in read(body.encode("utf-16")).events] == ["Café"]
    assert Note.WRONG_ENCODING in read(body.encode("cp1252")).notes


def test_a_letter_that_was_folded_in_half_is_whole_again():
    body = ics(vevent("DTSTART:20260310T190000Z", summary="Café")).replace("é".encode(), b"\xc3\r\n \xa9")
    assert read(body).events[0].title == "Café"


def test_words_are_plain_and_cannot_turn_the_line_around():
    found = calendar(vevent("DTSTART:20260310T190000Z", summary="<script>x</script>Quiz \u202eevil\x07 <i>night</i>"))
    assert found.events[0].title == "Quiz evil night"


def test_an_event_without_a_name_is_called_by_where_it_is():
    assert calendar(vevent("DTSTART:20260310T190000Z", "LOCATION:Town hall", summary="")).events[0].title == "Town hall"
    assert calendar(vevent("DTSTART:20260310T190000Z", summary="")).events[0].title == "Untitled event"


def test_a_description_of_five_megabytes_is_cut():
    started = time.process_time()
    event = only("DTSTART:20260310T190000Z", f"DESCRIPTION:{'all welcome ' * 420_000}")
    assert len(event.summary) <= 4_000
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=2", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=14"],
)
def test_a_rule_without_an_end_of_work_leaves_the_first_date(rule):
    started = time.process_time()
    found = calendar(vevent("DTSTART:20260310T190000Z", f"RRULE:{rule}"), GOOD)
    assert [starts(event) for event in found.events] == [["2026-03-10 19:00"]] * 2
    assert found.notes & {Note.ENDLESS, Note.NOT_WELL_FORMED}
    assert time.process_time() - started < 1


def test_many_such_rules_together_stay_within_what_a_child_may_use(monkeypatch):
    monkeypatch.setattr("hub.meet.reading.calendar.CPU_FOR_RULES", (0.3, 0.3))
    endless = [
        vevent("DTSTART:20260310T190000Z", "RRULE:FREQ=DAILY;BYDAY=MO;BYSETPOS=2", uid=str(n)) for n in range(30)
    ]
    started = time.process_time()
    found = calendar(*endless)
    assert len(found.events) == 30
    assert time.process_time() - started < 1


def test_an_hourly_event_is_listed_as_far_as_sensible():
    event = only("DTSTART:20260301T000000Z", "RRULE:FREQ=HOURLY")
    assert 100 < len(event.dates) <= MOST_DATES_OF_AN_EVENT


def test_an_event_of_a_hundred_years_keeps_its_start_only():
    event = only("DTSTART:20260310T190000Z", "DTEND:21260310T190000Z", "RRULE:FREQ=DAILY;COUNT=3")
    assert [date.ends_at for date in event.dates] == [None, None, None]


def test_an_end_before_its_start_is_taken_as_swapped():
    (date,) = only("DTSTART:20260310T190000Z", "DTEND:20260310T170000Z").dates
    assert date.ends_at
    assert date.ends_at - date.starts_at == timedelta(hours=2)


def test_numbers_no_database_can_hold_are_capped():
    assert 0 <= only("DTSTART:20260310T190000Z", "SEQUENCE:99999999999999").sequence < 2**31
    assert len(calendar(vevent("DTSTART:20260310T190000Z", uid="u" * 9_000)).events[0].uid) <= 500


def test_of_too_many_dates_the_soonest_are_kept(monkeypatch):
    monkeypatch.setattr("hub.meet.reading.calendar.MOST_DATES", 40)
    daily = [vevent("DTSTART:20260301T190000Z", "RRULE:FREQ=DAILY", uid=str(n)) for n in range(3)]
    late = vevent("DTSTART:20260701T190000Z", uid="late")
    found = calendar(*daily, late)
    assert [len(event.dates) for event in found.events] == [14, 14, 12]
    assert MOST_DATES == 10_000
    assert Note.MANY_DATES in found.notes


def test_an_event_with_more_exceptions_than_anybody_writes_is_cut():
    listed = "EXDATE:" + ",".join(["20260310T190000Z"] * 3_000)
    found = calendar(vevent("DTSTART:20260303T190000Z", "RRULE:FREQ=WEEKLY;COUNT=3", *[listed] * 20), GOOD)
    assert [starts(event)[:2] for event in found.events] == [
        ["2026-03-03 19:00", "2026-03-17 19:00"],
        ["2026-03-10 19:00"],
    ]
    assert Note.NOT_WELL_FORMED in found.notes


def test_of_too_many_events_the_soonest_are_read(monkeypatch):
    monkeypatch.setattr("hub.meet.reading.calendar.MOST_COMPONENTS", 2)
    found = calendar(*(vevent(f"DTSTART:202603{day}T190000Z", uid=str(day)) for day in (20, 10, 15)))
    assert ([event.uid for event in found.events], found.total) == (["10", "15"], 3)
    assert (found.notes_told, MOST_COMPONENTS) == ("many-events:2:3", 6_000)


def test_components_nested_without_end_are_refused():
    body = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTODO\r\n" * 20_000 + ics(GOOD)
    assert read_calendar(body, timezone="Europe/London", now=MARCH) == Unreadable(Flaw.BOMB)
