"""What the stories of Digital Friends share."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import col, select

from hub.db.engine import reading
from hub.meet.partnerships.models import Partnership
from hub.meet.partnerships.rules import State
from hub.people.mail.models import OutboxMail
from hub.people.persons.models import Person

OFFERS = "/alderford/digital-friends"
DESK = "/desk/digital-friends"
WISH: dict[str, Any] = {
    "side": "mentee",
    "name": "Cem",
    "words": "Maps on my phone",
    "how": ["in-person"],
    "adult": "yes",
}


def id_of(many: Engine, name: str) -> UUID:
    with reading(many) as db:
        return db.exec(select(Person.id).where(Person.name == name)).one()


def mails(many: Engine) -> list[str]:
    with reading(many) as db:
        return [each.text for each in db.exec(select(OutboxMail).order_by(col(OutboxMail.written_at)))]


def state(many: Engine) -> State:
    with reading(many) as db:
        return State(db.exec(select(Partnership.state)).one())
