"""How does the interface for programs tell of meetups? Page by page, with the filters of their list."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from hub.errors import BadQuestion
from hub.kit.clock import now
from hub.kit.ids import as_id
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.zones import midnight
from hub.meet.events import queries as meetups
from hub.meet.events.ics import uid_of
from hub.meet.events.paging import Mark, page
from hub.meet.events.values import Evidenced, Meetup
from hub.meet.events.whereabouts import Whereabouts, at_date, whereabouts
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.agenda import AHEAD
from hub.site.filtered import MeetupAddress, Narrowing, filtered, narrowing
from hub.site.meetups_out import midnight_of
from hub.site.render import path
from hub.site.typed_days import first_day, last_day
from hub.site.words import said

USUAL, MOST = 100, 300  # on a page
DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIGITS = 18


class VenueAnswer(BaseModel):
    """Where a meetup is, as far as the hub knows the venue."""

    slug: str
    name: str
    address: str
    room: str = ""


class TagOfEvent(BaseModel):
    """An agreed tag of a meetup, and the evidence."""

    slug: str
    name: str
    because: str
    evidence: str


class EventAnswer(BaseModel):
    """One date of a meetup; what is null nobody says."""

    id: UUID  # of the meetup: all its dates have it
    uid: str  # of this date: the same wherever it is moved to, and in calendars
    title: str
    description: str  # plain words
    page: str
    calendar: str
    starts_at: datetime
    ends_at: datetime | None
    starts_on: date
    all_day: bool
    timezone: str
    location: str
    venue: VenueAnswer | None
    latitude: float | None
    longitude: float | None
    online_url: str
    url: str
    organiser: str
    source: str
    also_in: list[str]  # slugs of other sources that tell of it
    repeats: str
    cancelled: bool
    price: str
    free: bool | None
    online: bool | None
    children: bool | None
    step_free: bool | None
    tags: list[TagOfEvent]


class EventsAnswer(BaseModel):
    """Some dates in a place, soonest first; `next` is the `after` of the next page."""

    events: list[EventAnswer]
    next: str | None
    remarks: list[str]  # what was asked in vain


class EventsAddress(MeetupAddress):
    """What can be asked of the meetups of a place."""

    since: str = Field(default="", description="First day, as 2026-03-01, 2026-03 or 2026; today where it is left out.")
    until: str = Field(default="", description="Last day, likewise; ninety days later where it is left out.")
    after: str = Field(default="", description="Where the last page ended, as it said.")
    limit: int = Field(default=USUAL, ge=1, le=MOST, description=f"How many at most: {MOST} to the utmost.")
    place: str = Field(description="Slug of a place.")


EventsQuestion = Annotated[EventsAddress, Query()]


def events_answer(db: Session, here: PlaceView, asked: EventsAddress, base: str) -> EventsAnswer:
    """Return what *asked* asks for; BadQuestion for a day or a page mark that cannot be read."""
    meant = narrowing(db, here, filtered(asked))
    mark = _read(asked.after) if asked.after else None
    found = page(db, here.id, _span(here, asked), meant.narrowed, (mark, asked.limit))
    ids = {each.event_id for each in found.meetups}
    tags, where = meetups.tags_of(db, ids), whereabouts(db, ids)
    told = [_answer(each, (base, here), tags.get(each.event_id, ()), at_date(where, each)) for each in found.meetups]
    following = _written(found.next) if found.next else None
    return EventsAnswer(events=told, next=following, remarks=[said(each) for each in _remarks(meant)])


def _remarks(meant: Narrowing) -> Sequence[Saying]:
    """Say which filters are of nothing, so that nobody takes a slip of the pen for a quiet town."""
    asked = meant.filtered
    no_tag = say("Nobody agreed on a tag “%(tag)s”.", tag=asked.tag) if asked.tag and not meant.tag else NOTHING
    no_venue = say("There is no such venue here.") if asked.venue and not meant.venue else NOTHING
    return [each for each in (no_tag, no_venue) if each]


def _span(here: PlaceView, asked: EventsAddress) -> Span:
    first, last = first_day(asked.since), last_day(asked.until)
    since = midnight(first, here.timezone) if first else midnight_of(here, now())
    return Span(since, midnight(last + DAY, here.timezone) if last else since + AHEAD)


def _answer(meetup: Meetup, at: tuple[str, PlaceView], tags: Sequence[Evidenced], where: Whereabouts) -> EventAnswer:
    base, here = at
    page = base + path(here.slug, "meetups", meetup.event_id)
    known = {name: getattr(meetup, name) for name in _MEETUP}
    suits = {name: getattr(meetup.suits, name) for name in ("free", "online", "children", "step_free")}
    lat, lon = where.point or (None, None)
    venue = meetup.venue
    return EventAnswer(
        **known | suits,
        id=meetup.event_id,
        uid=uid_of(meetup),
        description=meetup.summary,
        page=page,
        calendar=f"{page}.ics",
        venue=VenueAnswer(slug=venue.slug, name=venue.name, address=where.address, room=venue.room) if venue else None,
        latitude=lat,
        longitude=lon,
        source=meetup.source_slug,
        also_in=[each.source_slug for each in meetup.also],
        repeats=said(meetup.repeats),
        tags=[TagOfEvent(slug=tag.slug, name=tag.name, because=tag.because, evidence=tag.evidence) for tag in tags],
    )


def _written(mark: Mark) -> str:
    return f"{(mark.at - _EPOCH) // _MICROSECOND}-{mark.meeting.hex}"


def _read(text: str) -> Mark:
    moment, _, meeting = text.rpartition("-")
    meeting_id = as_id(meeting)
    digits = moment.removeprefix("-")
    if meeting_id is None or not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS):
        raise BadQuestion(say("This page mark is not one of ours."))
    try:
        return Mark(_EPOCH + int(moment) * _MICROSECOND, meeting_id)
    except OverflowError:
        raise BadQuestion(say("This page mark is not one of ours.")) from None


_MEETUP = (
    *("title", "starts_at", "ends_at", "starts_on", "all_day", "timezone", "location", "online_url"),
    *("url", "organiser", "cancelled", "price"),
)
