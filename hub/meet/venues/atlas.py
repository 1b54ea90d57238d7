"""What is known of venues right now? Everything matching needs, read in five statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.kit.text import label_key
from hub.meet.venues.models import FeedVenue, Venue, VenueAlias, VenueSaid
from hub.meet.venues.rules import Atlas, Known, Strategy, Usual
from hub.places import queries as places

_MOST_MERGED = 20  # one after the other


def atlas(db: Session) -> Atlas:
    """Return all that is known of venues; a merged one's names are its heir's, a retired one has none."""
    rows = db.exec(select(Venue).order_by(col(Venue.id))).all()
    heirs = {row.id: row.heir_id for row in rows if row.heir_id}
    today = {row.id: _heir(row.id, heirs) for row in rows}
    living = {
        row.id: Known(row.id, row.place_id, row.name, row.postcode)
        for row in rows
        if not row.retired and row.heir_id is None
    }
    return Atlas(
        venues=living,
        by_key=_by_key(db, [(row.id, label_key(row.name)) for row in rows], today, living),
        by_postcode=_by_postcode(living),
        said=_said(db, today, living),
        usual=_usual(db, today, living),
        lines=_lines(db),
    )


def _heir(venue_id: UUID, heirs: Mapping[UUID, UUID]) -> UUID:
    for _ in range(_MOST_MERGED):
        if venue_id not in heirs:
            break
        venue_id = heirs[venue_id]
    return venue_id


def _by_key(
    db: Session, names: Iterable[tuple[UUID, str]], today: Mapping[UUID, UUID], living: Collection[UUID]
) -> Mapping[str, Sequence[UUID]]:
    found: dict[str, dict[UUID, None]] = defaultdict(dict)  # each once, in order
    for venue_id, key in (*names, *db.exec(select(VenueAlias.venue_id, VenueAlias.key))):
        if key and today[venue_id] in living:
            found[key][today[venue_id]] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _by_postcode(living: Mapping[UUID, Known]) -> Mapping[str, tuple[UUID, ...]]:
    found: dict[str, tuple[UUID, ...]] = {}
    for each in living.values():
        if each.postcode:
            found[each.postcode] = (*found.get(each.postcode, ()), each.id)
    return found


def _said(db: Session, today: Mapping[UUID, UUID], living: Collection[UUID]) -> Mapping[tuple[UUID, str], UUID | None]:
    rows = db.execute(select(VenueSaid.place_id, VenueSaid.key, VenueSaid.venue_id))
    found = {(place_id, key): today[venue_id] if venue_id else None for place_id, key, venue_id in rows}
    # What meant a venue that is retired means nothing now; that is not the same as “no place”.
    return {at: venue_id for at, venue_id in found.items() if venue_id is None or venue_id in living}


def _usual(db: Session, today: Mapping[UUID, UUID], living: Collection[UUID]) -> Mapping[UUID, Usual]:
    rows = db.execute(select(FeedVenue.feed_id, FeedVenue.strategy, FeedVenue.venue_id))
    found = {feed_id: Usual(Strategy(strategy), today[venue_id]) for feed_id, strategy, venue_id in rows}
    return {feed_id: usual for feed_id, usual in found.items() if usual.venue_id in living}


def _lines(db: Session) -> Mapping[UUID, tuple[UUID, ...]]:
    tree = places.tree(db)
    return {each: (each, *(around.id for around in reversed(tree.above(each)))) for each in tree.places}
