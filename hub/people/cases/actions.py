"""Writes of cases: what was reported, decided and appealed, and what holds from now on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import Session, col, delete, func, select, update

from hub.people.audit.actions import Entry, Facts, note
from hub.people.cases.models import Appeal, Case, Decision, Report, Withholding
from hub.people.cases.rules import (
    REPORTS_WINDOW,
    UNDECIDED,
    Measure,
    Reason,
    State,
    Target,
    after_decision,
    ends_at,
    fits,
    is_merged,
    replaces,
)
from hub.people.rules import Actor, Deed, Kind, Thing

if TYPE_CHECKING:
    from hub.db.windows import Windows

_SEPARATED = "\n\n"
_SAME_WITHIN = timedelta(days=1)  # the same words are one report


@dataclass(frozen=True, slots=True)
class About:
    """What a case is about: its target, where it is, what it is called, and whose words it is, where we know them."""

    target: Target
    target_id: str
    place_id: UUID | None
    title: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found wrong, and who: a person, or the network they are in."""

    reason: Reason
    words: str
    who: str  # the same for all they send; kept only as a hash, for thirty days
    person_id: UUID | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided about something, and why."""

    measure: Measure
    reason: Reason
    words: str = ""  # to both sides
    label: str = ""  # above it, where it is only labelled


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and in which of their roles."""

    actor: Actor
    role: Kind

    @property
    def decides(self) -> bool:
        """Whether what they say is a decision, and not only held until there is one."""
        return self.role is not Kind.MENTOR


@dataclass(frozen=True, slots=True)
class Received:
    """A report that arrived: in which case, and whether it says anything that was not there yet."""

    number: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What a decision left behind."""

    case_id: UUID
    number: int
    decision_id: UUID


def report(db: Session, about: About, found: Found, now: datetime) -> Received:
    """Note what somebody found wrong, and return where that stands.

    All reports of one thing are one case while it is undecided. The same words sent again within a day are one report.
    More than three of one person or network in thirty days are no more reports: their words are added to those that
    are there.
    """
    who = sha256(f"{about.target}:{about.target_id}:{found.who}".encode()).hexdigest()
    held = _open_case(db, about) or _new_case(db, about, now)
    if _said_before(db, held, who, found, now):
        return Received(held.number, is_new=False)
    seconds = int(REPORTS_WINDOW.total_seconds())
    earlier = _often(db, now).incr(f"report:{who}", seconds) - 1
    last = db.exec(select(Report).where(Report.case_id == held.id).order_by(col(Report.at).desc())).first()
    if last is not None and is_merged(earlier):
        last.words = _SEPARATED.join(filter(None, (last.words, found.words)))
    else:
        db.add(_report(held, found, now))
    db.flush()
    return Received(held.number, is_new=True)


def decide(db: Session, by: Decider, case_id: UUID, verdict: Verdict, now: datetime) -> Made:
    """Decide a case, on its appeal where there is one; what held by it until now holds no more."""
    held = db.get_one(Case, case_id)
    on_appeal = held.state == State.APPEALED
    held.state = after_decision(State(held.state))
    held.closed_at = now
    return _take(db, by, Deed.DECIDE_APPEAL if on_appeal else Deed.DECIDE, held, verdict, now)


def withhold(db: Session, by: Decider, about: About, verdict: Verdict, now: datetime) -> Made | None:
    """Take a measure at once; a case that waits for somebody to decide it goes on waiting.

    Nothing happens, and None is returned, where what holds already by another case is to stay.
    """
    row = db.get(Withholding, (about.target, about.target_id))
    if row and _stays(db, row, by, verdict):
        return None
    held = _open_case(db, about) or _new_case(db, about, now, State.DECIDED)
    return _take(db, by, Deed.WITHHOLD, held, verdict, now)


def release(db: Session, by: Decider, case_id: UUID, reason: Reason, now: datetime) -> Made:
    """Take a measure back."""
    return _take(db, by, Deed.RELEASE, db.get_one(Case, case_id), Verdict(Measure.NOTHING, reason), now)


def let_through(db: Session, by: Decider, about: About, now: datetime) -> bool:
    """Let an item appear that somebody has read; False where it does not wait any more."""
    row = db.get(Withholding, (about.target, about.target_id))
    if row is None or not _waits(row):
        return False
    if row.label:
        row.measure = Measure.LABEL  # which it had before its publisher edited it
    else:
        db.delete(row)
    before, after = {"measure": Measure.RESTRICT}, {"measure": row.measure if row.label else Measure.NOTHING}
    entry = Entry(Deed.LET_THROUGH, Thing(about.target), about.target_id, about.place_id, before, after)
    note(db, by.actor, entry, now)
    return True


def appeal(db: Session, decision_id: UUID, words: str, person_id: UUID | None, now: datetime) -> None:
    """Note what a side says to a decision: somebody else looks at it now."""
    held = db.get_one(Case, db.get_one(Decision, decision_id).case_id)
    held.state, held.closed_at = State.APPEALED, None
    db.add(Appeal(case_id=held.id, decision_id=decision_id, words=words, person_id=person_id, at=now))
    db.flush()


def wait(db: Session, item_id: int, case_id: UUID | None, now: datetime) -> None:
    """Have somebody read an item before it appears, because its source is restricted; what is taken down stays so."""
    key = (Target.ITEM, str(item_id))
    row = db.get(Withholding, key) or Withholding(target_kind=key[0], target_id=key[1], measure="", since=now)
    if row.measure in {"", Measure.LABEL}:
        row.measure, row.case_id, row.since = Measure.RESTRICT, row.case_id or case_id, now
    db.add(row)
    db.flush()


def spread(db: Session, case_id: UUID, item_ids: Iterable[int], now: datetime) -> None:
    """Have what holds of a person hold of each item they pinned up."""
    for item_id in item_ids:
        key = (Target.ITEM, str(item_id))
        if db.get(Withholding, key) is None:
            row = Withholding(target_kind=key[0], target_id=key[1], measure=Measure.HIDE, case_id=case_id, since=now)
            db.add(row)
    db.flush()


def gather(db: Session, case_ids: Collection[UUID], item_ids: Collection[int]) -> None:
    """Have what was spread over these items by any of these cases hold no more.

    Whatever else it was spread over stays out without them: it is over.
    """
    ids = [str(item_id) for item_id in item_ids]
    spread_over = (col(Withholding.target_kind) == Target.ITEM, col(Withholding.case_id).in_(case_ids))
    db.execute(delete(Withholding).where(*spread_over, col(Withholding.target_id).in_(ids)))
    db.execute(update(Withholding).where(*spread_over).values(case_id=None))


def _open_case(db: Session, about: About) -> Case | None:
    same = (Case.target_kind == about.target, Case.target_id == about.target_id)
    return db.exec(select(Case).where(*same, col(Case.state).in_(UNDECIDED))).first()


def _often(db: Session, now: datetime) -> "Windows":
    from hub.db.windows import Windows  # noqa: PLC0415 -- who only fetches passes here, and should not load its library

    return Windows(db, now)


def _said_before(db: Session, held: Case, who: str, found: Found, now: datetime) -> bool:
    """Say whether somebody sent just this within a day: a form that was sent twice is one report."""
    said = sha256("\x1f".join((who, str(held.number), found.reason, found.words, found.email)).encode()).hexdigest()
    return _often(db, now).incr(f"report-again:{said}", int(_SAME_WITHIN.total_seconds())) > 1


def _new_case(db: Session, about: About, now: datetime, state: State = State.OPEN) -> Case:
    # Whoever takes a number waits for who is taking one: the count of cases is hit first.
    _often(db, now).incr("case-number", 1)
    last = db.execute(select(func.max(Case.number))).scalar()
    made = Case(
        number=(last or 0) + 1,
        target_kind=about.target,
        target_id=about.target_id,
        place_id=about.place_id,
        title=about.title,
        person_id=about.person_id,
        state=state,
        opened_at=now,
        closed_at=None if state in UNDECIDED else now,
    )
    db.add(made)
    db.flush()
    return made


def _report(held: Case, found: Found, now: datetime) -> Report:
    return Report(
        case_id=held.id,
        reason=found.reason,
        words=found.words,
        person_id=found.person_id,
        email=found.email,
        at=now,
    )


def _take(db: Session, by: Decider, deed: Deed, held: Case, verdict: Verdict, now: datetime) -> Made:  # noqa: PLR0913, PLR0917 -- who did what about what, and why
    """Write a decision down, and have it hold from now on."""
    made = Decision(
        case_id=held.id,
        measure=verdict.measure,
        reason=verdict.reason,
        words=verdict.words,
        decided_by=by.actor.person_id,
        role=by.role,
        on_appeal=deed is Deed.DECIDE_APPEAL,
        at=now,
        until=ends_at(Target(held.target_kind), verdict.measure, now),
    )
    db.add(made)
    db.flush()
    before: Facts = {"measure": _hold(db, held, verdict, made)}
    after: Facts = {"measure": verdict.measure, "reason": verdict.reason, "role": by.role, "case": held.number}
    entry = Entry(deed, Thing(held.target_kind), held.target_id, held.place_id, before, after, verdict.words)
    note(db, by.actor, entry, now)
    return Made(held.id, held.number, made.id)


def _hold(db: Session, held: Case, verdict: Verdict, made: Decision) -> str:
    """Have *verdict* hold of what a case is about, instead of what held before; return which measure that was."""
    row = db.get(Withholding, (held.target_kind, held.target_id))
    before = row.measure if row else Measure.NOTHING
    if verdict.measure is Measure.NOTHING:
        if row:
            db.delete(row)
    else:
        row = row or Withholding(target_kind=held.target_kind, target_id=held.target_id, measure="", since=made.at)
        row.measure, row.label, row.case_id = verdict.measure, verdict.label, held.id
        row.since, row.until = made.at, made.until
        db.add(row)
    db.flush()
    return before


def _stays(db: Session, row: Withholding, by: Decider, verdict: Verdict) -> bool:
    """Say whether what holds is to stay, whatever is taken at once."""
    if row.case_id is None or _waits(row):
        return False
    roles = db.exec(select(Decision.role).where(Decision.case_id == row.case_id).order_by(col(Decision.at).desc()))
    is_decided = roles.first() != Kind.MENTOR
    return not replaces(verdict.measure, Measure(row.measure), is_decided=is_decided, decides=by.decides)


def _waits(row: Withholding) -> bool:
    """Say whether somebody is to read an item: that alone is no decision about it."""
    return row.measure == Measure.RESTRICT and not fits(Target(row.target_kind), Measure.RESTRICT)
