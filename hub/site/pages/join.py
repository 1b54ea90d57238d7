"""How can somebody be heard here? Three ways on, with a site or without."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.site.deps import Here
from hub.site.render import page

router = APIRouter(include_in_schema=False)


@router.get("/{place}/join")
def show_join(request: Request, here: Here) -> HTMLResponse:
    """Show the ways to be heard in a place."""
    return page(request, "people/join.html", {"here": here})
