"""How do the rounds of a place go? For its mentors in numbers; for who looks after safety with what they need."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.saying import say
from hub.meet.rounds.rules import LEAST
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site.deps import Doing, settings_of
from hub.site.desk import rounds
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.unmentoring import wording
from hub.site.unmentoring.letters import Letters

router = APIRouter(include_in_schema=False)
MOST_PLACES = 50  # one may choose from
Done = Annotated[str, Query(max_length=20)]
DONE = {
    "open": say("A round is open. It is drawn a week from now."),
    "pause": say("The rounds rest. Whoever has joined stays joined."),
    "resume": say("The rounds go on."),
    "adults": say("Rounds are for adults alone now."),
    "everybody": say(
        "Rounds are for everybody now. Look at your risk assessment: this is a change the law asks about."
    ),
    "reviewed": say("It is kept."),
}


@router.get("/desk/unmentoring")
def show_desk_rounds_somewhere(request: Request, asked: Looking, place: str = "") -> HTMLResponse:
    """Show the rounds of the place a form names, or of the widest one somebody looks after."""
    return _page(request, asked, tended(asked, place, rules.may_bring_together), Typed())


@router.get("/desk/unmentoring/{place}")
def show_desk_rounds(request: Request, place: str, asked: Looking, done: Done = "") -> HTMLResponse:
    """Show how the rounds of a place go."""
    return _page(request, asked, tended(asked, place, rules.may_bring_together), Typed(), done)


@router.post("/desk/unmentoring/{place}")
def post_desk_rounds(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Open a round now, have the rounds rest or go on, or say for whom they are."""
    here = tended(act, place, rules.may_bring_together)
    typed = rounds.once_more(act, here, typed)
    if typed.wrong:
        return _page(request, act, here, typed)
    if fault := rounds.keep(act, here, typed["do"], Letters(settings_of(request))):
        return _page(request, act, here, typed.but(do=fault))
    return see(path("desk", "unmentoring", here.slug, done=typed["do"]))


@router.get("/desk/unmentoring/{place}/reports/{report}")
def show_unsafe_report(request: Request, place: str, report: UUID, asked: Looking) -> HTMLResponse:
    """Show what somebody said who did not feel safe, to who looks after safety."""
    here = tended(asked, place, rules.may_safeguard)
    return _report(request, here, rounds.opened(asked.db, here, report), Typed())


@router.post("/desk/unmentoring/{place}/reports/{report}")
def post_unsafe_review(request: Request, place: str, report: UUID, act: Acting, typed: FormTyped) -> Response:
    """Keep what was found of it."""
    here = tended(act, place, rules.may_safeguard)
    found, typed = rounds.opened(act.db, here, report), rounds.checked(typed)
    if typed.wrong:
        return _report(request, here, found, typed)
    rounds.review(act, found, typed)
    return see(path("desk", "unmentoring", here.slug, done="reviewed"))


def _page(request: Request, asked: Doing, here: PlaceView, typed: Typed, done: str = "") -> HTMLResponse:
    values = {
        "here": here,
        "at": rounds.desk(asked, here),
        "places": places(asked.db, asked.actor, rules.may_bring_together)[:MOST_PLACES],
        "least": LEAST,
        "met": wording.MET,
        "outcomes": wording.OUTCOMES,
        "done": DONE.get(done),
    }
    return private(form_page(request, "meet/desk_unmentoring.html", values, typed))


def _report(request: Request, here: PlaceView, found: rounds.Opened, typed: Typed) -> HTMLResponse:
    back = (path("desk", "unmentoring", here.slug), say("UnMentoring in %(place)s", place=here.name))
    address = path("desk", "unmentoring", here.slug, "reports", found.report.id)
    return private(form_page(request, *rounds.report_page(here, found, (address, back), typed)))
