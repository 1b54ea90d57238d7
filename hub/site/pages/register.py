"""Ben registers his site: its feeds are found, he picks, and it waits for his code and for a yes."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.registering import actions
from hub.aggregate.registering import queries as registrations
from hub.aggregate.registering.found import FoundSite
from hub.db.engine import reading
from hub.errors import TooOften
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.people.pending.rules import Kind
from hub.site import deeds, found_feeds, registering
from hub.site.deps import Act, Db, Doing, acting, engine_of, network_of, settings_of
from hub.site.errors import when_again
from hub.site.kept.known import known
from hub.site.looking import looker_of
from hub.site.registering import Room
from hub.site.render import form_page, page, path, private
from hub.site.ticket import Ticket
from hub.site.typed import FormTyped, Typed
from hub.site.words.kinds import kind_name

router = APIRouter(include_in_schema=False)
NOWHERE: Mapping[str, str] = MappingProxyType({})
OWN = Room(is_own=True, first="people/register.html", second="people/register_found.html")


@router.get("/register")
def show_register(request: Request, db: Db, place: str = "") -> Response:
    """Ask for the address of a site, or say why nothing can be registered yet."""
    return first_form(request, db, Typed((("place", place),)), OWN)


@router.post("/register")
def post_site(request: Request, typed: FormTyped) -> Response:
    """Look at a site and show what was found; nothing of it is kept."""
    return look(request, typed, OWN)


@router.post("/register/send")
def post_register(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Take what was picked, and have it wait for the code."""
    return send(request, doing, typed, OWN)


@router.get("/register/proof/{token}")
def show_proof(request: Request, token: str) -> HTMLResponse:
    """Say what a link to here is for: a site has it to show whose it is."""
    return page(request, "people/register_proof.html", {"token": token})


@router.get("/help/feeds")
def show_feed_help(request: Request) -> HTMLResponse:
    """Say how a feed is turned on, platform by platform."""
    return page(request, "people/feed_help.html", {})


@deeds.takes(Kind.REGISTER)
def register(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Keep what somebody registered, now that their address is theirs; return where they see how it stands."""
    wanted = registering.application(payload)
    if mine := registering.theirs_already(doing.db, person_id, [feed.url for feed in wanted.feeds]):
        return path("you", "sources", mine)
    made = actions.register(doing.db, person_id, wanted, doing.now)
    return path("you", "registrations", made)


def look(request: Request, typed: Typed, room: Room) -> Response:
    """Look at the site somebody typed, while no transaction is open, and show what was found."""
    with acting(request, typed) as doing:
        registering.must_be_open(request, doing.db)
        told = registering.first_faults(doing.db, typed)
        if told.wrong:
            return first_form(request, doing.db, told, room)
        if registering.asks_somebody(told["site"]) and (too_often := _counted(request, doing)):
            return _later(first_form(request, doing.db, told.but(site=too_often), room, trouble=too_often))
        who, about = doing.actor.person_id, found_feeds.names_of(doing.db, told["place"])
    found = looker_of(request).discover(network_of(request), told["site"], now(), about)
    with reading(engine_of(request)) as db:
        return _shown(request, db, told, found, room, who=who)


def send(request: Request, doing: Doing, typed: Typed, room: Room) -> Response:
    """Take what was picked of a site, or say what is wrong with it."""
    registering.must_be_open(request, doing.db)
    found = registering.brought(request, typed, doing.now)
    if found is None:
        return first_form(request, doing.db, typed.but(site=registering.TOO_OLD), room)
    told = registering.checked(doing, typed, found, room)
    if told.wrong or (not doing.actor.is_member and registering.is_hurried(found, doing.now)):
        return second_form(request, doing.db, told, found, room, who=doing.actor.person_id)
    registering.count_sent(request, doing)
    payload = registering.as_payload(doing, told, found, room)
    kind = Kind.REGISTER if room.is_own else Kind.SUGGEST
    return deeds.do_or_wait(request, doing, kind, payload, told["email"], UUID(payload["place_id"]))


def first_form(
    request: Request,
    db: Session,
    typed: Typed,
    room: Room,
    trouble: Saying | None = None,
    listed: Mapping[str, str] = NOWHERE,
) -> HTMLResponse:
    """Ask for a site and a place; *listed* are the pages of what is in the stream already, by name."""
    here = known(db).by_slug.get(typed["place"])
    values = {
        "typed": typed,
        "places": registering.places(db),
        "is_open": registering.is_open_now(request, db),
        "is_alone": settings_of(request).one_moderator,
        "trouble": trouble,
        "listed": listed,
        "to_try": request.app.state.to_try,
        "here": here,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong or trouble else HTTPStatus.OK
    return private(page(request, room.first, values, status=status))


def second_form(
    request: Request,
    db: Session,
    typed: Typed,
    found: Ticket,
    room: Room,
    *,
    who: UUID | None,
    told: Sequence[Saying] = (),
) -> HTMLResponse:
    """Show what was found, and ask what of it may be shown where; *told* is what to know of the look."""
    heard = found_feeds.known_of(db, found)
    values = _asked(db, typed, found, room) | {
        "told": told,
        "heard": heard.heard,
        "departed": heard.departed,
        "moving": heard.moving,
        "mine": registrations.owned_slugs(db, who),
        "spoken_for": registrations.spoken_for(db, [named.slug for named in heard.heard.values()]),
        "is_member": who is not None,
        "is_hurried": who is None and typed["ticket"] and not typed.wrong,
        "ticket": registering.seal(request, found),
    }
    answer = private(form_page(request, room.second, values, typed))
    if values["is_hurried"]:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _counted(request: Request, doing: Doing) -> Saying | None:
    """Count a look; return what to say where it is one too many, and so not to be made."""
    try:
        registering.count_look(request, doing)
    except TooOften as trouble:
        when = when_again(trouble)
        return say("Many sites were looked at from where you are. %(when)s Or ask a mentor to do it.", when=when)
    return None


def _later(answer: HTMLResponse) -> HTMLResponse:
    answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return answer


def _asked(db: Session, typed: Typed, found: Ticket, room: Room) -> dict[str, object]:
    here = known(db).by_slug.get(typed["place"])
    return {
        "typed": typed,
        "found": found,
        "picked": typed.all("feed"),
        "here": here,
        "places": registering.places(db),
        "kinds": sorted(((kind, kind_name(kind)) for kind in KINDS), key=lambda pair: pair[1]),
        "shows": [(each, registering.SHOWN_WORDS[each]) for each in room.shows],
    }


def _shown(
    request: Request, db: Session, typed: Typed, found: FoundSite | Saying, room: Room, *, who: UUID | None
) -> Response:
    if isinstance(found, Saying):
        return first_form(request, db, typed.but(site=found), room, trouble=found)
    if not found.feeds:
        nothing = found_feeds.nothing_found(found)
        return first_form(request, db, typed.but(site=nothing), room, trouble=nothing)
    here = known(db).place(typed["place"])
    ticket = registering.ticket_for(db, found, here.id, now())
    heard = found_feeds.known_of(db, ticket)
    answers = found_feeds.suggested_answers(ticket, heard, here)
    if not room.is_own and heard.heard.keys() >= {feed.url for feed in ticket.feeds}:
        return first_form(request, db, typed, room, listed=found_feeds.pages_of(db, ticket, heard))
    told = found_feeds.told_of_look(found, here.timezone)
    return second_form(request, db, answers, ticket, room, who=who, told=told)
