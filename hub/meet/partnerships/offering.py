"""Writes of what people offer and wish as Digital Friends; nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.meet.partnerships.models import (
    FriendOffer,
)
from hub.meet.partnerships.rules import (
    Offered,
    Side,
)


@dataclass(frozen=True, slots=True)
class Offering:
    """What somebody offers or wishes, checked."""

    place_id: UUID
    side: Side
    name: str
    words: str
    times: str = ""
    online: bool = False
    in_person: bool = True


def is_open(db: Session, person_id: UUID, place_id: UUID, side: Side) -> bool:
    """Say whether somebody offers or wishes this in a place already."""
    mine = (FriendOffer.person_id == person_id, FriendOffer.place_id == place_id, FriendOffer.side == side)
    return db.exec(select(FriendOffer.id).where(*mine, FriendOffer.state == Offered.OPEN)).first() is not None


def offer(db: Session, person_id: UUID, offering: Offering, now: datetime) -> UUID:
    """Keep what somebody offers or wishes, in place of what they said before to the same place; return its id."""
    mine = (FriendOffer.person_id == person_id, FriendOffer.place_id == offering.place_id)
    before = select(FriendOffer).where(*mine, FriendOffer.side == offering.side)
    held = db.exec(before.with_for_update()).first()
    row = held or FriendOffer(
        place_id=offering.place_id,
        person_id=person_id,
        side=offering.side,
        name="",
        words="",
        state=Offered.OPEN,
        made_at=now,
    )
    row.name, row.words, row.times = offering.name, offering.words, offering.times
    row.online, row.in_person = offering.online, offering.in_person
    row.state, row.made_at = Offered.OPEN, now
    db.add(row)
    db.flush()
    return row.id


def withdraw_offer(db: Session, offer_id: UUID, person_id: UUID) -> bool:
    """Take back what somebody offered or wished; False where it was not open any more."""
    open_one = (col(FriendOffer.id) == offer_id, col(FriendOffer.state) == Offered.OPEN)
    gone = update(FriendOffer).where(*open_one, col(FriendOffer.person_id) == person_id)
    return db.exec(gone.values(state=Offered.WITHDRAWN)).rowcount == 1


def note_training(db: Session, offer_id: UUID, words: str, until: date | None) -> None:
    """Keep what safeguarding knows of a mentor's training and checks, and when that runs out."""
    db.execute(update(FriendOffer).where(col(FriendOffer.id) == offer_id).values(trained=words, trained_until=until))


def take_wish(db: Session, mentee_id: UUID | None) -> None:
    """Note that a mentee has found somebody: they have one mentor at a time, a mentor may have more than one mentee."""
    wish = (col(FriendOffer.person_id) == mentee_id, col(FriendOffer.side) == Side.MENTEE)
    db.execute(update(FriendOffer).where(*wish, col(FriendOffer.state) == Offered.OPEN).values(state=Offered.TAKEN))


def free_wish(db: Session, mentee_id: UUID | None) -> None:
    """Leave the wish of a mentee withdrawn: who wants another mentor says so again."""
    wish = (col(FriendOffer.person_id) == mentee_id, col(FriendOffer.side) == Side.MENTEE)
    taken = update(FriendOffer).where(*wish, col(FriendOffer.state) == Offered.TAKEN)
    db.execute(taken.values(state=Offered.WITHDRAWN))
