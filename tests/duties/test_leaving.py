"""A source leaves the hub with everything that points to it or to its feeds, whatever that may be."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub import tables
from hub.aggregate.adopting.models import AdoptedFeed, AdoptedVoice
from hub.aggregate.feeds.models import Feed, FeedAlias, FeedDocument, FeedProposal, Source, SourcePause
from hub.aggregate.items.models import Item
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.registering.models import Registration, SourceOwner
from hub.aggregate.tagging.models import SourceRule
from hub.communicate.introducing.models import Introduction
from hub.communicate.links.models import ItemLink
from hub.communicate.mentions.models import TellingWish
from hub.db.base import Table
from hub.db.engine import reading, writing
from hub.duties.leaving import take_out
from hub.meet.venues.models import FeedVenue, Venue
from hub.people.persons.models import Person
from tests import town
from tests.town import NOON

LEFT = {"subscription", "registration", "venue"}  # they stay, and point to nothing any more


def pointing() -> set[str]:
    """Return the names of all tables with a key of a source or of a feed."""
    return {
        table.name
        for table in tables.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"source", "feed"}
    }


def rows_of(db: Session, feed: Feed) -> Iterator[Table]:
    """Yield a row of every sort that points to a feed or to its source; what a town has anyway is there."""
    here, tag = town.place(db, "Benton"), town.tag(db, "Bins")
    ben = Person(name="Ben", email="ben@ben.example", email_key="ben@ben.example", joined_at=NOON)
    yield ben
    at: dict[str, Any] = {"feed_id": feed.id}
    yield from (
        FeedAlias(url="https://old.example/", **at),
        FeedProposal(url="https://new.example/", why="moved", proposed_at=NOON, **at),
        *at_a_hall(feed, here.id),
    )
    yield FeedDocument(body=b"<rss/>", content_type="", url=feed.url, kept_at=NOON, **at)
    yield AdoptedFeed(place_id=here.id, tag_id=tag.id, service="blogs", words="bins", cap=5, adopted_at=NOON, **at)
    yield AdoptedVoice(key="eve", name="Eve", stand="trusted", since=NOON, **at)
    hub: dict[str, Any] = {
        "hub": "https://hub.example/",
        "topic": feed.url,
        "token": "t",
        "secret": "s",
        "wish": "subscribe",
    }
    yield Subscription(made_at=NOON, due_at=NOON, **hub, **at)
    of: dict[str, Any] = {"source_id": feed.source_id}
    yield from (SourcePause(since=NOON, **of), TellingWish(since=NOON, **of))
    yield from (SourceOwner(person_id=ben.id, since=NOON, **of), SourceRule(kind="always", tag_id=tag.id, **of))
    both: dict[str, Any] = {"one_id": feed.source_id, "other_id": feed.source_id}
    yield Introduction(place_id=here.id, state="asked", asked_at=NOON, **both)
    site: dict[str, Any] = {
        "name": "Ben",
        "site": "https://ben.example/",
        "token": "t",
        "state": "admitted",
        "is_own": True,
    }
    said = db.exec(select(Item.id).where(Item.source_id == feed.source_id)).one()
    yield ItemLink(item_id=said or 0, page_key=1, url="https://ben.example/before", **of)
    yield Registration(person_id=ben.id, place_id=here.id, asked_at=NOON, **site, **of)


def at_a_hall(feed: Feed, place_id: UUID) -> Iterator[Table]:
    """Yield the hall whose own calendar it is, and that all in it takes place there."""
    hall = Venue(slug="hall", name="Hall", place_id=place_id, source_id=feed.source_id)
    yield hall
    yield FeedVenue(strategy="always", venue_id=hall.id, feed_id=feed.id)


@pytest.fixture
def feed(many: Engine) -> Feed:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Ben", town.place(db, "Alderford")))
        town.item(db, feed, "Hello")
        town.meetup(db, feed, "Folk night")
        for row in rows_of(db, feed):
            db.add(row)
            db.flush()
        return feed


def test_nothing_keeps_a_source_that_leaves(many: Engine, feed: Feed) -> None:
    with reading(many) as db:
        counted = {name for name in pointing() if db.execute(tables.metadata.tables[name].select()).first()}
        assert counted == pointing()  # a new table belongs into this test, and into duties.leaving
    with writing(many) as db:
        take_out(db, feed.source_id, NOON)
    with reading(many) as db:
        left = {name for name in pointing() if db.execute(tables.metadata.tables[name].select()).first()}
        assert left == LEFT
        assert db.exec(select(Source)).all() == []
        assert db.exec(select(Registration.source_id)).one() is None
        assert db.exec(select(Subscription.feed_id)).one() is None
