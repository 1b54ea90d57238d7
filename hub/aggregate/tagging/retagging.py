"""Derived rows rebuilt in the background: what was asked for, how far it is, and the next few items of it.

Every request is a row. They are worked through together, the newest item first, so that one item is looked at once
however many decisions touch it; where it stopped, it goes on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import Session, col, select, update

from hub.aggregate.feeds.models import SourcePlace
from hub.aggregate.tagging.models import Retagging
from hub.aggregate.tagging.touching import touch, touched, whose
from hub.establish.deciding.images import from_json
from hub.establish.deciding.models import Decision
from hub.places.actions import bump
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a place's retagging is, in items; none in all while it has not begun to count them."""

    looked_at: int
    total: int

    @property
    def percent(self) -> int:
        """How much of it is done; a hundred never stands there before the end."""
        return min(99, self.looked_at * 100 // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Request:
    """One open request and the items it is still to look at, the newest first."""

    id: int
    of_id: UUID
    items: Sequence[int]
    is_broken_off: bool = False


def ask(db: Session, place_id: UUID, decision_id: int | None, now: datetime) -> None:
    """Have the items of a place (or of WHOLE_HUB) looked at anew; with a decision, those it touches."""
    if decision_id is None:
        _absorb(db, true() if place_id == WHOLE_HUB else col(Retagging.place_id) == place_id, now)
    db.add(Retagging(place_id=place_id, decision_id=decision_id, asked_at=now))
    db.flush()


def ask_of_source(db: Session, source_id: UUID, now: datetime) -> None:
    """Have the items of a source looked at anew."""
    _absorb(db, col(Retagging.source_id) == source_id, now)
    db.add(Retagging(source_id=source_id, asked_at=now))
    db.flush()


def under_way(db: Session, place_ids: Collection[UUID]) -> Progress | None:
    """Return how far the retagging is that concerns any of these places; None when all is done."""
    speaking = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
    mine = or_(col(Retagging.place_id).in_({*place_ids, WHOLE_HUB}), col(Retagging.source_id).in_(speaking))
    rows = db.exec(select(Retagging).where(col(Retagging.done_at).is_(None), mine)).all()
    if not rows:
        return None
    return Progress(sum(row.looked_at for row in rows), sum(row.total for row in rows))


def open_ids(db: Session) -> frozenset[int]:
    """Return the requests that are not done."""
    return frozenset(db.execute(select(Retagging.id).where(col(Retagging.done_at).is_(None))).scalars())


def requests(db: Session) -> Sequence[Request]:
    """Return the open requests, each with the items it is still to look at; in a *db* that reads."""
    rows = db.exec(select(Retagging).where(col(Retagging.done_at).is_(None)).order_by(col(Retagging.id)))
    return [_request(db, row) for row in rows]


def begin(db: Session, asked: Sequence[Request]) -> None:
    """Note how many items there are to look at, where that was not noted before.

    Of work that was broken off nobody knows which pages show it already: all are made anew.
    """
    if any(each.is_broken_off for each in asked):
        _show_all(db)
    for each in asked:
        new = update(Retagging).where(col(Retagging.id) == each.id, col(Retagging.total) == 0)
        db.execute(new.values(total=len(each.items)))


def go_on(db: Session, looked_at: Mapping[int, int], last_id: int) -> None:
    """Note that requests have come down to the item *last_id*, and how many more each looked at."""
    for request_id, number in looked_at.items():
        more = {"before_id": last_id, "looked_at": col(Retagging.looked_at) + number}
        db.execute(update(Retagging).where(col(Retagging.id) == request_id).values(more))


def finish(db: Session, request_ids: Collection[int], now: datetime) -> None:
    """Note that requests are done."""
    db.execute(update(Retagging).where(col(Retagging.id).in_(request_ids)).values(done_at=now))


def _absorb(db: Session, theirs: ColumnElement[bool], now: datetime) -> None:
    """End open requests that a new one covers: it looks at all their items itself, from the newest on."""
    covered = db.exec(select(Retagging).where(col(Retagging.done_at).is_(None), theirs)).all()
    if any(map(_is_begun, covered)):
        _show_all(db)
    for row in covered:
        row.done_at = now


def _show_all(db: Session) -> None:
    bump(db, [WHOLE_HUB, *db.exec(select(Place.id))])


def _is_begun(row: Retagging) -> bool:
    """Say whether items may have been written for it: they are counted before the first one is."""
    return row.total > 0


def _request(db: Session, row: Retagging) -> Request:
    assert row.id is not None  # noqa: S101 -- it was read
    decision = db.get(Decision, row.decision_id) if row.decision_id is not None else None
    asked = touch(db, from_json(decision.images)) if decision else None
    of_id = row.source_id or row.place_id or WHOLE_HUB
    items = touched(db, asked, whose(db, of_id))
    before = row.before_id
    left = items if before is None else [each for each in items if each < before]
    return Request(row.id, of_id, left, is_broken_off=_is_begun(row))
