"""What an item is known by, from look to look: real children, both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import col, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.db.engine import reading, writing
from hub.duties.fetching import Report, fetch_round
from hub.duties.tools import Tools
from tests import town
from tests.duties.publisher import Publisher, publishing


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def hub(tools: Tools, ben: Publisher) -> Tools:
    """A hub that will look at Ben's blog."""
    with writing(tools.engine) as db:
        town.feed(db, town.source(db, "Ben’s blog", town.place(db, "Benton")), url=f"http://{ben.host}/feed")
    return replace(tools, door=replace(tools.door, allow_private_networks=(ben.host,)))


def look(hub: Tools, ben: Publisher, body: str) -> Report:
    """Have Ben publish *body*, and look."""
    address = ben.says("/feed", body=body)
    return fetch_round(hub, lambda db, now: looks.claim_all(db, now, [address]))


def rss(*items: str) -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>Ben’s blog</title>{inside}</channel></rss>"


def post(link: str, title: str, guid: str = "") -> str:
    known_as = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    return f"<title>{title}</title>{known_as}<link>https://ben.example/{link}</link>"


def test_two_posts_without_guids_leave_the_twenty_before_them_alone(hub: Tools, ben: Publisher) -> None:
    old = [post(f"{number}", f"Post {number}", f"g{number}") for number in range(20)]
    assert look(hub, ben, rss(*old)).new_items == 20
    old[3] = post("3", "Post 3, corrected", "g3")
    report = look(hub, ben, rss(post("n1", "Without"), post("n2", "Guids"), *old))
    assert (report.new_items, report.changed_items) == (2, 1)
    with reading(hub.engine) as db:
        assert db.exec(select(Feed.identity).where(col(Feed.url).contains(ben.host))).one() == "guid"


def test_the_longest_guid_fits_into_the_index(hub: Tools, ben: Publisher) -> None:
    guid = "".join(chr(0x4E00 + number * 37 % 20_000) for number in range(1_000))
    report = look(hub, ben, rss(post("1", "x", guid)))
    assert (report.new_items, report.troubled) == (1, [])


def test_what_a_database_cannot_hold_is_left_out(hub: Tools, ben: Publisher) -> None:
    said = {"id": "1\0", "url": "https://ben.example/\0", "title": "a\0b", "content_text": "a\0b", "tags": ["\0x"]}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "\0", "items": [said]}
    assert look(hub, ben, json.dumps(feed)).troubled == []
    with reading(hub.engine) as db:
        assert db.exec(select(Item.title)).all() == ["ab"]


def test_a_date_out_of_all_likelihood_is_no_date(hub: Tools, ben: Publisher) -> None:
    wild = [f"{post(year, year)}<pubDate>{year}-01-01T00:00:00Z</pubDate>" for year in ("0001", "9999")]
    assert look(hub, ben, rss(*wild)).new_items == 2
    with reading(hub.engine) as db:
        assert db.exec(select(Item.published_at)).all() == [None, None]
