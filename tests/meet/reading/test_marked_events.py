"""Events that a page marks up as microdata or h-event, and XML that says when things are held."""

import json

import pytest

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.meet.reading import hevents
from tests.meet.calendars import starts
from tests.meet.reading.test_eventpage import event, look, read

MICRODATA = """<div itemscope itemtype="https://schema.org/Event" itemid="urn:quiz"><h2 itemprop=name>Quiz</h2>
<time itemprop=startDate datetime="2026-03-10T19:30">Tuesday</time><meta itemprop=isAccessibleForFree content=true>
<a itemprop=url href="/q">more</a><data itemprop=identifier value=7>x</data><p itemprop=description>Families welcome</p>
<div itemprop=location itemscope itemtype="http://schema.org/Place"><span itemprop=name>The Pub</span>
<div itemprop=address itemscope itemtype="http://schema.org/PostalAddress">
<span itemprop=streetAddress>2 Low Rd</span></div></div>
</div><span itemprop=stray>nobody’s</span>"""


def test_microdata_tells_the_same():
    (found,) = read(MICRODATA).events
    assert (found.uid, found.title, found.location, found.url) == (
        "urn:quiz",
        "Quiz",
        "The Pub, 2 Low Rd",
        "https://hall.example/q",
    )
    assert (found.free, found.children, starts(found)) == (True, True, ["2026-03-10 19:30"])


HEVENT = """<base href="/b/"><div class="h-event"><a class="p-name u-url" href="m">Meetup</a>
<time class="dt-start" datetime="2026-03-10 19:30">x</time><time class="dt-end" datetime="2026-03-10 21:00">x</time>
<span class="p-location h-adr">
<span class="p-street-address">5 Road</span> <span class="p-locality">Wherry</span></span>
<span class="p-category">Talk</span><p class="p-summary">Step-free</p>
<span class="p-geo h-geo">
<data class="p-latitude" value="52.5"></data><data class="p-longitude" value="-1.5"></data></span></div>"""
OLD = """<div class="vevent"><span class="summary">Old</span>
<abbr class="dtstart" title="2026-03-06T10:00">6</abbr><span class="location">Church</span></div>"""
NEW = OLD.replace("vevent", "h-event").replace("summary", "p-name").replace("dtstart", "dt-start")


def test_an_h_event_is_read_and_its_older_kin():
    found = read(HEVENT)
    (meetup,) = found.events
    assert (found.dialect, meetup.title, meetup.url, meetup.location) == (
        "h-event",
        "Meetup",
        "https://hall.example/b/m",
        "5 Road, Wherry",
    )
    assert (meetup.categories, meetup.step_free, meetup.lat, starts(meetup)) == (
        ("Talk",),
        True,
        52.5,
        ["2026-03-10 19:30"],
    )
    (old,) = read(OLD).events
    assert (old.title, old.location) == ("Old", "Church")
    (child,) = read(f'<div class="h-feed">{NEW}</div>').events
    assert child.title == "Old"


def test_of_two_ways_to_tell_an_event_the_first_counts():
    found = read(f'<script type="application/ld+json">{json.dumps(event())}</script>{HEVENT}{MICRODATA}')
    assert (found.dialect, [each.title for each in found.events]) == ("schema.org", ["Quiz"])


EV = """<?xml version="1.0"?><rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"
xmlns:georss="http://www.georss.org/georss"><channel><title>Festival</title><item><title>Talk</title>
<link>https://a.example/t</link><ev:startdate>2026-03-10T19:00:00Z</ev:startdate>
<ev:enddate>2026-03-10T20:00:00Z</ev:enddate><ev:location>Hall</ev:location><ev:organizer>Ada’s club</ev:organizer>
<georss:point>52.1 -1.2</georss:point><description>&lt;p&gt;Free entry&lt;/p&gt;</description></item>
<item><title>A post</title></item></channel></rss>"""
XCAL = """<?xml version="1.0"?><!-- a --><icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0">
<vcalendar><components><vevent><properties>
<uid><text>u1</text></uid><summary><text>Night; of, stars</text></summary><!-- b -->
<dtstart><parameters><tzid><text>America/New_York</text></tzid></parameters>
<date-time>2026-03-04T19:00:00</date-time></dtstart>
<rrule><recur><freq>WEEKLY</freq><until>2026-03-19</until><byday>WE</byday></recur></rrule>
<exdate><parameters><tzid><text>America/New_York</text></tzid></parameters>
<date-time>2026-03-11T19:00:00</date-time></exdate>
<categories><text>A</text><text>B</text></categories><geo><latitude>1.5</latitude><longitude>2</longitude></geo>
<organizer><parameters><cn><text>Club</text></cn></parameters><cal-address>mailto:a@b.example</cal-address></organizer>
<x-other><text>none</text></x-other></properties></vevent></components></vcalendar></icalendar>"""
OLDER = """<iCalendar xmlns:xCal="http://www.ietf.org/internet-drafts/draft-ietf-calsch-many-xcal-02.txt">
<vcalendar><vevent>
<uid>o</uid><dtstart value="DATE">20260304</dtstart><summary>Old</summary><rrule>FREQ=DAILY;COUNT=2</rrule>
<geo>1.5;2</geo>
</vevent></vcalendar></iCalendar>"""
IN_RSS = """<rss xmlns:xCal="urn:ietf:params:xml:ns:xcal" version="2.0"><channel><item><title>T</title><guid>g</guid>
<xCal:dtstart>20260304T190000Z</xCal:dtstart><xCal:location>Hall</xCal:location></item></channel></rss>"""


def test_a_feed_that_says_when_things_are_held_is_a_calendar():
    found = read(EV, content_type="application/rss+xml")
    (talk,) = found.events
    assert (found.title, talk.title, talk.location, talk.organiser, talk.lat) == (
        "Festival",
        "Talk",
        "Hall",
        "Ada’s club",
        52.1,
    )
    assert (talk.free, talk.url, Note.NO_START in found.notes) == (True, "https://a.example/t", True)


def test_xcal_is_read_with_its_rule_and_its_zone():
    (night,) = read(XCAL).events
    assert (night.uid, night.title, night.timezone, night.organiser) == (
        "u1",
        "Night; of, stars",
        "America/New_York",
        "Club",
    )
    assert (night.categories, night.lat, [each.starts_on.day for each in night.dates]) == (("A", "B"), 1.5, [4, 18])
    (old,) = read(OLDER).events
    assert (len(old.dates), old.lat) == (2, 1.5)
    assert [each.location for each in read(IN_RSS).events] == ["Hall"]


def test_a_calendar_at_the_address_of_a_page_is_read_as_one():
    assert read(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").dialect == "iCalendar"
    assert read(json.dumps(event()), content_type="application/ld+json").dialect == "schema.org"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Nothing on</p>",
        "{}",
        "[1, null]",
        '<p class="event">x</p>',
        "<html><script type=application/ld+json>{</script>",
    ],
)
def test_a_page_without_events_says_so(body):
    assert look(body) == Unreadable(Flaw.NO_EVENTS)


def test_letters_are_right_where_a_page_does_not_say_how_it_is_written():
    assert read(MICRODATA.replace("Quiz", "Café")).events[0].title == "Café"
    assert read(MICRODATA.replace("Quiz", "Café").encode("cp1252")).events[0].title == "Café"


def test_marks_that_make_their_reader_stumble_are_no_event(monkeypatch):
    def stumble(**_: object) -> None:
        raise ValueError

    monkeypatch.setattr("mf2py.Parser", stumble)
    assert look(HEVENT) == Unreadable(Flaw.NO_EVENTS)


def test_of_many_marked_events_as_many_are_read_as_somebody_would_look_through(monkeypatch):
    monkeypatch.setattr(hevents, "MOST_EVENTS", 2)
    assert read(HEVENT * 4).total == 2


def test_a_place_may_be_a_card_with_an_address_or_plain_words():
    address = '<p class="p-adr h-adr"><i class="p-locality">Wherry</i></p>'
    card = f'<div class="p-location h-card"><b class="p-name">Hall</b>{address}</div>'
    marked = '<div class="h-event"><b class="p-name">A</b><time class="dt-start" datetime="2026-03-10">x</time>{}</div>'
    assert [each.location for each in read(marked.format(card)).events] == ["Hall, Wherry"]
    assert [each.location for each in read(marked.format('<i class="p-location">The  Swan</i>')).events] == ["The Swan"]


def test_a_rule_and_a_length_are_read_where_a_page_tells_them():
    said = event(url="/a", duration="PT2H")
    (quiz,) = read(f'<script type="application/ld+json">{json.dumps(said)}</script>').events
    assert quiz.dates[0].ends_at
    assert quiz.dates[0].ends_at.hour == 21
    odd = event(
        url="/a", duration="a while", location=[{"geo": "none"}, {"geo": {"latitude": "1"}}], offers={"price": "12"}
    )
    (odd_one,) = read(f'<script type="application/ld+json">{json.dumps(odd)}</script>').events
    assert (odd_one.dates[0].ends_at, odd_one.lat, odd_one.price) == (None, None, "£12")
