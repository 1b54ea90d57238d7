"""Which conversation is one with which now? Those that were put together, from either end."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import Session

from hub.communicate.threads.models import Thread
from hub.db.heirs import Heirs

_HEIRS = Heirs(Thread)


def today(db: Session, thread_ids: Collection[int]) -> Mapping[int, int]:
    """Return what each of these conversations is now: itself, or the one it was put together with."""
    return _HEIRS.today(db, thread_ids)


def all_numbers(db: Session, place_id: UUID, thread_id: int) -> list[int]:
    """Return the number of a conversation of a place, and those of all that were put together with it."""
    return _HEIRS.all_numbers(db, place_id, thread_id)
