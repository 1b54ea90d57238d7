"""What was said here? The stream of a place, and the search in it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.site import listing
from hub.site.asked import Question
from hub.site.beside import beside
from hub.site.deps import Base, Db, Here
from hub.site.outlets.formats import Outlet, answer
from hub.site.render import page
from hub.site.voices import all_unheard
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)


@router.get("/{place}/search.{outlet}")
def show_search_feed(outlet: Outlet, here: Here, asked: Question, db: Db, base: Base) -> Response:
    """Give what a search finds to a feed reader."""
    found = listing.of_place(db, here, asked, "search")
    title = gettext("“%(words)s” in %(place)s") % {"words": asked.q, "place": here.name}
    return answer(outlet, found.channel(base, f".{outlet}", title, now()))


@router.get("/{place}/search")
def show_search(request: Request, here: Here, asked: Question, db: Db) -> HTMLResponse:
    """Show what a search finds, newest first."""
    found = listing.of_place(db, here, asked, "search") if asked.q else None
    return page(request, "search.html", {"here": here, "listing": found, "asked": asked})


@router.get("/{place}.{outlet}")
def show_stream_feed(outlet: Outlet, here: Here, asked: Question, db: Db, base: Base) -> Response:
    """Give the stream of a place, with its filters, to a feed reader."""
    return answer(outlet, listing.of_place(db, here, asked).channel(base, f".{outlet}", here.name, now()))


@router.get("/{place}")
def show_stream(request: Request, here: Here, asked: Question, db: Db) -> HTMLResponse:
    """Show what was said in a place, newest first."""
    found = listing.of_place(db, here, asked)
    unheard = found.quiet and all_unheard(db, here)
    values = {"here": here, "listing": found, "unheard": unheard, "side": beside(db, here, now())}
    return page(request, "stream.html", values)
