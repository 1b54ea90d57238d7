"""Ben looks after what is his: registrations under way, and the sources he speaks for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items.cards import cards
from hub.aggregate.registering import actions, owning
from hub.aggregate.registering import queries as registrations
from hub.aggregate.registering.actions import SHOW
from hub.aggregate.registering.queries import RegistrationView
from hub.aggregate.registering.rules import LONGEST_NAME
from hub.aggregate.tagging import source_rules
from hub.communicate.mentions import owing
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.kit.text import visible
from hub.people.persons.actions import Agreement
from hub.people.rules import Actor
from hub.places.queries import PlaceView
from hub.site import admitting, limits, registering, words
from hub.site.deps import Act, Base, Db, Doing, Fresh, Member, acting, network_of
from hub.site.kept.known import known
from hub.site.looking import looker_of
from hub.site.mine import Did, Mine, keep_note, source_of, source_to_leave, told_fault
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
POSTS = 10  # on the page of a source
LOOK_NOW = RateLimitItemPerMinute(1, 10, namespace="look-now")
CHECKS = RateLimitItemPerHour(12, namespace="check-proof")
NOT_SHOWN: Final = say("The site does not show it yet. We look again by ourselves every day; so may you, here.")


@router.get("/you/registrations/{registration_id}")
def show_registration(request: Request, registration_id: UUID, actor: Member, db: Db, base: Base) -> Response:
    """Show who registered it how it stands, and how the site may prove itself."""
    told = _registration(db, actor, registration_id)
    return _registration_page(request, db, told, base, Typed())


@router.post("/you/registrations/{registration_id}/check")
def post_check(request: Request, registration_id: UUID, base: Base, typed: FormTyped) -> Response:
    """Look at the site now, while no transaction is open, and let it in if it shows whose it is."""
    with acting(request, typed) as doing:
        told = _registration(doing.db, _member(doing), registration_id)
        _count(doing, CHECKS, registration_id)
        registering.count_look(request, doing)
    if not (told.waits and told.is_own):
        return see(path("you", "registrations", registration_id))
    found = looker_of(request).look_again(network_of(request), told.site, told.urls, now())
    with acting(request, typed) as doing:
        if not isinstance(found, Saying) and admitting.admit_if_proved(doing.db, told, found, base, doing.now):
            return see(path("you", "registrations", registration_id))
        wrong = found if isinstance(found, Saying) else NOT_SHOWN
        return _registration_page(request, doing.db, told, base, typed.but(proof=wrong))


@router.post("/you/registrations/{registration_id}/withdraw")
def post_withdrawal(registration_id: UUID, doing: Act) -> Response:
    """Take a registration back."""
    told = _registration(doing.db, _member(doing), registration_id)
    actions.withdraw(doing.db, told.id, doing.now)
    return see(path("you", "registrations", registration_id))


@router.get("/you/sources/{source}")
def show_own_source(request: Request, source: str, actor: Member, db: Db) -> Response:
    """Show somebody how a source of theirs is doing, and what they may do with it."""
    return _source_page(request, Doing(db, actor, now()), source_of(db, actor, source), Typed())


@router.post("/you/sources/{source}/look")
def post_look_now(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Have a source looked at now, because something was just posted there."""

    def look(mine: Mine) -> Did:
        _count(doing, LOOK_NOW, mine.source.id)
        owning.look_now(doing.db, mine.source.id, doing.now)
        return Did("look")

    return _deed(request, doing, source, typed, look)


@router.post("/you/sources/{source}/pause")
def post_pause(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Leave a source alone until its owner says so."""

    def pause(mine: Mine) -> Did:
        rested = registrations.rests_since(doing.db, mine.source.id) is not None
        owning.pause(doing.db, mine.source.id, doing.now)
        return Did("pause", {"paused": rested}, {"paused": True})

    return _deed(request, doing, source, typed, pause)


@router.post("/you/sources/{source}/go-on")
def post_go_on(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Look at a source again."""

    def go_on(mine: Mine) -> Did:
        rested = registrations.rests_since(doing.db, mine.source.id) is not None
        owning.go_on(doing.db, mine.source.id, doing.now)
        return Did("go-on", {"paused": rested}, {"paused": False})

    return _deed(request, doing, source, typed, go_on)


@router.post("/you/sources/{source}/shows")
def post_shows(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Show as much of a source as its owner allows from now on."""
    mine, allowed = source_of(doing.db, _member(doing), source), typed["shows"]
    fault = None if allowed in mine.shows else say("Choose how much may be shown.")

    def show(mine: Mine) -> Did:
        if mine.owner:
            said = words.said(registering.SHOWN_WORDS[allowed])
            by = doing.actor.person_id if mine.for_another else None
            owning.allow(doing.db, mine.owner, Agreement(SHOW, said, mine.source.id.hex, by), doing.now)
        owning.show(doing.db, mine.source.id, allowed)
        return Did("shows", {"shows": mine.source.shows}, {"shows": allowed})

    return _deed(request, doing, source, typed.but(shows=fault) if fault else typed, show)


@router.post("/you/sources/{source}/tell")
def post_tell(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Have a site told by itself when another post here answers one of its, or no more."""
    owner = source_of(doing.db, _member(doing), source).owner
    fault = None if owner else say("Nobody speaks for this site here yet, so nobody asked for it to be told.")

    def tell(mine: Mine) -> Did:
        before, wanted = owing.wishes(doing.db, mine.source.id), typed["tell"] == "yes"
        if wanted:
            owing.wish(doing.db, mine.source.id, doing.now)
        else:
            owing.wish_no_more(doing.db, mine.source.id)
        return Did("tell", {"told": before}, {"told": wanted})

    return _deed(request, doing, source, typed.but(tell=fault) if fault else typed, tell)


@router.post("/you/sources/{source}/name")
def post_name(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Call a source by another name."""
    fault = _name_fault(typed["name"])

    def rename(mine: Mine) -> Did:
        owning.rename(doing.db, mine.source.id, typed["name"])
        return Did("name", {"name": mine.source.name}, {"name": typed["name"]})

    return _deed(request, doing, source, typed.but(name=fault) if fault else typed, rename)


@router.get("/you/sources/{source}/leave")
def show_leaving(request: Request, source: str, actor: Member, db: Db, fresh: Fresh) -> Response:  # noqa: ARG001 -- a code was typed lately
    """Say what goes and what stays when a source is taken out, and ask for a yes."""
    return _leaving_page(request, source_to_leave(db, actor, source), Typed())


@router.post("/you/sources/{source}/leave")
def post_leaving(request: Request, source: str, doing: Act, typed: FormTyped) -> Response:
    """Take a source out of the hub, with everything it said here."""
    from hub.duties.leaving import take_out  # noqa: PLC0415 -- what duties need is loaded where one is asked for

    doing.must_be_fresh()
    mine = source_to_leave(doing.db, doing.actor, source)
    if wrong := told_fault(mine, typed):
        return _leaving_page(request, mine, typed.but(told=wrong))
    take_out(doing.db, mine.source.id, doing.now)
    keep_note(doing, mine, typed, Did("leave"))
    return see(path("you", told="left"))


def mine_section(db: Session, person_id: UUID, _now: datetime) -> tuple[str, Mapping[str, object]]:
    """Return what somebody registered, and the sources they speak for."""
    own, sent = registrations.owned(db, person_id), registrations.registered_by(db, person_id)
    under_way = [each for each in sent if each.source_id is None or each.waits]
    return "people/own_section.html", {"own_sources": own, "own_registrations": under_way}


SECTIONS.append(mine_section)


def _member(doing: Doing) -> Actor:
    doing.must_be_member()
    return doing.actor


def _registration(db: Session, actor: Actor, registration_id: UUID) -> RegistrationView:
    assert actor.person_id is not None  # noqa: S101 -- a member has one
    return registrations.own_registration(db, registration_id, actor.person_id)


def _deed(request: Request, doing: Doing, slug: str, typed: Typed, do: Callable[[Mine], Did]) -> Response:
    mine = source_of(doing.db, _member(doing), slug)
    if wrong := told_fault(mine, typed):
        typed = typed.but(told=wrong)
    if typed.wrong:
        return _source_page(request, doing, mine, typed)
    keep_note(doing, mine, typed, do(mine))
    return see(path("you", "sources", slug))


def _name_fault(name: str) -> Saying | None:
    if not visible(name).strip():
        return say("Type what it is called.")
    return say("This is longer than 80 letters. Shorten it.") if len(name) > LONGEST_NAME else None


def _count(doing: Doing, limit: RateLimitItemPerHour | RateLimitItemPerMinute, subject: UUID) -> None:
    too_many = say("We looked only a few minutes ago.")
    limits.tally(doing).must(limit, subject.hex, too_many)


def _next_look(doing: Doing, source_id: UUID) -> datetime | None:
    """Return from when a source may be looked at by a button again; None where it may now."""
    return limits.tally(doing).free_from(LOOK_NOW, source_id.hex)


def _registration_page(request: Request, db: Session, told: RegistrationView, base: str, typed: Typed) -> HTMLResponse:
    source = feeds.named(db, [told.source_id]).get(told.source_id) if told.source_id else None
    values = {
        "told": told,
        "here": known(db).tree.places.get(told.place_id),
        "link": admitting.link_of(told, base),
        "is_tended": registering.tended(db, told.place_id),
        "source": source,
        "is_back": admitting.known_again(db, told),
        "is_claim": told.waits and told.source_id is not None,
    }
    return private(form_page(request, "people/own_registration.html", values, typed))


def _source_page(request: Request, doing: Doing, mine: Mine, typed: Typed) -> HTMLResponse:
    fields = typed.fields or (("name", mine.source.name), ("shows", mine.source.shows))
    values = {
        "mine": mine,
        "source": mine.source,
        "typed": Typed(fields, typed.wrong),
        "here": _home(doing.db, mine),
        "posts": cards(doing.db, registrations.newest(doing.db, mine.source.id, POSTS)),
        "shows": [(each, registering.SHOWN_WORDS[each]) for each in mine.shows],
        "rests_since": registrations.rests_since(doing.db, mine.source.id),
        "next_look": _next_look(doing, mine.source.id),
        "is_told": owing.wishes(doing.db, mine.source.id),
        "rules": source_rules.of_source(doing.db, mine.source.id),
    }
    return private(form_page(request, "people/own_source.html", values, typed))


def _leaving_page(request: Request, mine: Mine, typed: Typed) -> HTMLResponse:
    values = {"mine": mine, "source": mine.source}
    return private(form_page(request, "people/own_leave.html", values, typed))


def _home(db: Session, mine: Mine) -> PlaceView | None:
    return known(db).tree.places.get(mine.home) if mine.home else None
