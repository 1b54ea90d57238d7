"""Who answers Ben? A post of another source that links to one of his, a neighbour's reply, a page elsewhere."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.links.models import ItemLink
from hub.communicate.mentions.models import Mention
from hub.communicate.replies.models import Reply
from hub.communicate.threads.models import Thread
from hub.db.engine import writing
from hub.kit.clock import now
from hub.people.persons.models import Person
from hub.places.models import Place
from tests import town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRIDGE = 77  # the key of the page Ben's post leads to
WEEKS_AGO = timedelta(days=30)  # since when he speaks for his diary


def id_of(item: Item) -> int:
    assert item.id is not None
    return item.id


def person(db: Session, name: str) -> Person:
    return db.exec(select(Person).where(Person.name == name)).one()


def owns(db: Session, name: str, feed: Feed) -> None:
    """Have somebody speak for the source of a feed, for weeks now."""
    db.add(SourceOwner(source_id=feed.source_id, person_id=person(db, name).id, since=now() - WEEKS_AGO))


def a_post(
    many: Engine, feed: Feed, title: str = "The new bridge", *, at: datetime | None = None, key: int = BRIDGE
) -> int:
    """Have a post stand in the stream; return its id."""
    with writing(many) as db:
        return id_of(town.item(db, feed, title, at=at or now() - DAY, page_key=key))


def linked(
    many: Engine,
    feed: Feed,
    title: str = "Mud at the bridge",
    *,
    at: datetime | None = None,
    key: int = BRIDGE,
    **more: Any,
) -> int:
    """Have another post lead to the page of *key*; return its id."""
    with writing(many) as db:
        item = town.item(db, feed, title, at=at or now() - HOUR, **more)
        db.add(ItemLink(item_id=id_of(item), page_key=key, url="https://diary.example/"))
        return id_of(item)


def replied(many: Engine, place: Place, item_id: int, name: str, words: str = "Well said.", **more: Any) -> Reply:
    """Have somebody reply to a post."""
    with writing(many) as db:
        thread = Thread(place_id=place.id, made_at=now(), last_at=now())
        db.add(thread)
        db.flush()
        assert thread.id
        usual: dict[str, Any] = {
            "state": "shown",
            "said_at": now() - HOUR,
            "name": name,
            "words": words,
            "html": f"<p>{words}</p>",
        }
        reply = Reply(**{**usual, **more}, thread_id=thread.id, item_id=item_id, person_id=person(db, name).id)
        db.add(reply)
        return reply


def mentioned(many: Engine, item_id: int, **more: Any) -> None:
    """Have a page elsewhere mention a post."""
    with writing(many) as db:
        usual: dict[str, Any] = {
            "source_url": "https://far.example/bridges",
            "source_host": "far.example",
            "target_url": f"https://hub.example/items/{item_id}",
            "target_kind": "item",
            "target_id": str(item_id),
            "state": "shown",
            "kind": "mention",
            "title": "Bridges I like",
            "asked_at": now() - HOUR,
        }
        db.add(Mention(**{**usual, **more}))
