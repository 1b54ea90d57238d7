"""Reads of ice-breakers: the list of a place, what waits for a mentor, and which of them some people get."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.meet.icebreakers.models import Icebreaker
from hub.meet.icebreakers.ours import OURS
from hub.meet.icebreakers.rules import State, drawn

_OURS = "ours:"
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Question:
    """A question to begin a talk with; *key* is what it is kept by."""

    key: str
    words: Saying | str
    name: str = ""  # of who suggested it
    place_id: UUID | None = None  # none: every hub has it


@dataclass(frozen=True, slots=True)
class Suggested:
    """What somebody suggested, as a mentor sees it."""

    id: UUID
    place_id: UUID
    words: str
    name: str
    state: State
    suggested_at: datetime
    person_id: UUID | None


def every(db: Session, place_ids: Collection[UUID]) -> Sequence[Question]:
    """Return the questions people of these places suggested, the newest first, and after them our own."""
    asked = (
        select(Icebreaker)
        .where(col(Icebreaker.place_id).in_(place_ids), Icebreaker.state == State.SHOWN)
        .order_by(col(Icebreaker.suggested_at).desc(), col(Icebreaker.id))
    )
    theirs = [Question(each.id.hex, each.words, each.name, each.place_id) for each in db.exec(asked.limit(MOST_LISTED))]
    return [*theirs, *(Question(f"{_OURS}{number}", words) for number, words in enumerate(OURS))]


def pick(db: Session, place_ids: Collection[UUID], seed: str, number: int = 1) -> Sequence[Question]:
    """Return *number* questions out of those of these places and our own; the same for the same *seed* and list."""
    among = sorted(every(db, place_ids), key=lambda each: each.key)
    return drawn(among, seed, number)


def by_key(db: Session, key: str) -> Saying | str:
    """Return the words of the question a *key* stands for; those of the first of ours where it is gone."""
    if key.startswith(_OURS):
        number = key.removeprefix(_OURS)
        return OURS[int(number) % len(OURS)] if number.isdecimal() else OURS[0]
    asked_id = as_id(key)
    found = db.get(Icebreaker, asked_id) if asked_id else None
    return found.words if found and found.state == State.SHOWN else OURS[0]


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[Suggested]:
    """Return what waits for a mentor in these places (None: anywhere), the oldest first."""
    asked = select(Icebreaker).where(Icebreaker.state == State.WAITING).order_by(col(Icebreaker.suggested_at))
    if place_ids is not None:
        asked = asked.where(col(Icebreaker.place_id).in_(place_ids))
    return [_view(each) for each in db.exec(asked.limit(MOST_LISTED))]


def suggested(db: Session, icebreaker_id: UUID) -> Suggested:
    """Return what somebody suggested; NotFound where there is nothing."""
    found = db.get(Icebreaker, icebreaker_id)
    if found is None:
        raise NotFound(say("There is no such question here."))
    return _view(found)


def _view(row: Icebreaker) -> Suggested:
    return Suggested(row.id, row.place_id, row.words, row.name, State(row.state), row.suggested_at, row.person_id)
