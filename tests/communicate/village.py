"""Alderford, whose voices answer each other by links: looked at as the hub does, and thought over when told to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.fetching import actions as fetching
from hub.aggregate.items.models import Item
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.tagging.queries import registry
from hub.communicate.links.models import ItemLink
from hub.communicate.threads import actions, queries
from hub.communicate.threads.queries import ThreadRow
from hub.db.engine import reading, writing
from hub.duties.settling import Deed, settle_together
from hub.duties.threading import think_all
from hub.duties.tools import Tools
from hub.kit.text import slugify, words
from hub.net.door import Door
from hub.places.models import Place
from tests import town
from tests.duties.at_once import AtOnce
from tests.town import NOON

KINDS = {"Council": "council", "Paper": "press", "Ben": "blog", "Muddy Boots": "blog", "Traders": "group"}


@dataclass
class Village:
    """A place, its voices, and what they say; titles stand for posts, none is said twice."""

    engine: Engine
    voices: Mapping[str, str] = field(default_factory=lambda: KINDS)

    def __post_init__(self) -> None:
        with writing(self.engine) as db:
            here = town.place(db, "Alderford")
            self.here: UUID = here.id
            self.feeds: dict[str, UUID] = {}
            self.ids: dict[str, int] = {}
            self.site: dict[str, str] = {}
            for name, kind in self.voices.items():
                source = town.source(db, name, here, kind=kind)
                self.site[name] = source.site
                self.feeds[name] = town.feed(db, source).id
            # What each feed said before we knew it: all that comes from now on is news.
            for name in self.voices:
                old = town.item(
                    db, db.get_one(Feed, self.feeds[name]), f"{name} begins", [], at=NOON - timedelta(days=900)
                )
                old.is_archive = True
        self.tools = Tools(self.engine, Door(host_pause=0), AtOnce())  # type: ignore[arg-type]  # stands in

    def page(self, name: str, title: str) -> str:
        """Return the address of a post."""
        return f"{self.site[name]}{slugify(title)}"

    def says(self, name: str, title: str, *links: str, hours: float = 0, **more: Any) -> None:
        """Have a voice publish a post, so many *hours* after noon, that leads to these addresses."""
        self.publish(name, self.entry(name, title, links, hours, **more))

    def entry(self, name: str, title: str, links: Iterable[str], hours: float = 0, **more: Any) -> Entry:
        """Return a post as its feed tells it."""
        html = f"<p>{title}</p>" + "".join(f'<p><a href="{url}">this</a></p>' for url in links)
        link = more.pop("link", self.page(name, title))
        return Entry(
            guid=more.pop("guid", link),
            title=title,
            link=link,
            published_at=NOON + timedelta(hours=hours),
            text=words(title),
            html=html,
            summary=title,
            digest=hash((html, link)).to_bytes(8, "big", signed=True),
            **more,
        )

    def publish(self, name: str, *entries: Entry) -> None:
        """Have the hub look at the feed of a voice."""
        moment = max(entry.published_at or NOON for entry in entries)
        with reading(self.engine) as db:
            url = db.get_one(Feed, self.feeds[name]).url
        with writing(self.engine) as db:
            state = next(each for each in looks.claim_all(db, moment, [url]))
            looks.release(db, [state.id])
        digests = b"".join(each.digest for each in entries)
        document = Document("RSS 2.0", entries=entries, total=len(entries), digests=digests)

        def run(db: Session) -> fetching.Heard:
            return fetching.settle_read(db, state, document, registry(db), moment)

        settle_together(self.engine, [Deed(state, run)])
        with reading(self.engine) as db:
            self.ids = {title: item_id for item_id, title in db.exec(select(Item.id, Item.title)) if item_id}

    def think(self) -> int:
        """Have the hub think over all that is new."""
        return think_all(self.tools)

    def id(self, title: str) -> int:
        """Return the number of a post."""
        return self.ids[title]

    def title(self, item_id: int) -> str:
        """Return what stands above a post."""
        with reading(self.engine) as db:
            return db.get_one(Item, item_id).title

    def rows(self, now: datetime = NOON, **asked: Any) -> Sequence[ThreadRow]:
        """Return the list of conversations."""
        with reading(self.engine) as db:
            return queries.ranked(db, self.here, now, **asked).rows

    def talk(self, now: datetime = NOON, **asked: Any) -> list[list[str]]:
        """Return the titles in each conversation of the list."""
        return [[self.title(part.head.item_id) for part in row.parts] for row in self.rows(now, **asked)]

    def thread_of(self, title: str) -> int:
        """Return the thread of a post that is part of one."""
        with reading(self.engine) as db:
            found = queries.of_item(db, self.here, self.id(title))
        assert found is not None
        return found

    def together(self) -> set[frozenset[str]]:
        """Return which posts are together with others."""
        with reading(self.engine) as db:
            titles = dict(db.exec(select(Item.id, Item.title)).all())
            ids = [item_id for item_id in titles if item_id is not None]
            found: dict[int, set[str]] = {}
            for item_id, thread_id in queries.of_items(db, self.here, ids).items():
                found.setdefault(thread_id, set()).add(titles[item_id])
        return {frozenset(several) for several in found.values() if len(several) > 1}

    def links(self) -> set[tuple[str, str, str]]:
        """Return which post leads where, and the site of which source of ours that is."""
        with reading(self.engine) as db:
            rows = db.exec(select(Item.title, ItemLink).where(col(ItemLink.item_id) == col(Item.id))).all()
            names = {feed.source_id: name for name in self.feeds for feed in [db.get_one(Feed, self.feeds[name])]}
            return {(title, link.url, names[link.source_id] if link.source_id else "") for title, link in rows}

    def split(self, thread_id: int, title: str, now: datetime = NOON) -> int | None:
        """Have Ada take a post out of a conversation."""
        item_id = self.id(title)
        with writing(self.engine) as db:
            return actions.split(db, self.here, thread_id, item_id, now)

    def join(self, one: int, other: int, now: datetime = NOON) -> int:
        """Have Ada put two conversations together."""
        with writing(self.engine) as db:
            return actions.join(db, self.here, one, other, now)

    def take_back(self, since: datetime = NOON) -> None:
        """Have Ada take back what she decided."""
        with writing(self.engine) as db:
            assert actions.take_back(db, self.here, since, NOON)

    def elsewhere(self, name: str) -> UUID:
        """Add a place inside this one."""
        with writing(self.engine) as db:
            return town.place(db, name, db.get_one(Place, self.here)).id
