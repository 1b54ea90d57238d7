"""What somebody leaves who joined a round of UnMentoring: drawn, written, excluded, reported and reviewed."""

from uuid import UUID, uuid4

from sqlmodel import Session

from hub.meet.icebreakers import actions as icebreakers
from hub.meet.icebreakers.rules import State
from hub.meet.rounds import actions, together
from hub.meet.rounds.models import Enrolment, Pairing, PairingMember, Round
from hub.meet.rounds.rules import Outcome
from hub.meet.rounds.together import Verdict
from hub.people.persons.actions import welcome
from tests.town import NOON


def meet(db: Session, person_id: UUID, place_id: UUID, who: tuple[str, str]) -> None:
    """Have somebody be drawn with another, write, exclude, report and review."""
    name, words = who
    other = welcome(db, f"{uuid4().hex}@rounds.example", NOON)
    drawn = Round(place_id=place_id, state="drawn", opened_at=NOON, closes_at=NOON, drawn_at=NOON)
    pairing = Pairing(round_id=drawn.id, size=2, icebreaker="ours:0", at=NOON)
    for row in (drawn, pairing):
        db.add(row)
        db.flush()
    for each, called, likes in ((person_id, name, words), (other, "Zoe", "Hello")):
        facts = {"name": called, "likes": likes, "times": "evenings", "ways": "online", "joined_at": NOON}
        said = Enrolment.model_validate({"round_id": drawn.id, "person_id": each, **facts})
        db.add(said)
        db.flush()
        db.add(PairingMember(pairing_id=pairing.id, person_id=each, enrolment_id=said.id))
    db.flush()
    together.relay(db, pairing.id, person_id, words, NOON)
    actions.remind(db, place_id, person_id, NOON, wanted=True)
    for one, two in ((person_id, other), (other, person_id)):
        actions.never_again(db, one, (two, ""), words if one == person_id else "", NOON)
        report = together.report(db, pairing.id, place_id, (one, words if one == person_id else ""), NOON)
        together.review(db, report, Verdict(Outcome.STOPPED, "", person_id), NOON)
    asked = icebreakers.suggest(db, place_id, person_id, ("What is here?", name), NOON)
    icebreakers.decide(db, asked, State.SHOWN, NOON)
