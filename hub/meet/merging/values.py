"""What pages show of merged meetups and of the posts about them, as values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Likened:
    """Two events, and how the hub knows, or thinks, that they are one meetup."""

    one: UUID
    other: UUID
    because: str  # a value of rules.Because
    evidence: str


@dataclass(frozen=True, slots=True)
class Bond:
    """What a mentor decided of two events."""

    one: UUID
    other: UUID
    together: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """A meetup a post is about, and how we know."""

    event_id: UUID
    because: str  # a value of rules.About
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a desk names it."""

    id: UUID
    title: str
    source_name: str
    group_id: UUID | None
    location: str
    starts_at: datetime | None  # of its next date; None where none is ahead
