"""By what can a list be narrowed so that something is left? Told by the newest of what it holds now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds.queries import Named
from hub.aggregate.items import among
from hub.aggregate.items.queries import Head
from hub.establish.tags.queries import TagView
from hub.places.queries import PlaceView
from hub.site import ranking
from hub.site.kept.known import known, named
from hub.site.listing.beside import MOST_PLACES, MOST_SOURCES, MOST_TAGS, Heard
from hub.site.listing.listing import Listing, again
from hub.site.listing.shown import Paged

LOOKED_AT = 40  # items, the first of a list, about as many as stand on its page: what none of them has is not offered
_Key = TypeVar("_Key")
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Offers:
    """What leaves something of a list, each with the number of items counted that have it, the highest first."""

    counted: int  # items
    tags: Sequence[tuple[TagView, int]]
    kinds: Sequence[tuple[str, int]]
    sources: Sequence[tuple[Named, int]]
    places: Sequence[tuple[PlaceView, int]]
    newest: datetime | None  # of the list, whatever days it is narrowed to


def offers(db: Session, page: Paged, heard: Heard) -> Offers:
    """Return what the list of a *page* can be narrowed by; of a whole place that is what was *heard* in it lately."""
    listing = page.listing
    if is_whole(listing):
        counted = sum(count for _, count in heard.kinds)
        newest = _newest(_looked_at(db, listing, 1))
        return Offers(counted, heard.tags, heard.kinds, heard.sources, heard.places, newest)
    # Most ask for the first page, which is what was found already.
    found = page.heads if listing.asked.before is None else _looked_at(db, listing)
    groups = (("kind",), ("source",), ("place",), ("since", "until"))
    of_kinds, of_sources, of_places, of_days = (_besides(db, listing, found, *names) for names in groups)
    return Offers(
        counted=len(found),
        tags=_tags(db, listing.here, found),
        kinds=among.kinds_among(db, _ids(of_kinds)).most_common(),
        sources=_sources(db, of_sources),
        places=_places(db, listing.here, of_places),
        newest=_newest(of_days),
    )


def is_whole(listing: Listing) -> bool:
    """Say whether nothing narrows *listing*: it is all that was said in its place."""
    return not (listing.fixed or listing.besides("order"))


def _looked_at(db: Session, listing: Listing, limit: int = LOOKED_AT) -> Sequence[Head]:
    return ranking.heads(db, replace(listing.wanted, before=None), limit).heads


def _besides(db: Session, listing: Listing, found: Sequence[Head], *names: str) -> Sequence[Head]:
    """Return what is *found*, or would be without the filters of *names*: where any will do, another adds to it."""
    rest = listing.asked.cleared(*names)
    return found if rest.filters == listing.asked.filters else _looked_at(db, again(db, listing, rest))


def _newest(found: Sequence[Head]) -> datetime | None:
    return max((head.sort_at for head in found), default=None)


def _ids(found: Sequence[Head]) -> list[int]:
    return [head.item_id for head in found]


def _tags(db: Session, here: PlaceView, found: Sequence[Head]) -> Sequence[tuple[TagView, int]]:
    counts = among.tags_among(db, _ids(found))
    return [(tag, counts[tag.id]) for tag in known(db).most_used(here, counts)[:MOST_TAGS]]


def _places(db: Session, here: PlaceView, found: Sequence[Head]) -> Sequence[tuple[PlaceView, int]]:
    inside = {place.id: place for place in known(db).tree.within(here.id)}
    return _most(among.places_among(db, _ids(found)), inside, MOST_PLACES) if inside else ()


def _sources(db: Session, found: Sequence[Head]) -> Sequence[tuple[Named, int]]:
    spoken: Counter[UUID] = Counter(head.source_id for head in found)
    most = dict(spoken.most_common(MOST_SOURCES))
    return _most(most, named(db, most.keys()), MOST_SOURCES)


def _most(counts: Mapping[_Key, int], things: Mapping[_Key, _Thing], most: int) -> Sequence[tuple[_Thing, int]]:
    known_ones = [(thing, counts[key]) for key, thing in things.items() if counts.get(key)]
    return sorted(known_ones, key=lambda pair: -pair[1])[:most]
