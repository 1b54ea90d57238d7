"""Does the hub know the town by another address? Then all it holds of the town moves to where that is today."""

from collections import Counter

from sqlalchemy import Engine, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select, update

from hub.aggregate.feeds.models import Feed, FeedAlias, Source
from hub.aggregate.items import news
from hub.aggregate.items.models import Enclosure, Item, ItemTwin
from hub.aggregate.items.rules import page_key
from hub.db.base import Table
from hub.db.engine import writing
from hub.demo.content import wherrybridge
from hub.meet.events.models import Event
from hub.places.models import Filed

# Wherever the town's address is part of what is held. An item's guid is apart: it must stay one of its feed's.
_WRITTEN: tuple[tuple[type[Table], str], ...] = (
    *((Feed, "url"), (Feed, "moved_to"), (FeedAlias, "url"), (Source, "site"), (Filed, "body")),
    *((Item, "link"), (Item, "html"), (Enclosure, "url"), (Event, "url")),
)


def move(engine: Engine, url: str) -> str:
    """Let everything that was heard of the town at another address be of the one at *url*; say where it was heard.

    Ports are taken as they come; without this a town on another one would be heard as a second town.
    """
    with writing(engine) as db:
        before = _heard_at(db)
        if not before or _knows(db, url):
            return ""
        # Without the scheme: addresses that only tell items apart have another one.
        old, new = (each.removeprefix("http://") for each in (before, url))
        for table, name in _WRITTEN:
            written = col(getattr(table, name))
            changed = update(table).where(written.contains(old, autoescape=True))
            db.execute(changed.values({name: func.replace(written, old, new)}))
        _move_guids(db, old, new)
        _move_keys(db, new)
        return before


def _heard_at(db: Session) -> str:
    """Return the address most of the town's feeds have; empty where the hub never heard of it."""
    paths = {path for voice in wherrybridge().voices.values() for path in (voice.path, voice.old_path)}
    local = db.exec(select(Feed.url).where(col(Feed.url).startswith("http://127.0.0.1:"), col(Feed.retired).is_(False)))
    origins = Counter(url.removesuffix(path) for url in local for path in paths if url.endswith(path))
    return max(origins, key=lambda origin: (origins[origin], origin), default="")


def _knows(db: Session, url: str) -> bool:
    # A retired feed counts too: no address may stand in the table twice.
    at = (col(each).startswith(f"{url}/") for each in (Feed.url, FeedAlias.url))
    return any(db.exec(select(exists().where(here))).one() for here in at)


def _move_keys(db: Session, new: str) -> None:
    """Let what leads to a page of the town be found by the page's new address, and be thought over."""
    asked = select(Item.id, Item.link).where(col(Item.link).contains(new, autoescape=True))
    rows = db.execute(asked.where(col(Item.page_key).is_not(None))).all()
    if rows:
        db.execute(update(Item), [{"id": item_id, "page_key": page_key(link)} for item_id, link in rows])
    folded = set(db.execute(select(ItemTwin.item_id)).scalars())
    twins = [{"item_id": item_id, "page_key": page_key(link)} for item_id, link in rows if item_id in folded]
    if twins:
        db.execute(update(ItemTwin), twins)
    news.tell(db, [item_id for item_id, _ in rows])


def _move_guids(db: Session, old: str, new: str) -> None:
    other = aliased(Item)
    moved = func.replace(col(Item.guid), old, new)
    taken = exists().where(col(other.feed_id) == col(Item.feed_id), col(other.guid) == moved).correlate(Item)
    db.execute(update(Item).where(col(Item.guid).contains(old, autoescape=True), ~taken).values(guid=moved))
