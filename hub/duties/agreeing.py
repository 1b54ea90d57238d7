"""What is proposed comes to an end: once an hour, proposals whose time is over pass, are warned about or given up."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from hub.aggregate.tagging.carrying import carry
from hub.aggregate.tagging.reaching import reach
from hub.db.beats import beat, last_beat
from hub.db.engine import writing
from hub.duties.tools import Tools
from hub.establish.deciding.settling import Settled, settle
from hub.establish.deciding.today import Sealers, Today
from hub.kit.clock import now
from hub.people.persons.tending import deciders
from hub.places.queries import tree

AGREEING = "proposals settled"  # the beat of the last look
Tell = Callable[[Session, Settled, datetime], None]  # writes to whom it concerns


def agree(tools: Tools, tell: Tell) -> Settled:
    """Settle what the calendar settles, carry it on to items, and *tell* of it; all in one transaction."""
    at = now()
    with writing(tools.engine) as db:
        since = last_beat(db, AGREEING) or at
        settled = settle(db, today(db), since, at)
        for each in settled.passed:
            carry(db, each.decision_id, at)
        tell(db, settled, at)
        beat(db, AGREEING, at)
    return settled


def today(db: Session) -> Today:
    """Return what is asked of the hub as it stands before something is carried out."""
    return Today(sealers(db), lambda place_id, images: reach(db, place_id, images).weight)


def sealers(db: Session) -> Sealers:
    """Return who tells the people that may seal something in a place: those who came, and hold the right today."""
    return deciders(db, tree(db)).of
