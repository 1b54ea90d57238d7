"""Whom does a mentor introduce to whom? Pairs that write about the same and never met, and the offers made so far."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.communicate.introducing import queries
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site import introducing
from hub.site.deps import Doing
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
MOST_PLACES = 50  # one may choose from
Done = Annotated[str, Query(max_length=20)]


@router.get("/desk/introductions")
def show_introductions(request: Request, asked: Looking, place: str = "", done: Done = "") -> HTMLResponse:
    """Show who could be introduced to whom in a place, and how the offers there stand."""
    return _page(request, asked, tended(asked, place), Typed(), done)


@router.post("/desk/introductions/{place}")
def post_introduction(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Offer to introduce two; they are asked by mail a while later."""
    here = tended(act, place)
    found = introducing.chosen_of(act.db, here, typed, act.now)
    typed = introducing.checked(found, typed)
    if found is None or typed.wrong:
        return _page(request, act, here, typed)
    introducing.offer(act, here, found, typed["words"])
    return see(path("desk", "introductions", place=here.slug, done="offered"))


@router.post("/desk/introductions/{place}/{introduction}/undo")
def post_undo(place: str, introduction: UUID, act: Acting) -> Response:
    """Take an offer back before anybody was asked."""
    here = tended(act, place)
    done = "back" if introducing.take_back(act, here, introduction) else "late"
    return see(path("desk", "introductions", place=here.slug, done=done))


def _page(request: Request, asked: Doing, here: PlaceView, typed: Typed, done: str = "") -> HTMLResponse:
    found = queries.candidates(asked.db, here.id, asked.now)
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_tend)[:MOST_PLACES],
        "pairs": [(each, introducing.reasons(each)) for each in found],
        "lines": introducing.lines(asked.db, here),
        "zone": here.timezone,
        "done": introducing.DONE.get(done),
    }
    return private(form_page(request, "people/desk_introductions.html", values, typed))
