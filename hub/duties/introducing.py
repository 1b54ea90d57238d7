"""Offers to introduce two: the mails leave when nobody took it back, and after a month it is over."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from hub.communicate.introducing import actions, queries
from hub.communicate.introducing.queries import Offer
from hub.communicate.introducing.rules import HOLDS
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now

Write = Callable[[Session, Offer, datetime], None]


class Letters(Protocol):
    """What writes the letters."""

    @property
    def ask(self) -> Write:
        """What asks both."""

    @property
    def end(self) -> Write:
        """What tells who said yes that it did not come about."""


def introduce(tools: Tools, letters: Letters) -> int:
    """Ask those whose offer stands, and end what was open long enough, in one transaction; return how many of both."""
    at = now()
    with reading(tools.engine) as db:
        if not (queries.leaving(db, at) or queries.asked_before(db, at - HOLDS)):
            return 0
    with writing(tools.engine) as db:
        leaving, over = queries.leaving(db, at), queries.asked_before(db, at - HOLDS)
        for made in leaving:
            actions.ask(db, made.id, at)
            letters.ask(db, made, at)
        for made in over:
            letters.end(db, made, at)
            actions.end(db, made.id)
    return len(leaving) + len(over)
