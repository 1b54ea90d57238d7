"""Where is what on? The meetups ahead by neighbourhood, and on a map for who asks to see one."""

import json
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.kit.zones import wall
from hub.places.outlines import outlines_of
from hub.settings import Settings
from hub.site.deps import Db, Here, settings_of
from hub.site.filtered import Filters, narrowing
from hub.site.headers import policy
from hub.site.kept.known import known
from hub.site.meeting_places import on_map
from hub.site.meetup_offers import offers
from hub.site.render import page
from hub.site.whats_on import views

router = APIRouter(include_in_schema=False)


@router.get("/{place}/meetups/map")
def show_map(request: Request, here: Here, asked: Filters, db: Db) -> HTMLResponse:
    """Show where what is on; the map itself is drawn by a script, and only once somebody asks for it."""
    settings = settings_of(request)
    narrow = narrowing(db, here, asked)
    moment = now()
    on = on_map(db, here, moment, narrow.narrowed)
    told = {"parts": on.parts, "elsewhere": on.elsewhere, "is_cut": on.is_cut, "views": views(here, asked)}
    offered = offers(db, here, wall(moment, ZoneInfo(here.timezone)).date())
    filters = {"query": asked.query(), "narrowing": narrow, "offers": offered}
    ground = {"tiles": settings.map_tiles, "host": _host(settings), "credit": settings.map_attribution}
    shown = page(request, "meet/map.html", {"here": here, **told, **filters, **ground})
    shown.headers["Content-Security-Policy"] = policy(pictures=_origin(settings))
    return shown


@router.get("/{place}/meetups/map.geojson")
def show_outlines(here: Here, db: Db) -> Response:
    """Give the outlines and the middles of a place and of all that lies in it, for the ground of the map."""
    inside = (here, *known(db).tree.within(here.id))
    found = outlines_of(db, [place.id for place in inside])
    features = [
        {"type": "Feature", "properties": {"name": place.name}, "geometry": drawn}
        for place in inside
        for drawn in found.get(place.id, ())
    ]
    told = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
    return Response(told, media_type="application/geo+json")


def _origin(settings: Settings) -> str:
    """Return where tiles come from, for the policy of the page; empty where there are none."""
    parts = urlsplit(settings.map_tiles)
    # “{s}” stands for one of several servers of one name: a, b, c.
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if settings.map_tiles else ""


def _host(settings: Settings) -> str:
    return urlsplit(settings.map_tiles).netloc.removeprefix("{s}.")
