"""Which meetups stand on one page, for a program that reads them all? Soonest first, each of them on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from hub.meet.events import listing
from hub.meet.events.models import ListedDate
from hub.meet.events.values import Meetup, Narrowed
from hub.meet.reading.values import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: when its last meetup begins, and which that is."""

    at: datetime
    meeting: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and where the next one begins; None on the last."""

    meetups: Sequence[Meetup]
    next: Mark | None


def page(db: Session, place_id: UUID, span: Span, narrowed: Narrowed, after: tuple[Mark | None, int]) -> Page:
    """Return the meetups in a place that touch *span*: so many of them *after* where the last page ended."""
    mark, limit = after
    key = (col(ListedDate.meeting_at), col(ListedDate.meeting))
    near = and_(key[0] >= span.since - listing.BEFORE, or_(key[0] >= span.since, col(ListedDate.ends_at) > span.since))
    on = and_(col(ListedDate.goes_on), col(ListedDate.ends_at) > span.since)
    rows = select(*key).where(or_(near, on), key[0] < span.until, *listing.shown_in(db, place_id, narrowed))
    if mark:
        rows = rows.where(or_(key[0] > mark.at, and_(key[0] == mark.at, key[1] > mark.meeting)))
    keys = [Mark(*row) for row in db.execute(rows.distinct().order_by(*key).limit(limit + 1))]
    shown = keys[:limit]
    if not shown:
        return Page((), None)
    these = and_(key[0].between(shown[0].at, shown[-1].at), key[1].in_([each.meeting for each in shown]))
    told = listing.beginning(db, place_id, these, narrowed, limit)
    return Page(told, shown[-1] if len(keys) > limit else None)
