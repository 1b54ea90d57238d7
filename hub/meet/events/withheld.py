"""Which meetups are taken down? By themselves, with their source, or with the domain they lead to."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from hub.aggregate.items.withholding import holds
from hub.meet.events.models import Event
from hub.net.pacing import registrable
from hub.people.cases.rules import TAKEN_DOWN


def not_taken_down(db: Session, source_id: Any, event_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 -- columns
    """Return the conditions on columns with the source and the event, by which neither is taken down."""
    held = holds(db)
    sources = [each for each, (measure, _) in held.sources.items() if measure in TAKEN_DOWN]
    events = [*held.events, *_led(db, held.domains)]
    return [
        *([col(source_id).not_in(sources)] if sources else []),
        *([col(event_id).not_in(events)] if events else []),
    ]


def _led(db: Session, domains: frozenset[str]) -> list[Any]:
    if not domains:
        return []
    named = or_(*(col(Event.url).icontains(domain, autoescape=True) for domain in domains))
    led = db.execute(select(Event.id, Event.url).where(named))
    return [event_id for event_id, url in led if registrable(url) in domains]
