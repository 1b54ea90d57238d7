"""What does the calendar do to proposals? Those that may pass do, old ones are warned about or given up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from sqlmodel import Session, col, select

from hub.db.turns import take_turn
from hub.establish.deciding.changing import MATTER, carried_out, end, locked, weigh
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.queries import proposal
from hub.establish.deciding.rules import WARNING, Origin, Refused, Standing, State
from hub.establish.deciding.today import Today, stands_today
from hub.kit import said_later
from hub.kit.saying import say

MOST_OPEN = 1_000  # proposals one round looks at
_PASSES = {Standing.READY, Standing.ALONE}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Passed:
    """A proposal that passed by its time."""

    proposal_id: UUID
    decision_id: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of proposals by the calendar."""

    passed: tuple[Passed, ...] = ()
    overtaken: tuple[UUID, ...] = ()
    warned: tuple[UUID, ...] = ()
    expired: tuple[UUID, ...] = ()
    waiting: tuple[UUID, ...] = ()  # for a seal, from now on


@dataclass(slots=True)
class _Done:
    passed: list[Passed] = field(default_factory=list)
    overtaken: list[UUID] = field(default_factory=list)
    warned: list[UUID] = field(default_factory=list)
    expired: list[UUID] = field(default_factory=list)
    waiting: list[tuple[UUID, datetime]] = field(default_factory=list)  # and when their day was over


def settle(db: Session, today: Today, since: datetime, now: datetime) -> Settled:
    """Do what the calendar does to open proposals, those that close soonest first; it last did so at *since*.

    One that cannot even be judged is ended and logged, and holds up none of the others.
    """
    take_turn(db, MATTER)
    done = _Done()
    for proposal_id in _open(db):
        try:
            with db.begin_nested():
                _settle(db, proposal_id, today, done, now)
        except Exception:  # whatever is wrong with one of them, the others go on
            log.exception("a proposal could not be settled", proposal=proposal_id.hex)
            _give_up(db, proposal_id, now)
    waiting = [found_id for found_id, closes_at in done.waiting if since < closes_at <= now]
    return Settled(
        passed=tuple(done.passed),
        overtaken=tuple(done.overtaken),
        warned=tuple(done.warned),
        expired=tuple(done.expired),
        waiting=tuple(waiting),
    )


def _open(db: Session) -> Sequence[UUID]:
    asked = select(Proposal.id).where(Proposal.state == State.OPEN)
    return db.exec(asked.order_by(col(Proposal.closes_at), col(Proposal.id)).limit(MOST_OPEN)).all()


def _settle(db: Session, proposal_id: UUID, today: Today, done: _Done, now: datetime) -> None:
    row = locked(db, proposal_id)
    if row.state != State.OPEN:  # somebody ended it since it was listed
        return
    stands_at = _stands(db, row, today, now)
    if stands_at in _PASSES:
        weigh(db, row, today.touches, now)
        stands_at = _stands(db, row, today, now)
    _end(db, row, stands_at, done, now)
    if stands_at is Standing.WANTS_SEAL:
        done.waiting.append((row.id, row.closes_at))


def _stands(db: Session, row: Proposal, today: Today, now: datetime) -> Standing:
    sealers = today.sealers(row.place_id)
    return stands_today(proposal(db, row.id), sealers, len(sealers), now)


def _end(db: Session, row: Proposal, stands_at: Standing, done: _Done, now: datetime) -> None:
    if stands_at in _PASSES:
        origin = Origin.ALONE if stands_at is Standing.ALONE else Origin.AGREED
        made = carried_out(db, row, origin, None, now)
        if isinstance(made, Refused):
            done.overtaken.append(row.id)
        else:
            done.passed.append(Passed(row.id, made))
    elif stands_at is Standing.OVER:
        end(db, row, State.EXPIRED, None, now)
        done.expired.append(row.id)
    elif row.warned_at is None and now >= row.opened_at + WARNING:
        row.warned_at = now
        db.flush()
        done.warned.append(row.id)


def _give_up(db: Session, proposal_id: UUID, now: datetime) -> None:
    row = locked(db, proposal_id)
    row.faults = [said_later.to_json(say("It could not be carried out."))]
    end(db, row, State.OVERTAKEN, None, now)
