"""Small copies of pictures, fetched ahead of any reader: what somebody looks at never makes the hub ask anybody."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from time import monotonic

import structlog

from hub.aggregate.pictures import actions, queries
from hub.aggregate.pictures.rules import DEADLINE, MEGABYTE, MOST_HOPS, Small, Which
from hub.db.engine import writing
from hub.duties.children import shrink_picture
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.net.crowd import Crowd
from hub.sandbox import Crashed, Stopped

PATIENCE = 60.0  # seconds for a round; what is left then is wanted still
log = structlog.get_logger()


def keep_pictures(tools: Tools, megabytes: int) -> int:
    """Fetch pictures that want a copy, as many as fit into one round; return how many copies were made.

    Copies nobody shows any more go, and where all take more than *megabytes* those of the oldest items; with 0, all.
    """
    with writing(tools.engine) as db:
        if not megabytes:
            actions.forget_all(db)
            return 0
        actions.forget(db, now())
        wanted = queries.wanted(db, now())
    made = _fetch(tools, wanted)
    if made:
        with writing(tools.engine) as db:
            actions.make_room(db, megabytes * MEGABYTE)
    return made


def _fetch(tools: Tools, wanted: Sequence[Which]) -> int:
    by_url: dict[str, list[Which]] = {}
    for each in wanted:
        by_url.setdefault(each.url, []).append(each)
    asks = [Ask(url, name="a picture") for url in by_url]
    made, until = 0, monotonic() + PATIENCE
    with Crowd(asks, replace(tools.door, deadline=DEADLINE)) as crowd, tools.stop.waking(crowd.wake):
        for answers in crowd:
            for ask, answer in answers:
                if not _is_offline(answer):
                    made += _settle(tools, by_url[ask.url], _small(tools, answer))
            if tools.stop.is_set() or monotonic() > until:
                break
    return made


def _is_offline(answer: Answer) -> bool:
    """Say whether it was this machine that had no network: that tells nothing of a picture."""
    return isinstance(answer, NoReply) and answer.failure is Failure.OFFLINE


def _small(tools: Tools, answer: Answer) -> Small | None:
    """Return what a host answered, drawn anew in a child; None where it is no picture, whatever it says it is."""
    if not isinstance(answer, Reply) or answer.status != HTTPStatus.OK or len(answer.hops) > MOST_HOPS:
        return None
    try:
        return tools.sandbox.submit(shrink_picture, answer.body).result()
    except (Stopped, Crashed):
        return None
    except Exception:  # what draws stumbled: the next picture may be well
        log.exception("could not be drawn", picture=answer.url)
        return None


def _settle(tools: Tools, shown_by: Sequence[Which], small: Small | None) -> int:
    with writing(tools.engine) as db:
        for which in shown_by:
            if small:
                actions.keep(db, which, small)
            else:
                actions.note_none(db, which, now())
    return len(shown_by) if small else 0
