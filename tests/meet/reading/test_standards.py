"""What the standards let a page write, beside what most pages do: linked, scheduled, referred to, nested."""

import json

import pytest

from hub.meet.reading import microdata
from tests.meet.calendars import starts
from tests.meet.reading.test_eventpage import read


def ld(*things: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(list(things))}</script>'


def event(**more: object) -> dict[str, object]:
    return {"@type": "Event", "name": "Quiz", "startDate": "2026-03-10T19:30"} | more


def only(*things: object):
    (found,) = read(ld(*things)).events
    return found


def test_what_an_event_names_by_its_id_is_told_elsewhere_in_the_graph():
    hall = {"@type": "Place", "@id": "#hall", "name": "Mill Hall", "address": {"@id": "#at"}}
    at = {"@type": "PostalAddress", "@id": "#at", "streetAddress": "2 Low Rd"}
    club = {"@id": "#club", "@type": "Organization", "name": "Quiz club"}
    told = event(location={"@id": "#hall"}, organizer={"@id": "#club", "@type": "Organization"})
    found = only({"@context": "https://schema.org", "@graph": [told, hall, at, club]})
    assert (found.location, found.organiser) == ("Mill Hall, 2 Low Rd", "Quiz club")


def test_things_that_name_each_other_lead_round_in_no_circle():
    one = event(**{"@id": "#one", "subEvent": {"@id": "#two"}, "location": {"@id": "#one"}})
    two = event(**{"@id": "#two", "name": "Final", "startDate": "2026-03-11T19:30", "subEvent": [{"@id": "#one"}, 7]})
    assert {each.title for each in read(ld(one, two)).events} == {"Quiz", "Final"}
    gone = only(event(location=[{"@id": "#nowhere"}, "Pub"]))
    assert "Pub" in gone.location


def test_the_words_of_schema_org_may_be_written_without_signs_and_with_prefixes():
    assert only(
        {"@context": "https://schema.org", "type": "Event", "id": "#q", "name": "Quiz", "startDate": "2026-03-10"}
    )
    prefixed = {"@type": "schema:Event", "schema:name": "Choir", "http://schema.org/startDate": "2026-03-10"}
    assert only(prefixed).title == "Choir"


@pytest.mark.parametrize(
    ("said", "is_off"),
    [
        (["https://schema.org/EventRescheduled", "https://schema.org/EventMovedOnline"], False),
        (["EventPostponed", "EventRescheduled"], False),
        ("schema:EventPostponed", True),
        ("EventCanceled", True),
        ("Cancelled", True),
    ],
)
def test_several_things_may_be_true_of_whether_it_takes_place(said, is_off):
    found = only(event(eventStatus=said, previousStartDate="2026-03-03T19:30"))
    assert found.cancelled == is_off
    assert starts(found) == ["2026-03-10 19:30"]
    assert (found.online is True) == ("MovedOnline" in str(said))


WEEKLY = {"@type": "Schedule", "startDate": "2026-03-03", "startTime": "18:00", "repeatFrequency": "P1W"}


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ({"repeatCount": 3, "exceptDate": "2026-03-10"}, ["2026-03-03 18:00", "2026-03-17 18:00"]),
        ({"repeatCount": 3, "exceptDate": ["2026-03-10T18:00:00", "x"]}, ["2026-03-03 18:00", "2026-03-17 18:00"]),
        ({"repeatCount": 3, "byDay": "TU,TH"}, ["2026-03-03 18:00", "2026-03-05 18:00", "2026-03-10 18:00"]),
        ({"repeatCount": 2, "repeatFrequency": "P1M", "byDay": "1TU"}, ["2026-03-03 18:00", "2026-04-07 18:00"]),
        (
            {"repeatCount": 2, "repeatFrequency": "Monthly", "byMonthDay": [3, 99]},
            ["2026-03-03 18:00", "2026-04-03 18:00"],
        ),
        ({"repeatCount": 2, "repeatFrequency": "P1Y", "byMonth": 3}, ["2026-03-03 18:00", "2027-03-03 18:00"]),
        ({"repeatFrequency": "now and then", "exceptDate": "2026-03-03"}, ["2026-03-03 18:00"]),
    ],
)
def test_a_schedule_says_when_it_repeats_and_when_not(schedule, days):
    assert starts(only({"@type": "Event", "name": "Yoga", "eventSchedule": WEEKLY | schedule})) == days


def test_a_schedule_names_hours_by_a_clock_of_its_own():
    told = {
        "@type": "Event",
        "name": "Yoga",
        "eventSchedule": WEEKLY | {"scheduleTimezone": "Europe/Paris", "repeatCount": 5},
    }
    found = only(told)
    assert found.timezone == "Europe/Paris"
    assert len({each.starts_at.hour for each in found.dates}) == 2  # in UTC, over the change of the clocks


def test_each_of_several_schedules_is_an_event():
    friday = WEEKLY | {"startDate": "2026-03-06", "startTime": "09:00", "repeatCount": 1}
    told = {"@type": "Event", "name": "Yoga", "url": "/y", "eventSchedule": [WEEKLY | {"repeatCount": 2}, friday]}
    one, two = read(ld(told)).events
    assert (starts(one), starts(two)) == (["2026-03-03 18:00", "2026-03-10 18:00"], ["2026-03-06 09:00"])
    assert one.uid != two.uid
    nameless = read(ld({**told, "url": ""})).events
    assert len(nameless) == 2


REFERRING = """<p id=when>On <time itemprop=startDate datetime="2026-03-10T19:30">Tuesday</time></p>
<div id=where itemprop=location itemscope itemtype="https://schema.org/Place"><b itemprop=name>Mill Hall</b></div>
<div itemscope itemref="when where when nobody" itemtype="https://schema.org/Event"><b itemprop=name>Quiz</b></div>
<div itemscope itemref=when itemtype="https://schema.org/Event"><b itemprop=name>Choir</b></div>"""


def test_microdata_may_lie_elsewhere_on_the_page():
    found = {each.title: each for each in read(REFERRING).events}
    assert {name: each.location for name, each in found.items()} == {"Quiz": "Mill Hall", "Choir": ""}
    assert starts(found["Choir"]) == ["2026-03-10 19:30"]


def test_microdata_that_refers_to_itself_is_its_own_property_nowhere():
    circle = """<div id=a itemprop=x itemscope itemref=b itemtype="https://schema.org/Event"><b itemprop=name>A</b>
    </div>
    <div id=b itemprop=y itemscope itemref="a b" itemtype="https://schema.org/Event"><i itemprop=name>B</i></div>
    <div itemscope itemref="a b" itemtype="https://schema.org/Event"><b itemprop=name>Quiz</b>
    <time itemprop=startDate datetime="2026-03-10">x</time></div>"""
    assert [each.title for each in read(circle).events] == ["Quiz"]
    inside = f"<div id=all>{REFERRING.replace('itemref=when', 'itemref=all')}</div>"
    assert "Choir" in {each.title for each in read(inside).events}
    chain = {"a": [1, {"b": 2}]}
    assert microdata._leads_to([chain], chain)
    assert not microdata._leads_to([chain, chain], {})


NESTED = """<div class="h-feed"><div class="p-event h-event"><b class="p-name">Quiz</b>
<time class="dt-start" datetime="2026-03-10 19:30">x</time></div>
<div class="h-entry"><div class="u-in-reply-to h-event"><b class="p-name">Somebody else’s</b>
<time class="dt-start" datetime="2026-03-11 19:30">x</time></div></div></div>"""


def test_an_h_event_may_be_a_property_of_a_feed_but_not_what_a_post_answers():
    assert [each.title for each in read(NESTED).events] == ["Quiz"]


XCAL = """<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar><components><vevent><properties>
<uid><text>1</text></uid><summary><text>Quiz</text></summary>
<dtstart><parameters><tzid><text>Europe/Paris</text></tzid></parameters><date-time>2026-03-03T19:30:00</date-time></dtstart>
<rrule><recur><freq>WEEKLY</freq><count>2</count></recur></rrule>
<rdate><parameters><tzid><text>Europe/Paris</text></tzid></parameters>
<period><start>2026-03-05T19:30:00</start><duration>PT1H</duration></period></rdate>
</properties></vevent></components></vcalendar></icalendar>"""


def test_xcal_has_periods_among_its_dates():
    (found,) = read(XCAL, content_type="application/calendar+xml").events
    assert [f"{each.starts_at:%d %H:%M}" for each in found.dates] == ["03 18:30", "05 18:30", "10 18:30"]


RSS = """<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Hall</title><item><title>Quiz</title><guid>1</guid>
<content:encoded>&lt;p&gt;All welcome&lt;/p&gt;</content:encoded><geo:lat>52.5</geo:lat><geo:long>-1.5</geo:long>
<ev:startdate>2026-03-10T19:30:00</ev:startdate><ev:location>Pub</ev:location></item></channel></rss>"""


def test_a_feed_tells_where_in_two_elements_and_its_words_in_full():
    (found,) = read(RSS, content_type="application/rss+xml").events
    assert (found.lat, found.lon, found.summary, found.location) == (52.5, -1.5, "All welcome", "Pub")
    (nowhere,) = read(RSS.replace("geo:long", "geo:high"), content_type="application/rss+xml").events
    assert nowhere.lat is None


def test_an_end_of_its_own_counts_before_that_of_a_schedule_that_has_none():
    told = event(endDate="2026-03-10T21:00", eventSchedule=WEEKLY | {"endTime": "19:00"}, duration="PT9H")
    (first, *rest) = only(told).dates
    assert (f"{first.ends_at:%H:%M}", len(rest) > 50) == ("21:00", True)


def test_a_list_may_be_called_one_and_nonsense_says_nothing():
    found = only(event(location={"@list": ["Pub"]}, description=[[], True, " ", "All welcome"], organizer=[[]]))
    assert only(event(name={"@value": "Choir", "@language": "en"})).title == "Choir"
    assert (found.location, found.summary, found.organiser) == ("Pub", "All welcome", "")
