"""Which events are in a place, and which dates are listed there as one meeting? Conditions that queries share."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, exists, select

from hub.meet.events.models import Event, EventPlace, ListedDate


def in_place(place_id: UUID, event: type[Event] = Event) -> ColumnElement[bool]:
    """Return the condition on events that they are in a place."""
    return exists(select(EventPlace).where(EventPlace.event_id == event.id, EventPlace.place_id == place_id))


def same_meeting(one: type[ListedDate], other: type[ListedDate]) -> ColumnElement[bool]:
    """Return the condition on two listed dates that they are one meeting, in one place."""
    key: tuple[Any, ...] = ("place_id", "meeting_at", "meeting")
    return and_(*(col(getattr(one, name)) == getattr(other, name) for name in key))
