"""What is here of yourself? Your own page: what each room keeps for you, your name, and where you are signed in."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from hub.kit.clock import now
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import visible
from hub.kit.zones import USUAL_ZONE
from hub.people import rules
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.signin import actions as devices
from hub.people.signin import queries as signin
from hub.people.signin.actions import Ask
from hub.people.signin.queries import SessionView
from hub.people.signin.rules import Purpose
from hub.site import codes, deeds, words
from hub.site.deps import Act, Db, Fresh, MyDevice
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
LONGEST_NAME = 80
# What a room shows on this page: a template, and the values in it; those of all rooms are one set of names.
Section = Callable[[Session, UUID, datetime], tuple[str, Mapping[str, object]]]
SECTIONS: list[Section] = []
Told = Annotated[str, Query(max_length=20, description="What somebody has just done.")]
# What has just happened, to whoever did it.
TOLD: Mapping[str, Saying] = {
    "corrected": say("Thank you. The mentors have your correction; their answer will stand here, and we mail it."),
    "left": say("It is out of this hub, with everything it said here."),
    "kept": say("It is kept."),
}


@router.get("/you")
def show_you(request: Request, device: MyDevice, db: Db, told: Told = "") -> Response:
    """Show somebody what is here of themselves."""
    person = people.person(db, device.person_id)
    typed = Typed((("name", person.name), ("language", person.language)))
    return _page(request, db, device, typed, TOLD.get(told, NOTHING))


@router.post("/you")
def post_you(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Take somebody's name and language."""
    device = doing.must_be_member()
    checked = _checked(typed)
    if checked.wrong:
        return _page(request, doing.db, device, checked)
    persons.describe(doing.db, device.person_id, checked["name"], checked["language"])
    return see(path("you", told="kept"))


@router.post("/you/devices")
def post_devices(doing: Act, typed: FormTyped) -> Response:
    """Sign another device out."""
    device = doing.must_be_member()
    with suppress(ValueError):  # what is no id is none of theirs
        devices.end(doing.db, device.person_id, UUID(typed["device"]))
    return see(path("you"))


@router.get("/you/address")
def show_address(request: Request, device: Fresh, db: Db) -> Response:
    """Ask for another address of who has just shown that the old one is theirs."""
    return _address_page(request, db, device, Typed())


@router.post("/you/address")
def post_address(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Mail a code to the new address; only once it is typed anything changes."""
    device = doing.must_be_fresh()
    checked = deeds.with_email(typed)
    if checked.wrong:
        return _address_page(request, doing.db, device, checked)
    ask = Ask(checked["email"], Purpose.CHANGE, str(device.person_id), words.language())
    return see(path("sign-in", "code", codes.mail_code(request, doing, ask)))


def _checked(typed: Typed) -> Typed:
    if len(typed["name"]) > LONGEST_NAME:
        typed = typed.but(name=say("This is longer than 80 letters. Shorten it."))
    elif "name" not in typed.wrong and not _is_a_line(typed["name"]):
        # A name stands in the sentences of others: nothing in it may turn them round or break them.
        typed = typed.but(name=say("This has signs in it that nobody sees. Take them out."))
    if typed["language"] not in words.LANGUAGES:
        typed = typed.but(language=say("We write in none but the languages listed."))
    return typed


def _is_a_line(name: str) -> bool:
    return visible(name) == name and "\n" not in name


def _page(request: Request, db: Session, device: SessionView, typed: Typed, told: Saying = NOTHING) -> Response:
    shown = [section(db, device.person_id, now()) for section in SECTIONS]
    values: dict[str, object] = {name: value for _, told in shown for name, value in told.items()}
    values |= {
        "sections": [template for template, _ in shown],
        "person": people.person(db, device.person_id),
        "told": told,
        "device": device,
        "zone": USUAL_ZONE,
        "devices": signin.sessions(db, device.person_id, now()),
        "has_desk": rules.may_open_desk(people.actor(db, device.person_id)),
        "languages_known": [(each.tag, each.name) for each in words.LANGUAGES.values()],
    }
    return private(form_page(request, "people/you.html", values, typed))


def _address_page(request: Request, db: Session, device: SessionView, typed: Typed) -> Response:
    values = {"person": people.person(db, device.person_id)}
    return private(form_page(request, "people/you_address.html", values, typed))
