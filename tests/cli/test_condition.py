"""``hub check`` of a registered feed says how it is doing here, as its page does."""

from datetime import timedelta

from sqlmodel import Session

from hub.aggregate.feeds.history import remembered
from hub.aggregate.feeds.models import FeedAlias
from hub.aggregate.items.models import ItemTag
from hub.aggregate.tagging.queries import registry
from hub.cli.condition import condition
from tests import town
from tests.town import NOON

HOUR = timedelta(hours=1)
URL = "https://ben.example/feed.xml"


def told(db: Session, *urls: str) -> str:
    return "\n".join(condition(db, urls or (URL,), registry(db).vocabulary, NOON))


def test_of_a_feed_nobody_registered_nothing_is_told(db: Session) -> None:
    assert told(db) == ""


def test_a_feed_that_is_well_says_when_it_is_looked_at_next_and_why(db: Session) -> None:
    blog = town.source(db, "Ben", town.place(db, "Benton"))
    bins, roads = town.tag(db, "Bins"), town.tag(db, "Roads")
    history = remembered(remembered("", "timeout", NOON - 2 * HOUR), "news", NOON - HOUR, 2)
    due = NOON + 5 * HOUR
    more = {"looked_at": NOON - HOUR, "due_at": due, "due_because": "sleepy", "post_gap": 172_800, "history": history}
    feed = town.feed(db, blog, URL, **more)
    town.item(db, feed, "Bins", tags=[bins], at=NOON - HOUR)
    spoken = town.item(db, feed, "Roads shut", at=NOON - timedelta(days=8))
    assert spoken.id
    db.add(ItemTag(item_id=spoken.id, tag_id=roads.id, because="title", evidence="Roads"))
    db.add(FeedAlias(url="https://ben.example/old", feed_id=feed.id))
    db.flush()
    assert told(db, "https://ben.example/old").splitlines() == [
        "It is a feed of Ben.",
        f"{URL}: Doing well.",
        "Next look: 2025-06-01 17:00 UTC. It posts about every 2 days, so we look about every 6 hours.",
        "2025-06-01 11:00 UTC: 2 posts were new or edited. (1 look)",
        "2025-06-01 10:00 UTC: The website took too long to answer. (1 look)",
        "Posts a week, this one last: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1.",
        "1 of its last 2 posts use agreed tags.",
        "What the others speak of has a tag: Roads.",
    ]


def test_a_feed_in_trouble_says_since_when_and_how_to_mend_it(db: Session) -> None:
    town.feed(db, town.source(db, "Ben"), URL, trouble="http-404", trouble_since=NOON - HOUR, looked_at=NOON)
    said = told(db)
    assert "There is nothing at this address. Since 2025-06-01 11:00 UTC." in said
    assert "To mend it: Find the feed’s new address" in said
    assert "Next look: any moment." in said
    assert "agreed tags" not in said


def test_a_feed_that_is_gone_has_no_next_look(db: Session) -> None:
    town.feed(db, town.source(db, "Ben"), URL, trouble="gone", trouble_since=NOON - HOUR, looked_at=NOON)
    assert "Next look" not in told(db)
