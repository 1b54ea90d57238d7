"""How does one take meetups along? A list of them, narrowed or not, as a calendar, a feed, and a sheet for the wall."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.kit.clock import now
from hub.meet.events import queries as meetups
from hub.places.queries import PlaceView
from hub.site import meetups_out
from hub.site.deps import Base, Db, Here
from hub.site.filtered import Filters
from hub.site.meeting import shown_meetup
from hub.site.meetups_out import Leaving
from hub.site.outlets import qr
from hub.site.outlets.calendars import calendar
from hub.site.outlets.formats import Channel, Outlet, answer, kept
from hub.site.outlets.posts import of_meetups
from hub.site.render import page, path
from hub.site.sheets.meetposter import Letters, Order, poster
from hub.site.typed_days import first_day
from hub.site.whats_on import Wanted

router = APIRouter(include_in_schema=False)
Since = Annotated[str, Query(description="First day, as 2026-03-01, 2026-03 or 2026.")]


def ordered(asked: Filters, since: Since = "", size: Letters = Letters.USUAL) -> Order:
    """Read which sheet is asked for; BadQuestion for what is no day."""
    return Order(first_day(since), size, asked)


Ordered = Annotated[Order, Depends(ordered)]


@router.get("/{place}/meetups.ics")
def show_meetups_calendar(here: Here, wanted: Wanted, db: Db) -> Response:
    """Give the meetups ahead, or of the days asked for, with the filters of their page, to people's own calendars."""
    told = meetups_out.narrowed(db, here, wanted.filtered)
    dates = meetups_out.for_calendars_of(db, here, told, wanted.view, wanted.since)
    return calendar(db, here, dates, told.title, told.page)


@router.get("/{place}/tags/{tag}.ics")
def show_tag_calendar(here: Here, tag: str, db: Db) -> Response:
    """Give the meetups under a tag to people's own calendars."""
    return _calendar(db, here, meetups_out.of_tag(db, here, tag))


@router.get("/{place}/venues/{venue}.ics")
def show_venue_calendar(here: Here, venue: str, db: Db) -> Response:
    """Give the meetups at a venue to people's own calendars."""
    return _calendar(db, here, meetups_out.at_venue(db, here, venue))


@router.get("/{place}/sources/{source}.ics")
def show_source_calendar(here: Here, source: str, db: Db) -> Response:
    """Give the meetups a source tells of to people's own calendars."""
    return _calendar(db, here, meetups_out.of_source(db, here, source))


@router.get("/{place}/meetups.{outlet}")
def show_meetups_feed(outlet: Outlet, here: Here, asked: Filters, db: Db, base: Base) -> Response:
    """Give the meetups ahead, with the filters of their page, to a feed reader."""
    told = meetups_out.narrowed(db, here, asked)
    itself = base + path(here.slug, f"meetups.{outlet}", **dict(told.query))
    posts = of_meetups(meetups_out.for_feeds(db, here, told), base, here, now())
    return answer(outlet, Channel(told.title, base + told.page, itself, posts))


@router.get("/{place}/meetups/poster")
def show_poster(request: Request, here: Here, db: Db, order: Ordered) -> HTMLResponse:
    """Show what is on in seven days, with the filters of its page, as a page that prints onto A4."""
    sheet = poster(db, here, now(), order)
    values = {
        "here": here,
        "sheet": sheet,
        "asked": order.since and sheet.since.isoformat(),
        "size": order.letters.value,
    }
    narrowed = {"query": order.filtered.query(), "large": order.letters is Letters.LARGE}
    return page(request, "meet/poster.html", values | narrowed)


@router.get("/{place}/meetups/poster.svg")
def show_poster_code(here: Here, asked: Filters, base: Base) -> Response:
    """Give the address of the meetups of a place, with the filters of its page, as a QR code made of lines."""
    return kept(qr.svg(base + path(here.slug, "meetups", **asked.query())), "image/svg+xml")


@router.get("/{place}/meetups/{event}.ics")
def show_meetup_calendar(here: Here, event: str, db: Db) -> Response:
    """Give the dates of one event to people's own calendars."""
    told = shown_meetup(db, here, event)
    dates = meetups.occurrences_of(db, told.id, meetups_out.midnight_of(here, now()))
    return calendar(db, here, dates, told.title, path(here.slug, "meetups", told.id))


def _calendar(db: Session, here: PlaceView, told: Leaving) -> Response:
    return calendar(db, here, meetups_out.for_calendars(db, here, told), told.title, told.page)
