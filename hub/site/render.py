"""How does a page become HTML? One environment, strict about what templates may leave out."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hub.communicate.mentions.addresses import takes_mentions
from hub.kit import markup, urls
from hub.kit.clock import now
from hub.kit.licences import holder_of, is_licence
from hub.site import words
from hub.site.deps import settings_of
from hub.site.escaping import Escaping
from hub.site.looks.came import file_in_words, sort_of_file
from hub.site.looks.licences import licence_name
from hub.site.looks.looks import colour_of, mark
from hub.site.phrases import phrase, phrases
from hub.site.scripts import locale, script, vendored
from hub.site.typed import Typed
from hub.site.words.addresses import has_languages, versions

WEB = Path(__file__).parents[2] / "web"
STATIC = WEB / "static"
SIGNS = "signs.svg"
MOST_ADDRESSES = 8_192  # written out and kept: a page has a hundred, most of them on every page
_HASH_CHARACTERS = 10
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")  # what an address may hold as it is
_Answer = TypeVar("_Answer", bound=Response)


def page(
    request: Request, template: str, values: Mapping[str, object], *, status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    """Answer with *template*, rendered with *values*; a name they do not give is an error, not a hole."""
    return answer(rendered(request, template, values), status)


def answer(html: str | bytes, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """Answer with a page."""
    return HTMLResponse(html, status)


def private(answer: _Answer) -> _Answer:
    """Have an answer kept by nobody, and its address told to no other site."""
    answer.headers["Cache-Control"] = "no-store"
    # Not “no-referrer”: with it browsers name no origin in a form, and those too old to say more would be refused.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def form_page(request: Request, template: str, values: Mapping[str, object], typed: Typed) -> HTMLResponse:
    """Answer with a page that has a form in it: as unprocessable where something of what was *typed* is wrong."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK
    return page(request, template, {**values, "typed": typed}, status=status)


def refused(answer: _Answer) -> _Answer:
    """Say that what a form asked for cannot be done, though nothing in it is wrong."""
    answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def see(address: str) -> RedirectResponse:
    """Answer a form that was taken with the page to look at next; its *address* was made by ``path``."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})


def rendered(request: Request, template: str, values: Mapping[str, object]) -> str:
    """Render *template* with *values* and what every page is told."""
    settings = settings_of(request)
    # The path is that of the address bar, the language in front of it too.
    shared = {
        "base_url": settings.base_url,
        "contact": settings.contact,
        "now": now(),
        "takes_mentions": takes_mentions(request.scope["path"]),
        "versions": versions(request.scope["path"], request.scope["query_string"].decode("latin-1")),
    }
    return environment().get_template(template).render(shared | dict(values))


@cache
def environment() -> Environment:
    """Return the environment all pages are rendered in."""
    made = Escaping(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.newstyle_gettext = True  # type: ignore[attr-defined] # the extension adds it; ours take their values
    made.globals |= _names()
    made.filters |= _filters()
    return made


def path(*parts: object, **query: str) -> str:
    """Build an address of ours from its parts, in the language spoken now.

    >>> path("kings-heath", "tags", "łódź", q="a b")
    '/kings-heath/tags/%C5%82%C3%B3d%C5%BA?q=a+b'
    """
    return path_with(parts, query.items())


def path_with(parts: Iterable[object], pairs: Iterable[tuple[str, str]]) -> str:
    """Build an address of ours from its parts and what it asks, of which one name may come several times.

    >>> path_with(["kings-heath"], [("tag", "bins"), ("tag", "roads"), ("q", "")])
    '/kings-heath?tag=bins&tag=roads'
    """
    address = _address(words.prefix(), tuple(map(str, parts)))
    asked = [(name, value) for name, value in pairs if value]
    return f"{address}?{'&'.join(f'{_quoted(name)}={_quoted(value)}' for name, value in asked)}" if asked else address


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


@cache
def sign(name: str) -> str:
    """Return the address of the sign for *name*, a kind of source or of file; one nobody drew gets that of the others.

    >>> sign("council").partition("#")[2], sign("brass-band").partition("#")[2]
    ('council', 'other')
    """
    is_drawn = f'id="{name}"' in (STATIC / SIGNS).read_text("utf-8")
    return f"{static(SIGNS)}#{name if is_drawn else 'other'}"


def foreign_html(html: str) -> Markup:
    """Return what a stranger wrote, clean and seated below a heading of the second level."""
    return markup.seated(markup.clean(html), below=2, table=words.gettext("Table"))


@lru_cache(MOST_ADDRESSES)
def _address(prefix: str, parts: tuple[str, ...]) -> str:
    below = "".join(f"/{quote(part, safe='.')}" for part in parts)
    return (prefix if has_languages(*parts) else "") + below or "/"


def _quoted(words: str) -> str:
    # Days, slugs and flags stay as they are: telling that takes a tenth of quoting them, and a month has two hundred.
    return words if _PLAIN.fullmatch(words) else quote_plus(words)


def _names() -> dict[str, Any]:
    return {
        "_": phrase,
        "gettext": phrase,
        "ngettext": phrases,
        "language": words.language,
        "direction": words.direction,
        "tongue": words.foreign,
        "path": path,
        "path_with": path_with,
        "static": static,
        "sign": sign,
        "locale": locale,
        "script": script,
        "vendored": vendored,
        "kind_name": words.kind_name,
    }


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "day": words.day,
        "clock": words.clock_time,
        "moment": words.full_time,
        "iso": iso,
        "why": words.why,
        "when": words.when,
        "hours": words.hours,
        "said": words.said,
        "weekday": words.weekday,
        "weekday_name": words.weekday_name,
        "weekday_short": words.weekday_short,
        "licence": licence_name,
        "is_licence": is_licence,
        "holder": holder_of,
        "colour": colour_of,
        "look_mark": mark,
        "sort_of_file": sort_of_file,
        "file_in_words": file_in_words,
        "foreign_html": foreign_html,
        "web_address": web_address,
        "host_of": urls.bare_host,
        "paragraphs": markup.paragraphs,
        "linked": markup.linked,
    }
