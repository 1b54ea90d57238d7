"""Where is a postcode, or something of this name? Asked of a file the operator loaded; nobody else hears of it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from hub.kit.shapes import Point, metres
from hub.kit.text import label_key
from hub.meet.venues.models import GazetteerEntry, Venue
from hub.meet.venues.named import Named
from hub.places.actions import bump_around
from hub.places.outlines import boxes

MARGIN = 2_000  # metres around a place within which a name is one of it
MOST_OF_ONE_NAME = 200
NEAR = 500  # metres between two entries of one name that may be the same thing


def keep(db: Session, entries: Sequence[Named]) -> None:
    """Keep entries of a gazetteer; those of the same number in the same file are replaced."""
    last = {each.ref: each for each in entries}
    db.execute(delete(GazetteerEntry).where(col(GazetteerEntry.ref).in_(last)))
    db.execute(insert(GazetteerEntry), [asdict(each) | {"key": label_key(each.name)} for each in last.values()])


def point_of(db: Session, name: str, postcode: str, place_id: UUID) -> Point | None:
    """Return where a venue is: where its postcode is, else where the one thing of its name in its place is."""
    if postcode and (found := _of(db, label_key(postcode), is_postcode=True)):
        return found[0]
    around = boxes(db, MARGIN, [place_id])
    near = [each for each in _of(db, label_key(name), is_postcode=False) if any(box.holds(each) for box in around)]
    return near[0] if near and all(metres(near[0], each) <= NEAR for each in near) else None


def place_venues(db: Session, venue_ids: Collection[UUID] | None = None) -> int:
    """Give every venue without a point (or those of these) the one the gazetteer knows; return how many got one."""
    unplaced = select(Venue).where(col(Venue.lat).is_(None), col(Venue.heir_id).is_(None))
    rows = unplaced if venue_ids is None else unplaced.where(col(Venue.id).in_(venue_ids))
    placed = []
    for row in db.exec(rows.order_by(col(Venue.id))):
        if found := point_of(db, row.name, row.postcode, row.place_id):
            row.lat, row.lon = found.lat, found.lon
            placed.append(row.place_id)
    db.flush()
    if placed:
        bump_around(db, placed)
    return len(placed)


def _of(db: Session, key: str, *, is_postcode: bool) -> Sequence[Point]:
    rows = select(GazetteerEntry.lat, GazetteerEntry.lon).where(
        GazetteerEntry.key == key, col(GazetteerEntry.is_postcode).is_(is_postcode)
    )
    return [Point(lat, lon) for lat, lon in db.exec(rows.order_by(col(GazetteerEntry.ref)).limit(MOST_OF_ONE_NAME))]
