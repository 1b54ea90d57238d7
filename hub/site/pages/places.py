"""Which places does this hub listen to? The front page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import queries as items
from hub.kit.clock import now
from hub.places import queries as places
from hub.places.queries import PlaceView
from hub.site.beside import LATELY
from hub.site.deps import Base, Db
from hub.site.outlets.formats import Channel, Outlet, answer
from hub.site.outlets.posts import of_places
from hub.site.render import page, path
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_places(request: Request, db: Db) -> HTMLResponse:
    """Show every place, the widest first, with how many speak there and when it was last heard of."""
    tree, speaking, latest = places.tree(db), feeds.homes(db), items.latest(db)
    voices = {
        top.id: len(frozenset().union(*(speaking.get(place.id, frozenset()) for place in (top, *tree.within(top.id)))))
        for top in tree.tops
    }
    tops = _lively_first(tree.tops, latest, now() - LATELY)
    return page(request, "places.html", {"tree": tree, "tops": tops, "voices": voices, "latest": latest})


@router.get("/places.{outlet}")
def show_places_feed(outlet: Outlet, db: Db, base: Base) -> Response:
    """Give the list of places to a feed reader."""
    listed = tuple(places.tree(db).places.values())
    itself = base + path(f"places.{outlet}")
    return answer(outlet, Channel(gettext("Places"), base + "/", itself, of_places(listed, items.latest(db), base)))


def _lively_first(tops: Sequence[PlaceView], latest: Mapping[UUID, datetime], since: datetime) -> list[PlaceView]:
    # By name within each half: a list that changes its order with every item is hard to find one's place in.
    return sorted(tops, key=lambda top: top.id not in latest or latest[top.id] < since)
