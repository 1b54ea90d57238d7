"""Which list is asked for, and where does it live? Of a place, under a tag, of a source: as a page and as a feed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.items import queries as items
from hub.aggregate.items.queries import Cursor, Wanted
from hub.aggregate.pushing.rules import topics
from hub.db.kept import EachDatabase, Store
from hub.establish.tags.queries import TagView
from hub.places.queries import PlaceView
from hub.site.asking.asked import Asked, mark
from hub.site.asking.meant import Meant, as_called_now, meant
from hub.site.deps import chosen
from hub.site.kept.known import known
from hub.site.outlets.formats import Channel, Outlet
from hub.site.outlets.posts import of_cards
from hub.site.render import path_with

MOST_MEANINGS = 512  # of questions, remembered
_meanings = EachDatabase[Store[tuple[UUID, Asked], int, Meant]](lambda: Store(MOST_MEANINGS))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items: the place, where below it the list lives, and what is asked of it besides."""

    here: PlaceView
    parts: tuple[str, ...]
    asked: Asked
    meant: Meant
    fixed: tuple[tuple[str, str], ...] = ()  # the filters its address stands for without naming them
    is_led: bool = False  # it was asked for by what a tag was called once: its own address is another one

    @property
    def wanted(self) -> Wanted:
        """What is asked of the stream."""
        return self.meant.wanted

    @property
    def page(self) -> str:
        """The address of this list with nothing asked of it."""
        return self.address(asked=Asked())

    @property
    def chosen(self) -> int:
        """How many filters are on."""
        return len(self.besides("order", "q" if self.is_search else ""))

    @property
    def is_search(self) -> bool:
        """Whether it is the search page, on which the words stand in their field already."""
        return self.parts == ("search",)

    @property
    def is_ranked(self) -> bool:
        """Whether what fits the words best comes first, instead of the newest."""
        return self.wanted.by_relevance and bool(self.wanted.words.wanted)

    @property
    def folds(self) -> bool:
        """Whether sources that say much are folded: not where somebody asks for voices or words."""
        return not (self.asked.kinds or self.asked.q or self.wanted.sources)

    def address(self, suffix: str = "", asked: Asked | None = None) -> str:
        """Return the address of this list from its first page, or of what is *asked* of it instead."""
        return self._address(suffix, (self.asked if asked is None else asked).filters)

    def after(self, cursor: Cursor | None, suffix: str = "") -> str:
        """Return the address of what comes after *cursor*; empty where nothing does."""
        return self._address(suffix, (*self.asked.filters, ("before", mark(cursor)))) if cursor else ""

    def besides(self, *names: str) -> Sequence[tuple[str, str]]:
        """Return the filters that are on besides those *names*, for a form that asks for these anew."""
        return [pair for pair in self.asked.filters if pair[0] not in names]

    def in_words(self) -> Sequence[tuple[str, str]]:
        """Return all filters, those its address stands for too, for a form that searches among what they leave."""
        return [*self.fixed, *self.besides("q", "order")]

    def _address(self, suffix: str, pairs: Sequence[tuple[str, str]]) -> str:
        parts = [self.here.slug, *self.parts]
        parts[-1] += suffix
        return path_with(parts, pairs)


def of_place(db: Session, here: PlaceView, asked: Asked, *parts: str) -> Listing:
    """List what was said in *here*, as far as it was *asked* for."""
    today = as_called_now(db, asked)
    return Listing(here, parts, today, _meant(db, here, today), is_led=today != asked)


def of_tag(db: Session, here: PlaceView, tag: TagView, asked: Asked) -> Listing:
    """List what was said in *here* under *tag*, as far as it was *asked* for."""
    today = as_called_now(db, asked)
    whole = replace(today, tags=(tag.slug, *today.tags))
    fixed = (("tag", tag.slug),)
    return Listing(here, ("tags", tag.slug), today, _meant(db, here, whole), fixed, today != asked)


def of_source(db: Session, here: PlaceView, source: SourceView, asked: Asked) -> Listing:
    """List what *source* said in *here*, as far as it was *asked* for."""
    today = as_called_now(db, asked)
    narrowed = replace(today, sources=())
    whole = replace(today, sources=(source.slug,))
    fixed = (("source", source.slug),)
    return Listing(here, ("sources", source.slug), narrowed, _meant(db, here, whole), fixed, today != asked)


def again(db: Session, listing: Listing, asked: Asked) -> Listing:
    """Return the same list with something else *asked* of it."""
    whole = asked
    for name, value in listing.fixed:
        whole = whole if (name, value) in whole.filters else whole.toggled(name, value)
    return replace(listing, asked=asked, meant=_meant(db, listing.here, whole))


def channel(db: Session, listing: Listing, outlet: Outlet, told: "Told") -> Channel:
    """Return *listing* as it leaves the house, newest first, nothing folded."""
    found = items.stream(db, listing.wanted)
    suffix = f".{outlet}"
    itself = told.base + listing.address(suffix)
    return Channel(
        title=told.title,
        page=told.base + listing.address(),
        itself=itself,
        posts=of_cards(found.cards, told.base, told.now),
        next=told.base + listing.after(found.next, suffix) if found.next else "",
        hub=_hub(db, listing, itself),
    )


def _hub(db: Session, listing: Listing, itself: str) -> str:
    """Return the hub that is told when the feed at *itself* has something new; empty where none is."""
    ours = chosen(db)
    is_first = listing.asked.before is None
    is_told = is_first and itself in topics(ours.base_url, listing.here.slug, "".join(listing.parts[1:]))
    return ours.websub_hub if is_told else ""


def _meant(db: Session, here: PlaceView, asked: Asked) -> Meant:
    key, version, store = (here.id, asked), known(db).version, _meanings.of(db)
    held = store.take({key: version}).get(key)
    if held is None:
        held = meant(db, here, asked)
        # Without a version nobody would know when a name in it has changed.
        if version:
            store.put([(key, version, held)])
    return held


@dataclass(frozen=True, slots=True)
class Told:
    """How a list is presented when it leaves the house: its title, the address of the hub, and when that was."""

    title: str
    base: str
    now: datetime
