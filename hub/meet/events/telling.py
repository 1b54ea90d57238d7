"""What does a calendar tell of a date, as a list shows it? Of several that tell of one meeting, one line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import col

from hub.aggregate.feeds.models import Source
from hub.meet.events.models import Event, Occurrence
from hub.meet.events.repeats import repeats_in_words
from hub.meet.events.values import AlsoTold, Meetup, Suits, VenueShown
from hub.meet.venues.models import Venue
from hub.meet.venues.rules import place_written, room_of


class Telling(NamedTuple):
    """One calendar's telling of a date, as it is read: a list of hundreds is made of these, not of whole entities."""

    event_id: UUID
    group_id: UUID | None
    title: str
    summary: str
    location: str
    url: str
    organiser: str
    timezone: str
    repeats: str
    sequence: int
    cancelled: bool
    changed_at: datetime
    online_url: str
    price: str
    free: bool | None
    online: bool | None
    children: bool | None
    step_free: bool | None
    starts_at: datetime
    ends_at: datetime | None
    starts_on: date
    all_day: bool
    own_title: str  # of the date, like the next three
    own_location: str
    is_off: bool
    slot: str
    source_name: str
    source_slug: str
    venue_id: UUID | None
    venue_slug: str | None
    venue_name: str | None
    venue_step_free: bool | None
    venue_retired: bool | None
    because: str  # how we know that it is there
    evidence: str

    @property
    def venue(self) -> VenueShown | None:
        """Where it is, as a list names it; None where it has no venue, or one that is no longer used."""
        if self.venue_id is None or self.venue_slug is None or self.venue_name is None or self.venue_retired:
            return None
        room = room_of(self.location, self.because, self.evidence)
        return VenueShown(self.venue_id, self.venue_slug, self.venue_name, room)

    @property
    def suits(self) -> Suits:
        """Whom it suits."""
        return _suits(self, self.venue_step_free)


_OF_EVENT = (
    *("id", "group_id", "title", "summary", "location", "url", "organiser", "timezone", "repeats", "sequence"),
    *("cancelled", "changed_at", "online_url", "price", "free", "online", "children", "step_free"),
)
_OF_DATE = ("starts_at", "ends_at", "starts_on", "all_day", "title", "location", "cancelled", "slot")
_TELLING = (
    *(col(getattr(Event, name)) for name in _OF_EVENT),
    *(col(getattr(Occurrence, name)) for name in _OF_DATE),
    *(col(Source.name), col(Source.slug)),
    *(col(Venue.id), col(Venue.slug), col(Venue.name), col(Venue.step_free), col(Venue.retired)),
    *(col(Event.venue_because), col(Event.venue_evidence)),
)


def tellings(*first: Any) -> Select[Any]:  # noqa: ANN401 -- columns of any kind
    """Ask for what makes a ``Telling``, behind the columns that are to stand *first*; dates are where it begins."""
    return (
        columns(*first, *_TELLING)
        .select_from(Occurrence)
        .join(Event, col(Occurrence.event_id) == Event.id)
        .join(Source, col(Event.source_id) == Source.id)
        .outerjoin(Venue, col(Event.venue_id) == Venue.id)
    )


def meetup_of(told: Telling) -> Meetup:
    """Return one telling of a date as a list shows it."""
    return Meetup(
        event_id=told.event_id,
        title=told.own_title or told.title,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        starts_on=told.starts_on,
        all_day=told.all_day,
        source_name=told.source_name,
        source_slug=told.source_slug,
        slot=told.slot,
        summary=told.summary,
        location=place_written(told.own_location or told.location),
        url=told.url,
        organiser=told.organiser,
        timezone=told.timezone,
        repeats=repeats_in_words(told.repeats),
        cancelled=told.is_off or told.cancelled,
        sequence=told.sequence,
        changed_at=told.changed_at,
        venue=told.venue if not told.own_location or told.own_location == told.location else None,
        online_url=told.online_url,
        price=told.price,
        suits=told.suits,
    )


def one_line(several: Sequence[Telling]) -> Meetup:
    """Return what several tell of one meeting as one line, in the words of whoever says most."""
    first, *others = sorted(several, key=_preferred) if len(several) > 1 else several
    told = meetup_of(first)
    if not others:
        return told
    return replace(told, suits=_agreed([each.suits for each in (first, *others)]), also=tuple(map(_also, others)))


def suits(event: Event, venue: Venue | None) -> Suits:
    """Return whom an event suits; whether one gets in without steps is its venue's to say where it does not."""
    return _suits(event, venue.step_free if venue else None)


def _suits(said: Event | Telling, venue_step_free: bool | None) -> Suits:  # noqa: FBT001 -- an answer, or none
    step_free = venue_step_free if said.step_free is None else said.step_free
    return Suits(said.free, said.online, said.children, step_free)


def venue_shown(venue: Venue | None, room: str = "") -> VenueShown | None:
    """Return a venue as a list names it, with a *room* in it; None for one that is no longer used."""
    return VenueShown(venue.id, venue.slug, venue.name, room) if venue and not venue.retired else None


def also_told_by(event: Event, source_name: str, source_slug: str) -> AlsoTold:
    """Return one telling as a page names it beside another."""
    return _also_told(event.id, event, source_name, source_slug)


def _preferred(told: Telling) -> tuple[int, bool, str]:
    """Return by what one telling is preferred to others of the same meeting: the most words, then a page of its own."""
    return (-len(told.summary), not told.url, str(told.event_id))


def _also(told: Telling) -> AlsoTold:
    return _also_told(told.event_id, told, told.source_name, told.source_slug)


def _also_told(event_id: UUID, told: Event | Telling, name: str, slug: str) -> AlsoTold:
    return AlsoTold(event_id, told.title, name, slug, told.url, told.cancelled, leads=event_id == told.group_id)


def _agreed(several: Sequence[Suits]) -> Suits:
    return Suits(**{name: _of_any([getattr(each, name) for each in several]) for name in Suits.__dataclass_fields__})


def _of_any(told: Sequence[bool | None]) -> bool | None:
    """Return what anybody says: yes before no, and no before nothing."""
    said = [each for each in told if each is not None]
    return any(said) if said else None
