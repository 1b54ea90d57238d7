"""What does agreement know of somebody? What they said goes with them; how they stood and what was decided stays.

The reason of a proposal or a decision is in the words of who gave it, so it goes too: what was changed, and when, can
be read from the decision itself. Of what they said to a proposal their last stance stays, which is the one that counts.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Somebody, Told
from hub.establish.deciding.models import Decision, Proposal, Voice
from hub.kit.saying import say

REFERENCES = (
    Reference(Voice, "person_id", Fate.PARTS, empties={"words": ""}, shows=("said_at", "stance", "seals", "words")),
    Reference(Proposal, "by_id", Fate.PARTS, empties={"reason": ""}, shows=("opened_at", "reason", "state")),
    Reference(Proposal, "ended_by", Fate.PARTS, empties={"ending": ""}, shows=("ended_at", "state", "ending")),
    Reference(Decision, "by_id", Fate.PARTS, shows=("at", "origin", "reason")),
)
KEPT = (
    Kept(
        say("What people proposed for the tags, and what they said to it, with their names"),
        None,
        say("So that a town can see how it came to agree. Who leaves takes their words and their name along."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody proposed, said to proposals, and decided."""
    return personal.told(db, REFERENCES, Somebody(person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Take somebody and their words out of what was agreed; it holds without them."""
    _keep_last_stances(db, person_id)
    proposed = select(Proposal.id).where(Proposal.by_id == person_id)
    at_once = (col(Decision.by_id) == person_id, col(Decision.proposal_id).is_(None))
    for theirs in (at_once, (col(Decision.proposal_id).in_(proposed),)):
        db.execute(update(Decision).where(*theirs).values(reason=""))
    personal.erase(db, REFERENCES, Somebody(person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget nothing of what was agreed."""


def _keep_last_stances(db: Session, person_id: UUID) -> None:
    """Leave one stance to each proposal: nobody could tell any more that two are of one person."""
    said = select(Voice.proposal_id, Voice.id).where(Voice.person_id == person_id, Voice.stance != "")
    last = dict(db.execute(said.order_by(col(Voice.said_at), col(Voice.id))).all())
    earlier = (col(Voice.person_id) == person_id, col(Voice.id).not_in(last.values()))
    db.execute(update(Voice).where(*earlier).values(stance="", seals=False))
