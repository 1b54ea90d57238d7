"""Writes of the log: one, that adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.people.audit.models import AuditEntry
from hub.people.rules import Actor, Deed, Thing

Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done to what, as the log keeps it; facts name things by their ids, never people's words or addresses."""

    deed: Deed
    thing: Thing
    thing_id: UUID | int | str  # a name only where it has no id: a label, a week, a domain
    place_id: UUID | None = None
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    why: str = ""
    for_id: UUID | None = None  # on whose behalf


def note(db: Session, actor: Actor, entry: Entry, now: datetime) -> None:
    """Write down what *actor* did; in the transaction that does it."""
    db.add(
        AuditEntry(
            at=now,
            actor_id=actor.person_id,
            for_id=entry.for_id,
            place_id=entry.place_id,
            deed=entry.deed,
            target_kind=entry.thing,
            target_id=entry.thing_id.hex if isinstance(entry.thing_id, UUID) else str(entry.thing_id),
            before=dict(entry.before),
            after=dict(entry.after),
            why=entry.why,
        )
    )
    db.flush()
