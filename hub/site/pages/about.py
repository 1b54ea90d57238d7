"""What is this? The page every hub has about itself, and what it tells search engines."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from hub.site.deps import Db
from hub.site.kept.known import known
from hub.site.render import page
from hub.site.voices import speakers

router = APIRouter(include_in_schema=False)


@router.get("/about")
def show_about(request: Request, db: Db) -> HTMLResponse:
    """Say what this hub is, where everything on it comes from, and how to be heard on it."""
    return page(request, "about/about.html", {"tops": known(db).tree.tops, "voices": speakers(db)})


@router.get("/robots.txt")
def show_robots() -> PlainTextResponse:
    """Let search engines in, but not into endless searches."""
    return PlainTextResponse("User-agent: *\nDisallow: /*?*q=\nDisallow: /*?*before=\nDisallow: /*?*week=\n")
