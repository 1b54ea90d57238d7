"""Who stood behind what was decided after a proposal? Who proposed it, who carried it out, and who said no."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from hub.establish.deciding.models import Proposal, Voice
from hub.establish.deciding.rules import Stance


@dataclass(frozen=True, slots=True)
class No:
    """Somebody who said no, and why; nobody, where they have left."""

    person_id: UUID | None
    words: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The people behind a decision; what each said last is what counts."""

    by_id: UUID | None  # None: has left
    sealed_by: Sequence[UUID] = ()
    noes: Sequence[No] = ()


def behind(db: Session, proposal_ids: Collection[UUID]) -> Mapping[UUID, Behind]:
    """Return who stood behind the decisions these proposals became, by proposal."""
    if not proposal_ids:
        return {}
    asked = select(Voice).where(col(Voice.proposal_id).in_(proposal_ids), Voice.stance != "")
    last: dict[UUID, dict[UUID, Voice]] = {}
    for voice in db.exec(asked.order_by(col(Voice.said_at), col(Voice.id))):
        last.setdefault(voice.proposal_id, {})[voice.person_id or voice.id] = voice
    proposers = select(Proposal.id, Proposal.by_id).where(col(Proposal.id).in_(proposal_ids))
    return {each: _behind(by_id, list(last.get(each, {}).values())) for each, by_id in db.execute(proposers)}


def _behind(by_id: UUID | None, voices: Sequence[Voice]) -> Behind:
    sealed = [each.person_id for each in voices if each.seals and each.person_id]
    return Behind(by_id, sealed, [No(each.person_id, each.words) for each in voices if each.stance == Stance.NO])
