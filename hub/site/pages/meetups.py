"""When do people meet here? Day by day, as a page, a feed and a calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.items import withholding
from hub.communicate.mentions.queries import shown_at
from hub.communicate.mentions.rules import Target
from hub.errors import BadQuestion, NotFound
from hub.kit import question
from hub.kit.clock import now
from hub.kit.saying import say
from hub.kit.text import excerpt
from hub.meet import queries as meetups
from hub.meet.ics import to_ics
from hub.meet.values import EventView, Meetup, Span
from hub.places.queries import PlaceView
from hub.site.agenda import AHEAD, HORIZON, agenda
from hub.site.deps import Base, Db, Here
from hub.site.outlets.formats import Channel, Outlet, answer, kept
from hub.site.outlets.posts import of_meetups
from hub.site.render import page, path
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
MOST = 300  # dates in a feed
MOST_IN_CALENDARS = 2_000
MOST_OF_ONE = 12  # dates of one event on its own page
LONGEST_DAY = 40  # characters of what should be a day, when it is said back
Since = Annotated[str, Query(description="First day, as 2026-03-01, 2026-03 or 2026.")]


@router.get("/{place}/meetups.ics")
def show_meetups_calendar(here: Here, db: Db) -> Response:
    """Give all meetups ahead to people's own calendars."""
    coming = meetups.upcoming(db, here.id, _ahead(here, HORIZON), limit=MOST_IN_CALENDARS)
    return kept(to_ics(coming, _title(here), gettext("Cancelled:")), "text/calendar")


@router.get("/{place}/meetups.{outlet}")
def show_meetups_feed(outlet: Outlet, here: Here, db: Db, base: Base) -> Response:
    """Give the meetups ahead to a feed reader."""
    address = base + path(here.slug, "meetups")
    posts = of_meetups(coming_up(db, here), base, here)
    return answer(outlet, Channel(_title(here), address, f"{address}.{outlet}", posts))


@router.get("/{place}/meetups")
def show_meetups(request: Request, here: Here, db: Db, since: Since = "") -> HTMLResponse:
    """Show the meetups ahead, day by day, from today or a later day on."""
    coming = agenda(db, here, _midnight(here).date(), _day(since))
    return page(request, "meet/meetups.html", {"here": here, "agenda": coming, "ahead": AHEAD.days})


@router.get("/{place}/meetups/{event}.ics")
def show_meetup_calendar(here: Here, event: str, db: Db) -> Response:
    """Give the dates of one event to people's own calendars."""
    told = _event(db, here, event)
    dates = meetups.occurrences_of(db, told.id, _midnight(here))
    return kept(to_ics(dates, told.title, gettext("Cancelled:")), "text/calendar")


@router.get("/{place}/meetups/{event}")
def show_meetup(request: Request, here: Here, event: str, db: Db) -> HTMLResponse:
    """Show one event and its next dates."""
    told = _event(db, here, event)
    dates = meetups.occurrences_of(db, told.id, _midnight(here), MOST_OF_ONE)
    said = shown_at(db, Target.EVENT, told.id.hex)
    return page(request, "meet/meetup.html", {"here": here, "event": told, "dates": dates, "mentions": said})


def coming_up(db: Session, here: PlaceView) -> Sequence[Meetup]:
    """Return the meetups of a place from today on, soonest first."""
    return meetups.upcoming(db, here.id, _ahead(here, AHEAD), limit=MOST)


def _event(db: Session, here: PlaceView, text: str) -> EventView:
    try:
        told = meetups.event(db, UUID(text))
    except ValueError:
        told = None
    if told is None or all(place.slug != here.slug for place in told.places):
        raise NotFound(gettext("There is no such meetup here."))
    withholding.refuse_meetup(db, told.source_id, told.url)
    return told


def _day(typed: str) -> date | None:
    """Return the day somebody typed, None where nothing was; BadQuestion for what is no day."""
    day = question.first_day(typed)
    if typed and day is None:
        raise BadQuestion(
            say(
                "“%(typed)s” is no day we can read. Write it as 2026-03-01, 2026-03 or 2026.",
                typed=excerpt(typed, LONGEST_DAY),
            )
        )
    return day


def _ahead(here: PlaceView, length: timedelta) -> Span:
    start = _midnight(here)
    return Span(start, start + length)


def _midnight(here: PlaceView) -> datetime:
    # From the start of today: what began this morning is still on the page in the evening.
    return now().astimezone(ZoneInfo(here.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _title(here: PlaceView) -> str:
    return gettext("Meetups in %(place)s") % {"place": here.name}
