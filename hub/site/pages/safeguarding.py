"""How is read what somebody said who did not feel safe, in a place that has no desk any more? As at any other."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.saying import Saying, say
from hub.kit.zones import USUAL_ZONE
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk import rounds, taken_out
from hub.site.desk.reach import Acting, Looking
from hub.site.friends.reviewing import reporters, review, review_fault
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.unmentoring import wording

router = APIRouter(include_in_schema=False)
Done = Annotated[str, Query(max_length=20)]
DONE: Mapping[str, Saying] = {"reviewed": say("It is kept.")}


@router.get("/desk/safeguarding")
def show_taken_out(request: Request, asked: Looking, done: Done = "") -> HTMLResponse:
    """List what was said in places that were taken out of the registry, to who looks after safety there."""
    return _page(request, asked, Typed(), DONE.get(done))


@router.get("/desk/safeguarding/rounds/{report}")
def show_taken_out_report(request: Request, report: UUID, asked: Looking) -> HTMLResponse:
    """Show what somebody said of a round in such a place."""
    here = taken_out.of_round(asked, report)
    return _report(request, here, rounds.opened(asked.db, here, report), Typed())


@router.post("/desk/safeguarding/rounds/{report}")
def post_taken_out_review(request: Request, report: UUID, act: Acting, typed: FormTyped) -> Response:
    """Keep what was found of it."""
    here = taken_out.of_round(act, report)
    found, typed = rounds.opened(act.db, here, report), rounds.checked(typed)
    if typed.wrong:
        return _report(request, here, found, typed)
    rounds.review(act, found, typed)
    return see(path("desk", "safeguarding", done="reviewed"))


@router.post("/desk/safeguarding/friends/{report}")
def post_taken_out_friends(request: Request, report: UUID, act: Acting, typed: FormTyped) -> Response:
    """Keep what is decided where one of two Digital Friends did not feel safe in such a place."""
    found = taken_out.of_friends(act, report)
    if fault := review_fault(typed):
        return _page(request, act, typed.but(review=fault), None)
    review(act, found, typed)
    return see(path("desk", "safeguarding", done="reviewed"))


def _page(request: Request, asked: Doing, typed: Typed, done: Saying | None) -> HTMLResponse:
    found = taken_out.taken_out(asked)
    values = {
        "found": found,
        "reporters": reporters(asked.db, [each for _, each in found.friends]),
        "outcomes": wording.OUTCOMES,
        "zone": USUAL_ZONE,
        "done": done,
    }
    return private(form_page(request, "meet/desk_safeguarding.html", values, typed))


def _report(request: Request, here: PlaceView, found: rounds.Opened, typed: Typed) -> HTMLResponse:
    back = (path("desk", "safeguarding"), say("Places that are no longer here"))
    address = path("desk", "safeguarding", "rounds", found.report.id)
    return private(form_page(request, *rounds.report_page(here, found, (address, back), typed)))
