"""What follows when the registry was changed by a decision: whoever looks again sees it, and old items follow."""

from datetime import datetime

from sqlmodel import Session

from hub.aggregate.tagging import retagging
from hub.db.beats import REGISTRY, beat
from hub.errors import NotFound
from hub.establish.deciding.models import Decision
from hub.kit.saying import say
from hub.places.actions import bump_around, bump_hub
from hub.places.rules import WHOLE_HUB


def carry(db: Session, decision_id: int, now: datetime) -> None:
    """Carry a decision on to items, in the transaction that made it: right after decide, undo or carry_out."""
    decision = db.get(Decision, decision_id)
    if decision is None:
        raise NotFound(say("There is no such decision here."))
    retagging.ask(db, decision.place_id, decision_id, now)
    changed(db, now)
    if decision.place_id != WHOLE_HUB:
        bump_around(db, [decision.place_id])


def changed(db: Session, now: datetime) -> None:
    """Note that the registry is another one: fetching reads it anew, and no kept page outlives it."""
    beat(db, REGISTRY, now)
    bump_hub(db)
