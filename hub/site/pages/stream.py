"""What was said here? The stream of a place, and the search in it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.site import listing
from hub.site.asked import Question
from hub.site.deps import Base, Db, Here
from hub.site.frames import listed
from hub.site.listing import Told
from hub.site.outlets.formats import Outlet, answer
from hub.site.view import seen
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)


@router.get("/{place}/search.{outlet}")
def show_search_feed(outlet: Outlet, here: Here, asked: Question, db: Db, base: Base) -> Response:
    """Give what a search finds to a feed reader."""
    found = listing.of_place(db, here, asked, "search")
    title = gettext("“%(words)s” in %(place)s") % {"words": asked.q, "place": here.name}
    return answer(outlet, listing.channel(db, found, outlet, Told(title, base, now())))


@router.get("/{place}/search")
def show_search(request: Request, here: Here, asked: Question, db: Db) -> HTMLResponse:
    """Show what a search finds, newest first."""
    found = seen(db, listing.of_place(db, here, asked, "search"), now())
    return listed(request, db, found, "search.html", lambda: {"asked": asked})


@router.get("/{place}.{outlet}")
def show_stream_feed(outlet: Outlet, here: Here, asked: Question, db: Db, base: Base) -> Response:
    """Give the stream of a place, with its filters, to a feed reader."""
    found = listing.of_place(db, here, asked)
    return answer(outlet, listing.channel(db, found, outlet, Told(here.name, base, now())))


@router.get("/{place}")
def show_stream(request: Request, here: Here, asked: Question, db: Db) -> HTMLResponse:
    """Show what was said in a place, newest first."""
    return listed(request, db, seen(db, listing.of_place(db, here, asked), now()), "stream.html")
