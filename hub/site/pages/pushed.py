"""What do hubs call at? An address for each subscription: there they ask whether it is meant, and tell of news.

Programs call here, so that the answers are words for nobody. The protocol is WebSub (https://www.w3.org/TR/websub/).
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from hub.aggregate.pushing import actions, queries
from hub.aggregate.pushing.actions import Call
from hub.aggregate.pushing.queries import Keyed
from hub.aggregate.pushing.rules import CALLBACK, is_signed, method_of
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.net.body import MOST_BYTES
from hub.site.deps import engine_of
from hub.site.render import private

router = APIRouter(include_in_schema=False)
PATIENCE = 20.0  # seconds for a whole push to arrive
DENIED = "denied"
log = structlog.get_logger()
Token = Annotated[str, Path(max_length=64, pattern=r"^[\w-]+$")]
Mode = Annotated[str, Query(alias="hub.mode", max_length=20)]
Topic = Annotated[str, Query(alias="hub.topic", max_length=4_000)]
Challenge = Annotated[str, Query(alias="hub.challenge", max_length=1_000)]
Lease = Annotated[str, Query(alias="hub.lease_seconds", max_length=40)]


@dataclass(frozen=True, slots=True)
class News:
    """A push that came whole: for which subscription, how it was signed, and whether that is right."""

    subscription: UUID
    method: str
    is_signed: bool


def _keyed(request: Request, token: Token) -> Keyed:
    """Return what a push here is checked with; without one nothing of it is read."""
    with reading(engine_of(request)) as db:
        found = queries.keyed(db, token, now())
    if found is None:
        raise HTTPException(HTTPStatus.GONE)
    return found


async def _news(request: Request, keyed: Annotated[Keyed, Depends(_keyed)]) -> News:
    """Read a push, which may be as large and as slow as a feed and no more."""
    signature = request.headers.get("x-hub-signature", "")
    try:
        async with asyncio.timeout(PATIENCE):
            body = await _body(request)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from None
    return News(keyed.id, method_of(signature), is_signed(signature, keyed.secret, body))


async def _body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    parts, length = [], int(announced[:20]) if announced.isdecimal() else 0
    if length <= MOST_BYTES:
        length = 0
        async for part in request.stream():
            length += len(part)
            if length > MOST_BYTES:
                break
            parts.append(part)
    if length > MOST_BYTES:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return b"".join(parts)


@router.get(CALLBACK + "{token}")
def show_intent(
    request: Request, token: Token, mode: Mode, topic: Topic, challenge: Challenge = "", lease: Lease = ""
) -> Response:
    """Tell a hub whether what it is about to do is what we asked for; take its word that it will not."""
    with reading(engine_of(request)) as db:
        is_known = queries.of_token(db, token) is not None
    is_meant = False
    if is_known:
        with writing(engine_of(request)) as db:
            said = Call(mode, topic, lease)
            is_meant = (
                actions.deny(db, token, topic, now()) if mode == DENIED else actions.confirm(db, token, said, now())
            )
    return private(PlainTextResponse(challenge if is_meant else "", 200 if is_meant else 404))


@router.post(CALLBACK + "{token}")
def post_news(request: Request, token: Token, news: Annotated[News, Depends(_news)]) -> Response:  # noqa: ARG001 -- a part of the address
    """Take note that a feed has news; what is signed wrongly is thanked for in the same way, and forgotten."""
    if news.is_signed:
        with writing(engine_of(request)) as db:
            actions.hear(db, news.subscription, news.method, now())
    else:
        log.warning("a push was not signed by its hub", subscription=str(news.subscription))
    return private(Response(status_code=HTTPStatus.ACCEPTED))
