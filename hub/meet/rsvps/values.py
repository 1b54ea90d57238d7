"""Who comes to a date, how full it is, and what is known of it, as values. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from hub.kit.saying import Saying
from hub.meet.rsvps.rules import (
    Facts,
    Party,
    Standing,
    State,
    is_over,
    is_promised,
    reason_to_wait,
    seats_left,
    seats_taken,
)

Key = tuple[UUID, str]  # an event, and which of its dates
MOST_NAMED = 40  # beside a date


@dataclass(frozen=True, slots=True)
class DateNow:
    """One date of a meetup, as it stands now."""

    event_id: UUID
    slot: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    starts_on: date
    all_day: bool
    location: str
    zone: str
    standing: Standing
    changed_at: datetime

    @property
    def facts(self) -> Facts:
        """What people are told of it."""
        return Facts(self.title, self.starts_at, self.location, self.zone, self.standing, self.all_day)

    def takes_people(self, now: datetime) -> bool:
        """Say whether one could still come: it takes place, and has not begun."""
        return self.standing is Standing.ON and not is_over(self.starts_at, self.ends_at, now, all_day=self.all_day)


@dataclass(frozen=True, slots=True)
class RsvpView:
    """Somebody who said that they come, and what they were told last."""

    id: UUID
    event_id: UUID
    slot: str
    person_id: UUID
    name: str
    is_shown: bool
    guests: int
    state: State
    queue: int
    asked_at: datetime
    told_at: datetime
    told_lately: int  # letters, each within a day of the one before
    told_state: State
    told: Facts
    reminded_for: datetime | None

    @property
    def party(self) -> Party:
        """The seats they need, and their place in the queue."""
        return Party(self.id, self.queue, 1 + self.guests, self.state)

    @property
    def key(self) -> Key:
        """Which date it is about."""
        return (self.event_id, self.slot)

    @property
    def has_moved_up(self) -> bool:
        """Whether they have a seat, and have heard only that they wait."""
        return self.state is State.COMING and self.told_state is State.WAITING


@dataclass(frozen=True, slots=True)
class Room:
    """How full a date is."""

    coming: int = 0  # people, whom they bring included
    waiting: int = 0
    left: int | None = None  # seats; None: as many as come
    promised: bool = False  # whether what is left is kept for those who wait
    names: tuple[str, ...] = ()  # of those who agreed to be named, the first of them

    @classmethod
    def of(cls, said: Iterable[RsvpView], capacity: int | None) -> Self:
        """Return how full a date is, from those who said anything of it."""
        known = list(said)
        parties = [each.party for each in known]
        named = [each.name for each in known if each.is_shown and each.name and each.state is State.COMING]
        return cls(
            coming=seats_taken(parties),
            waiting=sum(each.seats for each in parties if each.state is State.WAITING),
            left=seats_left(parties, capacity),
            promised=is_promised(parties, capacity),
            names=tuple(named[:MOST_NAMED]),
        )

    @property
    def is_full(self) -> bool:
        """Whether who comes now has to wait."""
        return self.left == 0 or self.promised

    def why_wait(self, seats: int) -> Saying:
        """Say why who comes now and needs so many seats has to wait; nothing where they need not."""
        return reason_to_wait(seats, self.left, promised=self.promised)


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who has a seat or waits, and what stands now; *date* is None where it is gone."""

    rsvp: RsvpView
    date: DateNow | None
    changed_at: datetime | None = None  # when its meetup was changed last; None where that is gone too


@dataclass(frozen=True, slots=True)
class MessageView:
    """What an organiser wrote to those who come to a date."""

    words: str
    slot: str
    reached: int  # people
    sent_at: datetime
