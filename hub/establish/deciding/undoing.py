"""May one person take a decision back alone? What two agreed to, two take back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.establish.deciding.actions import Said, say_to
from hub.establish.deciding.changing import locked
from hub.establish.deciding.images import TagRow, turned
from hub.establish.deciding.queries import DecisionView, decision, proposal
from hub.establish.deciding.rules import BOTH, UNDO_FOR, Level, Refused, highest, level
from hub.establish.deciding.today import Today
from hub.kit.saying import say


def wants_back(db: Session, decision_id: int, said: Said, today: Today, now: datetime) -> UUID | Refused | None:
    """Keep that somebody who may decide wants a decision taken back; None where nobody else has to want it.

    Of what two had to seal, or that touches as much by now, two must want it, where there are two: until then, return
    the proposal that tells who does. Refused where it was never proposed, and so nobody can be asked.
    """
    held = decision(db, decision_id)
    sealers = {*today.sealers(held.place_id), said.by_id}
    first = _first(db, held)
    if held.undone_by or now - held.at > UNDO_FOR or len(sealers) < BOTH or not _takes_two(first, held, today):
        return None
    if first.proposal_id is None:
        return Refused((say("It touches too much by now for one to take it back. Propose what is needed."),))
    locked(db, first.proposal_id)
    if said.by_id not in _wanting(db, first.proposal_id, held.at):
        say_to(db, first.proposal_id, said, now)
    return None if len(sealers & _wanting(db, first.proposal_id, held.at)) >= BOTH else first.proposal_id


def made_by(held: DecisionView) -> Collection[UUID]:
    """Return the tags a decision made."""
    return [each.after.id for each in held.images if each.before is None and isinstance(each.after, TagRow)]


def _first(db: Session, held: DecisionView) -> DecisionView:
    """Return the decision of which this is the taking back, or the taking back of that, and so on."""
    while held.undoes:
        held = decision(db, held.undoes)
    return held


def _takes_two(first: DecisionView, held: DecisionView, today: Today) -> bool:
    needed = level(first.script, first.reach)
    if needed is not Level.TWO:
        needed = highest(needed, level((), today.touches(held.place_id, turned(held.images))))
    return needed is Level.TWO


def _wanting(db: Session, proposal_id: UUID, since: datetime) -> set[UUID]:
    """Return who sealed words alone after the decision: they want it back."""
    voices = proposal(db, proposal_id).voices
    return {
        each.person_id
        for each in voices
        if each.person_id and each.seals and each.stance is None and each.said_at > since
    }
