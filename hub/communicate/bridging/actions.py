"""Writes of bridging: who talked with whom is counted anew from what stands there, and written where it differs."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, delete

from hub.communicate.bridging.models import Bridge
from hub.communicate.bridging.queries import counted_anew, kept
from hub.communicate.bridging.rules import Cell
from hub.places.actions import bump


def recount(db: Session, place_id: UUID, zone: str, since: str) -> bool:
    """Count the months of a place from *since* on; say whether any number differs from what was kept."""
    found = counted_anew(db, place_id, zone, since)
    if found == kept(db, place_id, since):
        return False
    _write(db, place_id, since, found)
    bump(db, [place_id])
    return True


def _write(db: Session, place_id: UUID, since: str, found: Mapping[Cell, int]) -> None:
    db.execute(delete(Bridge).where(col(Bridge.place_id) == place_id, col(Bridge.month) >= since))
    db.add_all(
        Bridge(place_id=place_id, month=month, from_kind=from_kind, to_kind=to_kind, number=number)
        for (month, from_kind, to_kind), number in found.items()
    )
    db.flush()
