"""With which question does a talk begin? The list of a place, to which anybody may add one that a mentor has read."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import squeeze, visible
from hub.meet.icebreakers import actions, queries
from hub.meet.icebreakers.rules import LONGEST, LONGEST_NAME, State
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.pending.rules import Kind
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site import deeds, limits
from hub.site.deps import Act, Db, Doing, Here
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.kept.known import known
from hub.site.render import form_page, path, private
from hub.site.typed import FormTyped, Typed, too_long, trapped

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerDay(10, namespace="icebreakers-person")
Done = Annotated[str, Query(max_length=20)]


@router.get("/{place}/icebreakers")
def show_icebreakers(request: Request, here: Here, db: Db, done: Done = "") -> HTMLResponse:
    """List the questions of a place, and ask for another one."""
    return _page(request, db, here, Typed(), done)


@router.post("/{place}/icebreakers")
def post_icebreaker(request: Request, place: str, doing: Act, typed: FormTyped) -> Response:
    """Take a question somebody suggests; who is not signed in confirms it by a code."""
    here = known(doing.db).place(place)
    checked = _checked(doing, typed)
    if checked.wrong:
        return private(_page(request, doing.db, here, checked))
    _count(doing)
    payload = {"words": squeeze(checked["words"]), "name": squeeze(checked["name"]), "place": here.id.hex}
    return deeds.do_or_wait(request, doing, Kind.ICEBREAKER, payload, checked["email"], here.id)


@deeds.takes(Kind.ICEBREAKER)
def suggest(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Keep a question for a mentor to read; return where it will stand."""
    here = known(doing.db).tree.places.get(UUID(payload["place"]))
    if here is None:
        raise NotFound(say("There is no such place here."))
    actions.suggest(doing.db, here.id, person_id, (payload["words"], payload["name"]), doing.now)
    return path(here.slug, "icebreakers", done="waits")


def decide(doing: Doing, key: str, state: State) -> bool:
    """Let in or refuse what somebody suggested, as a mentor of its place; False where it does not wait any more."""
    icebreaker_id = as_id(key)
    if icebreaker_id is None:
        return False
    found = queries.suggested(doing.db, icebreaker_id)
    doing.must(rules.may_tend, found.place_id)
    if found.state is not State.WAITING or not actions.decide(doing.db, found.id, state, doing.now):
        return False
    deed = Deed.ADMIT if state is State.SHOWN else Deed.REFUSE
    note(doing.db, doing.actor, Entry(deed, Thing.ICEBREAKER, found.id, found.place_id), doing.now)
    return True


def _rows(db: Session, place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Row]:
    slugs = {place.id: place for place in known(db).tree.places.values()}
    return [
        Row(each.id.hex, each.words, each.suggested_at, path(slugs[each.place_id].slug, "icebreakers"), (each.name,))
        for each in queries.waiting(db, place_ids)
        if each.place_id in slugs
    ]


SHELF = put_up(
    Shelf(
        name="icebreakers",
        title=say("Questions to begin with"),
        lead=say("Neighbours suggest them for people who meet for the first time. Let in what everybody can answer."),
        none=say("No question waits."),
        may=rules.may_tend,
        rows=_rows,
        bulks=(
            Bulk("admit", "l", say("Let in"), lambda doing, key: decide(doing, key, State.SHOWN)),
            Bulk("refuse", "r", say("Refuse"), lambda doing, key: decide(doing, key, State.REFUSED)),
        ),
    )
)
DONE: Mapping[str, Saying] = {"waits": say("Thank you. A mentor reads it before it stands here.")}


def _checked(doing: Doing, typed: Typed) -> Typed:
    words = typed["words"] if visible(typed["words"]).strip() else ""
    wrong = {
        "words": (too_long(words, LONGEST) or NOTHING) if words else say("Write a question."),
        "name": too_long(typed["name"], LONGEST_NAME),
        "website": trapped(typed),
    }
    found = typed.but(**{name: fault for name, fault in wrong.items() if fault})
    return found if doing.actor.is_member else deeds.with_email(found)


def _count(doing: Doing) -> None:
    if doing.actor.person_id:
        too_many = say("Ten questions a day are enough for everybody.")
        limits.tally(doing).must(OF_PERSON, doing.actor.person_id.hex, too_many)


def _page(request: Request, db: Session, here: PlaceView, typed: Typed, done: str = "") -> HTMLResponse:
    near = [here.id, *(place.id for place in known(db).tree.above(here.id))]
    values = {"here": here, "questions": queries.every(db, near), "done": DONE.get(done)}
    return form_page(request, "meet/icebreakers.html", values, typed)
