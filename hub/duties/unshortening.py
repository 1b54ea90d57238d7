"""What short addresses in posts stand for is asked of their shorteners, once each, and of nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

import structlog

from hub.communicate.links import actions, queries
from hub.communicate.links.queries import Due
from hub.communicate.links.rules import is_short
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.urls import absolute
from hub.net.answers import Answer, Ask, Failure, NoReply
from hub.net.crowd import Crowd

MOST_ASKS = 30  # of a round; the next one comes soon
ROUND = 25.0  # seconds for all; what is left then is asked the next time
PATIENCE = 8.0  # seconds a shortener may take: it has nothing to do but to say where it leads
_LEADS_ON = frozenset({301, 302, 303, 307, 308})
log = structlog.get_logger()


def unshorten(tools: Tools) -> int:
    """Ask what the next few short addresses stand for; return how many of them we know now.

    Only the first answer is read: where it leads is noted, and not gone to.
    """
    with reading(tools.engine) as db:
        due = [each for each in queries.due(db, now(), MOST_ASKS) if is_short(each.url)]
    return _ask(tools, due) if due else 0


def _ask(tools: Tools, due: Sequence[Due]) -> int:
    tries = {each.url: each.tries for each in due}
    asks = [Ask(each.url, name="a short address", stays=True) for each in due]
    found, until = 0, monotonic() + ROUND
    with Crowd(asks, replace(tools.door, deadline=PATIENCE)) as crowd, tools.stop.waking(crowd.wake):
        for answers in crowd:
            for ask, answer in answers:
                found += _settle(tools, ask.url, tries[ask.url], answer)
            if tools.stop.is_set() or monotonic() > until:
                break
    return found


def _settle(tools: Tools, url: str, tries: int, answer: Answer) -> bool:
    """Note what a shortener said; that this machine has no network says nothing of it."""
    if isinstance(answer, NoReply) and answer.failure is Failure.OFFLINE:
        return False
    led_to = _led_to(url, answer)
    with writing(tools.engine) as db:
        if led_to:
            actions.answer(db, url, led_to)
        else:
            actions.ask_on(db, url, tries + 1, now())
    if not led_to:
        log.info("a short address gave nothing", url=url)
    return bool(led_to)


def _led_to(url: str, answer: Answer) -> str:
    """Return where a short address leads; empty where it leads nowhere, or only to itself."""
    if isinstance(answer, NoReply) or answer.status not in _LEADS_ON:
        return ""
    led_to = absolute(url, answer.headers.get("location", ""))
    return led_to if led_to != url else ""
