"""Which places does this hub listen to? The front page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.db.kept import EachDatabase, Store
from hub.kit.clock import now
from hub.kit.text import squeeze
from hub.places import queries as places
from hub.places.queries import PlaceView, Tree
from hub.site.deps import Base, Db
from hub.site.kept.known import known
from hub.site.listing.beside import LATELY
from hub.site.outlets.formats import Channel, Outlet, answer
from hub.site.outlets.posts import of_places
from hub.site.render import page, path, rendered
from hub.site.voices import speakers
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
MOST_BYTES = 1_000_000  # of front pages that are kept, one for each language
LONGEST_NAME = 80  # characters of what may be the name of a place
Typed = Annotated[str, Query(description="A name or a postcode to find a place by.")]


class Overview(NamedTuple):
    """What the front page shows of each place."""

    tree: Tree
    tops: Sequence[PlaceView]  # the widest, those lately heard of first
    voices: Mapping[UUID, int]  # how many speak there
    latest: Mapping[UUID, datetime]  # when it was last heard of


class Heard(NamedTuple):
    """What the front page is made from: while this is the same, so is every letter of it."""

    version: int  # of the hub's registry
    tops: tuple[tuple[UUID, datetime | None], ...]  # the widest places in the order they stand, and when last heard of


_fronts = EachDatabase[Store[str, Heard, str]](lambda: Store(MOST_BYTES, len))


@router.get("/")
def show_places(request: Request, db: Db, find: Typed = "") -> Response:
    """Show every place, and those somebody typed a name or a postcode of; the only one it can be, at once."""
    typed = squeeze(find)[:LONGEST_NAME]
    found = places.found(db, typed) if typed else None
    if found and found.is_certain:
        return RedirectResponse(path(found.places[0].slug), HTTPStatus.SEE_OTHER)
    if request.scope["query_string"]:
        return page(request, "places.html", _asked(request, _overview(db)) | {"typed": typed, "found": found})
    return HTMLResponse(_front(request, db))


@router.get("/places.{outlet}")
def show_places_feed(outlet: Outlet, db: Db, base: Base) -> Response:
    """Give the list of places to a feed reader."""
    listed = tuple(known(db).tree.places.values())
    itself = base + path(f"places.{outlet}")
    return answer(outlet, Channel(gettext("Places"), base + path(), itself, of_places(listed, items.latest(db), base)))


def _front(request: Request, db: Session) -> str:
    """Return the front page as it is while nobody looks for a place; rendered where anything on it has changed."""
    told, address, store = _overview(db), request.scope["path"], _fronts.of(db)
    heard = Heard(known(db).version, tuple((top.id, told.latest.get(top.id)) for top in told.tops))
    kept = store.take({address: heard}).get(address)
    if kept is None:
        kept = rendered(request, "places.html", _asked(request, told) | {"typed": "", "found": None})
        # Without a version nobody would know when a name in it has changed.
        if heard.version:
            store.put([(address, heard, kept)])
    return kept


def _asked(request: Request, told: Overview) -> dict[str, object]:
    return told._asdict() | {"guests": request.app.state.guests}


def _overview(db: Session) -> Overview:
    tree, latest = known(db).tree, items.latest(db)
    return Overview(tree, _lively_first(tree.tops, latest, now() - LATELY), speakers(db), latest)


def _lively_first(tops: Sequence[PlaceView], latest: Mapping[UUID, datetime], since: datetime) -> list[PlaceView]:
    # By name within each half: a list that changes its order with every item is hard to find one's place in.
    return sorted(tops, key=lambda top: top.id not in latest or latest[top.id] < since)
