"""When do people meet here? Day by day, a weekend, a month; and a page for each meetup."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.site import meeting
from hub.site.agenda import AHEAD
from hub.site.deps import Db, Here
from hub.site.meeting import MOST_PAST
from hub.site.render import page
from hub.site.whats_on import Wanted, whats_on

router = APIRouter(include_in_schema=False)
Past = Annotated[str, Query(description="1: dates that are over, too.")]


@router.get("/{place}/meetups")
def show_meetups(request: Request, here: Here, db: Db, wanted: Wanted) -> HTMLResponse:
    """Show what is on: day by day from today on, or the day, the weekend, the week or the month asked for."""
    on = whats_on(db, here, wanted, now())
    return page(request, "meet/meetups.html", {"here": here, "on": on, "ahead": AHEAD.days})


@router.get("/{place}/meetups/{event}")
def show_meetup(request: Request, here: Here, event: str, db: Db, past: Past = "") -> HTMLResponse:
    """Show one meetup: when, where, for whom, and what is known around it."""
    told = meeting.shown_meetup(db, here, event)
    values = {"here": here, "meeting": meeting.about(db, here, told, now(), with_past=MOST_PAST if past else 0)}
    return page(request, "meet/meetup.html", values)
