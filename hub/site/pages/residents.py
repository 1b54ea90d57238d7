"""How does a mentor act for somebody without e-mail? Entered with their consent, and what is here of them on a page."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.persons import vouching
from hub.people.persons.vouching import Resident
from hub.site import words
from hub.site.desk import acquaintances, wording
from hub.site.desk.reach import Acting, AtDesk, Looking, places, places_of, zone_of
from hub.site.kept.known import known
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
LONGEST = {"name": 80, "reach": 200, "yes": 1_000}


@router.get("/desk/people")
def show_residents(request: Request, asked: Looking) -> HTMLResponse:
    """List the residents one may act for."""
    tended = _tended(asked)
    found = acquaintances.residents(asked.db, places_of(asked.db, asked.actor, rules.may_act_for), tended)
    may_seek = rules.may_answer_for_data(asked.actor, ())
    values = {"residents": found, "zone": zone_of(tended), "may_seek": may_seek}
    return private(page(request, "people/residents.html", values))


@router.get("/desk/people/new")
def show_new_resident(request: Request, asked: Looking) -> HTMLResponse:
    """Ask who it is, how to reach them, and how they said yes."""
    return _form(request, asked, Typed())


@router.post("/desk/people/new")
def post_resident(request: Request, act: Acting, typed: FormTyped) -> Response:
    """Enter a resident who told a mentor to."""
    checked = typed.but(**_faults(act, typed))
    if checked.wrong:
        return _form(request, act, checked)
    here = known(act.db).place(typed["place"])
    act.must(rules.may_act_for, here.id)
    resident = Resident(typed["name"], typed["reach"], typed["yes"], words.language())
    return see(path("desk", "people", vouching.enter(act.db, act.actor, resident, here.id, act.now)))


@router.get("/desk/people/{person}")
def show_acquaintance(request: Request, asked: Looking, person: UUID) -> HTMLResponse:
    """Show what is here of somebody, as far as it is about one’s own places."""
    tended = _tended(asked)
    reached = places_of(asked.db, asked.actor, rules.may_act_for)
    values = {
        "told": acquaintances.acquaintance(asked.db, person, reached),
        "places": {place.id: place for place in tended},
        "roles": wording.ROLES,
        "zone": zone_of(tended),
        "may_seek": rules.may_answer_for_data(asked.actor, ()),
    }
    return private(page(request, "people/acquaintance.html", values))


@router.post("/desk/people/{person}/consent")
def post_consent_back(act: Acting, person: UUID, typed: FormTyped) -> Response:
    """Note that somebody no longer wants to be acted for."""
    here = known(act.db).place(typed["place"])
    act.must(rules.may_act_for, here.id)
    vouching.forbid(act.db, act.actor, person, here.id, act.now)
    return see(path("desk", "people"))


def _tended(asked: AtDesk) -> acquaintances.Places:
    tended = places(asked.db, asked.actor, rules.may_act_for)
    if not tended:
        asked.must(rules.may_act_for, None)
    return tended


def _faults(act: AtDesk, typed: Typed) -> dict[str, Saying]:
    missing = {
        "name": say("Write what they are called."),
        "reach": say("Write how to reach them: a telephone number, or where they live."),
        "yes": say("Write how they said yes: when, where, and to what."),
    }
    wrong = {name: fault for name, fault in missing.items() if not typed[name]}
    for name, most in LONGEST.items():
        if long := too_long(typed[name], most):
            wrong[name] = long
    return wrong if typed["place"] in known(act.db).by_slug else wrong | {"place": say("Choose a place.")}


def _form(request: Request, asked: AtDesk, typed: Typed) -> HTMLResponse:
    offered = [(place.slug, place.name) for place in _tended(asked)]
    return private(form_page(request, "people/resident.html", {"places": offered}, typed))
