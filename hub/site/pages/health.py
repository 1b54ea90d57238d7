"""Is this hub alive, ready and well? Answers for the programs that watch over it."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import queries as items
from hub.communicate.mentions import sending
from hub.db import schema
from hub.db.beats import Beat
from hub.db.engine import reading
from hub.kit.clock import now
from hub.site.deps import Db, engine_of
from hub.site.porch.counting import Counts

router = APIRouter(include_in_schema=False)
_FRESH = {"Cache-Control": "no-store"}


@router.get("/healthz")
def show_health() -> PlainTextResponse:
    """Say that this process answers."""
    return PlainTextResponse("alive\n", headers=_FRESH)


@router.get("/readyz")
def show_readiness(request: Request) -> JSONResponse:
    """Say whether database and schema are as they should be, and how long ago a duty last ran."""
    state = _readiness(engine_of(request), now())
    return JSONResponse(state, 200 if state["ready"] else 503, headers=_FRESH)


@router.get("/metrics")
def show_metrics(request: Request, db: Db) -> Response:
    """Give the numbers a Prometheus server collects."""
    counts: Counts = request.app.state.counts
    numbers = generate_latest(counts.registry) + generate_latest(_numbers(db))
    return Response(numbers, headers=_FRESH | {"Content-Type": CONTENT_TYPE_LATEST})


def _readiness(engine: Engine, moment: datetime) -> dict[str, object]:
    try:
        stands = schema.state(engine)
        ready = stands is schema.Schema.NEWEST
        pulse = _pulse(engine, moment) if ready else None
    except SQLAlchemyError:
        return {"ready": False, "database": "unreachable"}
    # A clock that stands still is a reason to worry, not to take the pages away.
    return {"ready": ready, "database": "reachable", "schema": stands.value, "clock_seconds": pulse}


def _pulse(engine: Engine, moment: datetime) -> int | None:
    with reading(engine) as db:
        last = db.exec(select(Beat.at).order_by(col(Beat.at).desc())).first()
    return None if last is None else int((moment - last).total_seconds())


def _numbers(db: Session) -> CollectorRegistry:
    registry = CollectorRegistry()
    health = feeds.health(db)
    Gauge("hub_feeds", "Feeds looked at.", registry=registry).set(health.feeds)
    Gauge("hub_feeds_troubled", "Feeds in trouble.", registry=registry).set(health.troubled)
    Gauge("hub_items", "Items held.", registry=registry).set(items.total(db))
    waiting = sending.waiting(db)
    Gauge("hub_webmentions_to_send", "Pages whose site is to be told of us.", registry=registry).set(waiting)
    return registry
