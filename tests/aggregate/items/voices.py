"""Several voices of a town that have the same articles: told look by look, each in a transaction of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import SQLModel, col, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.fetching import actions
from hub.aggregate.items.cards import cards
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, ItemTag, StreamEntry
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.tagging.actions import settle_withheld
from hub.aggregate.tagging.queries import registry
from hub.db.engine import reading, writing
from hub.kit.text import words
from hub.people.cases import actions as cases
from hub.people.cases import queries as held
from hub.people.cases.actions import About, Decider, Verdict
from hub.people.cases.rules import Measure, Reason, Target
from hub.people.rules import NOBODY, Kind
from hub.places.models import Place
from tests import town
from tests.town import NOON

HOUR = timedelta(hours=1)
MO = Decider(NOBODY, Kind.MODERATOR)
# Another address whose key is that of the article: who seeks one long enough finds one.
ARTICLE = "https://paper.example/2026/11/21/bridge-closed"
MADE = (
    "https://evil.example/2026/11/21/aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb"
    "5btxi5wsxf2fwrwrp3aqh3cue5zjnvmkqt7rnvek7nchudctgtru6em2zqrtmeu3"
)


def entry(guid: str, link: str, title: str = "Bridge closed", *labels: str, hours: int = 1) -> Entry:
    """What a feed says, *hours* ago; its digest is all it says."""
    digest = words(f"{title} {link} {labels}")
    return Entry(
        guid=guid,
        title=title,
        link=link,
        published_at=NOON - hours * HOUR,
        text=words(title),
        html=f"<p>{title}</p>",
        summary=title,
        labels=labels,
        digest=hash(digest).to_bytes(8, "big", signed=True),
    )


@dataclass
class Town:
    """Alderford with Mill End in it, tags, and voices that speak for one of them."""

    engine: Engine

    def __post_init__(self) -> None:
        with writing(self.engine) as db:
            here = town.place(db, "Alderford")
            inner = town.place(db, "Mill End", here)
            self.here, self.inner = here.id, inner.id
            self.tags = {name: town.tag(db, name).id for name in ("Bins", "Roads")}
            self.feeds: dict[str, UUID] = {}
            self.clock = NOON

    def voice(self, name: str, *, inside: bool = False, site: str = "") -> str:
        """Have a source speak, for Mill End or the whole of Alderford; return the address of its site."""
        with writing(self.engine) as db:
            home = db.get_one(Place, self.inner if inside else self.here)
            made = town.source(db, name, home, **({"site": site} if site else {}))
            self.feeds[name] = town.feed(db, made, url=f"https://feeds.example/{name}").id
            return made.site

    def says(self, name: str, *entries: Entry, now: datetime | None = None) -> actions.Heard:
        """Have a voice publish a document, and look at it a minute after the last look."""
        self.clock = now or self.clock + timedelta(minutes=1)
        with writing(self.engine) as db:
            feed = db.get_one(Feed, self.feeds[name])
            state = next(each for each in looks.claim_all(db, self.clock, [feed.url]))
            looks.release(db, [feed.id])
            digests = b"".join(each.digest for each in entries)
            document = Document("RSS 2.0", entries=entries, total=len(entries), digests=digests)
            return actions.settle_read(db, state, document, registry(db), self.clock)

    def stream(self, tag: str = "", *, inside: bool = False) -> list[str]:
        """Return whose items stand in a list, newest first."""
        tag_id = self.tags[tag] if tag else EVERYTHING
        with reading(self.engine) as db:
            asked = (
                select(Item.feed_id)
                .join(StreamEntry, col(StreamEntry.item_id) == Item.id)
                .where(StreamEntry.place_id == (self.inner if inside else self.here), StreamEntry.tag_id == tag_id)
                .order_by(col(StreamEntry.sort_at).desc(), col(Item.id).desc())
            )
            return [self._named(feed_id) for feed_id in db.exec(asked)]

    def ids(self, name: str) -> list[int]:
        """Return the items of a voice."""
        with reading(self.engine) as db:
            rows = db.exec(select(Item.id).where(Item.feed_id == self.feeds[name]).order_by(col(Item.id)))
            return [each for each in rows if each is not None]

    def rows_of(self, name: str) -> list[str]:
        """Return every row there is of a voice's items, facts and derived ones, but what is folded under which."""
        ids = self.ids(name)
        with reading(self.engine) as db:
            rows: list[SQLModel] = [*db.exec(select(Item).where(col(Item.id).in_(ids)))]
            for table in (ItemTag, ItemPlace, StreamEntry):
                rows += db.exec(select(table).where(col(table.item_id).in_(ids))).all()
            return sorted(repr(sorted(row.model_dump().items())) for row in rows)

    def also(self, name: str) -> list[list[str]]:
        """Return where else the items of a voice stand, by their cards."""
        ids = self.ids(name)
        with reading(self.engine) as db:
            return [[other.name for other in card.also] for card in cards(db, ids)]

    def _named(self, feed_id: UUID) -> str:
        return next(name for name, each in self.feeds.items() if each == feed_id)


def decided(here: Town, name: str, measure: Measure) -> None:
    """Have Mo decide about the first item of a voice."""
    (item_id, *_) = here.ids(name)
    with writing(here.engine) as db:
        about = About(Target.ITEM, str(item_id), None)
        if measure is Measure.NOTHING:
            case = held.held(db, Target.ITEM, str(item_id))
            assert case
            assert case.case_id
            cases.release(db, MO, case.case_id, Reason.SPAM, NOON)
        else:
            assert cases.withhold(db, MO, about, Verdict(measure, Reason.SPAM), NOON)
        settle_withheld(db, registry(db), [item_id])
