"""How does a mentor mend which calendars tell of the same meetup? Split, join, and take either back."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.saying import say
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site.deps import Doing, base_url
from hub.site.desk import same
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.render import form_page, private, see
from hub.site.typed import FormTyped, Typed, moment_of

router = APIRouter(include_in_schema=False)
MOST_PLACES = 50  # one may choose from


@router.get("/desk/same")
def show_same_anywhere(asked: Looking, place: str = "") -> Response:
    """Lead to the page of the place somebody chose, or of the widest they look after."""
    return see(same.address(tended(asked, place)))


@router.get("/desk/same/{place}")
def show_same(request: Request, place: str, asked: Looking, done: str = "") -> HTMLResponse:
    """Show what was put together in a place, what may belong together, and what was decided."""
    return _list(request, asked, tended(asked, place), Typed(), done)


@router.post("/desk/same/{place}/together")
def post_same(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Have two events be one meetup."""
    here = tended(act, place)
    checked = typed.but(**same.faults(act, here, typed, base_url(request)))
    if checked.wrong:
        return _list(request, act, here, checked)
    same.put_together(act, here, typed)
    return see(same.address(here, "together"))


@router.post("/desk/same/{place}/apart")
def post_not_same(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Have an event be a meetup of its own."""
    here = tended(act, place)
    if not same.put_apart(act, here, typed):
        return _list(request, act, here, typed.but(merged=say("These are two meetups already.")))
    return see(same.address(here, "apart"))


@router.post("/desk/same/{place}/undo")
def post_same_undo(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Take back what was decided at a moment."""
    here = tended(act, place)
    since = moment_of(typed["moment"])
    if since is None or not same.take_back(act, here, since):
        return _list(request, act, here, typed.but(moment=say("This was taken back already.")))
    return see(same.address(here, "back"))


def _list(request: Request, asked: Doing, here: PlaceView, typed: Typed, done: str = "") -> HTMLResponse:
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_tend)[:MOST_PLACES],
        "merged": same.merged(asked, here),
        "unsure": same.unsure(asked, here),
        "decided": same.decided(asked, here),
        "done": same.DONE.get(done),
    }
    return private(form_page(request, "people/desk_same.html", values, typed))
