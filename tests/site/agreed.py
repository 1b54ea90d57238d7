"""The steps by which Ada and Ben agree on tags: what the stories of proposals and decisions share."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.establish.deciding import actions, queries
from hub.establish.deciding.actions import Said
from hub.establish.deciding.queries import Asked, ProposalView
from hub.establish.deciding.rules import Level, Origin, level
from hub.establish.deciding.script import Operation, Spell
from hub.kit.clock import now
from hub.people.persons import queries as persons
from tests.neighbours import Neighbour, Page
from tests.site.conftest import email_of

WHY = "They are the same to everybody I know."


def looked(person: Neighbour, wish: str, **fields: str) -> Page:
    """Fill in the form of a *wish*, and look at what it would change."""
    page = person.visit(f"/alderford/proposals/new/{wish}")
    return _pressed(person, page, {"step": "look", "reason": WHY, **fields}, follow=False)


def sent(person: Neighbour, wish: str, *, step: str = "send", **fields: str) -> Page:
    """Fill in the form of a *wish*, look at what it would change, and press the button that sends it."""
    return pressed(person, looked(person, wish, **fields), step=step, follow=True)


def pressed(person: Neighbour, page: Page, *, follow: bool = False, **fields: str) -> Page:
    """Fill in the form of *page* where one says what is to change, leave the rest as it is, and press a button."""
    return _pressed(person, page, fields, follow=follow)


def proposed(many: Engine, *script: Operation, by: str = "Ben", reach: int = 0) -> ProposalView:
    """Have somebody propose a *script* that is said to touch *reach* items."""
    with writing(many) as db:
        asked = Asked(script, queries.place_of(db, script), who(many, by), WHY, reach)
        made = actions.propose(db, asked, level(script, reach), now())
        assert isinstance(made, UUID), made
        return queries.proposal(db, made)


def agreed_on(db: Session, place_id: UUID, people: Mapping[str, UUID], tag: str) -> dict[str, str]:
    """Have Ben propose a spelling for a place, Bea say something to it, and Ada have decided another one."""
    at = now()
    wanted = Asked((Spell(tag, "the tip", place_id),), place_id, people["member"], "Everybody says so.")
    made = actions.propose(db, wanted, Level.SILENCE, at)
    assert isinstance(made, UUID), made
    actions.speak(db, made, Said(people["other member"], words="I do not."), at)
    voice = queries.proposal(db, made).voices[0].id
    done = Asked((Spell(tag, "midden", place_id),), place_id, people["mentor here"], "An old word.")
    decided = actions.decide(db, done, Origin.MENTOR, at)
    return {"proposal": str(made), "voice": str(voice), "decision": str(decided), "wish": "merge"}


def as_it_stands(many: Engine, proposal_id: UUID) -> ProposalView:
    """Return a proposal as it stands."""
    with reading(many) as db:
        return queries.proposal(db, proposal_id)


def who(many: Engine, name: str) -> UUID:
    """Return who *name* is."""
    with reading(many) as db:
        found = persons.by_email(db, email_of(name))
        assert found
        return found.id


def _pressed(person: Neighbour, page: Page, fields: Mapping[str, str], *, follow: bool) -> Page:
    (form,) = page.all("//form[@id='propose']")
    # No argument can have a hyphen in its name, and some fields have.
    said = dict(form.form_values()) | {name.replace("_", "-"): value for name, value in fields.items()}
    page = person.post(str(form.get("action")), follow=follow, **said)
    # What is looked at has an address of its own.
    onward = page.headers.get("location", "")
    return person.visit(onward) if onward.endswith("step=look") else page
