"""What is a list of meetups narrowed to? An address asks for it, chips take it away, and feeds ask for the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from hub.establish.tags.queries import TagView
from hub.kit.saying import Saying, say
from hub.kit.text import squeeze
from hub.meet.events import queries as meetups
from hub.meet.events.values import Narrowed, VenueShown
from hub.places.queries import PlaceView
from hub.site.kept.known import known, tag_called

FACETS = ("free", "online", "children", "step_free")
FACET_WORDS = {
    "free": say("free"),
    "online": say("online"),
    "children": say("for children"),
    "step_free": say("step-free"),
}
UNKNOWN_TAG, UNKNOWN_VENUE = say("a tag that is not used here"), say("a venue that nobody knows here")
LONGEST_SLUG = 100
_NOWHERE = UUID(int=0)  # the id of nothing: a tag or a venue nobody knows narrows a list to nothing


@dataclass(frozen=True, slots=True)
class Filtered:
    """The filters of a list of meetups as the address gives them; an empty one asks for nothing."""

    tag: str = ""  # slug
    venue: str = ""  # slug
    free: bool = False
    online: bool = False
    children: bool = False
    step_free: bool = False

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != Filtered()

    def query(self) -> dict[str, str]:
        """Return the same filters for an address: ``path(here.slug, "meetups", **filtered.query())``."""
        named = {name: getattr(self, name) for name in ("tag", "venue")}
        return {name: slug for name, slug in named.items() if slug} | {
            name: "1" for name in FACETS if getattr(self, name)
        }

    def without(self, name: str) -> "Filtered":
        """Take one filter away."""
        return replace(self, **{name: getattr(Filtered(), name)})


class MeetupAddress(BaseModel):
    """The filters of a list of meetups, as an address or a form sends them; anything typed turns a filter on."""

    tag: str = Field(default="", description="Slug of an agreed tag.")
    venue: str = Field(default="", description="Slug of a venue.")
    free: str = Field(default="", description="1: only what costs nothing.")
    online: str = Field(default="", description="1: only what one can join from home.")
    children: str = Field(default="", description="1: only what is for children.")
    step_free: str = Field(default="", description="1: only where one gets in without steps.")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, in words, and the list without it."""

    words: Saying | str
    without: Filtered


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters, with what they mean in a place."""

    filtered: Filtered
    narrowed: Narrowed
    tag: TagView | None = None
    venue: VenueShown | None = None

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Every filter that is on."""
        return tuple(self._chips())

    @property
    def facets(self) -> tuple[tuple[str, Saying], ...]:
        """What a meetup may be asked to be, by its name in the address."""
        return tuple(FACET_WORDS.items())

    @property
    def words(self) -> tuple[Saying | str, ...]:
        """Every filter that is on, in words."""
        return tuple(chip.words for chip in self.chips)

    def _chips(self) -> Iterator[Chip]:
        if self.filtered.tag:
            yield Chip(self.tag.name if self.tag else UNKNOWN_TAG, self.filtered.without("tag"))
        if self.filtered.venue:
            yield Chip(self.venue.name if self.venue else UNKNOWN_VENUE, self.filtered.without("venue"))
        for name in FACETS:
            if getattr(self.filtered, name):
                yield Chip(FACET_WORDS[name], self.filtered.without(name))


def filtered(given: Annotated[MeetupAddress, Query()]) -> Filtered:
    """Read the filters of a list of meetups."""
    facets = {name: getattr(given, name).strip() not in {"", "0"} for name in FACETS}
    return Filtered(squeeze(given.tag)[:LONGEST_SLUG], squeeze(given.venue)[:LONGEST_SLUG], **facets)


Filters = Annotated[Filtered, Depends(filtered)]


def reread(pairs: Iterable[tuple[str, str]]) -> Filtered:
    """Read the filters of an address of ours that somebody names to us, as its page would.

    >>> reread([("tag", "bins"), ("colour", "red"), ("free", "1")]).query()
    {'tag': 'bins', 'free': '1'}
    """
    known_names = MeetupAddress.model_fields.keys()
    return filtered(MeetupAddress.model_validate({name: value for name, value in pairs if name in known_names}))


def narrowing(db: Session, here: PlaceView, filtered: Filtered) -> Narrowing:
    """Say what filters mean in *here*; a tag or a venue nobody knows narrows a list to nothing.

    What was typed for those is not said back: it would be the name of somebody's calendar.
    """
    called = tag_called(db, filtered.tag) if filtered.tag else None
    tag = called if called in known(db).tags_near(here) else None
    venue = meetups.venue_named(db, filtered.venue) if filtered.venue else None
    narrowed = Narrowed(
        tag_id=(tag.id if tag else _NOWHERE) if filtered.tag else None,
        venue_id=(venue.id if venue else _NOWHERE) if filtered.venue else None,
        **{name: getattr(filtered, name) for name in FACETS},
    )
    return Narrowing(filtered, narrowed, tag, venue)
