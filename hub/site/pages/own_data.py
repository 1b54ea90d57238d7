"""What does the hub know about me, and how do I leave? Everything told, in one file to take along, and erased."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from hub.db.engine import is_sqlite
from hub.duties import forgetting
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.people.audit.actions import Entry, note
from hub.people.persons import queries as people
from hub.people.persons import roles
from hub.people.persons.appointing import is_last_admin
from hub.people.rules import Deed, Kind, Thing
from hub.site import telling
from hub.site.deps import Act, Db, Fresh
from hub.site.entering import leave
from hub.site.kept.known import known
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)


@router.get("/you/data")
def show_data(request: Request, device: Fresh, db: Db) -> Response:
    """Show somebody everything the hub knows about them."""
    told = forgetting.everything_about(db, device.person_id)
    return private(page(request, "people/own_data.html", {"parts": list(telling.parts(told))}))


@router.get("/you/data/everything.zip")
def show_file(request: Request, device: Fresh, db: Db) -> Response:
    """Hand out the same as a file with a page to read and JSON for programs."""
    return telling.as_file(request, forgetting.everything_about(db, device.person_id), now())


@router.get("/you/erase")
def show_erase(request: Request, device: Fresh, db: Db) -> Response:
    """Say what goes and what stays when somebody has themselves erased."""
    return _erase_page(request, db, device.person_id, Typed())


@router.post("/you/erase")
def post_erase(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Erase somebody who has just shown that it is them."""
    person_id = doing.must_be_fresh().person_id
    checked = _checked(doing.db, person_id, typed)
    if checked.wrong:
        return _erase_page(request, doing.db, person_id, checked)
    note(doing.db, doing.actor, Entry(Deed.ERASE, Thing.PERSON, person_id), doing.now)
    forgetting.erase(doing.db, person_id, doing.now)
    return leave(request, see(path("you", "erased")))


@router.get("/you/erased")
def show_erased(request: Request) -> Response:
    """Say goodbye."""
    return private(page(request, "people/erased.html", {}))


def _on_your_page(_db: Session, _person_id: UUID, _now: datetime) -> tuple[str, Mapping[str, object]]:
    return "people/you_data.html", {}


SECTIONS.append(_on_your_page)


def _checked(db: Session, person_id: UUID, typed: Typed) -> Typed:
    if typed["sure"] != "yes":
        typed = typed.but(sure=say("Tick this if you are sure: what is erased does not come back."))
    if is_last_admin(db, person_id):
        typed = typed.but(sure=say("You are the only admin of this hub: make somebody else one first."))
    return typed


def _left_alone(db: Session, person_id: UUID) -> Sequence[Saying]:
    """Say what nobody would do any more, and where."""
    tree = known(db).tree.places
    return [
        _without_you(each.kind, tree[each.place_id].name)
        for each in roles.alone(db, person_id)
        if each.kind in {Kind.MENTOR, Kind.MODERATOR} and each.place_id in tree
    ]


def _without_you(kind: Kind, place: str) -> Saying:
    if kind is Kind.MENTOR:
        return say("You are the only mentor of %(place)s: nobody would answer questions there.", place=place)
    return say("You are the only moderator of %(place)s: nobody there would decide about reports.", place=place)


def _erase_page(request: Request, db: Session, person_id: UUID, typed: Typed) -> Response:
    values = {
        "person": people.person(db, person_id),
        "sources": forgetting.sources_that_go(db, person_id),
        "wiped_at_once": is_sqlite(db),
        "left_alone": _left_alone(db, person_id),
    }
    return private(form_page(request, "people/erase.html", values, typed))
