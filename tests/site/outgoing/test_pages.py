"""What is on leaves in every form: as calendars, feeds, and what search engines and other readers understand."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import feedparser
import mf2py
import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as Read
from ical.types import Geo
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import Event, EventTag, Occurrence
from hub.meet.events.relisting import relist
from hub.meet.reading.eventpage import read_page
from hub.meet.reading.values import Calendar
from hub.meet.venues.models import Venue
from hub.places.actions import bump
from hub.site.agenda import HORIZON, MOST_OF_LEAF
from tests import town
from tests.meet.calendars import clock
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford
from tests.site.outgoing.evenings import LONDON, held

UNKIND = "Tea & <b>scones</b>; “jam, cream” \\ 😀</script><script>alert(1)</script>"


def calendar_of(visitor: Neighbour, address: str) -> Sequence[Read]:
    answer = visitor.visit(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return IcsCalendarStream.calendar_from_ics(answer.source).events


def linked(visitor: Neighbour, event: Event) -> list[dict[str, Any]]:
    """Return what the page of a meetup says to search engines."""
    said = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', visitor.visit(f"/alderford/meetups/{event.id}").source
    )
    assert said
    found: list[dict[str, Any]] = json.loads(said[1])
    return found


def titles(events: Sequence[Read]) -> list[str]:
    return [event.summary or "" for event in events]


def test_cem_subscribes_to_everything_and_finds_our_page_the_tags_and_the_hall(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        tea = held(db, diary_of_town, UNKIND, venue_id=hall.id, url="https://tea.example/", summary="All welcome")
        db.add(EventTag(event_id=tea.id, tag_id=alderford.bins.id, because="label"))
        relist(db, [tea.id])
    told = next(each for each in calendar_of(cem, "/alderford/meetups.ics") if each.summary == UNKIND)
    assert str(told.url) == f"{ADDRESS}/alderford/meetups/{tea.id}"
    assert told.location == "Old Mill, 1 Mill Lane, B14 7SA"
    assert told.geo == Geo(lat=52.43, lng=-1.89)
    assert told.categories == ["Bins & recycling"]
    assert told.description == "All welcome\n\nhttps://tea.example/"
    assert (str(clock(told.dtstart).tzinfo), clock(told.dtstart).hour) == ("Europe/London", 19)


def test_a_calendar_of_a_tag_a_venue_a_source_or_a_filter_has_only_that(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        tagged, free = held(db, diary_of_town, "Repairing"), held(db, diary_of_town, "Singing", free=True)
        at_hall = held(db, diary_of_town, "Dancing", venue_id=hall.id)
        db.add(EventTag(event_id=tagged.id, tag_id=alderford.bins.id, because="label"))
        relist(db, [tagged.id, free.id, at_hall.id])
        choir = town.source(db, "Choir", alderford.place, kind="events")
        held(db, town.feed(db, choir, reads="events"), "Rehearsal")
    for address in ("tags/bins-and-recycling.ics", "meetups.ics?tag=bins-and-recycling"):
        assert titles(calendar_of(cem, f"/alderford/{address}")) == ["Repairing"]
    assert titles(calendar_of(cem, "/alderford/meetups.ics?free=1")) == ["Singing"]
    assert titles(calendar_of(cem, "/alderford/venues/old-mill.ics")) == ["Dancing"]
    assert titles(calendar_of(cem, "/alderford/sources/choir.ics")) == ["Rehearsal"]
    assert titles(calendar_of(cem, "/alderford/sources/alderford-council.ics")) == []


def test_a_month_as_a_calendar_is_whole_however_much_is_on(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed
) -> None:
    noon = (now() + timedelta(days=40)).replace(day=10, hour=12)
    with writing(many) as db:
        talks = town.meetup(db, diary_of_town, "Talk", noon, timezone="Europe/London")
        for number in range(MOST_OF_LEAF):
            at = noon + timedelta(minutes=number + 1)
            db.add(Occurrence(event_id=talks.id, starts_at=at, starts_on=at.date(), slot=f"{number}"))
        db.flush()
        relist(db, [talks.id])
    month = cem.visit(f"/alderford/meetups.ics?view=month&since={noon:%Y-%m}-01")
    assert month.source.count("BEGIN:VEVENT") == MOST_OF_LEAF + 1


def test_a_hall_that_did_not_agree_tells_only_of_its_own(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        held(db, diary_of_town, "Dancing", venue_id=hall.id)
        db.get_one(Venue, hall.id).lists_others = False
    assert titles(calendar_of(cem, "/alderford/venues/old-mill.ics")) == []
    with writing(many) as db:
        db.get_one(Venue, hall.id).source_id = diary_of_town.source_id
        bump(db, [alderford.place.id])
    assert titles(calendar_of(cem, "/alderford/venues/old-mill.ics")) == ["Dancing"]


@pytest.mark.parametrize("view", ["today", "weekend", "week", "month"])
def test_the_first_days_anybody_knows_of_can_be_put_into_a_calendar_too(
    cem: Neighbour, alderford: Alderford, view: str
) -> None:
    first = (now().astimezone(LONDON) - HORIZON).date() + timedelta(days=1)
    page = cem.visit(f"/alderford/meetups?view={view}&since={first}")
    (address,) = (each for each, words in page.links.items() if words == "Put these days into your calendar")
    assert cem.visit(address).status == 200
    assert cem.visit(f"/alderford/meetups.ics?view={view}&since={first - timedelta(days=40)}").status == 400


@pytest.mark.parametrize("address", ["tags/none.ics", "venues/none.ics", "sources/none.ics"])
def test_what_is_not_here_has_no_calendar(cem: Neighbour, alderford: Alderford, address: str) -> None:
    assert cem.visit(f"/alderford/{address}").status == 404


def test_a_source_of_elsewhere_has_none_here(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        town.source(db, "Far away", town.place(db, "Weir"))
    assert cem.visit("/alderford/sources/far-away.ics").status == 404


def test_a_calendar_without_a_date_is_one_all_the_same(cem: Neighbour, alderford: Alderford) -> None:
    answer = cem.visit("/alderford/meetups.ics?free=1")
    assert "BEGIN:VTIMEZONE" in answer.source
    assert titles(calendar_of(cem, "/alderford/meetups.ics?free=1")) == []
    assert "NAME:Meetups in Alderford: free" in answer.source


def test_what_is_cancelled_says_so_and_who_asks_again_is_told_that_nothing_changed(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed
) -> None:
    with writing(many) as db:
        held(db, diary_of_town, "Singing", cancelled=True)
    first = cem.visit("/alderford/meetups.ics")
    assert "SUMMARY:Cancelled: Singing" in first.source
    again = cem.visit("/alderford/meetups.ics", headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 304


def test_feeds_have_the_filters_of_their_page(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed
) -> None:
    with writing(many) as db:
        held(db, diary_of_town, "Singing", free=True)
    for outlet in ("atom", "rss"):
        read = feedparser.parse(cem.visit(f"/alderford/meetups.{outlet}?free=1").source)
        assert [entry.title.partition(",")[0] for entry in read.entries] == ["Singing"]
        assert read.feed.title == "Meetups in Alderford: free"
    told = cem.visit("/alderford/meetups.json?free=1").json
    assert told["feed_url"] == f"{ADDRESS}/alderford/meetups.json?free=1"
    assert told["home_page_url"] == f"{ADDRESS}/alderford/meetups?free=1"


def test_a_feed_reader_tells_cem_which_day_when_and_where(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        chairs = "Bring a chair."
        held(db, diary_of_town, "Singing", free=True, venue_id=hall.id, location="Green room", summary=chairs)
    for outlet in ("atom", "rss"):
        (entry,) = feedparser.parse(cem.visit(f"/alderford/meetups.{outlet}?free=1").source).entries
        assert re.fullmatch(r"Singing, \w+ \d+ \w+( \d{4})?, 19:00", entry.title)
        when = entry.title.removeprefix("Singing, ")
        assert entry.summary == f"{when} to 21:00. Green room, Old Mill. Bring a chair."
    (item,) = cem.visit("/alderford/meetups.json?free=1").json["items"]
    assert datetime.fromisoformat(item["_local_hub"]["starts_at"]).astimezone(LONDON).hour == 19
    assert item["_local_hub"]["location"] == "Green room, Old Mill"


def test_a_program_is_told_no_end_where_nobody_says_one(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed
) -> None:
    with writing(many) as db:
        singing = held(db, diary_of_town, "Singing", free=True)
        day = db.exec(select(Occurrence).where(Occurrence.event_id == singing.id)).one()
        day.ends_at = None
        relist(db, [singing.id])
    (item,) = cem.visit("/alderford/meetups.json?free=1").json["items"]
    assert item["_local_hub"]["ends_at"] is None


def test_search_engines_read_what_people_read(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        tea = held(db, diary_of_town, UNKIND, venue_id=hall.id, free=True, organiser="Ben", url="https://tea.example/")
    (told,) = linked(cem, tea)
    assert told["name"] == UNKIND
    assert told["startDate"].endswith(("T19:00:00+00:00", "T19:00:00+01:00"))
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert told["location"] == {
        "@type": "Place",
        "name": "Old Mill",
        "address": "1 Mill Lane, B14 7SA",
        "geo": {"@type": "GeoCoordinates", "latitude": 52.43, "longitude": -1.89},
    }
    assert (told["organizer"]["name"], told["isAccessibleForFree"], told["sameAs"]) == (
        "Ben",
        True,
        "https://tea.example/",
    )
    assert told["url"] == f"{ADDRESS}/alderford/meetups/{tea.id}"


def test_what_is_online_or_cancelled_or_lasts_whole_days_is_told_so(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed
) -> None:
    with writing(many) as db:
        online = held(db, diary_of_town, "Talk", online=True, location="")
        both = held(
            db, diary_of_town, "Hybrid", online_url="https://meet.example/1", location="Library", cancelled=True
        )
        fair = held(db, diary_of_town, "Fair", location="", summary="")
        day = db.exec(select(Occurrence).where(Occurrence.event_id == fair.id)).one()
        day.all_day, day.ends_at = True, day.starts_at + timedelta(days=2)
        relist(db, [fair.id])

    def told(event: Event) -> dict[str, Any]:
        return linked(cem, event)[0]

    page = f"{ADDRESS}/alderford/meetups/{online.id}"
    assert told(online)["location"] == {"@type": "VirtualLocation", "url": page}
    assert told(online)["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert told(both)["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert told(both)["eventStatus"] == "https://schema.org/EventCancelled"
    assert [each["@type"] for each in told(both)["location"]] == ["Place", "VirtualLocation"]
    first = day.starts_on
    assert (told(fair)["startDate"], told(fair)["endDate"]) == (str(first), str(first + timedelta(days=1)))
    assert not {"location", "description", "isAccessibleForFree"} & told(fair).keys()


def test_our_own_reader_of_pages_reads_our_page(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        tea = held(db, diary_of_town, "Tea", venue_id=hall.id, free=True)
    address = f"{ADDRESS}/alderford/meetups/{tea.id}"
    page = cem.visit(f"/alderford/meetups/{tea.id}").source.encode()
    read = read_page(page, url=address, content_type="text/html; charset=utf-8", timezone="Europe/London", now=now())
    assert isinstance(read, Calendar)
    (event,) = read.events
    assert (event.title, event.free) == ("Tea", True)
    assert (event.dates[0].starts_at.astimezone(LONDON).hour, event.lat) == (19, 52.43)


def test_a_parser_of_microformats_reads_the_list_and_the_page(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        tea = held(db, diary_of_town, "Tea", venue_id=hall.id, summary="All welcome", organiser="Ben")
        db.add(EventTag(event_id=tea.id, tag_id=alderford.bins.id, because="label"))
    address = f"{ADDRESS}/alderford/meetups/{tea.id}"
    listed = mf2py.parse(doc=cem.visit("/alderford/meetups").source, url=f"{ADDRESS}/alderford/meetups")["items"][0]
    assert listed["type"] == ["h-feed"]
    (told,) = (each["properties"] for each in listed["children"] if each["properties"]["name"] == ["Tea"])
    assert told["url"] == [address]
    assert told["start"][0] < told["end"][0]
    page = mf2py.parse(doc=cem.visit(f"/alderford/meetups/{tea.id}").source, url=address)["items"]
    (event,) = (each["properties"] for each in page if each["type"] == ["h-event"])
    assert (event["name"], event["url"], event["location"]) == (["Tea"], [address], ["Old Mill, 1 Mill Lane, B14 7SA"])
    assert (event["category"], event["organizer"], event["start"]) == (["Bins & recycling"], ["Ben"], told["start"])
