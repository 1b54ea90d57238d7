"""Reads of cases: what was reported, what was decided, what holds now, and what everybody may read of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, func
from sqlmodel import Session, and_, col, or_, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.audit.models import AuditEntry
from hub.people.cases.models import Appeal, Case, Decision, Report, Withholding
from hub.people.cases.rules import TAKEN_DOWN, UNDECIDED, Measure, Reason, State, Target
from hub.people.rules import Deed, Kind

MOST_LISTED = 200
PUBLIC = (Deed.DECIDE, Deed.DECIDE_APPEAL, Deed.WITHHOLD, Deed.RELEASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody found wrong."""

    reason: Reason
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a case."""

    id: UUID
    measure: Measure
    reason: Reason
    words: str
    decided_by: UUID | None
    role: Kind
    on_appeal: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as whoever decides it sees it."""

    id: UUID
    number: int
    target: Target
    target_id: str
    place_id: UUID | None
    title: str
    person_id: UUID | None
    state: State
    opened_at: datetime
    reports: tuple[Told, ...]
    decisions: tuple[Decided, ...]  # the oldest first
    appeals: tuple[str, ...]  # what was said, the oldest first

    @property
    def last(self) -> Decided | None:
        """The decision that holds."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list."""

    number: int
    target: Target
    title: str
    state: State
    since: datetime  # it stands so: reported, appealed or decided


@dataclass(frozen=True, slots=True)
class Held:
    """What holds now of something."""

    target: Target
    target_id: str
    measure: Measure
    label: str
    case_id: UUID | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the public log: no name, no word of anybody."""

    id: int
    at: datetime
    place_id: UUID | None
    deed: Deed
    target: Target
    target_id: str
    measure: Measure
    before: Measure  # what held until then
    reason: Reason
    role: str
    number: int


def case(db: Session, number: int) -> CaseView:
    """Return the case of this *number*; NotFound when there is none."""
    found = db.exec(select(Case).where(Case.number == number)).first()
    if found is None:
        raise NotFound(say("There is no such case here."))
    return _view(db, found)


def case_of(db: Session, case_id: UUID) -> CaseView:
    """Return the case of this id; NotFound when there is none."""
    found = db.get(Case, case_id)
    if found is None:
        raise NotFound(say("There is no such case here."))
    return _view(db, found)


def case_of_decision(db: Session, decision_id: UUID) -> CaseView:
    """Return the case a decision was made in; NotFound when there is none."""
    found = db.get(Decision, decision_id)
    if found is None:
        raise NotFound(say("There is no such case here."))
    return case_of(db, found.case_id)


def waiting(db: Session, place_ids: Collection[UUID] | None, state: State) -> Sequence[Row]:
    """Return the cases of these places (None: of the whole hub) that stand so, the oldest first."""
    since = _since(state)
    wanted = select(Case, since).where(Case.state == state, *_in(place_ids)).order_by(since)
    return [_row(each, at) for each, at in db.execute(wanted.limit(MOST_LISTED))]


def decided(db: Session, place_ids: Collection[UUID] | None) -> Sequence[Row]:
    """Return the cases of these places that nobody has to look at now, the newest first."""
    wanted = select(Case).where(col(Case.state).not_in(UNDECIDED), *_in(place_ids))
    newest = wanted.order_by(col(Case.closed_at).desc(), col(Case.number).desc())
    return [_row(each, each.closed_at or each.opened_at) for each in db.exec(newest.limit(MOST_LISTED))]


def age(db: Session, place_ids: Collection[UUID] | None, state: State) -> tuple[int, datetime | None]:
    """Return how many cases of these places stand so, and since when the oldest of them does."""
    counted = (
        select(func.count(), func.min(_since(state))).select_from(Case).where(Case.state == state, *_in(place_ids))
    )
    number, oldest = db.execute(counted).one()
    return int(number), oldest


def held(db: Session, target: Target, target_id: str) -> Held | None:
    """Return what holds now of something; None where nothing does."""
    found = db.get(Withholding, (target, target_id))
    return _held(found) if found else None


def held_of(db: Session, target: Target, ids: Collection[str]) -> Sequence[Held]:
    """Return what holds now of any of these."""
    wanted = select(Withholding).where(Withholding.target_kind == target, col(Withholding.target_id).in_(ids))
    return [_held(each) for each in db.exec(wanted)] if ids else []


def held_by(db: Session, case_id: UUID) -> Held | None:
    """Return what holds now by a case of what it is about."""
    same = (Case.target_kind == Withholding.target_kind, Case.target_id == Withholding.target_id)
    asked = select(Withholding).join(Case, and_(Case.id == Withholding.case_id, *same))
    found = db.exec(asked.where(Withholding.case_id == case_id)).first()
    return _held(found) if found else None


def silenced(db: Session, person_ids: Iterable[UUID | None]) -> frozenset[UUID | None]:
    """Return whose words were taken down, of these people; None, who has left, is never among them."""
    held = held_of(db, Target.PERSON, sorted({each.hex for each in person_ids if each}))
    return frozenset(UUID(each.target_id) for each in held if each.measure in TAKEN_DOWN)


def is_restricted(db: Session, person_id: UUID, now: datetime) -> bool:
    """Say whether what somebody says now is read before it appears, by some decision."""
    found = db.get(Withholding, (Target.PERSON, person_id.hex))
    return found is not None and (found.until is None or now < found.until)


def to_hear(db: Session, case_id: UUID) -> Sequence[tuple[UUID | None, str]]:
    """Return who wants to hear how a case ends: each a person, or an address."""
    rows = select(Report.person_id, Report.email).where(
        Report.case_id == case_id, or_(col(Report.person_id).is_not(None), col(Report.email) != "")
    )
    return list(dict.fromkeys((person_id, email) for person_id, email in db.execute(rows)))


def log(db: Session, place_ids: Collection[UUID] | None, before: int | None = None) -> Sequence[Logged]:
    """Return what was decided in these places (None: in the whole hub), the newest first."""
    wanted = select(AuditEntry).where(col(AuditEntry.deed).in_(PUBLIC), col(AuditEntry.target_kind).in_(list(Target)))
    if place_ids is not None:
        wanted = wanted.where(col(AuditEntry.place_id).in_(place_ids))
    if before is not None:
        wanted = wanted.where(col(AuditEntry.id) < before)
    return [_logged(each) for each in db.exec(wanted.order_by(col(AuditEntry.id).desc()).limit(MOST_LISTED))]


def _in(place_ids: Collection[UUID] | None) -> list[ColumnElement[bool]]:
    return [] if place_ids is None else [col(Case.place_id).in_(place_ids)]


def _view(db: Session, row: Case) -> CaseView:
    reports = db.exec(select(Report).where(Report.case_id == row.id).order_by(col(Report.at)))
    decisions = db.exec(select(Decision).where(Decision.case_id == row.id).order_by(col(Decision.at)))
    appeals = db.exec(select(Appeal.words).where(Appeal.case_id == row.id).order_by(col(Appeal.at)))
    return CaseView(
        id=row.id,
        number=row.number,
        target=Target(row.target_kind),
        target_id=row.target_id,
        place_id=row.place_id,
        title=row.title,
        person_id=row.person_id,
        state=State(row.state),
        opened_at=row.opened_at,
        reports=tuple(Told(Reason(each.reason), each.words, each.at) for each in reports),
        decisions=tuple(_decided(each) for each in decisions),
        appeals=tuple(appeals),
    )


def _decided(row: Decision) -> Decided:
    return Decided(
        id=row.id,
        measure=Measure(row.measure),
        reason=Reason(row.reason),
        words=row.words,
        decided_by=row.decided_by,
        role=Kind(row.role),
        on_appeal=row.on_appeal,
        at=row.at,
    )


def _since(state: State) -> SQLColumnExpression[datetime]:
    """Return since when a case waits: since it was reported, or since the newest appeal."""
    if state is not State.APPEALED:
        return col(Case.opened_at)
    appealed = select(func.max(col(Appeal.at))).where(col(Appeal.case_id) == col(Case.id))
    return appealed.correlate(Case).scalar_subquery()


def _row(row: Case, since: datetime) -> Row:
    return Row(row.number, Target(row.target_kind), row.title, State(row.state), since)


def _held(row: Withholding) -> Held:
    return Held(Target(row.target_kind), row.target_id, Measure(row.measure), row.label, row.case_id, row.since)


def _logged(row: AuditEntry) -> Logged:
    return Logged(
        id=row.id or 0,
        at=row.at,
        place_id=row.place_id,
        deed=Deed(row.deed),
        target=Target(row.target_kind),
        target_id=row.target_id,
        measure=Measure(row.after["measure"]),
        before=Measure(row.before.get("measure", Measure.NOTHING)),
        reason=Reason(row.after["reason"]),
        role=str(row.after["role"]),
        number=int(row.after["case"]),
    )
