"""Who is to hear what of a date, and when? Pure: what they were told and what stands now in, decisions out."""

from dataclasses import replace
from datetime import datetime

from hub.meet.rsvps.rules import (
    Facts,
    Standing,
    State,
    is_at_rest,
    is_decent,
    is_news,
    is_to_be_reminded,
    reminder_at,
)
from hub.meet.rsvps.values import Due


def stands(due: Due) -> Facts:
    """Return what stands of a date now; of one that is gone, what was told last.

    A date its organiser took out of a meetup that is still there does not take place.
    """
    if due.date:
        return due.date.facts
    return replace(due.rsvp.told, standing=Standing.CANCELLED if due.changed_at else Standing.GONE)


def must_hear(due: Due, now: datetime) -> bool:
    """Say whether somebody must hear that their date has changed, or that they have a seat now."""
    facts = stands(due)
    if is_news(due.rsvp.told, facts, now):
        return is_at_rest(due.changed_at, facts.starts_at, now, due.rsvp.told_lately)
    return due.rsvp.has_moved_up and due.date is not None and due.date.takes_people(now)


def must_be_reminded(due: Due, now: datetime) -> bool:
    """Say whether somebody is reminded now: once, of what takes place and they know that they have a seat at."""
    date, told = due.date, due.rsvp
    if date is None or {told.state, told.told_state} != {State.COMING} or told.reminded_for == date.starts_at:
        return False
    if date.standing is not Standing.ON or is_news(told.told, date.facts, now):
        return False  # they hear of the change instead
    at = reminder_at(date.starts_at, date.starts_on, date.zone)
    return is_decent(now, date.zone) and is_to_be_reminded(at, date.starts_at, told.told_at, now)
