"""May two be brought together? What was said when strangers were drawn, and what was decided, holds here too."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.meet.partnerships import queries, safety
from hub.meet.rounds import apart
from hub.people.cases import queries as cases
from hub.site.unmentoring.excluding import sealer


def may_meet(db: Session, one: UUID, other: UUID, now: datetime) -> bool:
    """Say whether two may be brought together: neither excluded the other, and neither is kept from it just now."""
    return not (kept_out(db, one, now) or kept_out(db, other, now) or exclude_each_other(db, one, other))


def exclude_each_other(db: Session, one: UUID, other: UUID) -> bool:
    """Say whether one of two asked never to be brought together with the other."""
    return apart.kept_apart(db, one, other, sealer(db))


def kept_out(db: Session, person_id: UUID, now: datetime) -> bool:
    """Say whether somebody is brought together with nobody just now: restricted, stopped, or in an unread report."""
    asked = [person_id]
    seal = sealer(db)
    in_report = apart.stopped(db, asked, seal) or safety.in_question(db, asked, seal)
    return bool(in_report) or cases.is_restricted(db, person_id, now)


def are_free(db: Session, one: UUID, other: UUID) -> bool:
    """Say whether two are not one, and neither are, were nor are asked to be Digital Friends."""
    return one != other and not queries.know_each_other(db, one, other)
