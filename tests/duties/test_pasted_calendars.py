"""Whatever people paste of Google, Outlook or Meetup ends at the calendar, or at a sentence that says what to do.

What is shown under each name has the shape of the real one, and invented content.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from hub.aggregate.registering.found import FoundSite, What
from hub.duties.discovering import discover
from hub.duties.eyes import Eyes
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.net.door import Door
from tests.duties.at_once import AtOnce
from tests.duties.pasted import Abroad, asked, shows
from tests.duties.publisher import Publisher, publishing
from tests.duties.test_discovering_platforms import HALL, posts

GOOGLE = "https://calendar.google.com/calendar"
PUBLIC = f"{GOOGLE}/ical/hall%40group.calendar.google.com/public/basic.ics"
SCRIPT = "<!doctype html><title>{}</title><div id=root></div><script>boot()</script>"
AI1EC = "/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true"
CARD = "https://www.eventbrite.co.uk/o/wherry-folk-300111222"


@pytest.fixture
def world() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def eyes(world: Publisher) -> Eyes:
    return Abroad(Door(allow_private_networks=(world.host,), host_pause=0), AtOnce())  # type: ignore[arg-type] # stands in


def look(eyes: Eyes, pasted: str) -> FoundSite:
    found = discover(eyes, pasted, now())
    assert isinstance(found, FoundSite), str(found)
    return found


def told(eyes: Eyes, pasted: str) -> str:
    found = discover(eyes, pasted, now())
    assert isinstance(found, Saying)
    return str(found)


def ld(*events: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(events)}</script>'


def event(name: str, day: str, **more: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "SocialEvent", "name": name, "startDate": day} | more


def _day(number: int) -> date:
    return now().date() + timedelta(days=10 + number)


def single(number: int) -> str:
    ahead = f"{_day(number):%Y%m%d}T190000Z"
    return (
        HALL.replace("20260106T100000Z", ahead).replace("RRULE:FREQ=WEEKLY\r\n", "").replace("UID:1", f"UID:{number}")
    )


@pytest.mark.parametrize(
    ("pasted", "calendar"),
    [
        (f"{GOOGLE}/embed?src=hall%40group.calendar.google.com&ctz=Europe%2FLondon", PUBLIC),
        (f"{GOOGLE}/u/0?cid=aGFsbEBncm91cC5jYWxlbmRhci5nb29nbGUuY29t", PUBLIC),
        (
            f'<iframe src="{GOOGLE}/embed?height=600&amp;src=hall%40group.calendar.google.com" width="800"></iframe>',
            PUBLIC,
        ),
        ("hall@group.calendar.google.com", PUBLIC),
        (f"{GOOGLE}/ical/a%40gmail.com/private-0a1b/basic.ics", f"{GOOGLE}/ical/a%40gmail.com/private-0a1b/basic.ics"),
        (
            "https://outlook.live.com/owa/calendar/0-0/8d0b/cid-27D6/index.html",
            "https://outlook.live.com/owa/calendar/0-0/8d0b/cid-27D6/calendar.ics",
        ),
        (
            "https://outlook.office365.com/owa/calendar/ab@hall.example/cd/calendar.html",
            "https://outlook.office365.com/owa/calendar/ab@hall.example/cd/calendar.ics",
        ),
        ("webcal://p12-caldav.icloud.com/published/2/MTIz", "https://p12-caldav.icloud.com/published/2/MTIz"),
        ("https://www.meetup.com/wherry-quiz/events/", "https://www.meetup.com/wherry-quiz/events/ical/"),
        (
            "https://cloud.example/apps/calendar/p/Xy3kLm9PqRs2TuV4",
            "https://cloud.example/remote.php/dav/public-calendars/Xy3kLm9PqRs2TuV4?export",
        ),
    ],
)
def test_its_address_alone_tells_where_the_calendar_is(
    world: Publisher, eyes: Eyes, pasted: str, calendar: str
) -> None:
    shows(world, calendar, HALL, Content_Type="text/calendar; charset=utf-8")
    (feed,) = look(eyes, pasted).feeds
    assert (feed.url, feed.what, feed.title) == (calendar, What.CALENDAR, "Village hall")
    assert asked(world) == [calendar.partition("://")[2]]


@pytest.mark.parametrize(
    ("at", "page", "calendar"),
    [
        # The Events Calendar: its head names the calendar, its buttons wrap it.
        (
            "hall.example/events/",
            "<link rel=alternate type='text/calendar' title='Hall » iCal Feed' href='https://hall.example/events/?ical=1'>",
            "https://hall.example/events/?ical=1",
        ),
        (
            "hall.example/whats-on/",
            "<a href='https://www.google.com/calendar/render?cid=webcal%3A%2F%2Fhall.example%2F%3Ftribe%3D1%26ical%3D1'>G</a>",
            "https://hall.example/?tribe=1&ical=1",
        ),
        (
            "hall.example/whats-on/",
            "<a href='https://outlook.office.com/owa?rru=addsubscription&url=webcal%3A%2F%2Fhall.example%2F%3Fical%3D1'>O</a>",
            "https://hall.example/?ical=1",
        ),
        # Events Manager and All-in-One Event Calendar are known by what the page loads.
        (
            "hall.example/events/",
            "<script src='/wp-content/plugins/events-manager/a.js'></script>",
            "https://hall.example/events.ics",
        ),
        (
            "hall.example/calendar/",
            "<link rel=stylesheet href='/wp-content/plugins/all-in-one-event-calendar/a.css'>",
            f"https://hall.example{AI1EC}",
        ),
        ("hall.example/", f"<a href='webcal://hall.example{AI1EC}'>Subscribe</a>", f"https://hall.example{AI1EC}"),
        # Gancio: the whole, and what its page narrows it to.
        (
            "gancio.example/",
            "<link rel=alternate type='application/rss+xml' href='/feed/rss'>",
            "https://gancio.example/feed/ics",
        ),
        (
            "gancio.example/place/The%20Mill",
            "<meta name=generator content=Gancio>",
            "https://gancio.example/feed/ics/place/The%20Mill",
        ),
        (
            "gancio.example/",
            "<a href='/feed/rss?tags=folk&places=2'>RSS</a>",
            "https://gancio.example/feed/ics?tags=folk&places=2",
        ),
        # Mobilizon names both in the head of a group.
        (
            "mobilizon.example/@hall",
            "<link rel=alternate type='text/calendar' href='/@hall/feed/ics' title='Hall’s feed'>",
            "https://mobilizon.example/@hall/feed/ics",
        ),
        # A council or a hall, by hand.
        (
            "council.example/events",
            "<a type='text/calendar' href='/download?id=7'>Add all</a>",
            "https://council.example/download?id=7",
        ),
        ("council.example/events", "<a href='/calendar.ics'>Calendar</a>", "https://council.example/calendar.ics"),
        (
            "hall.example/",
            "<iframe src='https://outlook.live.com/owa/calendar/0-0/8d0b/cid-27D6/index.html'></iframe>",
            "https://outlook.live.com/owa/calendar/0-0/8d0b/cid-27D6/calendar.ics",
        ),
    ],
)
def test_the_page_leads_to_the_calendar_of_the_program_that_wrote_it(
    world: Publisher, eyes: Eyes, at: str, page: str, calendar: str
) -> None:
    pasted = shows(world, f"https://{at}", f"<title>What’s on</title>{page}", Content_Type="text/html")
    shows(world, calendar, HALL, Content_Type="text/calendar")
    assert [each.url for each in look(eyes, pasted).feeds] == [calendar]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        (f"{GOOGLE}/embed?src=hall%40group.calendar.google.com", "This Google calendar is not public"),
        (PUBLIC, "This Google calendar is not public"),
        (f"{GOOGLE}/u/0/r/month", "the page on which you alone see your Google calendars"),
        ("https://outlook.live.com/calendar/0/view/month", "publish the calendar with all details"),
        ("https://outlook.office365.com/owa/calendar/ab@hall.example/cd/calendar.html", "publish the calendar"),
        ("webcal://p12-caldav.icloud.com/published/2/MTIz", "switch on “Public Calendar”"),
        ("https://www.icloud.com/calendar/", "switch on “Public Calendar”"),
        ("https://cloud.example/apps/calendar/p/Xy3kLm9PqRs2TuV4", "This link of a Nextcloud"),
        ("https://www.meetup.com/secret-quiz/", "Meetup shows us no events of this group"),
        (CARD, "Eventbrite told us of no events"),
    ],
)
def test_what_cannot_be_had_is_told_with_what_to_do(world: Publisher, eyes: Eyes, pasted: str, said: str) -> None:
    if pasted.startswith("https://www."):
        shows(world, pasted, SCRIPT.format("Sign in"), Content_Type="text/html")
    assert said in told(eyes, pasted)


def test_a_page_behind_a_script_is_not_even_asked(world: Publisher, eyes: Eyes) -> None:
    told(eyes, f"{GOOGLE}/embed?src=hall%40group.calendar.google.com")
    assert asked(world) == [PUBLIC.partition("://")[2]]


def test_a_site_that_turns_us_away_is_told_by_name(world: Publisher, eyes: Eyes) -> None:
    shows(world, CARD, "Human verification", 405)
    assert "Eventbrite" in told(eyes, CARD)


def test_a_page_of_one_event_leads_to_that_of_its_organiser(world: Publisher, eyes: Eyes) -> None:
    one = event("Folk night", f"{_day(3)}T19:30:00Z", url="https://www.eventbrite.co.uk/e/folk-night-tickets-1")
    two = event("Ceilidh", f"{_day(10)}T19:30:00Z", url="https://www.eventbrite.co.uk/e/ceilidh-tickets-2")
    link = "<a href='/o/wherry-folk-300111222?aff=x'>Wherry Folk</a>"
    pasted = shows(
        world, "https://www.eventbrite.co.uk/e/folk-night-tickets-1", ld(one) + link, Content_Type="text/html"
    )
    shows(world, CARD, f"<title>Wherry Folk events</title>{ld(one, two)}", Content_Type="text/html")
    (feed,) = look(eyes, pasted).feeds
    assert (feed.url, len(feed.entries)) == (CARD, 2)


def test_a_file_for_each_event_is_no_calendar_beside_the_page_that_lists_them(world: Publisher, eyes: Eyes) -> None:
    days = [event("Coffee morning", f"{_day(each)}T19:00:00Z") for each in (1, 2, 3)]
    links = "".join(f"<a href='/event/{each}.ics'>Add to calendar</a>" for each in (1, 2, 3))
    pasted = shows(
        world, "https://council.example/events", f"<title>Events</title>{ld(*days)}{links}", Content_Type="text/html"
    )
    for each in (1, 2, 3):
        shows(world, f"https://council.example/event/{each}.ics", single(each), Content_Type="text/calendar")
    assert [(each.url, each.reads) for each in look(eyes, pasted).feeds] == [(pasted, "eventpage")]


def test_the_button_for_all_events_comes_before_the_files_of_each(world: Publisher, eyes: Eyes) -> None:
    links = "".join(f"<a href='/event/{each}.ics'>Add</a>" for each in range(1, 9))
    pasted = shows(world, "https://hall.example/", f"{links}<a href='webcal://hall.example/all.ics'>All</a>")
    whole = (
        HALL.replace("END:VCALENDAR", "")
        + "".join(
            single(each)[single(each).index("BEGIN:VEVENT") : single(each).index("END:VCALENDAR")]
            for each in range(2, 9)
        )
        + "END:VCALENDAR\r\n"
    )
    shows(world, "https://hall.example/all.ics", whole, Content_Type="text/calendar")
    for each in range(1, 9):
        shows(world, f"https://hall.example/event/{each}.ics", single(each), Content_Type="text/calendar")
    found = look(eyes, pasted).feeds
    assert found[0].url == "https://hall.example/all.ics"
    assert "hall.example/all.ics" in asked(world)


def test_a_calendar_that_cannot_be_read_is_told_as_that(world: Publisher, eyes: Eyes) -> None:
    deep = "BEGIN:VCALENDAR\r\n" + "BEGIN:X-DEEP\r\n" * 200
    assert "could harm" in told(eyes, shows(world, "https://hall.example/a.ics", deep, Content_Type="text/calendar"))


def test_the_group_that_is_linked_to_in_a_footer_is_not_taken_for_the_sites_own(world: Publisher, eyes: Eyes) -> None:
    pasted = shows(
        world,
        "https://ben.example/",
        "<link rel=alternate type='application/rss+xml' href='/feed'><a href='https://www.meetup.com/quiz/'>Friends</a>",
    )
    shows(world, "https://ben.example/feed", posts("Ben", "one", "two"))
    shows(world, "https://www.meetup.com/quiz/events/ical/", HALL)
    assert [each.what for each in look(eyes, pasted).feeds] == [What.POSTS]
