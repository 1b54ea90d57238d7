"""Writes of what waits for a code: put down, and taken up once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, update

from hub.kit.mailboxes import email_key
from hub.people.pending.models import PendingDeed
from hub.people.pending.rules import WAITS, Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done, before we know that their address is theirs."""

    kind: Kind
    payload: Mapping[str, Any]  # what JSON can hold
    email: str
    place_id: UUID | None = None
    id: UUID = field(default_factory=uuid4)


def put_down(db: Session, wish: Wish, now: datetime) -> None:
    """Keep *wish* until it is confirmed, a day at most."""
    kept = PendingDeed(
        id=wish.id,
        kind=wish.kind,
        payload=dict(wish.payload),
        email=wish.email.strip(),
        email_key=email_key(wish.email),
        place_id=wish.place_id,
        asked_at=now,
        expires_at=now + WAITS,
    )
    db.add(kept)
    db.flush()


def take_up(db: Session, deed_id: UUID, now: datetime) -> bool:
    """Take a confirmed deed to be done, and forget its words here; False when somebody was faster."""
    still = update(PendingDeed).where(col(PendingDeed.id) == deed_id, col(PendingDeed.confirmed_at).is_(None))
    return db.exec(still.values(confirmed_at=now, payload={})).rowcount == 1
