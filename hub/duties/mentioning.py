"""Do pages mention ours that are said to? Each is asked through the guarded door, and read in a child."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from http import HTTPStatus
from time import monotonic
from typing import Final

import structlog
from sqlmodel import Session

from hub.communicate.mentions import actions, budget, leading, queries
from hub.communicate.mentions.actions import Look
from hub.communicate.mentions.addresses import is_of_hub_itself
from hub.communicate.mentions.budget import Purpose
from hub.communicate.mentions.rules import (
    ENDPOINT,
    MOST_BYTES,
    PATIENCE,
    Seen,
    Trouble,
    Where,
    failed,
    judge,
)
from hub.db.engine import writing
from hub.duties.children import read_mention
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.net.crowd import Crowd
from hub.sandbox import Crashed, Stopped

ROUND = 25.0  # seconds for all: what was not looked at by then is looked at in the next round
SPOKEN = ("en", "cy")  # languages people read here
WHO = "a webmention"
log = structlog.get_logger()
_OF_STATUS: Final[Mapping[int, Trouble]] = {HTTPStatus.GONE: Trouble.GONE, HTTPStatus.NOT_FOUND: Trouble.NOT_FOUND}
_OF_FAILURE: Final = {
    **dict.fromkeys((Failure.NOT_PUBLIC, Failure.BAD_ADDRESS), Trouble.NOT_PUBLIC),
    **dict.fromkeys((Failure.TOO_BIG, Failure.BOMB, Failure.STACKED), Trouble.TOO_BIG),
}


def look_at_mentions(tools: Tools, base_url: str) -> int:
    """Look at pages that are said to mention ours; return how many were."""
    began = now()
    with writing(tools.engine) as db:
        looks = {_ask(look): look for look in actions.claim(db, began)}
        turns = leading.turns(db, began)
    if not looks:
        return 0
    door = replace(tools.door, deadline=PATIENCE, most_bytes=MOST_BYTES, may_lead=turns.take)
    until = monotonic() + ROUND
    waiting = dict(looks)
    hops: list[int] = []
    with Crowd(looks, door) as crowd, tools.stop.waking(crowd.wake):
        for answers in crowd:
            for ask, answer in answers:
                _take(tools, waiting.pop(ask), answer, base_url)
                hops.append(len(answer.hops))
            if tools.stop.is_set() or monotonic() > until:
                break
    with writing(tools.engine) as db:
        actions.release(db, [look.id for look in waiting.values()])
        budget.end(db, Purpose.LOOK, hops, began)
        leading.note(db, turns.taken, began)
    return len(hops)


def _ask(look: Look) -> Ask:
    return Ask(look.source_url, name=f"{WHO} {look.id.hex[:8]}")


def _take(tools: Tools, look: Look, answer: Answer, base_url: str) -> None:
    """Keep what came of one look; whatever one page does, the others are looked at."""
    try:
        seen = _read(tools, look, answer, base_url)
        with writing(tools.engine) as db:
            _settle(db, look, answer.url, seen)
    except Exception:
        log.exception("a mention could not be looked at", mention=str(look.id))
        with writing(tools.engine) as db:
            _settle(db, look, answer.url, Trouble.UNREADABLE)


def _settle(db: Session, look: Look, url: str, seen: Seen | Trouble) -> None:
    moment = now()
    if isinstance(seen, Trouble):
        actions.settle(db, look.id, failed(look.standing, seen, moment), None)
        return
    site = replace(
        queries.site_of(db, (look.source_url, url), look.place_id, SPOKEN), was_refused=queries.was_refused(db, look.id)
    )
    item_id = queries.item_at(db, look.source_url)
    actions.settle(db, look.id, judge(look.standing, seen, site, moment), seen, item_id)


def _read(tools: Tools, look: Look, answer: Answer, base_url: str) -> Seen | Trouble:
    """Return what a page says that came; else why it says nothing."""
    if isinstance(answer, NoReply):
        return _OF_FAILURE.get(answer.failure, Trouble.NO_ANSWER)
    if answer.status != HTTPStatus.OK:
        return _OF_STATUS.get(answer.status, Trouble.NO_ANSWER)
    if _is_our_own(answer, base_url):
        return Trouble.OURS
    return _in_child(tools, answer, Where(answer.url, look.target_url, base_url, now()))


def _in_child(tools: Tools, reply: Reply, where: Where) -> Seen | Trouble:
    kind = reply.headers.get("content-type", "")
    reading_it: Future[Seen | Trouble] = tools.sandbox.submit(read_mention, reply.body, kind, where)
    try:
        return reading_it.result()
    except (Stopped, Crashed):
        return Trouble.UNREADABLE


def _is_our_own(reply: Reply, base_url: str) -> bool:
    """Say whether a page is one of ours after all: it was led back here, or this hub has another name."""
    return is_of_hub_itself(reply.url, base_url) or f"<{base_url}{ENDPOINT}>" in reply.headers.get("link", "")
