"""Which tags does a form offer while somebody types? Those that mean one thing here, kept while that stands."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from hub.db.kept import EachDatabase, Store
from hub.establish.tags.offering import Offered, offered
from hub.places.queries import PlaceView
from hub.site.kept.known import known

MOST_KEPT = 20_000  # tags, of all places together
_offered = EachDatabase[Store[UUID, int, Sequence[Offered]]](lambda: Store(MOST_KEPT, len))


def offered_in(db: Session, here: PlaceView) -> Sequence[Offered]:
    """Return the tags to offer in *here*, by name; never one whose name could mean something else there."""
    registry, store = known(db), _offered.of(db)
    found = store.take({here.id: registry.version}).get(here.id)
    if found is None:
        found = offered(db, [here.id, *(place.id for place in registry.tree.above(here.id))])
        if registry.version:
            store.put([(here.id, registry.version, found)])
    return found


def names_offered(db: Session, here: PlaceView) -> Sequence[str]:
    """Return what a form's list of tags offers in *here*: their names alone."""
    return [each.name for each in offered_in(db, here)]
