"""Ben’s blog in a town, and the looks at it."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, col, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.rules import Fresh, decide
from hub.aggregate.items.models import Item
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.tagging.queries import registry
from hub.kit.text import words
from hub.net.answers import Hop, Reply
from tests import town
from tests.town import NOON

HOUR = timedelta(hours=1)


def entry(guid: str, title: str, hours_ago: int = 1, **more: object) -> Entry:
    return Entry(
        guid=guid,
        title=title,
        link=f"https://ben.example/{guid}",
        published_at=NOON - hours_ago * HOUR,
        text=words(title),
        html=f"<p>{title}</p>",
        summary=title,
        digest=title.encode().ljust(8)[:8],
        **more,  # type: ignore[arg-type]  # whatever the test asks for
    )


class Ben:
    """Ben's blog, and the looks at it."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self.city = town.place(db, "Birmingham")
        self.heath = town.place(db, "Kings Heath", self.city, also=["King's Heath"])
        self.bins = town.tag(db, "Bins", also=["bin strike"])
        self.blog = town.source(db, "Ben", self.city)
        self.feed = town.feed(db, self.blog)

    @property
    def state(self) -> FeedState:
        (only,) = looks.claim_all(self.db, NOON + timedelta(days=400))
        looks.release(self.db, [only.id])
        return only

    def says(self, *entries: Entry, now=NOON, **document: object) -> actions.Heard:
        state = self.state
        said = Document("RSS 2.0", "Ben", entries=entries, total=len(entries), **document)  # type: ignore[arg-type]
        heard = actions.settle_read(self.db, state, said, registry(self.db), now)
        reply = Reply(200, state.url, {"content-type": "text/xml"}, b"<rss/>")
        news = heard.added + heard.changed
        actions.note_read(self.db, state, said, Fresh(reply, {"etag": '"1"', "body_hash": "aa"}), now, news)
        self.db.expire_all()
        return heard

    def answers(self, reply: Reply, now=NOON) -> actions.Heard:
        state = replace(self.state, body_hash="aa", etag='"1"')
        made = decide(state, reply, now)
        assert not isinstance(made, Fresh)
        heard = actions.carry_out(self.db, state, made, now)
        self.db.expire_all()
        return heard

    def moves(self, url: str) -> None:
        """Lead to *url* for good, for the fifth time in four days."""
        facts = {"moved_to": url, "moved_since": NOON - timedelta(days=4), "moved_looks": 4}
        looks.note(self.db, self.feed.id, facts)
        self.answers(Reply(304, url, hops=(Hop(301, url),)))

    def items(self) -> list[Item]:
        return list(self.db.exec(select(Item).order_by(col(Item.id))))
