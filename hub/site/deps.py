"""What may a handler ask for? The database, the place, and where we are."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db import patience
from hub.db.engine import reading
from hub.places.queries import PlaceView
from hub.settings import Settings
from hub.site.kept.known import ask_once, known


def settings_of(request: Request) -> Settings:
    """Return the settings this site was made with."""
    chosen: Settings = request.app.state.settings
    return chosen


def engine_of(request: Request) -> Engine:
    """Return the engine this site's lifespan opened."""
    opened: Engine = request.state.engine
    return opened


def session(request: Request) -> Iterator[Session]:
    """Open one transaction per request and end it before the answer leaves."""
    with reading(engine_of(request)) as opened:
        ask_once(opened)
        patience.limit(opened)
        yield opened


Db = Annotated[Session, Depends(session, scope="function")]


def here(db: Db, place: str) -> PlaceView:
    """Return the place an address names; NotFound when there is none."""
    return known(db).place(place)


Here = Annotated[PlaceView, Depends(here, scope="function")]


def base_url(request: Request) -> str:
    """Return the address people reach this hub by, without a slash at its end."""
    return settings_of(request).base_url


Base = Annotated[str, Depends(base_url)]
