"""How does a round become pairings? What the draw starts from is gathered, kept and sealed; then it is drawn, once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from hub.kit.text import label_key
from hub.meet.rounds.apart import stopped
from hub.meet.rounds.inputs import Inputs, read, sealed, written
from hub.meet.rounds.models import (
    Enrolment,
    NeverMatch,
    Pairing,
    PairingMember,
    Round,
)
from hub.meet.rounds.pairing import VERSION, Draw, is_known
from hub.meet.rounds.rules import COUNTED, State
from hub.meet.rounds.weighing import Past, Seat, Two
from hub.people.cases import queries as cases
from hub.people.cases.rules import Target
from hub.people.persons.somebody import by_seal

Seal = Callable[[str], str]  # of the key of an address
Out = Callable[[Collection[UUID]], Collection[UUID]]  # who of these people is not to be drawn, as others know
Give = Callable[[str, frozenset[str]], tuple[str, UUID | None]]  # an ice-breaker and a venue, for a seed and ways


@dataclass(frozen=True, slots=True)
class Lot:
    """What a round is drawn with."""

    seed: str
    seal: Seal
    give: Give
    out: Out = frozenset[UUID]().intersection


def gather(db: Session, round_id: UUID, lot: Lot, now: datetime) -> Inputs:
    """Return what a round would be drawn from; who may not be drawn now is left out of it."""
    rows = db.exec(select(Enrolment).where(Enrolment.round_id == round_id).order_by(col(Enrolment.id))).all()
    people = [each.person_id for each in rows]
    kept_out = _kept_out(db, people, lot.seal, now) | set(lot.out(people))
    if db.get_one(Round, round_id).adults_only:  # perhaps only since some have joined who did not say how old they are
        kept_out |= {each.person_id for each in rows if not each.adult}
    seated = {each.person_id: each for each in rows if each.person_id not in kept_out}
    ids = {person_id: row.id.hex for person_id, row in seated.items()}
    waited = _sat_out(db, ids, now)
    companies: dict[str, str] = {}
    seats = [_seat(row, waited[row.person_id], companies) for row in seated.values()]
    return Inputs(seats, _history(db, round_id, ids), _never(db, ids, lot.seal))


def draw_round(db: Session, round_id: UUID, lot: Lot, now: datetime) -> Sequence[UUID] | None:
    """Draw a round that is open, and return the pairings; None where it was drawn already."""
    still = update(Round).where(col(Round.id) == round_id, col(Round.state) == State.OPEN)
    if db.exec(still.values(state=State.DRAWN, drawn_at=now)).rowcount != 1:
        return None
    inputs = gather(db, round_id, lot, now)
    kept, found = written(inputs), inputs.drawn(lot.seed)
    made = [_pairing(db, round_id, group, lot, now) for group in found.groups]
    placed = {UUID(each) for group in found.groups for each in group}
    out = [col(Enrolment.round_id) == round_id, col(Enrolment.id).not_in(placed)]
    alone = db.exec(update(Enrolment).where(*out).values(sat_out=True)).rowcount
    row = db.get_one(Round, round_id, populate_existing=True)
    row.seed, row.algorithm, row.inputs, row.inputs_hash = lot.seed, VERSION, kept, sealed(kept)
    sizes = Counter(map(len, found.groups))
    row.pairs, row.trios, row.sat_out = sizes[2], sizes[3], alone
    db.flush()
    return made


def is_same(db: Session, round_id: UUID) -> bool | None:
    """Draw a round again by the way it was drawn; say whether it comes out the same, None where that is not known here.

    Of people who have left since only the number is known: their seats count, their pairings are not compared.
    """
    row = db.get_one(Round, round_id)
    if not is_known(row.algorithm):
        return None
    again = read(row.inputs).drawn(row.seed, row.algorithm)
    return sealed(row.inputs) == row.inputs_hash and _holds(again, _kept(db, round_id))


def _holds(again: Draw, kept: Mapping[UUID, set[str]]) -> bool:
    groups = [set(group) for group in again.groups]
    return all(any(members <= group for group in groups) for members in kept.values())


def _kept(db: Session, round_id: UUID) -> Mapping[UUID, set[str]]:
    """Return who is kept to be with whom in a round, by the ids of their enrolments."""
    asked = select(PairingMember.pairing_id, PairingMember.enrolment_id).join(Pairing)
    found = defaultdict[UUID, set[str]](set)
    for pairing_id, enrolment_id in db.exec(asked.where(Pairing.round_id == round_id)):
        found[pairing_id].add(enrolment_id.hex)
    return found


def _kept_out(db: Session, people: Collection[UUID], seal: Seal, now: datetime) -> frozenset[UUID]:
    """Return who may not be drawn now: by a decision about them, or by a report that holds."""
    held = {UUID(each.target_id) for each in cases.held_of(db, Target.PERSON, [each.hex for each in people])}
    return stopped(db, people, seal) | {each for each in held if cases.is_restricted(db, each, now)}


def _sat_out(db: Session, people: Collection[UUID], now: datetime) -> Counter[UUID]:
    """Count in how many rounds of late there was nobody for each of these people."""
    asked = select(Enrolment.person_id).where(
        col(Enrolment.person_id).in_(people), col(Enrolment.sat_out), Enrolment.joined_at > now - COUNTED
    )
    return Counter(db.exec(asked))


def _seat(row: Enrolment, sat_out: int, companies: dict[str, str]) -> Seat:
    """Return a seat; an organisation becomes a number, so that what is kept of the draw names none."""
    key = label_key(row.organisation) if row.organisation else ""
    number = companies.setdefault(key, str(len(companies) + 1)) if key else ""
    return Seat(
        id=row.id.hex,
        ways=frozenset(row.ways.split()),
        times=frozenset(row.times.split()),
        organisation=number,
        rather_three=row.rather_three,
        sat_out=sat_out,
    )


def _history(db: Session, round_id: UUID, ids: Mapping[UUID, str]) -> Mapping[Two, Past]:
    """Return who of these people were drawn together before, how often, and how many rounds ago."""
    one, other = aliased(PairingMember), aliased(PairingMember)
    together = (
        select(one.person_id, other.person_id, Pairing.at)
        .join(other, and_(col(one.pairing_id) == other.pairing_id, col(one.person_id) < other.person_id))
        .join(Pairing, col(Pairing.id) == one.pairing_id)
        .where(col(one.person_id).in_(ids), col(other.person_id).in_(ids))
    )
    met = defaultdict[Two, list[datetime]](list)
    for first, second, at in db.execute(together):
        met[frozenset((ids[first], ids[second]))].append(at)
    place_id = db.get_one(Round, round_id).place_id
    asked = select(Round.drawn_at).where(Round.place_id == place_id, Round.id != round_id)
    drawn = [at for at in db.exec(asked) if at]
    return {two: Past(len(at), 1 + sum(each > max(at) for each in drawn)) for two, at in met.items()}


def _never(db: Session, ids: Mapping[UUID, str], seal: Seal) -> frozenset[Two]:
    return frozenset(_excluded(db, ids, by_seal(db, ids, seal)))


def _excluded(db: Session, ids: Mapping[UUID, str], sealed_ids: Mapping[str, UUID]) -> Iterator[Two]:
    for row in db.exec(select(NeverMatch).where(col(NeverMatch.person_id).in_(ids))):
        other = row.other_id or sealed_ids.get(row.other_seal)
        if other is not None and other in ids and other != row.person_id:
            yield frozenset((ids[row.person_id], ids[other]))


def _pairing(db: Session, round_id: UUID, group: Sequence[str], lot: Lot, now: datetime) -> UUID:
    rows = db.exec(select(Enrolment).where(col(Enrolment.id).in_([UUID(each) for each in group]))).all()
    ways = frozenset.intersection(*(frozenset(each.ways.split()) for each in rows))
    icebreaker, venue_id = lot.give(f"{lot.seed}:{'-'.join(group)}", ways)
    made = Pairing(round_id=round_id, size=len(group), icebreaker=icebreaker, venue_id=venue_id, at=now)
    db.add(made)
    db.flush()
    db.add_all(PairingMember(pairing_id=made.id, person_id=row.person_id, enrolment_id=row.id) for row in rows)
    db.flush()
    return made.id
