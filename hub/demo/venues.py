"""Where do the town's people meet? Its venues, how one gets into each, and which of them its calendars mean.

Repeatable at any moment: what is there is left as it is, whatever somebody changed of it since.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, Source
from hub.demo.people import TOWN
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from hub.meet.venues.models import Venue
from hub.meet.venues.rules import Strategy
from hub.places import queries as places

ARTS_CENTRE, ARTS_CALENDAR = "Maltings Arts Centre", "arts-centre"
# By name: the place it lies in, its address, its point, whether one gets in without steps, and how.
_VENUES: Mapping[str, tuple[str, str, tuple[float, float], bool | None, str]] = {
    ARTS_CENTRE: (
        "maltings-quay",
        "1 Cooper's Yard, TV7 2AA",
        (52.2494, -2.5871),
        True,
        "Level from the quay, a lift to the Kiln Room, a hearing loop in the Grain Hall. Two places for blue badges.",
    ),
    "Wherrybridge Library": (
        "wherrybridge",
        "4 Pump Street, TV7 1AB",
        (52.2473, -2.5925),
        True,
        "Automatic doors on Pump Street. The green room is on the ground floor; so are the toilets.",
    ),
    "Town Hall": (
        "wherrybridge",
        "Market Place, TV7 1AA",
        (52.2468, -2.5918),
        None,
        "A ramp at the side, in Clerk's Passage: ring there. The council chamber is up a lift.",
    ),
    "Methodist Hall": (
        "wherrybridge",
        "Pump Street, TV7 1AD",
        (52.2466, -2.5931),
        False,
        "Two steps at the front. Somebody brings a ramp if you ring the bell.",
    ),
    "Kiln End Working Men's Club": ("kiln-end", "9 Kiln Lane, TV9 4KE", (52.2551, -2.6031), None, ""),
    "St Aldith's parish room": ("st-aldiths", "Tithe Road, TV7 3TR", (52.2457, -2.6013), True, "Level from the road."),
}
_PUBLIC = frozenset({ARTS_CENTRE, "Wherrybridge Library", "Town Hall"})
AGREED = "Hannah Osei, who runs the arts centre, on the telephone"


def keep(db: Session, now: datetime) -> int:
    """Have the town's venues on the hub, unless any is there; return how many were added."""
    if db.exec(select(Venue.id).limit(1)).first():
        return 0
    ours = db.exec(select(Source.id).where(Source.slug == ARTS_CALENDAR)).first()
    slugs = {place.slug: place.id for place in places.tree(db).places.values()}
    for name, (slug, whole, (lat, lon), step_free, access) in _VENUES.items():
        address, _, postcode = whole.rpartition(", ")
        draft = Draft(
            name=name,
            place_id=slugs[slug],
            address=address,
            postcode=postcode,
            lat=lat,
            lon=lon,
            access_notes=access,
            step_free=step_free,
            is_public=name in _PUBLIC,
            source_id=ours if name == ARTS_CENTRE else None,
        )
        made = actions.add(db, draft)
        if name == ARTS_CENTRE:
            _settle(db, made, slugs[TOWN], now)
    return len(_VENUES)


def _settle(db: Session, venue_id: UUID, place_id: UUID, now: datetime) -> None:
    """Say that the arts centre's calendar names its rooms, and that it lists what others do there."""
    actions.agree(db, venue_id, AGREED, now)
    theirs = select(Feed.id).join(Source).where(Source.slug == ARTS_CALENDAR, col(Feed.retired).is_(False))
    for feed_id in db.exec(theirs):
        actions.settle_calendar(db, feed_id, place_id, Strategy.UNLESS, venue_id)
