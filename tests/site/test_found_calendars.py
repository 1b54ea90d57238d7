"""Before Ben sends a calendar, he reads what was found: how much is ahead, and what is odd about it."""

from datetime import UTC, datetime

from hub.aggregate.reading.document import Entry, Note
from hub.aggregate.reading.kinds import CALENDAR, EVENT_PAGE
from hub.aggregate.registering.found import FoundFeed, What
from hub.site.found_calendars import told_of_calendar

LATE = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # in London it is the second of July


def found(
    *moments: datetime | None, url: str = "https://hall.example/a.ics", reads: str = CALENDAR.reads, notes: str = ""
) -> list[str]:
    entries = tuple(Entry(str(number), "Quiz", "", published_at=at) for number, at in enumerate(moments))
    feed = FoundFeed(url, "Hall", entries, what=What.CALENDAR, reads=reads, notes=notes)
    return [str(each) for each in told_of_calendar(feed, "Europe/London")]


def test_how_much_is_ahead_and_when_the_next_is_are_said() -> None:
    assert found(LATE, LATE) == [
        "We found a calendar with 2 events ahead, the next on Thursday 2 July 2026. What changes there changes here."
    ]
    assert "1 event ahead, on Thursday" in found(LATE)[0]
    assert found() == found(None) == []


def test_a_page_is_called_a_page_and_one_event_alone_asks_for_more() -> None:
    (said,) = found(LATE, LATE, reads=EVENT_PAGE.reads)
    assert "the page tells programs of 2 events ahead" in said
    _, alone = found(LATE, reads=EVENT_PAGE.reads)
    assert "The page tells of one event alone" in alone


def test_a_secret_address_is_called_one() -> None:
    for host in ("calendar.google.com", "www.google.com"):
        secret = f"https://{host}/calendar/ical/a%40gmail.com/private-0a1b/basic.ics"
        assert "secret address" in found(LATE, url=secret)[1]


def test_what_is_odd_is_said_before_anything_is_sent() -> None:
    assert "end before they start" in found(notes=Note.ENDS_FIRST.value)[0]
