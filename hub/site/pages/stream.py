"""What was said here? The stream of a place."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.communicate.mentions.queries import shown_at
from hub.communicate.mentions.rules import Target
from hub.kit.clock import now
from hub.site.asking.asked import Question
from hub.site.deps import Base, Db, Here
from hub.site.listing import listing
from hub.site.listing.frames import Besides, listed
from hub.site.listing.listing import Told
from hub.site.listing.narrowing import titled
from hub.site.listing.view import seen
from hub.site.outlets.formats import Outlet, answer

router = APIRouter(include_in_schema=False)


@router.get("/{place}.{outlet}")
def show_stream_feed(outlet: Outlet, here: Here, asked: Question, db: Db, base: Base) -> Response:
    """Give the stream of a place, with its filters, to a feed reader."""
    found = listing.of_place(db, here, asked)
    return answer(outlet, listing.channel(db, found, outlet, Told(titled(here.name, found), base, now())))


@router.get("/{place}")
def show_stream(request: Request, here: Here, asked: Question, db: Db) -> HTMLResponse:
    """Show what was said in a place, newest first."""
    # Without a state: when these change, the version of the whole hub grows (mentions.actions).
    besides = Besides(lambda: {"mentions": shown_at(db, Target.PLACE, here.id.hex)})
    return listed(request, db, seen(db, listing.of_place(db, here, asked), now()), "stream.html", besides)
