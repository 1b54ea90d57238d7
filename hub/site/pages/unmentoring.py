"""How does somebody join this month's round of UnMentoring? What it is, when it is drawn, and one form."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay

from hub.errors import BadQuestion
from hub.kit.clock import now
from hub.kit.saying import say
from hub.meet.rounds import actions
from hub.meet.rounds.rules import LEAST
from hub.people.pending.rules import Kind
from hub.people.persons import queries as people
from hub.places.queries import PlaceView
from hub.site import deeds, limits
from hub.site.deps import Act, Db, Doing, Here, Who
from hub.site.kept.known import known
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.unmentoring import joining, wording
from hub.site.unmentoring.joining import Standing

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerDay(30, namespace="rounds-person")
Done = Annotated[str, Query(max_length=20)]
DONE = {
    "joined": say("You have joined. We mail you when the draw was made."),
    "out": say("You are out of this round. Come back whenever you like."),
    "remind": say("We mail you when the next round opens."),
    "quiet": say("We remind you no more."),
}


def looking(db: Db, actor: Who) -> Doing:
    """Return who looks at the page: perhaps nobody."""
    return Doing(db, actor, now())


Looking = Annotated[Doing, Depends(looking, scope="function")]


@router.get("/{place}/unmentoring")
def show_unmentoring(request: Request, here: Here, asked: Looking, done: Done = "") -> HTMLResponse:
    """Say what UnMentoring is and how this month's round stands, with the form that joins it."""
    return _page(request, asked, here, None, done)


@router.post("/{place}/unmentoring")
def post_unmentoring(request: Request, place: str, doing: Act, typed: FormTyped) -> Response:
    """Join the round that is open; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    found = joining.standing(doing, here).open
    if found is None or joining.is_resting(doing.db, here.id):
        raise BadQuestion(joining.CLOSED)
    checked = joining.checked(typed, found)
    if not doing.actor.is_member:
        checked = deeds.with_email(checked)
    if checked.wrong:
        return _page(request, doing, here, checked)
    _count(doing)
    payload = joining.payload_of(checked, found)
    return deeds.do_or_wait(request, doing, Kind.ROUND, payload, checked["email"], here.id)


@router.post("/{place}/unmentoring/withdraw")
def post_withdrawal(place: str, doing: Act) -> Response:
    """Take who is signed in out of the round that is open."""
    here = known(doing.db).place(place)
    me = doing.must_be_member().person_id
    found = joining.standing(doing, here).open
    is_out = found is None or actions.withdraw(doing.db, found.id, me)
    return see(path(here.slug, "unmentoring", done="out" if is_out else ""))


@router.post("/{place}/unmentoring/remind")
def post_reminder(place: str, doing: Act, typed: FormTyped) -> Response:
    """Have who is signed in hear when a round opens here, or no more."""
    here = known(doing.db).place(place)
    me = doing.must_be_member().person_id
    wanted = typed["remind"] == joining.YES
    actions.remind(doing.db, here.id, me, doing.now, wanted=wanted)
    return see(path(here.slug, "unmentoring", done="remind" if wanted else "quiet"))


@deeds.takes(Kind.ROUND)
def join_round(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Have somebody join whose address is known now; return where they see it."""
    return path(joining.join(doing, person_id, payload).slug, "unmentoring", done="joined")


def _count(doing: Doing) -> None:
    """Count what a member sends; who is not signed in is counted by the codes they ask for."""
    if doing.actor.person_id:
        too_many = say("You have changed this often today. Come back tomorrow.")
        limits.tally(doing).must(OF_PERSON, doing.actor.person_id.hex, too_many)


def _page(request: Request, asked: Doing, here: PlaceView, typed: Typed | None, done: str = "") -> HTMLResponse:
    at = joining.standing(asked, here)
    values = {
        "here": here,
        "at": at,
        "elsewhere": _elsewhere(asked, here, at),
        "done": DONE.get(done),
        "is_member": asked.actor.is_member,
        "slots": [(slot.value, said) for slot, said in wording.SLOTS.items()],
        "ways": [(way.value, said) for way, said in wording.WAYS.items()],
        "least": LEAST,
    }
    return private(form_page(request, "meet/unmentoring.html", values, typed or joining.begun(asked, at, _name(asked))))


def _elsewhere(asked: Doing, here: PlaceView, at: Standing) -> list[PlaceView]:
    """Return the places around here that have a round to join, where this one has none."""
    if at.open:
        return []
    return [place for place in known(asked.db).tree.above(here.id) if joining.can_be_joined(asked.db, place.id)]


def _name(asked: Doing) -> str:
    person_id = asked.actor.person_id
    return people.person(asked.db, person_id).name if person_id else ""
