"""What stands beside a stream? What was heard lately and from whom, places around, and the next meetups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds.queries import Named
from hub.aggregate.items import activity
from hub.aggregate.items import queries as items
from hub.aggregate.items.activity import Stretch
from hub.db.kept import EachDatabase, Store
from hub.establish.tags.queries import TagView
from hub.meet.events import queries as meetups
from hub.meet.events.values import Meetup
from hub.places.queries import PlaceView
from hub.site.kept.known import Known, known, named, version_of

LATELY = timedelta(days=30)
KEPT = timedelta(minutes=1)  # counts and meetups: nobody sees an older one
NEXT_MEETUPS = 5
MOST_TAGS, MOST_SOURCES, MOST_PLACES = 24, 24, 24
MOST_KEPT = 2_000  # places
CHEAP = 1_000  # items that are counted within a millisecond or two
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a place in the last thirty days, counted at a moment, the highest first."""

    at: datetime
    version: int  # of the place, then
    tags: tuple[tuple[TagView, int], ...]  # without those that are names of places
    kinds: tuple[tuple[str, int], ...]
    sources: tuple[tuple[Named, int], ...]
    places: tuple[tuple[PlaceView, int], ...]  # of those inside that were heard lately

    @property
    def is_dear(self) -> bool:
        """Whether so much was counted that it is not counted again at every change."""
        return sum(count for _, count in self.kinds) > CHEAP


@dataclass(frozen=True, slots=True)
class Coming:
    """What one could go to next, looked up at a moment."""

    at: datetime
    meetups: Sequence[Meetup]

    def holds(self, now: datetime) -> bool:
        """Say whether nothing of it has begun by *now*; what lasts whole days counts to its end."""
        until = [each.ends_at if each.all_day and each.ends_at else each.starts_at for each in self.meetups]
        return self.at <= now < self.at + KEPT and all(moment > now for moment in until)


@dataclass(frozen=True, slots=True)
class Side:
    """What stands beside a stream."""

    here: PlaceView
    registry: Known
    heard: Heard
    meetups: Sequence[Meetup]

    @property
    def inside(self) -> Sequence[PlaceView]:
        """The places in it, at any depth, as the front page counts them."""
        return self.registry.tree.within(self.here.id)

    @property
    def above(self) -> Sequence[PlaceView]:
        """The places it lies in."""
        return self.registry.tree.above(self.here.id)

    @property
    def touching(self) -> Sequence[PlaceView]:
        """The places that overlap it, by name."""
        return self.registry.touching(self.here.id)


_heard = EachDatabase[Store[UUID, int, Heard]](lambda: Store(MOST_KEPT))
_coming = EachDatabase[Store[UUID, tuple[int, int], Coming]](lambda: Store(MOST_KEPT))


def beside(db: Session, here: PlaceView, now: datetime) -> Side:
    """Return what stands beside the stream of *here*; what is counted may be a minute old."""
    return Side(here, known(db), _heard_lately(db, here, now), _next_meetups(db, here, now))


def _heard_lately(db: Session, here: PlaceView, now: datetime) -> Heard:
    store, version = _heard.of(db), known(db).version
    held = store.take({here.id: version}).get(here.id)
    if held is None or not _holds(db, here, held, now):
        held = _count(db, here, now)
        store.put([(here.id, version, held)])
    return held


def _holds(db: Session, here: PlaceView, held: Heard, now: datetime) -> bool:
    recent = held.at <= now < held.at + KEPT
    return recent and (held.is_dear or held.version == version_of(db, here.id))


def _next_meetups(db: Session, here: PlaceView, now: datetime) -> Sequence[Meetup]:
    store, state = _coming.of(db), (known(db).version, version_of(db, here.id))
    held = store.take({here.id: state}).get(here.id)
    if held is None or not held.holds(now):
        held = Coming(now, meetups.next_meetups(db, here.id, now, NEXT_MEETUPS))
        store.put([(here.id, state, held)])
    return held.meetups


def _count(db: Session, here: PlaceView, now: datetime) -> Heard:
    registry, lately = known(db), Stretch(now - LATELY, now + LATELY)
    inside = registry.tree.within(here.id)
    counts = items.tag_counts(db, here.id, lately.since)
    heard = activity.places_in(db, [place.id for place in inside], lately)
    return Heard(
        at=now,
        version=version_of(db, here.id),
        tags=tuple((tag, counts[tag.id]) for tag in registry.most_used(here, counts)[:MOST_TAGS]),
        kinds=_ranked(list(items.kind_counts(db, here.id, lately.since).items())),
        sources=_named(db, activity.sources_in(db, here.id, lately, MOST_SOURCES)),
        places=_ranked([(place, heard.get(place.id, 0)) for place in inside])[:MOST_PLACES],
    )


def elsewhere(db: Session, here: PlaceView, tag: TagView, now: datetime) -> tuple[tuple[PlaceView, int], ...]:
    """Return the places inside and around *here* where a tag was used lately, and how often, most first."""
    tree = known(db).tree
    near = (*tree.above(here.id), *tree.within(here.id), *known(db).touching(here.id))
    counts = activity.places_in(db, [place.id for place in near], Stretch(now - LATELY, now + LATELY), tag.id)
    return _ranked([(place, counts.get(place.id, 0)) for place in dict.fromkeys(near)])[:MOST_PLACES]


def _ranked(counted: Sequence[tuple[_Thing, int]]) -> tuple[tuple[_Thing, int], ...]:
    return tuple(sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1]))


def _named(db: Session, counts: Mapping[UUID, int]) -> tuple[tuple[Named, int], ...]:
    names = named(db, counts.keys())
    return tuple((names[source_id], count) for source_id, count in counts.items())
