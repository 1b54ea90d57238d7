"""Whatever page of events somebody pastes, the look ends at a calendar: its own, or what the page tells programs."""

import json
from collections.abc import Iterator

import pytest

from hub.aggregate.registering.found import FoundSite, What
from hub.aggregate.registering.patterns import at_platform
from hub.duties.discovering import discover
from hub.duties.eyes import Eyes
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.net.door import Door
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing
from tests.duties.test_discovering_platforms import HALL, posts

TEC = "<link rel=stylesheet href='/wp-content/plugins/the-events-calendar/a.css'>"
WORDPRESS = "<meta name=generator content='WordPress 6.8'>"


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def eyes(ben: Publisher) -> Eyes:
    return Eyes(Door(allow_private_networks=(ben.host,), host_pause=0), AtOnce())  # type: ignore[arg-type] # stands in


def look(eyes: Eyes, url: str) -> FoundSite:
    found = discover(eyes, url, now())
    assert not isinstance(found, Saying)
    return found


def marked(*days: str) -> str:
    events = [{"@type": "Event", "name": f"Quiz {day}", "startDate": day} for day in days]
    told = json.dumps({"@context": "https://schema.org", "@graph": events})
    return f'<title>What’s on</title><script type="application/ld+json">{told}</script>'


@pytest.mark.parametrize(
    ("at", "page", "calendar"),
    [
        ("/", TEC, "/?ical=1"),
        ("/", TEC, "/events/?ical=1"),
        ("/events/", WORDPRESS, "/events/?ical=1"),
        ("/", "<link rel=alternate type='application/rss+xml' href='/feed/rss'>", "/feed/ics"),  # Gancio
        (
            "/@hall",
            "<link rel=alternate type='application/atom+xml' href='/@hall/feed/atom'>",
            "/@hall/feed/ics",
        ),  # Mobilizon
        ("/", "<meta name=generator content='Gancio'>", "/feed/ics"),
        ("/", "<a href='/hall.ics'>Subscribe</a>", "/hall.ics"),
    ],
)
def test_a_page_of_a_program_that_keeps_events_ends_at_its_calendar(ben, eyes, at, page, calendar):
    pasted = ben.says(at, body=page)
    ben.says("/feed/rss", body=posts("Hall", "one", "two"))
    ben.says(calendar, body=HALL, Content_Type="text/calendar")
    found = [each for each in look(eyes, pasted).feeds if each.what is What.CALENDAR]
    assert [(each.url.partition(ben.host)[2], each.reads) for each in found] == [(calendar, "events")]


@pytest.mark.parametrize(
    ("pasted", "calendar"),
    [
        ("https://www.meetup.com/wherry-quiz/", "https://www.meetup.com/wherry-quiz/events/ical/"),
        ("https://www.meetup.com/en-GB/wherry-quiz/events/", "https://www.meetup.com/wherry-quiz/events/ical/"),
        ("https://www.meetup.com/find/", ""),
        (
            "https://outlook.live.com/owa/calendar/a1/b2/cid-3/index.html",
            "https://outlook.live.com/owa/calendar/a1/b2/cid-3/calendar.ics",
        ),
        (
            "https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.html",
            "https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.ics",
        ),
        ("https://outlook.live.com/mail/", ""),
        (
            "https://calendar.google.com/calendar/embed?src=a%40b.example",
            "https://calendar.google.com/calendar/ical/a%40b.example/public/basic.ics",
        ),
    ],
)
def test_the_address_of_a_platform_tells_where_its_calendar_is(pasted, calendar):
    assert [each.url for each in at_platform(pasted)] == ([calendar] if calendar else [])


def test_a_page_that_tells_its_events_is_offered_itself(ben, eyes):
    """As pages of Eventbrite and many others do."""
    pasted = ben.says("/whats-on", body=marked("2099-03-10", "2099-03-12"))
    (feed,) = look(eyes, pasted).feeds
    assert (feed.url, feed.title, feed.what, feed.reads) == (pasted, "What’s on", What.CALENDAR, "eventpage")


def test_where_there_is_a_calendar_the_page_is_not_offered_besides(ben, eyes):
    pasted = ben.says("/whats-on", body=f"{marked('2026-03-10', '2026-03-12')}<a href='/hall.ics'>Subscribe</a>")
    ben.says("/hall.ics", body=HALL, Content_Type="text/calendar")
    assert [each.reads for each in look(eyes, pasted).feeds] == ["events"]


def test_the_feed_of_a_page_is_found_beside_its_events(ben, eyes):
    pasted = ben.says(
        "/whats-on",
        body=f"{marked('2026-03-10', '2026-03-12')}<link rel=alternate type='application/rss+xml' href='/feed'>",
    )
    ben.says("/feed", body=posts("Hall", "one", "two"))
    assert [each.what for each in look(eyes, pasted).feeds] == [What.POSTS, What.CALENDAR]


def test_a_page_that_tells_of_one_event_long_over_is_no_calendar(ben, eyes):
    assert look(eyes, ben.says("/post", body=marked("2019-03-10"))).feeds == ()


def test_a_feed_that_says_when_things_are_held_is_a_calendar(ben, eyes):
    feed = posts("Hall", "one", "two").replace("<rss", '<rss xmlns:ev="http://purl.org/rss/1.0/modules/event/"')
    pasted = ben.says(
        "/events.rss", body=feed.replace("<link>", "<ev:startdate>2099-03-10T19:00:00Z</ev:startdate><link>")
    )
    assert [(each.what, each.reads) for each in look(eyes, pasted).feeds] == [(What.CALENDAR, "eventpage")]


def test_what_was_made_of_an_address_is_told_where_nothing_is_found_too(ben: Publisher, eyes: Eyes) -> None:
    ben.says("/", body="<title>Nothing here</title>")
    found = look(eyes, f"webcal://{ben.host}/")
    assert not found.feeds
    assert "webcal:" in str(found.mended)
