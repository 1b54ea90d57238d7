"""Which meetups did I type, and what becomes of them? Changed, moved, called off, taken up again, held once more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.duties.hosting import settle
from hub.errors import NotFound
from hub.kit.days import today
from hub.kit.saying import NOTHING, Saying, say
from hub.meet.hosting import actions, queries
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView
from hub.places.queries import PlaceView
from hub.site.deps import Act, Doing, Look
from hub.site.hosting import changing, dates, drafting, fields, inviting, often, wording
from hub.site.kept.known import known
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
Told = Annotated[str, Query(max_length=20, description="What has just happened to it.")]
TOLD: Mapping[str, Saying] = {
    "changed": say("It is changed. Whoever said that they come is told."),
    "off": say("It is called off. Whoever said that they come is told."),
    "on": say("It takes place after all. Whoever said that they come is told."),
    "date": say("This date is changed, the others stay. Whoever said that they come is told."),
}


@router.get("/you/meetups")
def show_my_meetups(request: Request, asked: Look) -> HTMLResponse:
    """Show somebody the meetups they typed."""
    return private(page(request, "meet/my_meetups.html", _mine(asked.db, asked.actor.person_id, asked.now)))


@router.get("/you/meetups/{hosted}")
def show_my_meetup(request: Request, asked: Look, hosted: UUID, told: Told = "") -> HTMLResponse:
    """Show one of them with its dates, and what can be done with each."""
    return _page(request, asked, inviting.own(asked, hosted), Typed(), TOLD.get(told, NOTHING))


@router.get("/you/meetups/{hosted}/change")
def show_change(request: Request, asked: Look, hosted: UUID) -> HTMLResponse:
    """Show what was typed, to be changed."""
    held = inviting.own(asked, hosted)
    return _form(request, asked, held, drafting.typed_of(held.written))


@router.post("/you/meetups/{hosted}/change")
def post_change(request: Request, hosted: UUID, doing: Act, typed: FormTyped) -> Response:
    """Have a meetup say something else."""
    held = inviting.own(doing, hosted)
    checked = changing.checked(doing, held, _here(doing, held), typed)
    if checked.wrong or typed["step"] == "look":
        return _form(request, doing, held, checked)
    changing.change(doing, held, drafting.written(checked, _here(doing, held)))
    return see(path("you", "meetups", hosted, told="changed"))


@router.post("/you/meetups/{hosted}/cancel")
def post_cancel(hosted: UUID, doing: Act) -> Response:
    """Call a meetup off, with all its dates."""
    inviting.own(doing, hosted)
    actions.cancel(doing.db, hosted, doing.now)
    settle(doing.db, hosted)
    return see(path("you", "meetups", hosted, told="off"))


@router.post("/you/meetups/{hosted}/again")
def post_again(hosted: UUID, doing: Act) -> Response:
    """Have a meetup that was called off take place after all."""
    often.must(doing, inviting.own(doing, hosted))
    actions.take_back(doing.db, hosted, doing.now)
    settle(doing.db, hosted)
    return see(path("you", "meetups", hosted, told="on"))


@router.post("/you/meetups/{hosted}/dates")
def post_date(request: Request, hosted: UUID, doing: Act, typed: FormTyped) -> Response:
    """Call off, move or take up again one date of a meetup that repeats; the others stay."""
    held = inviting.own(doing, hosted)
    day = today(doing.now, held.written.timezone)
    found = dates.date_of(held, day, typed["slot"]) if held.written.rule else None
    wrong = _wrong_of_date(doing, held, found, typed) if found else {"deed": dates.GONE}
    if found is None or wrong:
        return _page(request, doing, held, typed.but(**wrong), NOTHING)
    actions.set_date(doing.db, hosted, dates.odd_again(found, typed), doing.now)
    settle(doing.db, hosted)
    return see(path("you", "meetups", hosted, told="date"))


def my_meetups(db: Session, person_id: UUID, moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return how many meetups somebody typed that are not over, for their own page."""
    number = queries.number_open(db, person_id, moment)
    return "meet/you_meetups.html", {"number_hosted": number, "has_hosted": queries.has_typed(db, person_id)}


SECTIONS.append(my_meetups)


def _mine(db: Session, person_id: UUID | None, moment: datetime) -> Mapping[str, object]:
    tree = known(db).tree.places
    found = queries.of_person(db, person_id) if person_id else ()
    rows = [(each, tree[each.written.place_id], _next(each, moment)) for each in found if each.written.place_id in tree]
    return {"mine": rows, "states": wording.STATES, "places": known(db).tree.tops}


def _wrong_of_date(doing: Doing, held: HostedView, found: dates.OwnDate, typed: Typed) -> Mapping[str, Saying]:
    wrong = dict(dates.faults(held, found, typed, today(doing.now, held.written.timezone)))
    note = "" if typed["deed"] == dates.BACK else typed["note"]  # a date that is as ever again has no word of its own
    if "note" not in wrong and (leads := changing.note_fault(doing, held, note, found.odd.note)):
        wrong["note"] = leads
    if wrong or typed["deed"] == dates.CANCEL:
        return wrong
    trouble = often.fault(doing, held, found.slot.isoformat())
    return {"deed": trouble} if trouble else {}


def _next(held: HostedView, moment: datetime) -> dates.OwnDate | None:
    coming = dates.ahead(held, today(moment, held.written.timezone))
    return next((each for each in coming if not each.odd.cancelled and not held.cancelled), None)


def _here(asked: Doing, held: HostedView) -> PlaceView:
    found = known(asked.db).tree.places.get(held.written.place_id)
    if found is None:
        raise NotFound(inviting.NONE_SUCH)
    return found


def _page(request: Request, asked: Doing, held: HostedView, typed: Typed, told: Saying) -> HTMLResponse:
    here = _here(asked, held)
    day = today(asked.now, held.written.timezone)
    values = {
        "here": here,
        "meetup": held,
        "state": wording.STATES[held.state],
        "is_open": held.state in {State.WAITING, State.SHOWN},
        "is_over": held.ends_on < day,
        "dates": dates.ahead(held, day),
        "seen_at": inviting.address_of(asked.db, held) if held.state is State.SHOWN else "",
        "told": told,
    }
    return private(form_page(request, "meet/my_meetup.html", values, typed))


def _form(request: Request, asked: Doing, held: HostedView, typed: Typed) -> HTMLResponse:
    here = _here(asked, held)
    looks = typed["step"] and not typed.wrong
    values = {
        "here": here,
        "meetup": held,
        "preview": drafting.preview(asked.db, drafting.written(typed, here), asked.now) if looks else None,
        **fields.values(asked, here, typed),
    }
    return private(form_page(request, "meet/change.html", values, typed))
