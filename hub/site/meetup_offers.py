"""By what may a list of meetups be narrowed? By tag, venue and part of the place, as far as they have any; kept."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from hub.db.kept import EachDatabase, Store
from hub.establish.tags.queries import TagView
from hub.meet.events import offered
from hub.meet.events.values import VenueShown
from hub.meet.events.withheld import taken_down
from hub.places.queries import PlaceView
from hub.site.kept.known import known, version_of

AHEAD = timedelta(days=90)
MOST = 40  # of each
MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Offers:
    """What one may choose from; tags and venues by name, each with how many meetups it is of."""

    tags: tuple[tuple[TagView, int], ...]
    venues: tuple[tuple[VenueShown, int], ...]
    parts: tuple[PlaceView, ...]  # places inside with anything on


_kept = EachDatabase[Store[UUID, tuple[int, int, date], Offers]](lambda: Store(MOST_KEPT))


def offers(db: Session, here: PlaceView, today: date) -> Offers:
    """Return the tags, venues and neighbourhoods of what is on in *here* in the months from *today* on."""
    store, state = _kept.of(db), (known(db).version, version_of(db, here.id), today)
    held = store.take({here.id: state}).get(here.id)
    if held is None:
        held = _read(db, here, today)
        store.put([(here.id, state, held)])
    return held


def _read(db: Session, here: PlaceView, today: date) -> Offers:
    days = (today, today + AHEAD)
    down = taken_down(db)
    counts = offered.tags(db, here.id, days, down)
    tags = known(db).most_used(here, counts)[:MOST]
    inside = known(db).tree.within(here.id)
    with_meetups = offered.places(db, [place.id for place in inside], days, down) if inside else ()
    return Offers(
        tags=tuple((tag, counts[tag.id]) for tag in sorted(tags, key=lambda tag: tag.name.casefold())),
        venues=tuple(offered.venues(db, here.id, days, MOST, down)),
        parts=tuple(place for place in inside if place.id in with_meetups),
    )
