"""What is this, and what does it do with what it knows? The pages every hub has."""

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


@router.get("/accessibility")
def show_accessibility(request: Request) -> HTMLResponse:
    """Say how usable this hub is, and what is not yet."""
    return page(request, "about/accessibility.html", {})


@router.get("/privacy")
def show_privacy(request: Request) -> HTMLResponse:
    """Say what this hub knows about people."""
    return page(request, "about/privacy.html", {})


@router.get("/terms")
def show_terms(request: Request) -> HTMLResponse:
    """Say whose words these are and what may be done with them."""
    return page(request, "about/terms.html", {})


@router.get("/robots.txt")
def show_robots() -> PlainTextResponse:
    """Let search engines in, but not into endless searches."""
    return PlainTextResponse("User-agent: *\nDisallow: /*?*q=\nDisallow: /*?*before=\nDisallow: /*?*week=\n")
