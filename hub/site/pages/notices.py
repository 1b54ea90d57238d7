"""How does somebody without a site pin up a notice? Written, looked at, pinned up, and withdrawn again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay
from sqlmodel import Session

from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.rules import State, html_of
from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.ids import as_id
from hub.kit.saying import say
from hub.people.pending.rules import Kind
from hub.people.persons import queries as people
from hub.people.persons.queries import PersonView
from hub.places.queries import PlaceView
from hub.site import deeds, limits, pinning
from hub.site.deps import Act, Db, Doing, Here, Who
from hub.site.kept.known import known
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerDay(10, namespace="notices-person")
Again = Annotated[str, Query(max_length=40, description="A notice of one’s own to begin with.")]
Whom = Annotated[str, Query(alias="for", max_length=40, description="The resident a mentor writes it for.")]


def looking(db: Db, actor: Who) -> Doing:
    """Return who looks at the form: perhaps nobody."""
    return Doing(db, actor, now())


Looking = Annotated[Doing, Depends(looking, scope="function")]


@router.get("/{place}/notices/new")
def show_new_notice(request: Request, here: Here, asked: Looking, whom: Whom = "", again: Again = "") -> HTMLResponse:
    """Ask what is to be pinned up."""
    return _form(request, asked, here, _begun(asked, here, whom, again))


@router.post("/{place}/notices/new")
def post_notice(request: Request, place: str, doing: Act, typed: FormTyped) -> Response:
    """Show how a notice will look, or pin it up; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    checked = _checked(doing, here, typed)
    if checked.wrong or typed["step"] == "look":
        return _form(request, doing, here, checked)
    if typed["for"]:
        return see(_pinned_for(doing, here, checked))
    _count(doing)
    payload = pinning.payload_of(checked)
    place_id = pinning.written(doing.db, payload).place_id
    return deeds.do_or_wait(request, doing, Kind.NOTICE, payload, checked["email"], place_id)


@router.get("/{place}/notices/waiting")
def show_notice_waiting(request: Request, here: Here) -> HTMLResponse:
    """Say that a mentor reads a notice before it appears."""
    return private(page(request, "people/notice_waiting.html", {"here": here}))


@router.post("/you/notices/{notice}")
def post_withdrawal(notice: UUID, doing: Act) -> Response:
    """Take one's own notice down."""
    person_id = doing.must_be_member().person_id
    if queries.notice(doing.db, notice).person_id != person_id:
        raise NotFound(say("There is no such notice here."))
    actions.withdraw(doing.db, notice, doing.now)
    return see(path("you"))


@deeds.takes(Kind.NOTICE)
def pin_up(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Pin up a notice whose author is known now; return where it can be seen."""
    notice = pinning.written(doing.db, payload)
    item_id = pinning.pin_up(doing, person_id, notice)
    return path("items", item_id) if item_id else path(_slug(doing.db, notice.place_id), "notices", "waiting")


def my_notices(db: Session, person_id: UUID, _moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return what somebody pinned up, for their own page."""
    tree = known(db).tree.places
    found = [(each, tree.get(each.place_id)) for each in queries.of_person(db, person_id)]
    return "people/you_notices.html", {"my_notices": found, "notice_states": STATES}


SECTIONS.append(my_notices)
STATES = {
    State.WAITING: say("A mentor reads it before it appears."),
    State.SHOWN: say("It is in the stream."),
    State.ENDED: say("Its last day is over."),
    State.WITHDRAWN: say("You took it down."),
    State.REFUSED: say("It was not pinned up; we wrote to you why."),
}


def _begun(asked: Doing, here: PlaceView, whom: str, again: str) -> Typed:
    """Return what stands in the form at first: what is usual, and the words of an earlier notice to write it anew."""
    ends = pinning.corkboard(asked.db, here, asked.now).usual_day.isoformat()
    begun = {"where": here.slug, "ends": ends, "for": whom}
    person_id = asked.actor.person_id
    if person_id is None or whom:
        return Typed(tuple(begun.items()))
    begun["name"] = people.person(asked.db, person_id).name
    earlier = next((each for each in queries.of_person(asked.db, person_id) if str(each.id) == again), None)
    if earlier:
        begun |= {
            "name": earlier.name,
            "title": earlier.title,
            "words": earlier.words,
            "labels": ", ".join(earlier.labels),
        }
    return Typed(tuple(begun.items()))


def _count(doing: Doing) -> None:
    """Count what a member pins up; who is not signed in is counted by the codes they ask for."""
    if not doing.actor.person_id:
        return
    too_many = say("Ten notices a day are enough for everybody.")
    limits.tally(doing).must(OF_PERSON, doing.actor.person_id.hex, too_many)


def _checked(doing: Doing, here: PlaceView, typed: Typed) -> Typed:
    checked = pinning.checked(typed, pinning.corkboard(doing.db, here, doing.now))
    if typed["for"]:
        _whom(doing, here, typed)
        return checked if typed["said"] else checked.but(said=say("Say how they told you to."))
    return checked if doing.actor.is_member else deeds.with_email(checked)


def _whom(doing: Doing, here: PlaceView, typed: Typed) -> PersonView | None:
    """Return the resident it is written for; None where people write for themselves."""
    if not typed["for"]:
        return None
    person_id = as_id(typed["for"])
    if person_id is None:
        raise NotFound(say("There is no such person here."))
    return pinning.resident(doing, here, person_id)


def _pinned_for(doing: Doing, here: PlaceView, typed: Typed) -> str:
    person_id = UUID(typed["for"])
    notice = pinning.written(doing.db, pinning.payload_of(typed))
    item_id = pinning.pin_up_for(doing, person_id, notice, typed["said"])
    return path("items", item_id) if item_id else path(here.slug)


def _form(request: Request, doing: Doing, here: PlaceView, typed: Typed) -> HTMLResponse:
    board = pinning.corkboard(doing.db, here, doing.now)
    values = {
        "here": here,
        "board": board,
        "places": [(place.slug, place.name) for place in board.places],
        "whom": _whom(doing, here, typed),
        "is_member": doing.actor.is_member,
        "looks": html_of(typed["words"]) if typed["step"] and not typed.wrong else "",
        "tag_choices": [(name, name) for name in board.tags],
        "tags": pinning.tags_of(doing.db, typed, board) if typed["step"] and not typed.wrong else (),
    }
    return private(form_page(request, "people/notice.html", values, typed))


def _slug(db: Session, place_id: UUID) -> str:
    return known(db).tree.places[place_id].slug
