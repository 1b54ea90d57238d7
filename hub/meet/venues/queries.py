"""Reads of venues: where one can meet in a place, and what is known of one of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.meet.venues.models import FeedVenue, Venue, VenueAlias, VenueSaid
from hub.meet.venues.rules import Known, Strategy, Usual, alike
from hub.places import queries as places

MOST = 1_000  # venues on one page
_MOST_MERGED = 20  # one after the other


@dataclass(frozen=True, slots=True)
class VenueView:
    """A venue as pages show it."""

    id: UUID
    slug: str
    name: str
    place_id: UUID
    address: str
    postcode: str
    lat: float | None
    lon: float | None
    url: str
    access_notes: str
    step_free: bool | None
    is_public: bool
    lists_others: bool
    agreed_at: datetime | None
    agreed_words: str
    source_id: UUID | None
    retired: bool
    heir_id: UUID | None

    @property
    def full_address(self) -> str:
        """The address on one line, which stands behind the name: that and the postcode are said once."""
        first, _, rest = self.address.partition(",")
        address = rest.strip() if first.strip().casefold() == self.name.casefold() else self.address
        is_said = self.postcode.casefold() in address.casefold()
        return address if is_said else ", ".join(filter(None, (address, self.postcode)))

    @property
    def known(self) -> Known:
        """The venue as far as matching goes."""
        return Known(self.id, self.place_id, self.name, self.postcode)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a mentor said a location means."""

    key: str
    label: str
    venue: VenueView | None  # None: it is no place
    said_at: datetime


def venue(db: Session, slug: str) -> VenueView | None:
    """Return the venue of this *slug*, as it is kept: it may be retired, or have an heir."""
    found = db.exec(select(Venue).where(Venue.slug == slug)).first()
    return _view(found) if found else None


def views(db: Session, ids: Collection[UUID]) -> Mapping[UUID, VenueView]:
    """Return what these venues are today, by the id asked for: of one that was merged, its heir."""
    found = _rows(db, ids)
    for _ in range(_MOST_MERGED):
        led_on = {each: row.heir_id for each, row in found.items() if row.heir_id}
        if not led_on:
            break
        heirs = _rows(db, set(led_on.values()))
        found |= {each: heirs[heir] for each, heir in led_on.items() if heir in heirs}
    return {each: _view(row) for each, row in found.items()}


def as_kept(db: Session, venue_id: UUID) -> VenueView | None:
    """Return a venue as it is kept, whatever it turned out to be; None where there is none of this id."""
    found = _rows(db, [venue_id]).get(venue_id)
    return _view(found) if found else None


def view(db: Session, venue_id: UUID) -> VenueView | None:
    """Return what a venue is today; None where there is none of this id."""
    return views(db, [venue_id]).get(venue_id)


def in_places(db: Session, place_ids: Collection[UUID], *, with_retired: bool = False) -> Sequence[VenueView]:
    """Return the venues that lie in any of these places, by name."""
    wanted = select(Venue).where(col(Venue.place_id).in_(place_ids), col(Venue.heir_id).is_(None))
    living = wanted if with_retired else wanted.where(col(Venue.retired).is_(False))
    return [_view(row) for row in db.exec(living.order_by(col(Venue.name), col(Venue.slug)).limit(MOST))]


def in_place(db: Session, place_id: UUID, *, with_retired: bool = False) -> Sequence[VenueView]:
    """Return the venues of a place and of all that lies in it, by name."""
    inside = places.tree(db).within(place_id)
    return in_places(db, [place_id, *(each.id for each in inside)], with_retired=with_retired)


def public_places(db: Session, place_id: UUID) -> Sequence[VenueView]:
    """Return where strangers of a place may meet for the first time: its venues that are open to everybody."""
    return [each for each in in_place(db, place_id) if each.is_public]


def merged_into(db: Session, venue_id: UUID) -> Sequence[VenueView]:
    """Return the venues that turned out to be this one, by name."""
    return [_view(row) for row in db.exec(select(Venue).where(Venue.heir_id == venue_id).order_by(col(Venue.name)))]


def aliases(db: Session, venue_id: UUID) -> Sequence[str]:
    """Return what else calendars call a venue."""
    found = select(VenueAlias.label).where(VenueAlias.venue_id == venue_id)
    return db.exec(found.order_by(col(VenueAlias.label))).all()


def alike_to(db: Session, one: Known, tree: places.Tree) -> Sequence[VenueView]:
    """Return the venues that may be *one* under another name, by name."""
    top = next(iter(tree.above(one.place_id)), None) if one.place_id in tree.places else None
    scope = top.id if top else one.place_id
    near = {each.id: each for each in in_places(db, [scope, *(place.id for place in tree.within(scope))])}
    return [near[each.id] for each in alike(one, [each.known for each in near.values()])]


def decided(db: Session, place_ids: Collection[UUID], limit: int = 50) -> Sequence[Decided]:
    """Return what mentors said of locations in these places, the latest first."""
    rows = select(VenueSaid).where(col(VenueSaid.place_id).in_(place_ids))
    said = db.exec(rows.order_by(col(VenueSaid.said_at).desc(), col(VenueSaid.key)).limit(limit)).all()
    found = views(db, {row.venue_id for row in said if row.venue_id})
    return [Decided(row.key, row.label, found.get(row.venue_id) if row.venue_id else None, row.said_at) for row in said]


def usual_of(db: Session, feed_ids: Collection[UUID]) -> Mapping[UUID, Usual]:
    """Return what mentors said of where these calendars are; those nobody said anything of are left out."""
    rows = db.exec(select(FeedVenue).where(col(FeedVenue.feed_id).in_(feed_ids)))
    return {row.feed_id: Usual(Strategy(row.strategy), row.venue_id) for row in rows}


def found(db: Session, text: str, place_ids: Collection[UUID], limit: int = 20) -> Sequence[VenueView]:
    """Return the venues of these places that have *text* in their name or address, by name."""
    has = or_(col(Venue.name).icontains(text, autoescape=True), col(Venue.address).icontains(text, autoescape=True))
    rows = select(Venue).where(has, col(Venue.place_id).in_(place_ids), col(Venue.retired).is_(False))
    return [_view(row) for row in db.exec(rows.order_by(col(Venue.name), col(Venue.slug)).limit(limit))]


def _rows(db: Session, ids: Collection[UUID]) -> dict[UUID, Venue]:
    wanted: Any = select(Venue).where(col(Venue.id).in_(ids))
    return {row.id: row for row in db.exec(wanted)} if ids else {}


def _view(row: Venue) -> VenueView:
    return VenueView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        place_id=row.place_id,
        address=row.address,
        postcode=row.postcode,
        lat=row.lat,
        lon=row.lon,
        url=row.url,
        access_notes=row.access_notes,
        step_free=row.step_free,
        is_public=row.is_public,
        lists_others=row.lists_others,
        agreed_at=row.agreed_at,
        agreed_words=row.agreed_words,
        source_id=row.source_id,
        retired=row.retired,
        heir_id=row.heir_id,
    )
