"""What stands beside a stream? Tags and kinds heard lately, places around, and the next meetups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.establish import queries as registry
from hub.establish.queries import TagView
from hub.meet import queries as meetups
from hub.meet.values import Meetup
from hub.places import queries as places
from hub.places.queries import PlaceView

LATELY = timedelta(days=30)
NEXT_MEETUPS = 5
MOST_TAGS = 24


@dataclass(frozen=True, slots=True)
class Side:
    """What stands beside a stream: tags and kinds heard lately, places inside and around, the next meetups."""

    tags: tuple[tuple[TagView, int], ...]
    kinds: tuple[tuple[str, int], ...]
    inside: tuple[PlaceView, ...]  # at any depth, as the front page counts them
    above: tuple[PlaceView, ...]
    touching: Sequence[PlaceView]
    meetups: Sequence[Meetup]


def beside(db: Session, here: PlaceView, now: datetime) -> Side:
    """Return what stands beside the stream of *here*."""
    tree = places.tree(db)
    above, inside = tree.above(here.id), tree.within(here.id)
    counts = items.tag_counts(db, here.id, now - LATELY)
    known = registry.tags(db, [here.id, *(place.id for place in (*above, *inside))])
    ranked = sorted(((tag, counts[tag.id]) for tag in known if tag.id in counts), key=lambda pair: -pair[1])
    return Side(
        tags=tuple(ranked[:MOST_TAGS]),
        kinds=tuple(items.kind_counts(db, here.id, now - LATELY).items()),
        inside=inside,
        above=above,
        touching=places.touching(db, here.id),
        meetups=meetups.next_meetups(db, here.id, now, NEXT_MEETUPS),
    )
