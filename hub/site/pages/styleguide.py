"""What are pages put together from? Every part with invented things in it; only where a demo asks for it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.kit.clock import now
from hub.site.listing.faces import Faces
from hub.site.looks import samples
from hub.site.render import page

router = APIRouter(include_in_schema=False)


@router.get("/styleguide")
def show_styleguide(request: Request) -> HTMLResponse:
    """Show every part, from left to right and from right to left."""
    moment = now()
    cards, faces = samples.kinds(moment), Faces(samples.HERE)
    values = {
        "here": samples.HERE,
        "cards": cards,
        "faces": [faces.of(card) for card in (*cards, *samples.odd(moment))],
        "sources": samples.sources(moment),
        "days": samples.days(moment),
        "foreign": samples.FOREIGN,
    }
    return page(request, "styleguide.html", values)
