"""The site, wired: which middleware, which pages, in which order."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.types import Receive, Scope, Send

from hub.db.engine import connect
from hub.settings import Settings
from hub.site import errors, looking
from hub.site.headers import SecurityHeaders
from hub.site.letters import Offices
from hub.site.looking import Looker
from hub.site.pages import ROUTERS, api, demo, styleguide
from hub.site.pages.demo import Guest
from hub.site.porch.cache import FrontCache
from hub.site.porch.counting import Counts
from hub.site.porch.crossing import Crossing
from hub.site.porch.endpoint import Endpoint
from hub.site.porch.files import KeptFiles
from hub.site.porch.languages import Languages
from hub.site.porch.refusals import Refusals
from hub.site.porch.versions import LOOK_SECONDS, Versions
from hub.site.routes import Pages
from hub.site.sheets import press
from hub.site.sheets.press import Press

CACHE_MIB = 1  # for each thread that makes pages; the system keeps the rest, for all of them at once


class State(TypedDict):
    """What the lifespan opens and every request finds."""

    engine: Engine
    press: Press
    looker: Looker


class Site(FastAPI):
    """The site behind its front: what is kept there leaves before any layer of the app is asked."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the front, which asks the app when it has to."""
        await self.front(scope, receive, send)

    def stand_behind(self, versions: Versions) -> None:
        """Put the front up; it keeps answers for as long as *versions* hold."""
        self.state.counts, self.state.versions = Counts(), versions
        self.front = FrontCache(super().__call__, versions, self.state.counts)


def create_app(
    settings: Settings | None = None,
    *,
    with_styleguide: bool = False,
    guests: Sequence[Guest] = (),
    to_try: str = "",
    look_every: float = LOOK_SECONDS,
) -> Site:
    """Return the site, the parts its pages are made of shown or not; nothing is opened until its lifespan runs.

    Where there are *guests*, anybody may be one of them and read all mail: for a demo on loopback alone. A site
    *to_try* is offered where sites are registered.

    A change by another process is noticed within *look_every* seconds; with 0, before every answer.
    """
    chosen = settings or Settings()
    app = Site(
        title="Local Hub",
        summary="What the places of this hub say: read-only.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        telemetry={"tracing": False, "metrics": False, "logs": False},  # we count ourselves, and tell nobody who asks
        redirect_slashes=False,  # it would lead to whichever host a request names; Pages leads on by itself
        lifespan=_lifespan,
    )
    app.state.settings, app.state.guests, app.state.to_try = chosen, tuple(guests), to_try
    app.stand_behind(Versions(look_every))
    errors.install(app)
    _add_middleware(app, chosen)
    app.mount("/static", KeptFiles())
    shown = [styleguide.router] * with_styleguide + [demo.router] * bool(guests)
    app.router.routes.append(Pages([*shown, *ROUTERS]))
    app.include_router(api.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[State]:
    settings: Settings = app.state.settings
    versions: Versions = app.state.versions
    counts: Counts = app.state.counts
    engine = connect(settings.database_url, cache_mib=CACHE_MIB)
    with press.opened() as printing, looking.opened(settings) as looker:
        async with versions.watching(engine), counts.openings.kept(engine):
            yield {"engine": engine, "press": printing, "looker": looker}
    engine.dispose()


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    # The last one added is the outermost.
    app.add_middleware(Offices, settings=settings)
    app.add_middleware(Crossing, base_url=settings.base_url)
    app.add_middleware(Refusals)
    app.add_middleware(Languages)
    app.add_middleware(Endpoint, base_url=settings.base_url)
    app.add_middleware(SecurityHeaders, over_tls=settings.base_url.startswith("https:"))
