"""How does a page become HTML? One environment, strict about what templates may leave out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.kit import markup, urls
from hub.kit.clock import now
from hub.site import words
from hub.site.deps import settings_of

WEB = Path(__file__).parents[2] / "web"
STATIC = WEB / "static"
_HASH_CHARACTERS = 10


def page(
    request: Request, template: str, values: Mapping[str, object], *, status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    """Render *template* with *values*; a name they do not give is an error, not a hole."""
    settings = settings_of(request)
    shared = {"base_url": settings.base_url, "contact": settings.contact, "now": now()}
    html = environment().get_template(template).render(shared | dict(values))
    return HTMLResponse(html, status, headers={"Cache-Control": "no-cache"})


@cache
def environment() -> Environment:
    """Return the environment all pages are rendered in."""
    made = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    made.globals |= {"language": words.language, "path": path, "static": static, "kind_name": words.kind_name}
    made.filters |= {
        "day": words.day,
        "clock": words.clock_time,
        "moment": words.full_time,
        "iso": iso,
        "why": words.why,
        "when": words.when,
        "weekday": words.weekday,
        "clean": markup.clean,
        "web_address": web_address,
        "paragraphs": markup.paragraphs,
    }
    return made


def path(*parts: object, **query: str) -> str:
    """Build an address of ours from its parts; the one place where a language's prefix will be added.

    >>> path("kings-heath", "tags", "łódź", q="a b")
    '/kings-heath/tags/%C5%82%C3%B3d%C5%BA?q=a+b'
    """
    asked = urlencode({name: value for name, value in query.items() if value})
    return "/" + "/".join(quote(str(part), safe=".") for part in parts) + (f"?{asked}" if asked else "")


def web_address(words: str) -> str:
    """Return the address that *words* are; empty when they are anything else than one of http or https.

    >>> web_address("https://creativecommons.org/licenses/by/4.0/")
    'https://creativecommons.org/licenses/by/4.0/'
    >>> web_address("OGL 3.0"), web_address("javascript:alert(1)")
    ('', '')
    """
    return urls.absolute("", words)


def iso(moment: datetime) -> str:
    """Write *moment* for machines, in UTC, to the second.

    >>> iso(datetime(2026, 3, 3, 12, tzinfo=UTC))
    '2026-03-03T12:00:00Z'
    >>> iso(datetime(1, 1, 1, tzinfo=UTC))
    '0001-01-01T00:00:00Z'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


@cache
def static(name: str) -> str:
    """Return the address of a static file, with a mark of its content so that browsers may keep it for ever."""
    mark = sha256((STATIC / name).read_bytes()).hexdigest()[:_HASH_CHARACTERS]
    return f"/static/{name}?v={mark}"
