"""What is known of Digital Friends, and when is it forgotten? A year after they end, but for figures without names."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from hub.db import personal
from hub.db.personal import By, Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.meet.partnerships import actions, outcome, queries, rules
from hub.meet.partnerships.models import (
    FriendInvitation,
    FriendOffer,
    Partnership,
    PartnershipCheck,
    PartnershipGoal,
    PartnershipReport,
    PartnershipSession,
    PartnershipStep,
)
from hub.people.persons.somebody import somebody

_SHOWN = ("place_id", "why", "state", "asked_at", "starts_on", "ends_on", "met_on", "over_at")
# That somebody reported them is the other one’s, and told to nobody.
_OF_OTHERS = (Reference(PartnershipReport, "about_id", Fate.PARTS),)
_THEIRS = (
    Reference(FriendOffer, "person_id", Fate.GOES),
    Reference(PartnershipCheck, "person_id", Fate.GOES),
    Reference(
        PartnershipSession, "logged_by", Fate.PARTS, empties={"words": ""}, shows=("held_on", "minutes", "words")
    ),
    Reference(
        Partnership,
        "mentor_id",
        Fate.PARTS,
        empties={"mentor_name": "", "address_mentor": False},
        shows=("mentor_name", "mentor_agreed_at", *_SHOWN),
    ),
    Reference(
        Partnership,
        "mentee_id",
        Fate.PARTS,
        empties={"mentee_name": "", "address_mentee": False},
        shows=("mentee_name", "mentee_agreed_at", *_SHOWN),
    ),
    Reference(PartnershipReport, "person_id", Fate.PARTS, empties={"words": ""}, shows=("words", "said_at")),
    Reference(
        PartnershipReport, "reviewed_by", Fate.PARTS, empties={"review": ""}, shows=("reviewed_at", "goes_on", "review")
    ),
    Reference(FriendInvitation, "person_id", Fate.GOES),
    Reference(FriendInvitation, "email_key", Fate.GOES, By.KEY),
    Reference(Partnership, "suggested_by", Fate.PARTS, empties={"why": ""}, shows=("place_id", "why", "asked_at")),
)
REFERENCES = (*_OF_OTHERS, *_THEIRS)
COVERED = ("friend_invitation.email",)
KEPT = (
    Kept.long(
        say("That you asked somebody by mail to be your Digital Friend"),
        rules.ASKED_FOR,
        say("So long the question is open."),
    ),
    Kept(
        say("That you would be somebody’s Digital Friend, or would like one"),
        None,
        say("Until you take it back. Those who bring two together see it, and nobody else."),
    ),
    Kept.long(
        say("That somebody did not feel safe with a Digital Friend"),
        rules.KEPT,
        say(
            "Until it is read by who looks after safety, whatever the two do meanwhile; then as long as the rest. "
            "Until it is read, a seal of the other one’s address is kept, from which nobody can read it, "
            "so that it holds even if they leave and come back."
        ),
    ),
    Kept.long(
        say("What two Digital Friends write down: goals, steps, sessions and answers"),
        rules.KEPT,
        say("A year after it is over, so that both can look back. Figures without names stay."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody offered, with whom they work, and what they answered; the work of their pairs too."""
    told = dict(personal.told(db, _THEIRS, somebody(db, person_id)))
    # What is hidden from them on their page is hidden here too: a question they said no to, or never heard of.
    seen = {each.asked_at for each in queries.of_person(db, person_id)}
    name = str(FriendInvitation.__tablename__)  # whether one was answered is the other one’s
    told[name] = [{key: row[key] for key in row if key != "answered_at"} for row in told[name]]
    for side in ("mentor_id", "mentee_id"):
        rows = told[f"partnership.{side}"]
        told[f"partnership.{side}"] = [row for row in rows if row["asked_at"] in seen]
    ids = _theirs(db, person_id)
    for table in (PartnershipGoal, PartnershipStep):
        written = db.exec(select(table).where(col(table.partnership_id).in_(ids)).order_by(col(table.id)))
        told[str(table.__tablename__)] = [row.model_dump(exclude={"id", "partnership_id"}) for row in written]
    return told


def erase(db: Session, person_id: UUID, now: datetime) -> None:
    """Take somebody out of their partnerships: those that went on are over, and what both wrote stays with the other.

    A question that was open is forgotten.
    """
    for each in _theirs(db, person_id):
        if actions.drop(db, each):
            continue
        outcome.end(db, each, now, closed=False)
        outcome.stop(db, each, now)
    personal.erase(db, REFERENCES, somebody(db, person_id))
    nobody = (col(Partnership.mentor_id).is_(None), col(Partnership.mentee_id).is_(None))
    unread = select(PartnershipReport.partnership_id).where(col(PartnershipReport.reviewed_at).is_(None))
    for each in db.exec(select(Partnership.id).where(*nobody, col(Partnership.id).not_in(unread))).all():
        outcome.forget(db, each)


def expire(db: Session, now: datetime) -> None:
    """Forget partnerships long over, and offers taken back."""
    outcome.forget_old(db, now)
    db.execute(delete(FriendOffer).where(col(FriendOffer.state) == rules.Offered.WITHDRAWN))
    db.execute(delete(FriendInvitation).where(col(FriendInvitation.asked_at) <= now - rules.ASKED_FOR))


def _theirs(db: Session, person_id: UUID) -> list[UUID]:
    mine = or_(col(Partnership.mentor_id) == person_id, col(Partnership.mentee_id) == person_id)
    return list(db.exec(select(Partnership.id).where(mine)))
