"""Who was drawn with whom? A pairing as one of its members sees it: it is nobody else's to see."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.meet.rounds.models import Enrolment, Pairing, PairingMember, RelayedMessage, Round, Unsafe
from hub.meet.rounds.queries import EnrolmentView, enrolment_view
from hub.meet.rounds.rules import ASKED_AFTER, OVER_AFTER, Met, common

MOST_MESSAGES = 200
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a pairing."""

    person_id: UUID
    said: EnrolmentView
    shares: bool
    met: Met


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody of a pairing wrote to the others."""

    person_id: UUID | None
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PairingView:
    """Those drawn together, and what they were given to begin with."""

    id: UUID
    round_id: UUID
    place_id: UUID
    size: int
    icebreaker: str
    venue_id: UUID | None
    at: datetime
    stopped_at: datetime | None
    members: Sequence[Member]

    def me(self, person_id: UUID) -> Member:
        """Return a member; StopIteration never: who asks is one."""
        return next(each for each in self.members if each.person_id == person_id)

    def others(self, person_id: UUID) -> Sequence[Member]:
        """Return who somebody was drawn with, as far as they are here still."""
        return [each for each in self.members if each.person_id != person_id]

    @property
    def left(self) -> int:
        """How many of them have left the hub."""
        return self.size - len(self.members)

    @property
    def all_share(self) -> bool:
        """Whether all agreed to exchange addresses."""
        return len(self.members) > 1 and all(each.shares for each in self.members)

    @property
    def times(self) -> frozenset[str]:
        """When all of them can."""
        return common(each.said.times for each in self.members)

    @property
    def ways(self) -> frozenset[str]:
        """How all of them can meet."""
        return common(each.said.ways for each in self.members)

    def is_over(self, now: datetime) -> bool:
        """Say whether it was so long ago that nothing is passed on any more."""
        return now - self.at >= OVER_AFTER


def pairing_of(db: Session, pairing_id: UUID, person_id: UUID) -> PairingView:
    """Return a pairing as one of its members; NotFound for everybody else."""
    found = next(iter(_views(db, [pairing_id])), None)
    if found is None or all(each.person_id != person_id for each in found.members):
        raise NotFound(say("There is no such page here."))
    return found


def of_person(db: Session, person_id: UUID) -> Sequence[PairingView]:
    """Return the pairings somebody was drawn into, the newest first."""
    ids = db.exec(select(PairingMember.pairing_id).where(PairingMember.person_id == person_id)).all()
    return sorted(_views(db, ids), key=lambda each: (each.at, each.id), reverse=True)


def of_round(db: Session, round_id: UUID) -> Sequence[PairingView]:
    """Return the pairings of a round: for what writes to them, and for safeguarding."""
    return _views(db, db.exec(select(Pairing.id).where(Pairing.round_id == round_id).order_by(col(Pairing.id))).all())


def by_id(db: Session, pairing_id: UUID) -> PairingView | None:
    """Return a pairing for safeguarding; None where it is forgotten."""
    return next(iter(_views(db, [pairing_id])), None)


def messages(db: Session, pairing_id: UUID, until: datetime | None = None) -> Sequence[Message]:
    """Return what was passed on in a pairing (*until* a moment), the oldest first."""
    asked = select(RelayedMessage).where(RelayedMessage.pairing_id == pairing_id)
    if until is not None:
        asked = asked.where(RelayedMessage.at <= until)
    rows = db.exec(asked.order_by(col(RelayedMessage.at).desc(), col(RelayedMessage.id)).limit(MOST_MESSAGES)).all()
    return [Message(each.person_id, each.words, each.at) for each in reversed(rows)]


def written_today(db: Session, person_id: UUID, now: datetime) -> int:
    """Count what somebody wrote to those they were drawn with, within a day."""
    asked = select(func.count()).select_from(RelayedMessage)
    lately = asked.where(RelayedMessage.person_id == person_id, RelayedMessage.at > now - _DAY)
    return db.exec(lately).one()


def reported_by(db: Session, pairing_id: UUID) -> frozenset[UUID]:
    """Return who of a pairing said that they did not feel safe."""
    found = db.exec(select(Unsafe.person_id).where(Unsafe.pairing_id == pairing_id))
    return frozenset(each for each in found if each)


def to_ask(db: Session, now: datetime) -> Sequence[UUID]:
    """Return the rounds whose people are to be asked now whether they met."""
    asked = select(Round.id).where(
        col(Round.asked_at).is_(None), col(Round.drawn_at) <= now - ASKED_AFTER, col(Round.drawn_at) > now - OVER_AFTER
    )
    return list(db.exec(asked))


def with_leavers(db: Session, now: datetime) -> Sequence[PairingView]:
    """Return the pairings of late out of which somebody has left, and the others were not told of it yet."""
    members = (
        select(PairingMember.pairing_id, func.count().label("here")).group_by(col(PairingMember.pairing_id)).subquery()
    )
    asked = select(Pairing.id).join(members, members.c.pairing_id == Pairing.id)
    fewer = asked.where(Pairing.size - members.c.here > Pairing.left_told, Pairing.at > now - OVER_AFTER)
    return _views(db, db.exec(fewer).all())


def _views(db: Session, ids: Collection[UUID]) -> Sequence[PairingView]:
    asked = select(Pairing, Round.place_id).join(Round, col(Round.id) == Pairing.round_id)
    rows = db.execute(asked.where(col(Pairing.id).in_(ids)).order_by(col(Pairing.id))).all()
    members = _members(db, [pairing.id for pairing, _ in rows])
    return [
        PairingView(
            id=row.id,
            round_id=row.round_id,
            place_id=place_id,
            size=row.size,
            icebreaker=row.icebreaker,
            venue_id=row.venue_id,
            at=row.at,
            stopped_at=row.stopped_at,
            members=members.get(row.id, ()),
        )
        for row, place_id in rows
    ]


def _members(db: Session, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Member]]:
    asked = select(PairingMember, Enrolment).join(Enrolment, col(Enrolment.id) == PairingMember.enrolment_id)
    found = defaultdict[UUID, list[Member]](list)
    for row, said in db.execute(
        asked.where(col(PairingMember.pairing_id).in_(ids)).order_by(col(Enrolment.name), col(Enrolment.id))
    ):
        found[row.pairing_id].append(Member(row.person_id, enrolment_view(said), row.shares, Met(row.met)))
    return found
