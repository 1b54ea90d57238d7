"""The words a place agreed on, and what was said under them."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.establish import queries as registry
from hub.establish.queries import TagView
from hub.kit.clock import now
from hub.places import queries as places
from hub.places.queries import PlaceView
from hub.site.asking.asked import Question
from hub.site.deps import Base, Db, Here
from hub.site.kept.known import known
from hub.site.listing import listing
from hub.site.listing.beside import elsewhere
from hub.site.listing.frames import listed
from hub.site.listing.listing import Told
from hub.site.listing.narrowing import titled
from hub.site.listing.view import seen
from hub.site.outlets.formats import Outlet, answer, kept
from hub.site.render import page, path
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)
_EVER = datetime.min.replace(tzinfo=UTC)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Sheet(StrEnum):
    """The forms of the registry for programs and for spreadsheets."""

    JSON = "json"
    CSV = "csv"


@router.get("/{place}/tags.{sheet}")
def show_tags_sheet(sheet: Sheet, here: Here, db: Db, base: Base) -> Response:
    """Give the agreed tags of a place to a program or a spreadsheet."""
    agreed, counts = _agreed(db, here)
    rows: list[Mapping[str, str | int]] = [
        {
            "slug": tag.slug,
            "name": tag.name,
            "meaning": tag.meaning,
            "items": counts.get(tag.id, 0),
            "page": base + path(here.slug, "tags", tag.slug),
        }
        for tag in agreed
    ]
    return _csv(rows) if sheet is Sheet.CSV else JSONResponse({"place": here.slug, "tags": rows})


@router.get("/{place}/tags")
def show_tags(request: Request, here: Here, db: Db) -> HTMLResponse:
    """Show every agreed tag of a place, what it means and how often it is used."""
    agreed, counts = _agreed(db, here)
    return page(request, "establish/tags.html", {"here": here, "tags": agreed, "counts": counts})


@router.get("/{place}/tags/{word}.{outlet}")
def show_tag_feed(outlet: Outlet, here: Here, word: str, asked: Question, db: Db, base: Base) -> Response:
    """Give what was said under a tag to a feed reader."""
    agreed = registry.tag(db, word)
    title = gettext("%(tag)s in %(place)s") % {"tag": agreed.name, "place": here.name}
    found = listing.of_tag(db, here, agreed, asked)
    return answer(outlet, listing.channel(db, found, outlet, Told(titled(title, found), base, now())))


@router.get("/{place}/tags/{word}")
def show_tag(request: Request, here: Here, word: str, asked: Question, db: Db) -> HTMLResponse:
    """Show what a tag means, how it is spelt, and what was said under it."""
    agreed = known(db).tag(word)
    found = seen(db, listing.of_tag(db, here, agreed, asked), now())
    return listed(request, db, found, "establish/tag.html", lambda: _around(db, here, agreed))


def _around(db: Session, here: PlaceView, tag: TagView) -> Mapping[str, object]:
    """Return what the page of a tag says of it besides its list."""
    spellings, others = registry.spellings(db, tag.id), elsewhere(db, here, tag, now())
    return {"tag": tag, "spellings": spellings, "elsewhere": others}


def _agreed(db: Session, here: PlaceView) -> tuple[Sequence[TagView], Mapping[UUID, int]]:
    tree = places.tree(db)
    counts = items.tag_counts(db, here.id, _EVER)
    inside = [here.id, *(place.id for place in tree.within(here.id))]
    known = registry.tags(db, [*inside, *(place.id for place in tree.above(here.id))])
    # The name of a place far away is agreed too, but nobody looks for it here before it is used.
    return [tag for tag in known if tag.place_id is None or tag.place_id in inside or tag.id in counts], counts


def _csv(rows: Sequence[Mapping[str, str | int]]) -> Response:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, ("slug", "name", "meaning", "items", "page"))
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return kept(sheet.getvalue().encode(), "text/csv")


def _harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
