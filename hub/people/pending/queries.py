"""Reads of what waits for a code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.pending.models import PendingDeed
from hub.people.pending.rules import Kind


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody did, while it waits for the code that was mailed to them."""

    id: UUID
    kind: Kind
    payload: Mapping[str, Any]
    email: str
    place_id: UUID | None
    is_done: bool


def waiting(db: Session, deed_id: UUID, now: datetime) -> Waiting:
    """Return a deed that waits, or waited and was done; NotFound once its day is over."""
    found = db.get(PendingDeed, deed_id)
    if found is None or found.expires_at <= now:
        raise NotFound(say("What was sent here waited a day to be confirmed, and is gone."))
    return Waiting(
        id=found.id,
        kind=Kind(found.kind),
        payload=found.payload,
        email=found.email,
        place_id=found.place_id,
        is_done=found.confirmed_at is not None,
    )
