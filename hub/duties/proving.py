"""Which of the sites that wait show by themselves whose they are? Each is looked at once a day, for a month."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlmodel import Session

from hub.aggregate.registering.found import FoundSite
from hub.aggregate.registering.queries import RegistrationView, unproved
from hub.aggregate.registering.rules import TRIED_FOR
from hub.db.engine import reading, writing
from hub.duties.discovering import look_again
from hub.duties.eyes import Eyes
from hub.duties.tools import Tools
from hub.kit.clock import now

log = structlog.get_logger()
Settle = Callable[[Session, RegistrationView, FoundSite, datetime], bool]  # lets it in where it proves itself


def prove_all(tools: Tools, settle: Settle) -> int:
    """Look at every site that waits, and let those in that show whose they are; return how many did."""
    with reading(tools.engine) as db:
        waiting = unproved(db, now() - TRIED_FOR)
    proved = 0
    for told in waiting:
        if tools.stop.is_set():
            break
        try:
            proved += _prove(tools, told, settle)
        except Exception:  # whatever one site does, the others are looked at
            log.exception("could not be proved", site=told.site)
    return proved


def _prove(tools: Tools, told: RegistrationView, settle: Settle) -> bool:
    found = look_again(Eyes(tools.door, tools.sandbox), told.site, told.urls, now())
    if not isinstance(found, FoundSite):
        return False
    with writing(tools.engine) as db:
        return settle(db, told, found, now())
