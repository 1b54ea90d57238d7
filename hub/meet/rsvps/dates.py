"""What is known today of the dates people wanted to come to? Each as it stands, or nothing where it is gone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source
from hub.kit.zones import wall, zone_or_usual
from hub.meet.events.models import Event, Occurrence
from hub.meet.events.withheld import not_taken_down
from hub.meet.hosting.queries import terms_of
from hub.meet.rsvps.rules import Standing
from hub.meet.rsvps.values import DateNow, Key


def known(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return which of these events were typed here and are shown, and when each was changed last."""
    typed = terms_of(db, event_ids)
    there = select(Event.id, Event.changed_at).join(Source, col(Source.id) == Event.source_id)
    there = there.where(col(Event.id).in_(list(typed)), col(Source.retired).is_(False))
    return dict(db.exec(there.where(*not_taken_down(db, Event.source_id, Event.id))).all())


def dates_now(db: Session, keys: Collection[Key]) -> Mapping[Key, DateNow]:
    """Return what is known of these dates; those that are no longer there, or whose meetup was put away, are left out.

    What is told of one is true of the date alone: that it was moved, or is somewhere else than the others.
    """
    there, slots = known(db, {event_id for event_id, _ in keys}), {slot for _, slot in keys}
    rows = select(Occurrence, Event).join(Event, col(Event.id) == Occurrence.event_id)
    rows = rows.where(col(Occurrence.event_id).in_(list(there)), col(Occurrence.slot).in_(slots))
    # Of two of one name the sooner counts.
    found = db.exec(rows.order_by(col(Occurrence.starts_at).desc()).execution_options(populate_existing=True))
    return {
        (each.event_id, each.slot): _date(each, event) for each, event in found if (each.event_id, each.slot) in keys
    }


def date_now(db: Session, event_id: UUID, slot: str) -> DateNow | None:
    """Return what is known of one date; None when it is no longer there, or its meetup was put away."""
    return dates_now(db, [(event_id, slot)]).get((event_id, slot))


def dates_of(db: Session, event_id: UUID) -> Sequence[DateNow]:
    """Return the dates of one event, soonest first."""
    slots = db.exec(select(Occurrence.slot).where(Occurrence.event_id == event_id)).all()
    found = dates_now(db, {(event_id, slot) for slot in slots}).values()
    return sorted(found, key=lambda each: each.starts_at)


def named_anew(db: Session, event_id: UUID, starts_at: datetime, zone: str) -> str | None:
    """Return what the date is called now that was to begin at *starts_at*; None where there is none on that day.

    Where a meetup of one date begins to repeat, or a repeating one no longer does, its dates get other names.
    """
    day = wall(starts_at, ZoneInfo(zone)).date()
    rows = select(Occurrence.slot).where(Occurrence.event_id == event_id, Occurrence.starts_on == day)
    return db.exec(rows).first()


def _date(each: Occurrence, event: Event) -> DateNow:
    return DateNow(
        event_id=event.id,
        slot=each.slot,
        title=each.title or event.title,
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        starts_on=each.starts_on,
        all_day=each.all_day,
        location=each.location or event.location,
        zone=zone_or_usual(event.timezone),
        standing=Standing.CANCELLED if each.cancelled or event.cancelled else Standing.ON,
        changed_at=event.changed_at,
    )
