"""What somebody leaves who was a Digital Friend: as mentor and as mentee, with all that two write."""

from datetime import date
from uuid import UUID, uuid4

from sqlmodel import Session

from hub.meet.partnerships import actions, curriculum, inviting, offering, outcome, safety
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.curriculum import Met
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.offering import Offering
from hub.meet.partnerships.outcome import Answered
from hub.meet.partnerships.rules import Moment, Side
from hub.meet.partnerships.safety import Verdict
from hub.people.persons.actions import welcome
from tests.town import NOON


def befriend(db: Session, person_id: UUID, place_id: UUID, who: tuple[str, str, str]) -> None:
    """Have somebody offer, ask, be asked, work with one and be stopped with another."""
    email, name, words = who
    other = welcome(db, f"{uuid4().hex}@friends.example", NOON)
    offering.offer(db, person_id, Offering(place_id, Side.MENTOR, name, words), NOON)
    inviting.invite(db, person_id, Invitation(place_id, Side.MENTOR, name, words, "zoe@friends.example"), NOON)
    inviting.invite(db, other, Invitation(place_id, Side.MENTEE, "Zoe", "Hello", email), NOON)
    running = actions.ask(db, Two(place_id, person_id, other, name, "Zoe", words), NOON, by=person_id)
    for side in Side:
        actions.agree(db, running, side, date(2025, 6, 2), NOON)
    curriculum.log_session(db, running, Met(date(2025, 6, 3), 60, words, person_id))
    outcome.answer_check(db, running, person_id, Answered(Moment.START, {"sure": 3}, words), NOON)
    stopped = actions.ask(db, Two(place_id, other, person_id, "Zoe", name), NOON, by=None)
    safety.report(db, stopped, person_id, words, NOON)
    about = safety.report(db, running, other, "Hello", NOON)
    safety.review(db, about, Verdict(goes_on=True, words=words, by=person_id), NOON)
