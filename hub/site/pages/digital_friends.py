"""Would you like a Digital Friend, or be one? What it is, what came of it here, and one form."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.kit.saying import say
from hub.meet.partnerships import queries
from hub.people.pending.rules import Kind
from hub.places.queries import PlaceView
from hub.site import deeds
from hub.site.deps import Act, Db, Doing, Here
from hub.site.friends import offering
from hub.site.friends.offering import ADULT, SIDES
from hub.site.kept.known import known
from hub.site.render import form_page, page, path, private
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
Side = Annotated[str, Query(max_length=10, description="Which side is chosen at first.")]
HOW = (("in-person", say("In person, in a public place")), ("online", say("Online or by telephone")))


@router.get("/{place}/digital-friends")
def show_digital_friends(request: Request, here: Here, db: Db, side: Side = "") -> HTMLResponse:
    """Say what Digital Friends is, with figures and no names, and a form to take part."""
    typed = Typed((("side", side if side in SIDES else ""), ("how", "in-person")))
    return _page(request, db, here, typed)


@router.get("/{place}/digital-friends/steps")
def show_shared_steps(request: Request, here: Here, db: Db) -> HTMLResponse:
    """List the steps that pairs of this place let others copy."""
    return page(request, "meet/shared_steps.html", {"here": here, "steps": queries.shared_steps(db, here.id)})


@router.post("/{place}/digital-friends")
def post_offer(request: Request, place: str, doing: Act, typed: FormTyped) -> Response:
    """Keep that somebody would be a Digital Friend or would like one; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    checked = offering.checked(typed)
    if not doing.actor.is_member:
        checked = deeds.with_email(checked)
    if checked.wrong:
        return private(_page(request, doing.db, here, checked))
    payload = offering.payload_of(here, checked)
    return deeds.do_or_wait(request, doing, Kind.FRIENDS, payload, checked["email"], here.id)


@deeds.takes(Kind.FRIENDS)
def take_offer(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Keep the offer or the wish of somebody who is known now; return where it can be seen."""
    offering.keep(doing, person_id, payload)
    return path("you", "friends", told="offered")


def _page(request: Request, db: Session, here: PlaceView, typed: Typed) -> HTMLResponse:
    values = {
        "here": here,
        "figures": queries.figures(db, here.id),
        "sides": list(SIDES.items()),
        "ways": HOW,
        "adult": [("yes", ADULT)],
    }
    return form_page(request, "meet/digital_friends.html", values, typed)
