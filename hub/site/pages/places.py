"""Which places does this hub listen to? The front page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.kit.clock import now
from hub.kit.text import squeeze
from hub.places import queries as places
from hub.places.queries import PlaceView
from hub.site.deps import Base, Db
from hub.site.kept.known import known
from hub.site.listing.beside import LATELY
from hub.site.outlets.formats import Channel, Outlet, answer
from hub.site.outlets.posts import of_places
from hub.site.render import page, path
from hub.site.voices import speakers
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
LONGEST_NAME = 80  # characters of what may be the name of a place
Typed = Annotated[str, Query(description="A name or a postcode to find a place by.")]


@router.get("/")
def show_places(request: Request, db: Db, find: Typed = "") -> Response:
    """Show every place, and those somebody typed a name or a postcode of; the only one it can be, at once."""
    typed = squeeze(find)[:LONGEST_NAME]
    found = places.found(db, typed) if typed else None
    if found and found.is_certain:
        return RedirectResponse(path(found.places[0].slug), HTTPStatus.SEE_OTHER)
    return page(request, "places.html", _overview(db) | {"typed": typed, "found": found})


@router.get("/places.{outlet}")
def show_places_feed(outlet: Outlet, db: Db, base: Base) -> Response:
    """Give the list of places to a feed reader."""
    listed = tuple(known(db).tree.places.values())
    itself = base + path(f"places.{outlet}")
    return answer(outlet, Channel(gettext("Places"), base + path(), itself, of_places(listed, items.latest(db), base)))


def _overview(db: Session) -> dict[str, object]:
    """Return every place, the widest first, with how many speak there and when it was last heard of."""
    tree, latest = known(db).tree, items.latest(db)
    tops = _lively_first(tree.tops, latest, now() - LATELY)
    return {"tree": tree, "tops": tops, "voices": speakers(db), "latest": latest}


def _lively_first(tops: Sequence[PlaceView], latest: Mapping[UUID, datetime], since: datetime) -> list[PlaceView]:
    # By name within each half: a list that changes its order with every item is hard to find one's place in.
    return sorted(tops, key=lambda top: top.id not in latest or latest[top.id] < since)
