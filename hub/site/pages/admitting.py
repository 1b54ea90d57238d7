"""What may come into the stream? A mentor says yes or no to what was registered and suggested."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.registering import queries as registrations
from hub.aggregate.registering.queries import RegistrationView
from hub.errors import NotFound, SignInFirst
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.persons import queries as persons
from hub.site import admitting, registering
from hub.site.deps import Act, Db, Doing, Member, line
from hub.site.desk.bins import Row, Shelf, put_up
from hub.site.kept.known import known
from hub.site.render import form_page, path, private, refused, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
LONGEST_WORDS = 1_000


def rows(db: Session, place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Row]:
    """Return what waits for a yes in these places, what waits longest first."""
    tree = known(db).tree
    return [
        Row(
            key=str(each.id),
            title=each.name,
            since=each.asked_at,
            address=path("desk", "sources", each.id),
            lines=(tree.places[each.place_id].name, each.site, _by_whom(each)),
        )
        for each in registrations.waiting(db, place_ids)
        if each.place_id in tree.places
    ]


SHELF = put_up(
    Shelf(
        name="sources",
        title=say("New sources"),
        lead=say("Sites somebody registered as theirs, or suggested. Open one to see its posts, and say yes or no."),
        none=say("No site waits for a yes."),
        may=rules.may_tend,
        rows=rows,
    )
)


@router.get("/desk/sources/{registration_id}")
def show_registered(request: Request, registration_id: UUID, db: Db, actor: Member) -> Response:
    """Show a site that waits, with its posts and the tags they would get."""
    doing = Doing(db, actor, now())
    return _page(request, doing, _seen(doing, registration_id), Typed())


@router.post("/desk/sources/{registration_id}")
def post_decision(request: Request, registration_id: UUID, doing: Act, typed: FormTyped) -> Response:
    """Take a mentor's yes or no."""
    told = _seen(doing, registration_id)
    wrong = _fault(doing, told, typed) if told.waits else {}
    if wrong or typed.wrong:
        return _page(request, doing, told, typed.but(**wrong))
    if not told.waits:
        return refused(_page(request, doing, told, typed))
    if typed["answer"] == "yes":
        admitting.admit(doing.db, doing.actor, told, typed["words"], doing.now)
    else:
        admitting.refuse(doing.db, doing.actor, told, typed["words"], doing.now)
    return see(path("desk", "sources", registration_id))


def _seen(doing: Doing, registration_id: UUID) -> RegistrationView:
    """Return a registration of a place this mentor looks after; for anybody else there is none."""
    if not doing.actor.is_member:  # first of all: whoever is nobody is not told either whether there is one
        raise SignInFirst(say("Sign in to do this."))
    told = registrations.registration(doing.db, registration_id)
    places = {told.place_id, *(home for each in registrations.claimed(doing.db, told.urls) for home in each.homes)}
    if not any(rules.may_tend(doing.actor, line(doing.db, each)) for each in places):
        raise NotFound(say("There is no such registration here."))
    return told


def _fault(doing: Doing, told: RegistrationView, typed: Typed) -> dict[str, Saying]:
    if typed["answer"] not in {"yes", "no"}:
        return {"answer": say("Say yes or no.")}
    is_yes = typed["answer"] == "yes"
    if is_yes and (no_yes := admitting.why_not(doing, told)):
        return {"answer": no_yes}
    fault = _words_fault(typed["words"], told, is_yes=is_yes)
    return {"words": fault} if fault else {}


def _words_fault(words: str, told: RegistrationView, *, is_yes: bool) -> Saying | None:
    if len(words) > LONGEST_WORDS:
        return say("This is too long: at most %(most)s letters.", most=LONGEST_WORDS)
    if words or (is_yes and told.is_own):
        return None
    if is_yes:
        return say("Its owner was not asked: note why it is of public interest here.")
    return say("Say why not: whoever sent it is told.")


def _page(request: Request, doing: Doing, told: RegistrationView, typed: Typed) -> HTMLResponse:
    db = doing.db
    heard = registrations.known_as(db, told.urls).heard
    values = {
        "told": told,
        "here": known(db).tree.places.get(told.place_id),
        "who": persons.called(db, [told.person_id]).get(told.person_id, ""),
        "heard": heard,
        "spoken_for": registrations.spoken_for(db, [named.slug for named in heard.values()]),
        "no_yes": admitting.why_not(doing, told),
        "shows": registering.SHOWN_WORDS[told.shows],
    }
    return private(form_page(request, "people/register_desk.html", values, typed))


def _by_whom(told: RegistrationView) -> Saying:
    return say("registered as their own") if told.is_own else say("suggested by a reader")
