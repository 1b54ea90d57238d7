"""Where do people meet here? The venues of a place by neighbourhood, with how one gets in, and the page of each."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hub.kit.clock import now
from hub.meet.venues import queries as venues
from hub.site.deps import Db, Here
from hub.site.kept.known import known
from hub.site.meeting_places import at_venue, neighbourhoods, venue_here
from hub.site.render import page, path

router = APIRouter(include_in_schema=False)


@router.get("/{place}/venues")
def show_venues(request: Request, here: Here, db: Db) -> HTMLResponse:
    """Show where one can meet in a place, neighbourhood by neighbourhood."""
    return page(request, "meet/venues.html", {"here": here, "neighbourhoods": neighbourhoods(db, here)})


@router.get("/{place}/venues/{venue}")
def show_venue(request: Request, here: Here, venue: str, db: Db) -> Response:
    """Show a venue, how one gets in, and what is on there; of one that turned out to be another, lead there."""
    found = venue_here(db, here, venue)
    heir = venues.view(db, found.id)
    if heir and heir.id != found.id:
        place = known(db).tree.places.get(heir.place_id, here)
        return RedirectResponse(path(place.slug, "venues", heir.slug), HTTPStatus.MOVED_PERMANENTLY)
    return page(request, "meet/venue.html", {"here": here, "at": at_venue(db, here, found, now())})
