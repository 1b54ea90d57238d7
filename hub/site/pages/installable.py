"""What does a browser need that keeps the hub as an app? Its description, its worker, and what the two show."""

import json
from datetime import timedelta
from functools import cache
from hashlib import sha256

from babel.dates import format_timedelta
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from hub.site import words
from hub.site.render import WEB, page, path, static
from hub.site.scripts import WORKER, locale, modules, script
from hub.site.words import LANGUAGES, gettext, speaking

router = APIRouter(include_in_schema=False)
THEME, PAPER = "#0b5d57", "#faf7f0"  # as the style sheet has them: a browser reads these before it
_ASK_AGAIN = "no-cache"
_VERSION_CHARACTERS = 12


@router.get("/manifest.webmanifest")
def show_manifest() -> Response:
    """Describe the hub as an app: its name, its pictures, where it starts, and that addresses can be shared with it."""
    return Response(json.dumps(_manifest()), media_type="application/manifest+json")


@router.get("/sw.js")
def show_worker() -> Response:
    """Give the worker that keeps the last pages, with what it shall keep beside them in front."""
    shell = _shell()
    lines = (f"const VERSION = {json.dumps(_version(shell))};", f"const SHELL = {json.dumps(shell)};")
    source = "\n".join((*lines, WORKER.read_text("utf-8")))
    return Response(source, headers={"Cache-Control": _ASK_AGAIN}, media_type="text/javascript")


@router.get("/offline")
def show_offline(request: Request) -> HTMLResponse:
    """Say that there is no network, where no page was kept."""
    return page(request, "offline.html", {})


@router.get("/keyboard")
def show_keyboard(request: Request) -> HTMLResponse:
    """List what single keys do, and where they can be switched off."""
    return page(request, "keyboard.html", {})


@router.get("/passed-times")
def show_passed_times() -> JSONResponse:
    """Name every number of minutes and hours that may be over, for browsers that lack the language."""
    named = {"minute": [_passed(minutes=each) for each in range(1, 60)]}
    named["hour"] = [_passed(hours=each) for each in range(1, 24)]
    return JSONResponse(named)


def _passed(**units: int) -> str:
    spoken = locale().replace("-", "_")
    # A threshold of 1: an hour is over when it is, not at 51 minutes.
    return format_timedelta(-timedelta(**units), "minute", threshold=1, add_direction=True, locale=spoken)


def _manifest() -> dict[str, object]:
    return {
        "id": path(),
        "name": gettext("Local Hub"),
        "short_name": gettext("Local Hub"),
        "description": gettext(
            "Every place gets one stream of what its council, press, bloggers and neighbours say, "
            "sorted by tags the place has agreed on."
        ),
        "lang": words.language(),
        "dir": words.direction(),
        "start_url": path(),
        "scope": "/",
        "display": "minimal-ui",  # with a way back: most links lead out
        "theme_color": THEME,
        "background_color": PAPER,
        "icons": [
            _icon("icon.svg", "any", "image/svg+xml"),
            _icon("icons/icon-192.png", "192x192"),
            _icon("icons/icon-512.png", "512x512"),
            _icon("icons/maskable-512.png", "512x512") | {"purpose": "maskable"},
        ],
        "share_target": {
            "action": path("share"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }


def _icon(name: str, sizes: str, media_type: str = "image/png") -> dict[str, str]:
    return {"src": static(name), "sizes": sizes, "type": media_type}


def _shell() -> tuple[str, ...]:
    """Return the addresses of what every page needs: the worker has them from its first day."""
    ours = tuple(script(module.name) for module in modules())
    return (*_offline_pages(), static("hub.css"), static("icon.svg"), *ours)


def _offline_pages() -> tuple[str, ...]:
    found = []
    for language in LANGUAGES.values():
        with speaking(language):
            found.append(path("offline"))
    return tuple(found)


@cache
def _version(shell: tuple[str, ...]) -> str:
    """Return a mark of everything the worker brings: a change in any of it brings all of it anew."""
    templates = (WEB / "templates" / name for name in ("base.html", "offline.html", "parts/installable.html"))
    parts = (*(file.read_bytes() for file in (WORKER, *templates)), "\n".join(shell).encode())
    return sha256(b"".join(parts)).hexdigest()[:_VERSION_CHARACTERS]
