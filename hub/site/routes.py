"""Which page is at an address? The answer never changes, so it is looked for once and remembered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from hub.site.kept.plans import Plan, plan

# Pages being made at once: more would only take the interpreter from each other, and each keeps a thread and a
# connection. What asks a question may search for seconds: it takes turns of its own, and no reader waits for it.
READING, ASKING = 2, 2
MOST_ADDRESSES = 4_096  # remembered
LONGEST_ADDRESS = 200  # characters of one that is worth it
_FOUND = "hub_page"  # where a request notes its page between matching and answering


class Known:
    """A handler of ours, wherever it is; how it is called is laid out when it is first asked for."""

    def __init__(self, route: APIRoute) -> None:
        self.route = route

    @cached_property
    def plan(self) -> Plan | None:
        """The calls that make its answer; None: FastAPI calls it, for it asks for more than a page may."""
        return None if self.route.include_in_schema else plan(self.route.dependant)


@dataclass(frozen=True, slots=True)
class Page:
    """A handler of ours at its address."""

    route: APIRoute
    plan: Plan | None
    parameters: Mapping[str, Any]


class Pages(BaseRoute):
    """All pages in one route: the routers' handlers outside the API, each called as one plain function in a thread."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
        # Those of the API are known here only so that no greedy page takes their addresses.
        self._known = [Known(route) for route in routes]
        self._reading, self._asking = CapacityLimiter(READING), CapacityLimiter(ASKING)
        self._remembered = lru_cache(MOST_ADDRESSES)(self._found)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a page of ours is at the address, and which."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path = scope["path"].removeprefix(scope.get("root_path", ""))  # without the language
        found = (self._remembered if len(path) <= LONGEST_ADDRESS else self._found)(scope["method"], path)
        if found is None and path.endswith("/") and self._found(scope["method"], path.rstrip("/")):
            return Match.FULL, {_FOUND: None}
        if found is None or found.route.include_in_schema:
            return Match.NONE, {}
        allowed = scope["method"] in (found.route.methods or ())
        noted = {"path_params": dict(found.parameters), "endpoint": found.route.endpoint, _FOUND: found}
        return (Match.FULL if allowed else Match.PARTIAL), noted

    def written(self, name: str) -> str:
        """Return how the address of the page that the handler of this *name* shows is written; empty for none."""
        routes = (known.route for known in self._known)
        shown = (route for route in routes if route.name == name and "GET" in (route.methods or ()))
        return next((route.path for route in shown if not route.include_in_schema), "")

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page that was found."""
        found: Page | None = scope[_FOUND]
        if found is None:
            await _without_slash(scope)(scope, receive, send)
            return
        if found.plan is None or scope["method"] not in (found.route.methods or ()):
            await found.route.handle(scope, receive, send)
            return
        turns = self._asking if _asks(scope["query_string"]) else self._reading
        answer = await to_thread.run_sync(found.plan.answer, Request(scope, receive, send), limiter=turns)
        await answer(scope, receive, send)

    def _found(self, method: str, path: str) -> Page | None:
        """Return the page at *path*, one that allows *method* before any other."""
        other = None
        for known in self._known:
            route = known.route
            if fits := route.path_regex.match(path):
                read = {name: route.param_convertors[name].convert(text) for name, text in fits.groupdict().items()}
                page = Page(route, known.plan, read)
                if method in (route.methods or ()):
                    return page
                other = other or page
        return other


def _asks(question: bytes) -> bool:
    """Say whether *question* may have to be searched for; an older page is not.

    >>> _asks(b"q=bins"), _asks(b"before=1-2&kind=press"), _asks(b"before=1-2"), _asks(b"")
    (True, True, False, False)
    """
    return any(not part.startswith(b"before=") for part in question.split(b"&") if part)


def _without_slash(scope: Scope) -> Response:
    """Lead on to the same address without a slash at its end: a path alone, whichever host the request names."""
    where, question = quote(scope["path"].strip("/")), scope["query_string"].decode("latin-1")
    onward = f"/{where}?{question}" if question else f"/{where}"
    return RedirectResponse(onward, HTTPStatus.PERMANENT_REDIRECT, headers={"Cache-Control": "no-store"})
