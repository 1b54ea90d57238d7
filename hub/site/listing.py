"""What does a stream page show? The items somebody asked for, under the days they were said on."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.items import queries as items
from hub.aggregate.items.cards import Card
from hub.aggregate.items.models import EVERYTHING
from hub.aggregate.items.queries import Wanted
from hub.establish import queries as registry
from hub.establish.queries import TagView
from hub.kit.zones import wall
from hub.places.queries import PlaceView
from hub.site.asked import Asked, mark
from hub.site.outlets.formats import Channel
from hub.site.outlets.posts import of_cards
from hub.site.render import path


@dataclass(frozen=True, slots=True)
class Listing:
    """Some items of a place, what was asked for, and where the list lives."""

    here: PlaceView
    parts: tuple[str, ...]  # of its address, below the place
    asked: Asked
    tag: TagView | None
    cards: tuple[Card, ...]
    before: str  # the mark the next page starts at; empty on the last one

    @property
    def days(self) -> list[tuple[datetime, list[Card]]]:
        """The items under the days they were said on, in the place's zone; each day by the moment of its newest."""
        zone = ZoneInfo(self.here.timezone)
        grouped = groupby(self.cards, key=lambda card: wall(card.sort_at, zone).date())
        return [(cards[0].sort_at, cards) for cards in (list(group) for _, group in grouped)]

    @property
    def quiet(self) -> bool:
        """Whether nothing was said at all, whatever one asks for."""
        return not (self.cards or self.asked.filters or self.asked.before)

    @property
    def older(self) -> str:
        """The address of the next page; empty on the last one."""
        return self.address(before=self.before) if self.before else ""

    def address(self, suffix: str = "", **changed: str) -> str:
        """Return the address of this list, with some filters changed (an empty one goes)."""
        parts = [self.here.slug, *self.parts]
        parts[-1] += suffix
        return path(*parts, **(self.asked.filters | changed))

    def channel(self, base: str, suffix: str, title: str, now: datetime) -> Channel:
        """Return this list as it leaves the house under *suffix* at *now*."""
        return Channel(
            title=title,
            page=base + self.address(),
            itself=base + self.address(suffix),
            posts=of_cards(self.cards, base, now),
            next=base + self.address(suffix, before=self.before) if self.before else "",
        )


def of_place(db: Session, here: PlaceView, asked: Asked, *parts: str) -> Listing:
    """Return what was said in *here*, as far as it was *asked* for; NotFound when its tag was never agreed."""
    tag = registry.tag(db, asked.tag) if asked.tag else None
    wanted = Wanted(here.id, tag.id if tag else EVERYTHING, asked.kind, asked.q, before=asked.before)
    return _listing(db, here, asked, tag, wanted, parts)


def of_tag(db: Session, here: PlaceView, tag: TagView, asked: Asked) -> Listing:
    """Return what was said in *here* under *tag*."""
    wanted = Wanted(here.id, tag.id, asked.kind, asked.q, before=asked.before)
    narrowed = Asked("", asked.kind, asked.q, asked.before)
    return _listing(db, here, narrowed, tag, wanted, ("tags", tag.slug))


def of_source(db: Session, here: PlaceView, source: SourceView, asked: Asked) -> Listing:
    """Return what *source* said in *here*."""
    wanted = Wanted(here.id, words=asked.q, source_id=source.id, before=asked.before)
    narrowed = Asked("", "", asked.q, asked.before)
    return _listing(db, here, narrowed, None, wanted, ("sources", source.slug))


def _listing(  # noqa: PLR0913, PLR0917 -- private: what it is given is what a Listing holds
    db: Session, here: PlaceView, asked: Asked, tag: TagView | None, wanted: Wanted, parts: tuple[str, ...]
) -> Listing:
    found = items.stream(db, wanted)
    return Listing(here, parts, asked, tag, found.cards, mark(found.next) if found.next else "")
