"""Which meetups are taken down? By themselves, with their source, or with the domain they lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal
from sqlmodel import Session, col, or_, select

from hub.aggregate.items.withholding import holds
from hub.meet.events.models import Event
from hub.net.pacing import registrable
from hub.people.cases.rules import TAKEN_DOWN


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What is taken down now, in an order of its own: a statement that leaves it out is made once for all readers."""

    sources: tuple[UUID, ...] = ()
    events: tuple[UUID, ...] = ()

    def none_of(self, source_id: Any, event_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 -- columns
        """Return the conditions on columns with the source and the event, by which neither is taken down."""
        return [*_none_of(source_id, self.sources), *_none_of(event_id, self.events)]


def taken_down(db: Session) -> TakenDown:
    """Return which sources and events are taken down."""
    held = holds(db)
    sources = (each for each, (measure, _) in held.sources.items() if measure in TAKEN_DOWN)
    return TakenDown(tuple(sorted(sources)), tuple(sorted({*held.events, *_led(db, held.domains)})))


def not_taken_down(db: Session, source_id: Any, event_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 -- columns
    """Return the conditions on columns with the source and the event, by which neither is taken down now."""
    return taken_down(db).none_of(source_id, event_id)


def _none_of(column: Any, ids: Sequence[UUID]) -> list[ColumnElement[bool]]:  # noqa: ANN401 -- a column of ids
    # Each with a parameter of its own: a list that grows when it is asked could not be compiled once.
    return [col(column).not_in([literal(each, column.type) for each in ids])] if ids else []


def _led(db: Session, domains: frozenset[str]) -> list[Any]:
    if not domains:
        return []
    named = or_(*(col(Event.url).icontains(domain, autoescape=True) for domain in domains))
    led = db.execute(select(Event.id, Event.url).where(named))
    return [event_id for event_id, url in led if registrable(url) in domains]
