"""What is this, and what does it do with what it knows? The pages every hub has."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from hub.site.render import page

router = APIRouter(include_in_schema=False)


@router.get("/about")
def show_about(request: Request) -> HTMLResponse:
    """Say what this hub is and how to be heard on it."""
    return page(request, "about/about.html", {})


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
    return PlainTextResponse("User-agent: *\nDisallow: /*?*q=\nDisallow: /*?*before=\n")
