"""Whom does somebody they know ask by mail to be their Digital Friend? Asked once, answered by who has the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.kit.mailboxes import email_key
from hub.meet.partnerships.models import FriendInvitation
from hub.meet.partnerships.rules import ASKED_FOR, Side
from hub.meet.partnerships.values import InvitationView
from hub.people.persons.somebody import somebody


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom somebody asks, checked."""

    place_id: UUID
    side: Side  # what they would be themselves
    name: str
    words: str
    email: str


def invite(db: Session, person_id: UUID, asked: Invitation, now: datetime) -> UUID | None:
    """Keep that somebody asks another by mail; None where they asked the same address already."""
    key = email_key(asked.email)
    mine = (FriendInvitation.person_id == person_id, FriendInvitation.email_key == key)
    if db.exec(select(FriendInvitation.id).where(*mine)).first():
        return None
    made = FriendInvitation(
        place_id=asked.place_id,
        person_id=person_id,
        side=asked.side,
        name=asked.name,
        words=asked.words,
        email=asked.email.strip(),
        email_key=key,
        asked_at=now,
    )
    db.add(made)
    db.flush()
    return made.id


def answer(db: Session, invitation_id: UUID, now: datetime) -> None:
    """Have a question be gone for who was asked; who asks sees no difference, and cannot ask again meanwhile."""
    db.execute(update(FriendInvitation).where(col(FriendInvitation.id) == invitation_id).values(answered_at=now))


def to(db: Session, person_id: UUID, now: datetime) -> Sequence[InvitationView]:
    """Return who asks somebody, by the address they have; the newest first."""
    keys = somebody(db, person_id).keys[:1]  # an address given up is not theirs any more
    asked = select(FriendInvitation).where(
        col(FriendInvitation.email_key).in_(keys),
        col(FriendInvitation.asked_at) > now - ASKED_FOR,
        col(FriendInvitation.answered_at).is_(None),
        FriendInvitation.person_id != person_id,
    )
    return [_view(row) for row in db.exec(asked.order_by(col(FriendInvitation.asked_at).desc()))]


def by(db: Session, person_id: UUID, now: datetime) -> Sequence[InvitationView]:
    """Return whom somebody asked, and who has not answered."""
    asked = select(FriendInvitation).where(
        FriendInvitation.person_id == person_id,
        col(FriendInvitation.asked_at) > now - ASKED_FOR,
        FriendInvitation.email != "",
    )
    return [_view(row) for row in db.exec(asked.order_by(col(FriendInvitation.asked_at).desc()))]


def take_back(db: Session, invitation_id: UUID, now: datetime) -> None:
    """Take a question back; that it was asked is kept until it runs out, so that the same is not mailed again."""
    gone = update(FriendInvitation).where(col(FriendInvitation.id) == invitation_id)
    db.execute(gone.values(answered_at=now, email="", words=""))


def forget(db: Session, invitation_id: UUID) -> bool:
    """Forget that somebody was asked, now that the two have begun. False where it was gone."""
    return db.exec(delete(FriendInvitation).where(col(FriendInvitation.id) == invitation_id)).rowcount == 1


def _view(row: FriendInvitation) -> InvitationView:
    return InvitationView(
        id=row.id,
        place_id=row.place_id,
        person_id=row.person_id,
        side=Side(row.side),
        name=row.name,
        words=row.words,
        email=row.email,
        asked_at=row.asked_at,
    )
