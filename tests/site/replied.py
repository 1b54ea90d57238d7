"""How do people of the tests speak with each other? What the stories of replies share."""

from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.communicate.replies import actions
from hub.communicate.replies.actions import Said
from hub.communicate.replies.models import Reply
from hub.communicate.threads.actions import for_item
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.persons.models import Person
from hub.places.models import Place
from tests.neighbours import Neighbour, Page
from tests.site.conftest import email_of


def item_called(many: Engine, title: str) -> int:
    """Return the number of the post with this title."""
    with reading(many) as db:
        found = db.exec(select(Item.id).where(Item.title == title)).one()
        assert found is not None
        return found


def person_of(many: Engine, name: str) -> UUID:
    """Return who somebody is."""
    with reading(many) as db:
        return db.exec(select(Person.id).where(Person.email_key == email_of(name))).one()


def known_well(many: Engine, *names: str) -> None:
    """Have what these people say appear at once from now on."""
    with writing(many) as db:
        for each in db.exec(select(Person).where(col(Person.email_key).in_([email_of(name) for name in names]))):
            each.approved = 3


def last(many: Engine) -> Reply:
    """Return the newest reply."""
    with reading(many) as db:
        found = db.exec(select(Reply).order_by(col(Reply.said_at).desc(), col(Reply.id))).first()
        assert found is not None
        db.expunge(found)
        return found


def again(many: Engine, reply_id: UUID) -> Reply:
    """Return a reply as it is now."""
    with reading(many) as db:
        found = db.get_one(Reply, reply_id)
        db.expunge(found)
        return found


def speak(person: Neighbour, address: str, words: str, **fields: str) -> Page:
    """Say something by the form at *address*."""
    form = next(form for form in person.visit(address).all("//form") if "words" in form.fields)
    typed = dict(form.form_values()) | {"words": words, "step": "say"} | fields
    return person.post(str(form.get("action")), **typed)


def let_appear(reader: Neighbour, reply_id: UUID) -> Page:
    """Read a reply at the desk, and say yes."""
    address = f"/desk/replies/{reply_id}"
    form = next(form for form in reader.visit(address).all("//form") if "words" in form.fields)
    return reader.post(address, **dict(form.form_values()) | {"say": "yes"})


def said(db: Session, place: Place, item_id: int, person_id: UUID, words: str, **more: object) -> UUID:
    """Have somebody say something at a post, without the site; return its id."""
    thread_id = for_item(db, place.id, item_id, now())
    told = {"thread_id": thread_id, "words": words, "name": "Ben", "item_id": item_id} | more
    return actions.say(db, person_id, Said(**told), now())  # type: ignore[arg-type]  # the fields of what is said
