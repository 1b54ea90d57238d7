"""What does a card say to its reader? Words, times and addresses worked out first, so that a template places them."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from hub.aggregate.items.cards import SHOWING_FILES, Card, File, Speaker, Why
from hub.kit.saying import WEEKDAY_AND_YEAR
from hub.kit.zones import wall
from hub.places.queries import PlaceView
from hub.site.render import iso, path, sign
from hub.site.words import foreign, kind_name, why
from hub.site.words.speech import voice

MOST_FILES = 3  # that a card names; its own page names all
MOST_ALSO = 3  # other sources of the same article, likewise
_DENSE = frozenset({"planning", "police", "reports"})  # kinds that say much in few words, many times a day


class By(NamedTuple):
    """Who says it, the same on each of their cards."""

    kind: str
    kind_name: str
    sign: str
    is_dense: bool
    name: str
    address: str


class Label(NamedTuple):
    """A tag of an item, where it leads to, and why it fits."""

    name: str
    address: str
    why: str


class Elsewhere(NamedTuple):
    """Another source that has the same article, and where its own version is shown."""

    name: str
    address: str


class Face(NamedTuple):
    """A card as it is to be placed; every word of a stranger in it is still to be escaped."""

    number: int
    page: str
    at: str
    day: str
    clock: str
    title: str
    link: str  # empty where its publisher gave none
    language: str  # of its words; empty where it is that of the page
    excerpt: str  # empty where it says no more than the title
    remark: str  # of a moderator; empty where there is none
    by: By
    labels: tuple[Label, ...]
    files: tuple[File, ...]
    also: tuple[Elsewhere, ...] = ()
    also_more: int = 0  # sources that are not named


class Faces:
    """Works out the cards of one place in the language spoken now; what many of them share, once."""

    def __init__(self, here: PlaceView) -> None:
        self._here, self._zone = here, ZoneInfo(here.timezone)
        self._voice, self._items = voice(), path("items")
        self._bys: dict[str, By] = {}
        self._tags: dict[str, str] = {}

    def of(self, card: Card) -> Face:
        """Return what *card* says."""
        local = wall(card.sort_at, self._zone)
        return Face(
            number=card.id,
            page=f"{self._items}/{card.id}",
            at=iso(card.sort_at),
            day=self._voice.day(local.date(), WEEKDAY_AND_YEAR),
            clock=self._voice.clock(local),
            title=card.title,
            link=card.link,
            language=foreign(card.language),
            remark=card.label,
            excerpt="" if card.summary == card.title else card.summary,
            by=self._bys.get(card.source.slug) or self._by(card.source),
            labels=tuple([self._label(tag, card.source.name) for tag in card.tags]),
            files=card.files[:MOST_FILES] if card.source.kind in SHOWING_FILES else (),
            also=tuple(Elsewhere(each.name, f"{self._items}/{each.item_id}") for each in card.also[:MOST_ALSO]),
            also_more=max(len(card.also) - MOST_ALSO, 0),
        )

    def _by(self, source: Speaker) -> By:
        kind, address = source.kind, path(self._here.slug, "sources", source.slug)
        made = By(kind, kind_name(kind), sign(kind), kind in _DENSE, source.name, address)
        self._bys[source.slug] = made
        return made

    def _label(self, tag: Why, source: str) -> Label:
        address = self._tags.get(tag.slug)
        if address is None:
            address = self._tags[tag.slug] = path(self._here.slug, "tags", tag.slug)
        return Label(tag.name, address, why(tag, source))
