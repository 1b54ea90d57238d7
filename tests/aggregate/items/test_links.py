"""Whether a page is one of the items here."""

from datetime import timedelta

from sqlmodel import Session

from hub.aggregate.items.links import item_at
from tests import town
from tests.town import NOON


def test_a_page_is_found_however_its_address_is_spelt(db: Session) -> None:
    voice = town.source(db, "The Courier")
    item = town.item(db, town.feed(db, voice), "Bins", link="http://the-courier.example/bins/?utm_source=feed")
    assert item_at(db, "https://The-Courier.example/bins#top", [voice.id]) == item.id
    assert item_at(db, "https://the-courier.example/bin", [voice.id]) is None


def test_of_two_items_that_lead_there_the_newest_counts(db: Session) -> None:
    voice = town.source(db, "The Courier")
    feed = town.feed(db, voice)
    link = "https://the-courier.example/live"
    town.item(db, feed, "Live", link=link, at=NOON - timedelta(days=1), guid="old")
    newest = town.item(db, feed, "Live again", link=link)
    assert item_at(db, link, [voice.id]) == newest.id


def test_only_what_these_sources_said_counts(db: Session) -> None:
    item = town.item(db, town.feed(db, town.source(db, "The Courier")), "Bins")
    assert item_at(db, item.link, [town.source(db, "Ben").id]) is None
    assert item_at(db, item.link, []) is None
