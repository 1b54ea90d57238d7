"""What holds of a source that left and is back? What held of it before."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.registering.models import Departure
from hub.aggregate.registering.rules import spellings
from hub.people.cases import queries as cases
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target


def held_before(db: Session, urls: Collection[str]) -> Sequence[UUID]:
    """Return the ids of sources that left with these addresses while something held of them, the most first."""
    written = [spelling for url in urls for spelling in spellings(url)]
    departed = db.exec(select(Departure.source_id).where(col(Departure.url).in_(written)).distinct()).all()
    held = cases.held_of(db, Target.SOURCE, [source_id.hex for source_id in departed])
    order = list(Measure)
    return [UUID(each.target_id) for each in sorted(held, key=lambda each: -order.index(each.measure))]


def carry_over(db: Session, left: Collection[UUID], source_id: UUID) -> None:
    """Have read what a source says, before it appears, that takes up addresses of withheld ones that *left*."""
    for held in cases.held_of(db, Target.SOURCE, [each.hex for each in left]):
        key = (Target.SOURCE, source_id.hex)
        row = db.get(Withholding, key)
        row = row or Withholding(target_kind=key[0], target_id=key[1], measure="", since=held.since)
        if row.measure in {"", Measure.LABEL}:
            row.measure = Measure.RESTRICT
        db.add(row)
        db.flush()
