"""Did one of two not feel safe? Everything between them stops, and what they say waits until it is read."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, or_, select, update

from hub.errors import BadQuestion
from hub.kit.saying import say
from hub.meet.partnerships import outcome
from hub.meet.partnerships.models import Partnership, PartnershipReport
from hub.meet.partnerships.rules import GOES_ON, MOST_REPORTS, State
from hub.people.persons.somebody import by_seal

_STOPS = (State.ASKED, *GOES_ON)


@dataclass(frozen=True, slots=True)
class ReportView:
    """What one of two said who did not feel safe, and what became of it."""

    id: UUID
    partnership_id: UUID
    place_id: UUID
    mentor_name: str
    mentee_name: str
    person_id: UUID | None  # who said it; None where they have left
    by_mentee: bool | None  # who of the two that was; None where they have left
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What safeguarding decides about a report."""

    goes_on: bool
    words: str
    by: UUID


def report(db: Session, partnership_id: UUID, person_id: UUID, words: str, now: datetime) -> UUID:
    """Keep that somebody did not feel safe, whatever the two have come to since; what goes on stands still.

    BadQuestion where they have said it many times already.
    """
    row = db.exec(select(Partnership).where(Partnership.id == partnership_id).with_for_update()).one()
    mine = (PartnershipReport.partnership_id == partnership_id, PartnershipReport.person_id == person_id)
    if db.exec(select(func.count()).select_from(PartnershipReport).where(*mine)).one() >= MOST_REPORTS:
        raise BadQuestion(say("Thank you. You have told us several times; somebody reads it."))
    made = PartnershipReport(
        partnership_id=partnership_id,
        place_id=row.place_id,
        person_id=person_id,
        about_id=row.mentee_id if person_id == row.mentor_id else row.mentor_id,
        words=words,
        said_at=now,
    )
    db.add(made)
    if row.state in _STOPS:
        row.held_from, row.state = row.state, State.HELD
    db.flush()
    return made.id


def review(db: Session, report_id: UUID, verdict: Verdict, now: datetime) -> bool:
    """Keep what safeguarding decided; False where somebody has decided already.

    Where nothing else waits, what stood still goes on as it was before, or is over.
    """
    unread = (col(PartnershipReport.id) == report_id, col(PartnershipReport.reviewed_at).is_(None))
    told = {
        "about_seal": "",
        "goes_on": verdict.goes_on,
        "review": verdict.words,
        "reviewed_by": verdict.by,
        "reviewed_at": now,
    }
    if db.exec(update(PartnershipReport).where(*unread).values(told)).rowcount == 0:
        return False
    partnership_id = db.get_one(PartnershipReport, report_id).partnership_id
    if not verdict.goes_on:
        outcome.stop(db, partnership_id, now)
    elif not _waits(db, partnership_id):
        held = update(Partnership).where(col(Partnership.id) == partnership_id, col(Partnership.state) == State.HELD)
        db.execute(held.values(state=Partnership.held_from))
    return True


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[ReportView]:
    """Return what waits to be read in these places (None: in all), the oldest first."""
    asked = select(PartnershipReport, Partnership).join(
        Partnership, col(PartnershipReport.partnership_id) == Partnership.id
    )
    asked = asked.where(col(PartnershipReport.reviewed_at).is_(None))
    if place_ids is not None:
        asked = asked.where(col(PartnershipReport.place_id).in_(place_ids))
    return [_view(*row) for row in db.exec(asked.order_by(col(PartnershipReport.said_at), col(PartnershipReport.id)))]


def said(db: Session, partnership_id: UUID, person_id: UUID) -> int:
    """Count how often somebody has said that they did not feel safe with another."""
    mine = (PartnershipReport.partnership_id == partnership_id, PartnershipReport.person_id == person_id)
    return db.exec(select(func.count()).select_from(PartnershipReport).where(*mine)).one()


def seal(db: Session, report_id: UUID, seal_of_other: str) -> None:
    """Have a report hold for whom it is about by the seal of their address too, should they leave and come back."""
    db.execute(update(PartnershipReport).where(col(PartnershipReport.id) == report_id).values(about_seal=seal_of_other))


def in_question(db: Session, person_ids: Collection[UUID], seal: Callable[[str], str]) -> frozenset[UUID]:
    """Return which of these people said so, or were named, in what nobody has read yet: they are paired with nobody.

    Whoever was named, left, and has come back under the same address is found by its *seal*.
    """
    either = or_(col(PartnershipReport.person_id).in_(person_ids), col(PartnershipReport.about_id).in_(person_ids))
    unread = select(PartnershipReport.person_id, PartnershipReport.about_id).where(
        col(PartnershipReport.reviewed_at).is_(None), either
    )
    named = frozenset(each for row in db.execute(unread) for each in row if each in set(person_ids))
    about = (col(PartnershipReport.reviewed_at).is_(None), PartnershipReport.about_seal != "")
    seals = set(db.exec(select(PartnershipReport.about_seal).where(*about)))
    if not seals:
        return named
    return named | {each for its, each in by_seal(db, person_ids, seal).items() if its in seals}


def _waits(db: Session, partnership_id: UUID) -> bool:
    unread = (PartnershipReport.partnership_id == partnership_id, col(PartnershipReport.reviewed_at).is_(None))
    return db.exec(select(PartnershipReport.id).where(*unread).limit(1)).first() is not None


def _view(row: PartnershipReport, about: Partnership) -> ReportView:
    return ReportView(
        id=row.id,
        partnership_id=about.id,
        place_id=row.place_id,
        mentor_name=about.mentor_name,
        mentee_name=about.mentee_name,
        person_id=row.person_id,
        by_mentee=None if row.person_id is None else row.person_id == about.mentee_id,
        words=row.words,
        said_at=row.said_at,
    )
