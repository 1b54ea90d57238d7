"""Hubs are asked to tell us of the news of feeds, and the hub of our own feeds is told of theirs."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic

import structlog
from sqlmodel import Session

from hub.aggregate.pushing import actions, publishing, queries
from hub.aggregate.pushing.actions import Asking
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.rules import (
    CALLBACK,
    MOST_PINGS,
    asking,
    reached_from_outside,
    telling,
    verdict,
)
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.answers import Answer, Ask
from hub.net.crowd import Crowd
from hub.net.pacing import registrable
from hub.settings import Settings

MOST_ASKS = 30  # of a round; the next one comes soon
MOST_OF_HUB = 2  # of those, so that the hub of many feeds keeps no other waiting
WAITING = 500  # asks that are looked through for those
ROUND = 25.0  # seconds for all: what is not answered then counts as not answered
PATIENCE = 10.0  # seconds a hub may take to answer: it has nothing to do but to say that it heard
log = structlog.get_logger()
Take = Callable[[Ask, Answer], bool]  # False: no more shall be asked in this round


def push_round(tools: Tools, settings: Settings) -> None:
    """Ask hubs for what we want of them, and tell ours what is new."""
    subscribe(tools, settings)
    if settings.websub_hub:
        publish(tools, settings)


def subscribe(tools: Tools, settings: Settings) -> None:
    """Ask the hubs that feeds name to tell us of their news; where nobody could reach us, ask them for nothing more."""
    is_open = settings.websub and reached_from_outside(settings.base_url, tools.door.rules)
    with reading(tools.engine) as db:
        if not _is_anything_to_do(db, is_open=is_open):
            return
    with writing(tools.engine) as db:
        asked = _what_to_ask(db, is_open=is_open)
    asks = {_ask(each, settings.base_url): each for each in asked}

    def take(ask: Ask, answer: Answer) -> bool:
        snag, led_to = verdict(ask.url, answer)
        with writing(tools.engine) as db:
            actions.note_answer(db, asks[ask], snag, led_to)
        if snag:
            log.warning("a hub gave nothing", hub=ask.url, feed=asks[ask].topic, why=snag.value)
        return True

    _converse(tools, list(asks), take)


def publish(tools: Tools, settings: Settings) -> None:
    """Tell the hub of our own feeds which of them have something new; after a failure it is left alone for a while."""
    hub = settings.websub_hub
    with reading(tools.engine) as db:
        if publishing.is_up_to_date(db, hub, now()):
            return
    with writing(tools.engine) as db:
        publishing.notice(db, hub, settings.base_url, now())
        topics = publishing.waiting(db, MOST_PINGS)
    asks: Mapping[Ask, str] = {Ask(hub, name="publisher", form=telling(topic)): topic for topic in topics}

    def take(ask: Ask, answer: Answer) -> bool:
        snag, _ = verdict(hub, answer)
        note = partial(publishing.note_failure, now=now()) if snag else partial(publishing.note_told, topic=asks[ask])
        with writing(tools.engine) as db:
            note(db, hub)
        if snag:
            log.warning("the hub of our feeds could not be told", hub=hub, why=snag.value)
        return not snag

    _converse(tools, list(asks), take)


def _is_anything_to_do(db: Session, *, is_open: bool) -> bool:
    if is_open and queries.unasked(db, 1):
        return True
    return bool(queries.due(db, now(), 1) or queries.unwanted(db, is_open=is_open))


def _what_to_ask(db: Session, *, is_open: bool) -> Sequence[Asking]:
    """Bring our wishes up to date, and return what is to be asked now."""
    for held in queries.unwanted(db, is_open=is_open):
        actions.want_no_more(db, held, now())
    for wanted in queries.unasked(db, MOST_ASKS) if is_open else ():
        actions.want(db, wanted, now())
    asked = (actions.ask(db, held, now()) for held in _a_few_of_each(queries.due(db, now(), WAITING)))
    return [each for each in asked if each]


def _a_few_of_each(waiting: Sequence[Subscription]) -> Sequence[Subscription]:
    """Return whom to ask in this round: those who wait longest, of each hub a few."""
    of_hub: Counter[str] = Counter()
    found = []
    for held in waiting:
        name = registrable(held.led_to or held.hub)
        of_hub[name] += 1
        if of_hub[name] <= MOST_OF_HUB:
            found.append(held)
    return found[:MOST_ASKS]


def _ask(asked: Asking, base_url: str) -> Ask:
    form = asking(asked.wish, asked.topic, f"{base_url}{CALLBACK}{asked.token}", asked.secret)
    return Ask(asked.hub, name="subscriber", form=form)


def _converse(tools: Tools, asks: Sequence[Ask], take: Take) -> None:
    """Ask all, and give the answers to *take* as they come, until somebody says stop or the round is over."""
    if not asks:
        return
    until = monotonic() + ROUND
    with Crowd(asks, replace(tools.door, deadline=PATIENCE)) as crowd, tools.stop.waking(crowd.wake):
        for answers in crowd:
            if not all(take(*each) for each in answers) or tools.stop.is_set() or monotonic() > until:
                return
