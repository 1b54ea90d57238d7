"""The site, wired: which middleware, which pages, in which order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware

from hub.db.engine import connect
from hub.settings import Settings
from hub.site import errors
from hub.site.headers import SecurityHeaders
from hub.site.pages import ROUTERS
from hub.site.porch.cache import FrontCache
from hub.site.porch.counting import Counting, Counts
from hub.site.porch.files import KeptFiles
from hub.site.porch.refusals import Refusals

COMPRESSION = 5  # of 9: level 9 costs three times as much for one per cent


class State(TypedDict):
    """What the lifespan opens and every request finds."""

    engine: Engine


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the site; nothing is opened until its lifespan runs."""
    chosen = settings or Settings()
    app = FastAPI(
        title="Local Hub",
        summary="What the places of this hub say: read-only.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_lifespan,
    )
    app.state.settings = chosen
    app.state.counts = Counts()
    errors.install(app)
    _add_middleware(app, chosen)
    app.mount("/static", KeptFiles())
    for router in ROUTERS:
        app.include_router(router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[State]:
    settings: Settings = app.state.settings
    engine = connect(settings.database_url)
    yield {"engine": engine}
    engine.dispose()


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    # The last one added is the outermost.
    app.add_middleware(GZipMiddleware, compresslevel=COMPRESSION)
    app.add_middleware(FrontCache)
    app.add_middleware(Refusals)
    app.add_middleware(SecurityHeaders, over_tls=settings.base_url.startswith("https:"))
    app.add_middleware(Counting, counts=app.state.counts)
