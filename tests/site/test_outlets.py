"""What feed readers, calendars and programs get of every listing."""

import csv
import io
from datetime import timedelta

import feedparser
import pytest
from icalendar import Calendar
from lxml import etree
from sqlalchemy import Engine

from hub.aggregate.items.models import Enclosure
from hub.aggregate.pushing.rules import topics
from hub.db.engine import writing
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour, neighbour
from tests.site.conftest import ADDRESS, Alderford

LISTINGS = (
    "/places",
    "/alderford",
    "/alderford/tags/bins-and-recycling",
    "/alderford/sources",
    "/alderford/sources/alderford-council",
    "/alderford/search?q=bins",
    "/alderford/meetups",
)


def _suffixed(listing: str, suffix: str) -> str:
    path, mark, query = listing.partition("?")
    return f"{path}.{suffix}{mark}{query}"


@pytest.mark.parametrize("suffix", ["atom", "rss"])
@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_is_a_feed(cem: Neighbour, alderford: Alderford, listing: str, suffix: str) -> None:
    answer = cem.visit(_suffixed(listing, suffix))
    read = feedparser.parse(answer.source.encode())

    assert answer.status == 200
    assert not read.bozo
    assert read.entries
    assert all(entry.id.startswith("urn:uuid:") and entry.title and entry.link for entry in read.entries)


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_is_a_json_feed(cem: Neighbour, alderford: Alderford, listing: str) -> None:
    answer = cem.visit(_suffixed(listing, "json"))

    assert answer.json["version"] == "https://jsonfeed.org/version/1.1"
    assert answer.json["feed_url"] == ADDRESS + _suffixed(listing, "json")
    assert all(item["id"] and "content_text" in item for item in answer.json["items"])


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_an_outlet_keeps_author_link_and_tags(cem: Neighbour, alderford: Alderford, suffix: str) -> None:
    first = feedparser.parse(cem.visit(f"/alderford.{suffix}").source.encode()).entries[0]

    assert first.link == "https://alderford-council.example/bins-on-tuesday"
    assert first.author == "Joan Weir"
    assert first.rights == "OGL 3.0"
    assert first.summary == "Bins on Tuesday"
    assert {tag.label or tag.term for tag in first.tags} == {"Bins & recycling"}


def test_an_outlet_has_the_filters_of_its_page(cem: Neighbour, alderford: Alderford) -> None:
    answer = cem.visit("/alderford.json?kind=blog&q=bridge")

    assert [item["title"] for item in answer.json["items"]] == ["The bridge is shut"]


def test_an_outlet_leads_to_its_next_part(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        for n in range(40):
            town.item(db, alderford.council, f"Notice {n}", at=town.NOON - timedelta(hours=n))

    first = cem.visit("/alderford.json")
    second = cem.visit(first.json["next_url"].removeprefix(ADDRESS))

    assert len(first.json["items"]) == 30
    assert len(second.json["items"]) == 13


def test_characters_xml_cannot_write_are_left_out(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.item(db, alderford.council, "Bell\x07 & <b>\ufffe ]]>", [alderford.mill_end], at=alderford.moment)

    for suffix in ("atom", "rss"):
        read = feedparser.parse(cem.visit(f"/mill-end.{suffix}").source.encode())
        assert not read.bozo
        assert read.entries[0].title == "Bell & <b> ]]>"


def test_files_go_along(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        episode = town.item(db, alderford.diary, "Episode 1", [alderford.mill_end], at=alderford.moment, language="cy")
        address = "https://mill-end-diary.example/1.mp3"
        db.add(Enclosure(item_id=episode.id or 0, position=0, url=address, media_type="audio/mpeg", length=42))

    for suffix in ("atom", "rss"):
        entry = feedparser.parse(cem.visit(f"/mill-end.{suffix}").source.encode()).entries[0]
        assert [(file.href, file.type, file.length) for file in entry.enclosures] == [
            ("https://mill-end-diary.example/1.mp3", "audio/mpeg", "42")
        ]
    said = cem.visit("/mill-end.json").json["items"][0]
    assert said["language"] == "cy"
    assert said["attachments"] == [
        {"url": "https://mill-end-diary.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 42}
    ]


def test_who_has_an_outlet_already_gets_304(cem: Neighbour, alderford: Alderford) -> None:
    for address in ("/alderford.atom", "/alderford", "/alderford/meetups.ics"):
        first = cem.visit(address)
        again = cem.visit(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status, again.source) == (304, "")
        assert again.headers["etag"] == first.headers["etag"]


def test_meetups_go_into_calendars(cem: Neighbour, alderford: Alderford) -> None:
    calendar = Calendar.from_ical(cem.visit("/alderford/meetups.ics").source)

    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Repair café"]


def test_sources_go_into_feed_readers(cem: Neighbour, alderford: Alderford) -> None:
    outlines = etree.fromstring(cem.visit("/alderford/sources.opml").source.encode()).iter("outline")

    addresses = {outline.get("xmlUrl") for outline in outlines if outline.get("type") == "rss"}
    assert addresses == {"https://alderford-council.example/feed.xml", "https://mill-end-diary.example/feed.xml"}


def test_tags_go_into_programs_and_spreadsheets(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.tag(db, "Sums", meaning="=1+1")

    listed = cem.visit("/alderford/tags.json").json["tags"]
    sheet = list(csv.DictReader(io.StringIO(cem.visit("/alderford/tags.csv").source)))

    assert [(tag["slug"], tag["items"]) for tag in listed] == [("bins-and-recycling", 1), ("sums", 0)]
    assert sheet[1]["meaning"] == "'=1+1"
    assert sheet[0]["page"] == f"{ADDRESS}/alderford/tags/bins-and-recycling"


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_a_meetup_that_is_called_off_says_so_in_feed_readers(
    cem: Neighbour, alderford: Alderford, many: Engine, suffix: str
) -> None:
    with writing(many) as db:
        calendar = town.feed(db, town.source(db, "Choir", alderford.place, kind="events"), reads="events")
        town.meetup(db, calendar, "Rehearsal", alderford.moment + timedelta(days=2), cancelled=True)

    assert "Cancelled: Rehearsal" in cem.visit(f"/alderford/meetups.{suffix}").source


def test_feeds_of_places_and_tags_name_the_hub_they_are_told_to_and_no_others_do(
    settings: Settings, alderford: Alderford
) -> None:
    hub = "https://pushing.example/hub?a=1&b=2"
    named = {}
    with neighbour("Cem", settings.model_copy(update={"websub_hub": hub})) as reader:
        for listing in (*LISTINGS, "/cy/alderford", "/alderford?tag=bins-and-recycling", "/alderford?before=1-1"):
            for suffix in ("atom", "rss", "json"):
                address = _suffixed(listing, suffix)
                answer = reader.visit(address)
                named[address] = answer.headers.get("link", "")
                inside = answer.json.get("hubs") if suffix == "json" else feedparser.parse(answer.source).feed.links
                assert bool(named[address]) == (hub in str(inside)), address
    own = {
        each for place in (("alderford", ""), ("alderford", "bins-and-recycling")) for each in topics(ADDRESS, *place)
    }
    assert {ADDRESS + address for address, link in named.items() if link} == own
    assert all(named[each.removeprefix(ADDRESS)] == f'<{hub}>; rel="hub", <{each}>; rel="self"' for each in own)


def test_without_a_hub_none_is_named(cem: Neighbour, alderford: Alderford) -> None:
    assert "link" not in cem.visit("/alderford.atom").headers
    assert 'rel="hub"' not in cem.visit("/alderford.rss").source
    assert "hubs" not in cem.visit("/alderford.json").json
