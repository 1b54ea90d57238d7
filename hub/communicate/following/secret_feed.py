"""Under which secret address is somebody's own feed read? Whoever has the address reads it; we keep its hash alone."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.communicate.following.models import PrivateFeed
from hub.db.once import insert_once

BYTES = 32


def new_key(db: Session, person_id: UUID, now: datetime) -> str:
    """Make the key of somebody's feed, which is told this once; the one they had opens nothing any more."""
    key = token_urlsafe(BYTES)
    if not insert_once(db, PrivateFeed(person_id=person_id, key_hash=hash_of(key), since=now)):
        theirs = update(PrivateFeed).where(col(PrivateFeed.person_id) == person_id)
        db.execute(theirs.values(key_hash=hash_of(key), since=now))
    return key


def end(db: Session, person_id: UUID) -> None:
    """Have no address for somebody's feed any more."""
    db.execute(delete(PrivateFeed).where(col(PrivateFeed.person_id) == person_id))


def whose(db: Session, key: str) -> UUID | None:
    """Return whose feed a key opens; None where it opens none."""
    return db.exec(select(PrivateFeed.person_id).where(PrivateFeed.key_hash == hash_of(key))).first()


def since(db: Session, person_id: UUID) -> datetime | None:
    """Return since when somebody's feed has its address; None where it has none."""
    return db.exec(select(PrivateFeed.since).where(PrivateFeed.person_id == person_id)).first()


def hash_of(key: str) -> str:
    """Return what is kept of a key."""
    return sha256(key.encode()).hexdigest()
