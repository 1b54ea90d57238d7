"""How does somebody of the tests pin up a notice? What the stories of notices share."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.notices.models import Notice
from hub.db.engine import reading, writing
from hub.people.persons.models import Person
from tests.neighbours import Neighbour, Page

CEM, BEN, ADA = "cem@hub.example", "ben@hub.example", "ada@hub.example"
NEW = "/alderford/notices/new"
LOST: dict[str, Any] = {
    "title": "Lost: grey cat",
    "words": "She is called Bins.\n\nCall at the mill.",
    "name": "Cem A.",
}


def pin(person: Neighbour, address: str = NEW, **fields: str | list[str]) -> Page:
    return person.fill(person.visit(address), **LOST | fields)


def look(person: Neighbour, **fields: str) -> Page:
    form = person.visit(NEW).all("//form[.//textarea]")[0]
    return person.post(NEW, **dict(form.form_values()) | LOST | {"step": "look"} | fields)


def only(many: Engine) -> Notice:
    with reading(many) as db:
        found = db.exec(select(Notice)).one()
        db.expunge(found)
        return found


def known_well(many: Engine, email: str) -> None:
    with writing(many) as db:
        db.exec(select(Person).where(Person.email_key == email)).one().approved = 3
