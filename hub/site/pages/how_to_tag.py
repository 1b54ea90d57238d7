"""How does one tag what one writes? A sheet for the wall of a library, on one page of A4."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.site.deps import Base, Db, Here
from hub.site.outlets import qr
from hub.site.outlets.formats import kept
from hub.site.render import page, path
from hub.site.wordbook.sheet import how_to

router = APIRouter(include_in_schema=False)


@router.get("/{place}/how-to-tag")
def show_how_to_tag(request: Request, here: Here, db: Db, base: Base) -> HTMLResponse:
    """Show the tags used most, each as a category and as a hashtag, to be printed and pinned up."""
    return page(request, "establish/how_to_tag.html", {"here": here, "sheet": how_to(db, here, now(), base)})


@router.get("/{place}/how-to-tag.svg")
def show_how_to_tag_code(here: Here, base: Base) -> Response:
    """Give the address of all tags of a place as a QR code made of lines."""
    return kept(qr.svg(base + path(here.slug, "tags")), "image/svg+xml")
