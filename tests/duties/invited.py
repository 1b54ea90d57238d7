"""What somebody leaves who invites to meetups and comes to them: a meetup, a seat, and words to those who come."""

from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from hub.meet.hosting.models import Hosted
from hub.meet.rsvps.models import ComingMessage, Rsvp
from tests.town import NOON


def invite(db: Session, person_id: UUID, place_id: UUID, who: tuple[str, str]) -> None:
    """Have somebody invite to a meetup."""
    name, words = who
    day = NOON.date()
    told: dict[str, Any] = {"title": "A fair", "timezone": "Europe/London", "day": day, "ends_on": day}
    about: dict[str, Any] = {"place_id": place_id, "person_id": person_id, "name": name, "words": words}
    db.add(Hosted(state="shown", written_at=NOON, changed_at=NOON, **about, **told))
    db.flush()


def come(db: Session, person_id: UUID, who: tuple[str, str]) -> None:
    """Have somebody come to a meetup, and write to those who come."""
    name, words = who
    told = {"told_at": NOON, "told_state": "coming", "told_title": "A fair", "told_starts_at": NOON}
    facts = {**told, "told_zone": "Europe/London", "told_standing": "on", "state": "coming", "queue": 1}
    db.add(Rsvp.model_validate({"event_id": uuid4(), "person_id": person_id, "name": name, "asked_at": NOON, **facts}))
    db.add(ComingMessage(event_id=uuid4(), person_id=person_id, words=words, reached=1, sent_at=NOON))
    db.flush()
