"""How does somebody type a meetup? Written, looked at, confirmed by a code, and shown."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay

from hub.errors import TooOften
from hub.kit.days import today
from hub.kit.saying import say
from hub.meet.hosting.rules import State
from hub.people.pending.rules import Kind
from hub.places.queries import PlaceView
from hub.site import deeds, limits
from hub.site.deps import Act, Doing, Here
from hub.site.hosting import beginning, drafting, fields, inviting, letters, reading
from hub.site.kept.known import known
from hub.site.listening import Asked
from hub.site.render import form_page, page, path, private
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerDay(20, namespace="meetups-person")
TOO_MANY = say("Twenty meetups a day are enough for everybody. Does yours repeat?")
TOO_MANY_CODES = say("Too many codes were asked for. Keep this, and send it later.")
About = Annotated[str, Query(max_length=20, description="The conversation people want to meet about.")]
Copied = Annotated[str, Query(alias="copy", max_length=40, description="A meetup of one’s own to hold once more.")]
Venue = Annotated[str, Query(max_length=80, description="The venue people are to meet at.")]


@router.get("/{place}/meetups/new")
def show_new_meetup(
    request: Request, here: Here, asked: Asked, about: About = "", copied: Copied = "", venue: Venue = ""
) -> HTMLResponse:
    """Ask when and where people are to meet."""
    return _form(request, asked, here, beginning.begun(asked, here, about, copied, venue))


@router.post("/{place}/meetups/new")
def post_meetup(request: Request, place: str, doing: Act, typed: FormTyped) -> Response:
    """Show how a meetup will look, or have it appear; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    checked = _checked(doing, here, typed)
    if checked.wrong or typed["step"] == "look":
        return _form(request, doing, here, checked)
    if doing.actor.person_id and not limits.tally(doing).hit(OF_PERSON, doing.actor.person_id.hex):
        return _form(request, doing, here, checked.but(title=TOO_MANY))
    payload = drafting.payload_of(drafting.written(checked, here))
    try:
        return deeds.do_or_wait(request, doing, Kind.MEETUP, payload, checked["email"], here.id)
    except TooOften:  # nothing was done, and nothing typed is lost
        return _form(request, doing, here, checked.but(email=TOO_MANY_CODES))


@router.get("/{place}/meetups/waiting")
def show_meetup_waiting(request: Request, here: Here) -> HTMLResponse:
    """Say that somebody reads a meetup before it appears."""
    return private(page(request, "meet/waiting.html", {"here": here}))


@deeds.takes(Kind.MEETUP)
def invite(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Take up a meetup whose organiser is known now; return where it can be seen."""
    made = inviting.invite(doing, person_id, drafting.written_again(payload))
    letters.tell_typed(doing, made)
    if made.state is State.SHOWN:
        return inviting.address_of(doing.db, made)
    return path(known(doing.db).tree.places[made.written.place_id].slug, "meetups", "waiting")


def _checked(doing: Doing, here: PlaceView, typed: Typed) -> Typed:
    wrong = reading.faults(typed, today(doing.now, here.timezone))
    checked = typed.but(**{name: fault for name, fault in wrong.items() if name not in typed.wrong})
    beginning.talk_of(doing.db, here, typed["about"])
    if doing.actor.is_member or (typed["step"] == "look" and not typed["email"]):
        return checked
    return deeds.with_email(checked)


def _form(request: Request, doing: Doing, here: PlaceView, typed: Typed) -> HTMLResponse:
    looks = typed["step"] and not typed.wrong
    values = {
        "here": here,
        "is_member": doing.actor.is_member,
        "talk": beginning.talk_of(doing.db, here, typed["about"]),
        "preview": drafting.preview(doing.db, drafting.written(typed, here), doing.now) if looks else None,
        **fields.values(doing, here, typed),
    }
    return private(form_page(request, "meet/new.html", values, typed))
