"""How does somebody say that they come to a meetup? By its form, in one press when signed in, else with a code."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from hub.errors import HubError, TooOften
from hub.kit.clock import now
from hub.meet.events import queries as meetups
from hub.meet.events.values import EventView
from hub.meet.rsvps import actions
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.rules import DAY
from hub.meet.rsvps.values import RsvpView
from hub.people.pending.rules import Kind
from hub.places.queries import PlaceView
from hub.site import coming, deeds, limits
from hub.site.coming import Coming
from hub.site.coming_letters import Writer
from hub.site.deps import Act, Db, Doing, Here, Who, chosen, network_of
from hub.site.kept.known import known
from hub.site.meeting import shown_meetup
from hub.site.outlets.calendars import calendar
from hub.site.render import form_page, path, private
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
OF_NETWORK = RateLimitItemPerHour(40, namespace="coming-network")
OF_PERSON = RateLimitItemPerDay(40, namespace="coming-person")
Slot = Annotated[str, Query(max_length=100, description="Which date of a meetup that repeats.")]


@router.get("/{place}/meetups/{meetup}/coming.ics")
def show_my_date(here: Here, meetup: str, db: Db, date: Slot = "") -> Response:
    """Give one date of a meetup to people’s own calendars."""
    told = shown_meetup(db, here, meetup)
    dates = [each for each in meetups.occurrences_of(db, told.id, now() - DAY) if each.slot == date]
    return calendar(db, here, dates, told.title, path(here.slug, "meetups", told.id))


@router.get("/{place}/meetups/{meetup}/coming")
def show_coming(request: Request, here: Here, meetup: str, db: Db, actor: Who) -> HTMLResponse:
    """Ask to which date somebody comes, and with whom."""
    return _form(request, Doing(db, actor, now()), here, shown_meetup(db, here, meetup), Typed())


@router.post("/{place}/meetups/{meetup}/coming")
def post_coming(request: Request, place: str, meetup: str, doing: Act, typed: FormTyped) -> Response:
    """Take somebody’s word that they come; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    told = shown_meetup(doing.db, here, meetup)
    found = _open(doing, told)
    checked = coming.checked(doing, found, coming.named(doing, typed))
    checked = checked if doing.actor.is_member else deeds.with_email(checked)
    if not checked.wrong and _too_often(request, doing):
        checked = checked.but(date=coming.TOO_OFTEN)
    if checked.wrong:
        return _form(request, doing, here, told, checked)
    try:
        payload = coming.payload_of(found, coming.wish_of(found, checked), told.title)
        return deeds.do_or_wait(request, doing, Kind.COMING, payload, checked["email"], here.id)
    except TooOften:  # too many codes were asked for: nothing was done, and nothing typed is lost
        return _form(request, doing, here, told, checked.but(email=coming.TOO_OFTEN))


@deeds.takes(Kind.COMING)
def come(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Give somebody a seat, or a place in the queue, and confirm it by mail; return their own page of it."""
    wish = coming.wish_in(payload)
    made = actions.ask(doing.db, person_id, wish, doing.now)
    if made.asked_at != doing.now:
        return path("you", "coming", told=_again(doing, made, wish))
    Writer(chosen(doing.db)).confirm(doing.db, made, doing.now)
    return path("you", "coming", told=made.state)


def _again(doing: Doing, known: RsvpView, wish: Wish) -> str:
    """Have who is coming already bring those they name now; return the name of what is told to them.

    Alone is what the form says by itself, so it takes nobody’s seat.
    """
    if wish.guests in {0, known.guests}:
        return "already"
    try:
        actions.bring(doing.db, known.id, wish.guests)
    except HubError:
        return "too-many"
    return "changed"


def _open(doing: Doing, told: EventView) -> Coming:
    return coming.must_take(coming.coming(doing.db, told, (), doing.now))


def _too_often(request: Request, doing: Doing) -> bool:
    counts = limits.tally(doing)
    is_one_too_many = not counts.hit(OF_NETWORK, network_of(request))
    return is_one_too_many or bool(doing.actor.person_id and not counts.hit(OF_PERSON, doing.actor.person_id.hex))


def _form(request: Request, doing: Doing, here: PlaceView, told: EventView, typed: Typed) -> HTMLResponse:
    values = {"here": here, "event": told, "coming": _open(doing, told), "is_member": doing.actor.is_member}
    return private(form_page(request, "meet/coming_page.html", values, typed))
