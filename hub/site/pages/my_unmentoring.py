"""With whom was somebody drawn, and what can they do about it? Their own pages, that nobody else can open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import SignInFirst
from hub.kit.saying import say
from hub.meet.rounds import actions, pairings, queries
from hub.site.deps import Act, Doing, Look
from hub.site.kept.known import known
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.unmentoring import pairing_page, wording

router = APIRouter(include_in_schema=False)
Done = Annotated[str, Query(max_length=20)]
DONE = {
    "written": say("It is passed on by mail. Nobody sees your address."),
    "shares": say("Kept. Once each of you agrees, all addresses go round by mail."),
    "not": say("Kept: nobody gets your address."),
    "met": say("Thank you. We ask no more."),
    "never": say("Kept. You are never drawn together again, and they are not told."),
    "off": say("Taken off your list."),
    "reported": say("Thank you for telling us. Nothing more is passed on to you, and the other is not told."),
}


@router.get("/you/unmentoring")
def show_my_unmentoring(request: Request, asked: Look, done: Done = "") -> HTMLResponse:
    """Show with whom somebody was drawn so far, and whom they never want to be drawn with."""
    return _list(request, asked, Typed(), done)


@router.post("/you/unmentoring/never")
def post_never(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Take an address somebody never wants to be drawn with; whether anybody here has it, the answer does not say."""
    me = _me(doing)
    if fault := pairing_page.exclude_address(doing, me, typed["other_email"]):
        return _list(request, doing, typed.but(other_email=fault))
    return see(path("you", "unmentoring", done="never"))


@router.post("/you/unmentoring/never/{never}")
def post_never_off(never: UUID, doing: Act) -> Response:
    """Take somebody off the list."""
    actions.take_off_never(doing.db, _me(doing), never)
    return see(path("you", "unmentoring", done="off"))


@router.get("/you/unmentoring/{pairing}")
def show_pairing(request: Request, pairing: UUID, asked: Look, done: Done = "") -> HTMLResponse:
    """Show somebody with whom they were drawn."""
    return _one(request, _shown(asked, pairing), Typed(), done)


@router.post("/you/unmentoring/{pairing}/write")
def post_message(request: Request, pairing: UUID, doing: Act, typed: FormTyped) -> Response:
    """Pass on what somebody writes to those they were drawn with."""
    at = _shown(doing, pairing)
    if fault := pairing_page.words_fault(doing, at, typed["words"]):
        return _one(request, at, typed.but(words=fault))
    if typed.wrong:
        return _one(request, at, typed)
    pairing_page.write(doing, at, typed["words"])
    return see(path("you", "unmentoring", pairing, done="written"))


@router.post("/you/unmentoring/{pairing}/share")
def post_sharing(pairing: UUID, doing: Act, typed: FormTyped) -> Response:
    """Keep whether somebody agrees that addresses are exchanged."""
    wanted = typed["share"] == "yes"
    pairing_page.share(doing, _shown(doing, pairing), wanted=wanted)
    return see(path("you", "unmentoring", pairing, done="shares" if wanted else "not"))


@router.post("/you/unmentoring/{pairing}/met")
def post_met(request: Request, pairing: UUID, doing: Act, typed: FormTyped) -> Response:
    """Keep whether somebody says they met."""
    at = _shown(doing, pairing)
    if not pairing_page.answer_met(doing, at, typed):
        return _one(request, at, typed.but(met=say("Choose one of these.")))
    return see(path("you", "unmentoring", pairing, done="met"))


@router.post("/you/unmentoring/{pairing}/never")
def post_not_again(pairing: UUID, doing: Act, typed: FormTyped) -> Response:
    """Have somebody never be drawn again with whom they were drawn."""
    done = pairing_page.exclude_partner(doing, _shown(doing, pairing), typed["other"])
    return see(path("you", "unmentoring", pairing, done="never" if done else ""))


@router.get("/you/unmentoring/{pairing}/unsafe")
def show_unsafe(request: Request, pairing: UUID, asked: Look) -> HTMLResponse:
    """Ask somebody who did not feel safe what happened; they need not say."""
    return _unsafe(request, _shown(asked, pairing), Typed())


@router.post("/you/unmentoring/{pairing}/unsafe")
def post_unsafe(request: Request, pairing: UUID, doing: Act, typed: FormTyped) -> Response:
    """Stop what is passed on, and have who looks after safety hear of it."""
    at = _shown(doing, pairing)
    if fault := pairing_page.report_fault(typed):
        typed = typed.but(words=fault)
    if typed.wrong:
        return _unsafe(request, at, typed)
    pairing_page.report(doing, at, typed["words"])
    return see(path("you", "unmentoring", pairing, done="reported"))


def my_rounds(db: Session, person_id: UUID, _moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return whether somebody takes part in UnMentoring, for their own page."""
    return "meet/you_rounds.html", {"takes_part": bool(queries.joined(db, person_id))}


SECTIONS.append(my_rounds)


def _me(asked: Doing) -> UUID:
    """Return who is signed in, else SignInFirst."""
    if asked.actor.person_id is None:
        raise SignInFirst(say("Sign in to do this."))
    return asked.actor.person_id


def _shown(asked: Doing, pairing_id: UUID) -> pairing_page.Shown:
    return pairing_page.shown(asked.db, _me(asked), pairing_id, asked.now)


def _list(request: Request, asked: Doing, typed: Typed, done: str = "") -> HTMLResponse:
    me = _me(asked)
    tree = known(asked.db).tree
    values = {
        "pairings": [
            (each, [other.said.name for other in each.others(me)], tree.places.get(each.place_id))
            for each in pairings.of_person(asked.db, me)
        ],
        "joined": [
            (found, tree.places.get(found.place_id))
            for said, found in queries.joined(asked.db, me)
            if found.is_open or said.sat_out
        ],
        "excluded": pairing_page.excluded(asked.db, me),
        "done": DONE.get(done),
    }
    return private(form_page(request, "meet/you_unmentoring.html", values, typed))


def _one(request: Request, at: pairing_page.Shown, typed: Typed, done: str = "") -> HTMLResponse:
    values = {"at": at, "done": DONE.get(done), "met_choices": [(met.value, said) for met, said in wording.MET.items()]}
    return private(form_page(request, "meet/my_pairing.html", values, typed))


def _unsafe(request: Request, at: pairing_page.Shown, typed: Typed) -> HTMLResponse:
    return private(form_page(request, "meet/unsafe.html", {"at": at}, typed))
