"""How do neighbours of the tests take part in UnMentoring? What the stories of rounds share."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.db.engine import reading, writing
from hub.duties.rounding import keep_rounds
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.rounds import actions
from hub.meet.rounds.models import Enrolment, Pairing, PairingMember, Round
from hub.meet.rounds.rules import NEVER_KEY
from hub.net.door import Door
from hub.people.mail.models import OutboxMail
from hub.people.persons import actions as persons
from hub.people.persons.models import Person
from hub.people.rules import NOBODY, Kind
from hub.secret import key_for
from hub.settings import Settings
from hub.site.unmentoring.letters import Letters
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford, email_of, signed_in

HERE, MINE, DESK = "/alderford/unmentoring", "/you/unmentoring", "/desk/unmentoring/alderford"
WEEK = timedelta(days=7)


def opened(engine: Engine, here: Alderford) -> UUID:
    """Have a round of Alderford be open."""
    with writing(engine) as db:
        at = now()
        made = actions.open_round(db, here.place.id, at, at + WEEK)
    assert made
    return made


def join(person: Neighbour, **fields: str | list[str]) -> Page:
    """Have somebody join the round that is open."""
    usual: dict[str, str | list[str]] = {
        "name": person.name,
        "likes": f"{person.name} likes walks",
        "times": ["evenings", "weekends"],
        "ways": ["in-person", "online"],
        "adult": "yes",
    }
    return person.post(HERE, follow=True, **usual | fields)


@contextmanager
def neighbours(names: Iterable[str], settings: Settings, engine: Engine) -> Iterator[list[Neighbour]]:
    """Have several people be signed in at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(signed_in(name, settings, engine)) for name in names]


def keep(engine: Engine, settings: Settings, sandbox: object = None) -> int:
    """Do what the clock does for rounds."""
    tools = Tools(engine, Door.of(settings), sandbox)  # type: ignore[arg-type]  # nothing is read in a child
    return keep_rounds(tools, Letters(settings), key_for(settings, NEVER_KEY))


def later(engine: Engine, ago: timedelta) -> None:
    """Have all rounds have begun, and been drawn, so much longer ago."""
    with writing(engine) as db:
        for row in db.exec(select(Round)):
            row.opened_at, row.closes_at = row.opened_at - ago, row.closes_at - ago
            row.drawn_at = row.drawn_at - ago if row.drawn_at else None
        for pairing in db.exec(select(Pairing)):
            pairing.at -= ago


def draw(engine: Engine, settings: Settings) -> None:
    """Have the day of the draw come."""
    later(engine, WEEK + timedelta(minutes=1))
    keep(engine, settings)


def pairing_of(engine: Engine, name: str) -> UUID:
    """Return the newest pairing of somebody."""
    with reading(engine) as db:
        asked = select(PairingMember.pairing_id).join(Pairing).join(Person, col(Person.id) == PairingMember.person_id)
        found = db.exec(asked.where(Person.email == email_of(name)).order_by(col(Pairing.at).desc())).first()
    assert found
    return found


def page_of(engine: Engine, name: str) -> str:
    """Return the address of the newest pairing of somebody."""
    return f"{MINE}/{pairing_of(engine, name)}"


def partners(engine: Engine, name: str) -> set[str]:
    """Return with whom somebody was drawn last, by their addresses."""
    pairing_id = pairing_of(engine, name)
    with reading(engine) as db:
        asked = select(Person.email).join(PairingMember, col(PairingMember.person_id) == Person.id)
        found = set(db.exec(asked.where(PairingMember.pairing_id == pairing_id)))
    return found - {email_of(name)}


def safeguards(engine: Engine, name: str, here: Alderford) -> None:
    """Have somebody look after safety in Alderford."""
    with writing(engine) as db:
        persons.grant(db, NOBODY, person_of(db, name), Kind.SAFEGUARDING, here.place.id, now())


def person_of(db: Session, name: str) -> UUID:
    """Return the id of somebody."""
    return db.exec(select(Person.id).where(Person.email == email_of(name))).one()


def count(many: Engine) -> int:
    """Count who has joined rounds."""
    with reading(many) as db:
        return len(db.exec(select(Enrolment)).all())


def mails(many: Engine) -> list[OutboxMail]:
    """Return the mails that were not codes, the oldest first."""
    with reading(many) as db:
        found = [
            each for each in db.exec(select(OutboxMail).order_by(col(OutboxMail.written_at))) if each.kind == "notice"
        ]
        for each in found:
            db.expunge(each)
        return found


def subjects(many: Engine, words: str) -> int:
    """Count the mails with these words in their subject."""
    return sum(words in mail.subject for mail in mails(many))
