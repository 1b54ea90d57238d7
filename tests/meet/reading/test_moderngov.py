"""Council meetings read from calendar pages of ModernGov; the pages are invented, shaped like its three views."""

from datetime import UTC, date, datetime

import pytest

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.meet.reading.moderngov import MOST_AROUND, MOST_MEETINGS, read_meetings
from hub.meet.reading.values import Calendar, IncomingEvent

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
URL = "https://democracy.wherrybridge.example/mgCalendarMonthView.aspx?GL=1&bcr=1"
GRID = """<!doctype html><html><head><title>Calendar - Wherrybridge Council</title></head><body class="mgCalendar">
<h1>Meetings calendar</h1><h2>November 2026</h2><table class="mgCalendarTable">
<tr><th>Monday</th><th>Tuesday</th></tr>
<tr><td class="mgOtherMonth"><p>31</p></td>
<td class="mgDay"><p>3</p>
<a href="ieListDocuments.aspx?CId=12&amp;MId=4001&amp;Ver=4">14.00 - Planning Committee</a></td></tr>
<tr><td class="mgDay"><p>9</p>
<a href="ieListDocuments.aspx?CId=9&amp;MId=4002" title="Meeting of Full Council, 09/11/2026 6.30 pm">Full Council</a>
<a href="ieListDocuments.aspx?CId=3&amp;MId=4003">CANCELLED - 10.15 am Licensing Panel</a></td>
<td class="mgDay"><p>10</p><a href="mgMeetingAttendance.aspx?ID=4003">Attendance</a></td></tr>
</table></body></html>"""
AGENDA = """<html><body><div class="mgCalendarAgenda"><h3>Wednesday, 4th November, 2026</h3>
<ul><li>6.00 pm <a href="ieListDocuments.aspx?MId=51">Cabinet</a><p>Venue: Council Chamber, Town Hall</p></li>
<li><a href="ieListDocuments.aspx?MId=52">Schools Forum</a> 4pm</li></ul>
<h3>Thursday, 5th November, 2026</h3>
<ul><li><a href="ieListDocuments.aspx?MId=53">Remembrance working group</a></li></ul>
</div></body></html>"""
LIST = """<html><body><h1>Browse meetings</h1><table class="mgMeetings">
<tr><td>12 Nov 2026 7.30 pm</td><td>
<a href="https://democracy.wherrybridge.example/ieListDocuments.aspx?mid=7">Parish liaison</a></td></tr>
<tr><td>1 Oct 2026 7.30 pm</td><td><a href="ieListDocuments.aspx?MId=6">Parish liaison</a></td></tr>
</table></body></html>"""


def read(page: str, now: datetime = NOW) -> Calendar:
    found = read_meetings(page.encode(), url=URL, content_type="text/html", timezone="Europe/London", now=now)
    assert isinstance(found, Calendar)
    return found


def told(event: IncomingEvent) -> tuple[str, datetime, bool]:
    return event.title, event.dates[0].starts_at, event.cancelled


def test_a_month_is_read_day_by_day_and_the_days_around_it_are_not() -> None:
    calendar = read(GRID)
    assert (calendar.dialect, calendar.title, calendar.total) == ("ModernGov", "Meetings calendar", 3)
    assert [told(each) for each in calendar.events] == [
        ("Planning Committee", datetime(2026, 11, 3, 14, tzinfo=UTC), False),
        ("Licensing Panel", datetime(2026, 11, 9, 10, 15, tzinfo=UTC), True),
        ("Full Council", datetime(2026, 11, 9, 18, 30, tzinfo=UTC), False),
    ]
    planning = calendar.events[0]
    assert planning.url == "https://democracy.wherrybridge.example/ieListDocuments.aspx?CId=12&MId=4001&Ver=4"
    assert planning.uid == "moderngov-4001"


def test_an_agenda_says_the_day_once_for_all_its_meetings() -> None:
    forum, cabinet = read(AGENDA).events[:2]
    assert told(forum) == ("Schools Forum", datetime(2026, 11, 4, 16, tzinfo=UTC), False)
    assert told(cabinet) == ("Cabinet", datetime(2026, 11, 4, 18, tzinfo=UTC), False)
    assert cabinet.location == "Council Chamber, Town Hall"


def test_a_meeting_without_an_hour_lasts_all_day() -> None:
    (day,) = read(AGENDA).events[2].dates
    assert (day.starts_on, day.all_day) == (date(2026, 11, 5), True)


def test_what_is_long_over_is_left_out_of_a_list() -> None:
    calendar = read(LIST)
    assert [event.uid for event in calendar.events] == ["moderngov-7"]
    assert calendar.total == 2


def test_meetings_keep_the_council_s_wall_clock_in_summer() -> None:
    summer = AGENDA.replace("4th November", "4th June")
    assert read(summer, datetime(2026, 6, 1, tzinfo=UTC)).events[0].dates[0].starts_at.hour == 15


def test_a_change_changes_the_digest() -> None:
    moved = read(GRID.replace("14.00", "15.00")).events
    assert moved[0].digest != read(GRID).events[0].digest
    assert moved[1].digest == read(GRID).events[1].digest


def test_a_page_of_the_house_without_meetings_is_empty_and_no_trouble() -> None:
    assert read("<html><body class='mgCalendar'><p>None</p></body></html>").notes == {Note.EMPTY}
    undated = read("<html><body><a href='ieListDocuments.aspx?MId=1'>Cabinet</a></body></html>")
    assert not undated.events
    assert undated.notes == {Note.NO_DATES}


@pytest.mark.parametrize("page", ["<html><body>Page not found</body></html>", "BEGIN:VCALENDAR"])
def test_any_other_page_is_refused(page: str) -> None:
    found = read_meetings(page.encode(), url=URL, content_type="text/html", timezone="UTC", now=NOW)
    assert found == Unreadable(Flaw.NO_MEETINGS)


def test_nothing_is_said_to_be_nothing() -> None:
    assert read_meetings(b" ", url=URL, content_type="", timezone="UTC", now=NOW) == Unreadable(Flaw.NOTHING)


@pytest.mark.parametrize(
    "said",
    ["31/02/2026", "31st November, 2026", "04/13/2026", "99.99 pm 4 November 2026", "0 November 2026", "1 Nov 20261"],
)
def test_impossible_dates_and_hours_are_none(said: str) -> None:
    found = read(f"<p>{said}</p><a href='ieListDocuments.aspx?MId=9'>Cabinet</a>")
    assert all(event.dates[0].all_day for event in found.events)


@pytest.mark.parametrize(
    "href",
    [
        "ieListDocuments.aspx",
        "ieListDocuments.aspx?MId=x",
        "ieListDocuments.aspx?MId=" + "9" * 40,
        "//[ieListDocuments.aspx",
    ],
)
def test_links_that_name_no_meeting_are_passed_over(href: str) -> None:
    assert read(f"<p>4 November 2026</p><a href='{href}'>Cabinet</a><i class='mgCalendar'>").total == 0


def test_the_day_of_a_grid_can_stand_in_a_heading_of_its_cell() -> None:
    page = "<h2>November 2026</h2><div><b>5</b></div><table><tr><td class='other'><b>6</b></td><td><b>7</b>"
    page += "<a href='ieListDocuments.aspx?MId=1' title='Cabinet'> </a></td><td><b>45</b></td></tr></table>"
    (event,) = read(page).events
    assert (event.title, event.dates[0].starts_on) == ("Cabinet", date(2026, 11, 7))


@pytest.mark.parametrize("said", ["9" * 40, "٣", "٣" * 40, "0"])
def test_a_number_in_a_grid_that_is_no_day_is_passed_over(said: str) -> None:
    grid = f"<meta charset=utf-8><h2>November 2026</h2><table><tr><td>{said}</td></tr></table>"
    page = f"{grid}<a href='ieListDocuments.aspx?MId=1'>Cabinet"
    assert read(page).total == 1


def test_a_month_is_known_in_every_letter_that_counts_as_one_of_its_own() -> None:
    (event,) = read("<meta charset=utf-8><p>3 \u017fep 2027</p><a href='ieListDocuments.aspx?MId=1'>Cabinet</a>").events
    assert event.dates[0].starts_on == date(2027, 9, 3)


def test_a_number_far_inside_a_cell_is_no_day_of_a_grid() -> None:
    within = f"<td>{'<b>' * (MOST_AROUND + 1)}7"
    page = f"<h2>November 2026</h2><table><tr>{within}<a href='ieListDocuments.aspx?MId=1'>Cabinet</a></table>"
    assert read(page).events == ()


def test_a_hostile_page_is_read_as_far_as_is_sensible() -> None:
    links = "".join(f"<a href='ieListDocuments.aspx?MId={n}'>{'x' * 9_000}</a>" for n in range(MOST_MEETINGS + 200))
    calendar = read(f"<base href='javascript:x'><h3>4 November 2026</h3>{links}")
    assert len(calendar.events) == MOST_MEETINGS
    assert max(len(event.title) for event in calendar.events) <= 300
