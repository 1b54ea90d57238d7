"""Reads of what mentors are asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.helping.models import HelpRequest
from hub.people.helping.rules import ASKED, Kind

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as the mentors of its place see it."""

    id: UUID
    kind: Kind
    place_id: UUID | None
    target_kind: str
    target_id: str
    name: str
    reach: str
    words: str
    person_id: UUID | None
    asked_at: datetime
    taken_by: UUID | None
    answered_at: datetime | None
    answer: str


def waiting(db: Session, place_ids: Collection[UUID] | None, kinds: Collection[Kind] = ASKED) -> Sequence[Asked]:
    """Return what is asked of these places (None: of the whole hub) and not answered yet, the oldest first."""
    open_ones = select(HelpRequest).where(col(HelpRequest.answered_at).is_(None), col(HelpRequest.kind).in_(kinds))
    if place_ids is not None:
        open_ones = open_ones.where(col(HelpRequest.place_id).in_(place_ids))
    rows = db.exec(open_ones.order_by(col(HelpRequest.asked_at), col(HelpRequest.id)).limit(MOST_LISTED))
    return [_view(row) for row in rows]


def asked(db: Session, request_id: UUID) -> Asked:
    """Return a question; NotFound when there is none."""
    found = db.get(HelpRequest, request_id)
    if found is None or found.kind not in ASKED:
        raise NotFound(say("There is no such question here."))
    return _view(found)


def of_person(db: Session, person_id: UUID) -> Sequence[Asked]:
    """Return what somebody asked, the newest first."""
    theirs = select(HelpRequest).where(HelpRequest.person_id == person_id, col(HelpRequest.kind).in_(ASKED))
    return [_view(row) for row in db.exec(theirs.order_by(col(HelpRequest.asked_at).desc()).limit(MOST_LISTED))]


def _view(row: HelpRequest) -> Asked:
    return Asked(
        id=row.id,
        kind=Kind(row.kind),
        place_id=row.place_id,
        target_kind=row.target_kind,
        target_id=row.target_id,
        name=row.name,
        reach=row.reach,
        words=row.words,
        person_id=row.person_id,
        asked_at=row.asked_at,
        taken_by=row.taken_by,
        answered_at=row.answered_at,
        answer=row.answer,
    )
