"""Other sites are told that we mention them: one ask at a time, slowly, each through the guarded door."""

from contextlib import closing
from dataclasses import replace
from functools import partial

import structlog

from hub.aggregate.pushing.rules import reached_from_outside
from hub.communicate.mentions import budget, owing, sending
from hub.communicate.mentions.budget import Purpose
from hub.communicate.mentions.sending import Step
from hub.communicate.mentions.telling import (
    DEADLINE,
    MOST_BYTES,
    Hitch,
    Outcome,
    SendState,
    is_same_site,
    looked,
    pause,
    told,
)
from hub.db.engine import reading, writing
from hub.duties.children import read_endpoint
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.answers import Answer, Ask, NoReply
from hub.net.crowd import ask_all
from hub.sandbox import Crashed, Stopped
from hub.settings import Settings

WHO = "webmention"  # as its asks are called in the log of a site
log = structlog.get_logger()


def tell_others(tools: Tools, settings: Settings) -> None:
    """Take the next step, where the operator lets us and others can reach the pages they are told of."""
    if _may_tell(tools, settings):
        send(tools)


def settle_owed(tools: Tools, settings: Settings) -> None:
    """Work out who has to be told of what is said here, and of what is said no more; likewise."""
    if not _may_tell(tools, settings):
        return
    with reading(tools.engine) as db:
        if not owing.owed(db, now()):
            return  # no writer waits for a question that is nearly always answered so
    with writing(tools.engine) as db:
        owing.settle_owed(db, settings.base_url, now())


def send(tools: Tools) -> bool:
    """Take one step: ask a page where it wants to be told, or tell it there; say whether there was anything to do."""
    with reading(tools.engine) as db:
        if not sending.is_due(db, now()):
            return False
    began = now()
    with writing(tools.engine) as db:
        step = sending.claim(db, began)
    if step is None:
        return False
    answer = _asked(tools, step)
    outcome = _outcome(tools, step, answer)
    with writing(tools.engine) as db:
        budget.end(db, Purpose.TELL, [len(answer.hops)], began)
        sending.rest(db, [_whom(step), *(hop.url for hop in answer.hops)], pause(answer, now()), now())
        sending.note(db, step, outcome, now())
    if outcome.hitch:
        log.info("a webmention was not taken", target=step.target_url, why=outcome.hitch.value)
    return True


def _may_tell(tools: Tools, settings: Settings) -> bool:
    return settings.webmention and reached_from_outside(settings.base_url, tools.door.rules)


def _asked(tools: Tools, step: Step) -> Answer:
    form = (("source", step.source_url), ("target", step.target_url)) if step.state is SendState.FOUND else ()
    door = replace(tools.door, deadline=DEADLINE, connect_timeout=DEADLINE, most_bytes=MOST_BYTES)
    with closing(ask_all([Ask(_whom(step), name=WHO, form=form)], door)) as answers:
        return next(answer for _, answer in answers)


def _whom(step: Step) -> str:
    return step.endpoint if step.state is SendState.FOUND else step.target_url


def _outcome(tools: Tools, step: Step, answer: Answer) -> Outcome:
    if step.state is SendState.FOUND:
        made = told(answer, step.tries, now())
    else:
        made = looked(answer, _endpoint(tools, answer), step.tries, now())
    if made.endpoint and is_same_site(made.endpoint, step.source_url):
        return Outcome(SendState.REFUSED, hitch=Hitch.OWN)
    return made


def _endpoint(tools: Tools, answer: Answer) -> str:
    """Return where the page that came wants to be told; a page that no child can read wants that nowhere."""
    if isinstance(answer, NoReply):
        return ""
    kind, header = answer.headers.get("content-type", ""), answer.headers.get("link", "")
    how = partial(read_endpoint, content_type=kind, url=answer.url, link_header=header)
    try:
        return tools.sandbox.submit(how, answer.body).result()
    except (Stopped, Crashed):
        return ""
    except Exception:  # who reads it stumbled: the next page may be well
        log.exception("could not be read", page=answer.url)
        return ""
