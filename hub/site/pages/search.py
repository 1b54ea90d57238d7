"""What has this place to say about that? The search, as a page and as a feed, and suggestions while one types."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.kit.clock import now
from hub.kit.text import excerpt
from hub.site.asking.asked import MOST_LETTERS, Order, Question
from hub.site.deps import Base, Db, Here
from hub.site.listing import finding, listing
from hub.site.listing.frames import Besides, listed
from hub.site.listing.listing import Listing, Told
from hub.site.listing.narrowing import titled
from hub.site.listing.view import Seen, seen
from hub.site.outlets.formats import Outlet, answer
from hub.site.render import page
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
LONGEST_HEADING = 60  # characters of a question in a heading; all of it stands in its field


@router.get("/{place}/search.{outlet}")
def show_search_feed(outlet: Outlet, here: Here, asked: Question, db: Db, base: Base) -> Response:
    """Give what a search finds to a feed reader, the newest first."""
    found = listing.of_place(db, here, replace(asked, order=Order.NEWEST), "search")
    return answer(outlet, listing.channel(db, found, outlet, Told(titled(_heading(found), found), base, now())))


@router.get("/{place}/search")
def show_search(request: Request, here: Here, asked: Question, db: Db) -> HTMLResponse:
    """Show what a search finds: tags and meetups called so, then what was said."""
    found = seen(db, listing.of_place(db, here, asked, "search"), now())
    return listed(request, db, found, "search.html", Besides(lambda: _besides(db, found)))


@router.get("/{place}/suggest")
def show_suggestions(request: Request, here: Here, db: Db, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """Show tags, places and sources called as somebody has typed so far: a piece of a page, for script."""
    return page(
        request, "parts/suggest.html", {"here": here, "suggestions": finding.suggest(db, here, q[:MOST_LETTERS])}
    )


def _besides(db: Session, found: Seen) -> Mapping[str, object]:
    """Return what stands on the page of a search besides its list, and where the better spelling is asked for."""
    asked = found.listing
    findings = finding.findings(db, asked, len(found.paged.heads), found.now)
    better = asked.address(asked=replace(asked.asked, q=findings.did_you_mean, before=None))
    return {"found": findings, "better": better, "heading": _heading(asked)}


def _heading(asked: Listing) -> str:
    told = {"words": excerpt(asked.asked.q, LONGEST_HEADING), "place": asked.here.name}
    if not told["words"]:
        return gettext("Search in %(place)s") % told
    return gettext("“%(words)s” in %(place)s") % told
