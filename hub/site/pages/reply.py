"""How does somebody answer what is said here? Written, looked at, and said: at posts, stories, tags and in threads."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay, RateLimitItemPerHour
from sqlmodel import Session

from hub.communicate.replies.queries import ReplyView, around
from hub.communicate.replies.quoting import is_local
from hub.communicate.replies.rules import State, quoted
from hub.communicate.replies.writing import html_of
from hub.errors import TooOften
from hub.kit.saying import say
from hub.people.pending.rules import Kind
from hub.people.persons import queries as people
from hub.site import aims, deeds, echoing, limits, listening, replying
from hub.site.asking.asked import number, thread_number
from hub.site.deps import Doing, Here, acting, network_of
from hub.site.kept.known import known
from hub.site.listening import Asked
from hub.site.render import form_page, path, private
from hub.site.replying import Spot
from hub.site.restraint import closing
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
OF_PERSON = RateLimitItemPerDay(60, namespace="replies-person")
OF_NETWORK = RateLimitItemPerHour(60, namespace="replies-network")
LOOKS_OF_NETWORK = RateLimitItemPerHour(100, namespace="replies-looks")  # at how one will look, and tries to say one
TOO_OFTEN = say("You have said a lot today. Keep this, and send it later.")
SpotIn = Callable[[Session], Spot]
Parent = Annotated[str, Query(max_length=40, description="The reply that is answered.")]
Quote = Annotated[str, Query(max_length=3, description="Whether its words stand in the answer at first.")]


@router.get("/{place}/conversations/{thread}/reply")
def show_reply_in_thread(
    request: Request, here: Here, thread: str, asked: Asked, parent: Parent = "", quote: Quote = ""
) -> HTMLResponse:
    """Ask what somebody wants to say in a thread."""
    return _begun(request, asked, replying.at_thread(asked.db, here, thread_number(thread)), parent, quote)


@router.post("/{place}/conversations/{thread}/reply")
def post_reply_in_thread(request: Request, place: str, thread: str, typed: FormTyped) -> Response:
    """Show how a reply will look, or say it."""
    return _answered(request, typed, lambda db: replying.at_thread(db, known(db).place(place), thread_number(thread)))


@router.get("/items/{item}/reply")
def show_reply_to_item(request: Request, item: str, asked: Asked) -> HTMLResponse:
    """Ask what somebody wants to say to a post."""
    return _begun(request, asked, replying.at_item(asked.db, number(item)))


@router.post("/items/{item}/reply")
def post_reply_to_item(request: Request, item: str, typed: FormTyped) -> Response:
    """Show how a reply to a post will look, or say it."""
    return _answered(request, typed, lambda db: replying.at_item(db, number(item)))


@router.get("/{place}/stories/{story}/reply")
def show_reply_to_story(request: Request, here: Here, story: str, asked: Asked) -> HTMLResponse:
    """Ask what somebody wants to say to a story."""
    return _begun(request, asked, replying.at_story(asked.db, here, number(story)))


@router.post("/{place}/stories/{story}/reply")
def post_reply_to_story(request: Request, place: str, story: str, typed: FormTyped) -> Response:
    """Show how a reply to a story will look, or say it."""
    return _answered(request, typed, lambda db: replying.at_story(db, known(db).place(place), number(story)))


@router.get("/{place}/tags/{tag}/reply")
def show_reply_at_tag(request: Request, here: Here, tag: str, asked: Asked) -> HTMLResponse:
    """Ask what somebody wants to say about what is said under a tag."""
    return _begun(request, asked, replying.at_tag(asked.db, here, tag))


@router.post("/{place}/tags/{tag}/reply")
def post_reply_at_tag(request: Request, place: str, tag: str, typed: FormTyped) -> Response:
    """Show how a reply at a tag will look, or say it."""
    return _answered(request, typed, lambda db: replying.at_tag(db, known(db).place(place), tag))


@deeds.takes(Kind.REPLY)
def say_it(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Say a reply whose author is known now; return where it can be seen."""
    made = replying.speak(doing, person_id, payload)
    if made.state is State.WAITING:
        return path("you", "replies", made.id, told="waits")
    return aims.address_of_reply(made)


def _begun(request: Request, asked: Doing, spot: Spot, parent: str = "", quote: str = "") -> HTMLResponse:
    """Show the form with what stands in it at first: one's name, and the words one quotes."""
    begun = {"parent": parent}
    answered = replying.parent_of(asked, spot, Typed(tuple(begun.items())))
    if answered and quote:
        begun["words"] = quoted(answered.words)
    if asked.actor.person_id:
        begun["name"] = people.person(asked.db, asked.actor.person_id).name
    return _form(request, asked, spot, Typed(tuple(begun.items())))


def _answered(request: Request, typed: Typed, spot_in: SpotIn) -> Response:
    """Show how a reply will look, or say it: whoever only looks keeps nobody from writing, and not without end."""
    with acting(request, typed) as act:
        is_one_too_many = not limits.tally(act).hit(LOOKS_OF_NETWORK, network_of(request))
    if typed["step"] == "say" and not is_one_too_many:
        with acting(request, typed) as act:
            return _said(request, act, spot_in(act.db), typed)
    with listening.looking(request) as asked:
        spot = spot_in(asked.db)
        if is_one_too_many:
            return _form(request, asked, spot, typed.but(words=TOO_OFTEN))
        return _form(request, asked, spot, replying.checked(asked, spot, _named(asked, typed)))


def _said(request: Request, act: Doing, spot: Spot, typed: Typed) -> Response:
    checked = replying.checked(act, spot, _named(act, typed))
    replying.parent_of(act, spot, checked)
    if not act.actor.is_member:
        checked = deeds.with_email(checked)
    if not checked.wrong and _too_often(request, act):
        checked = checked.but(words=TOO_OFTEN)
    if checked.wrong:
        return _form(request, act, spot, checked)
    try:
        payload = replying.payload_of(spot, checked)
        return deeds.do_or_wait(request, act, Kind.REPLY, payload, checked["email"], spot.here.id)
    except TooOften:  # too many codes were asked for: nothing was done, and nothing typed is lost
        return _form(
            request, act, spot, checked.but(email=say("Too many codes were asked for. Keep this, and send it later."))
        )


def _named(act: Doing, typed: Typed) -> Typed:
    """Return what was typed with the name of who acts, where the form did not ask for one."""
    if act.actor.person_id is None or any(name == "name" for name, _ in typed.fields):
        return typed
    return replace(typed, fields=(*typed.fields, ("name", people.person(act.db, act.actor.person_id).name)))


def _too_often(request: Request, act: Doing) -> bool:
    counts = limits.tally(act)
    is_one_too_many = not counts.hit(OF_NETWORK, network_of(request))
    return is_one_too_many or bool(act.actor.person_id and not counts.hit(OF_PERSON, act.actor.person_id.hex))


def _form(request: Request, doing: Doing, spot: Spot, typed: Typed) -> HTMLResponse:
    answered = replying.parent_of(doing, spot, typed)
    looks = html_of(typed["words"]) if typed["step"] and "words" not in typed.wrong else ""
    begins = not typed["step"]  # what was typed already is kept, with the same sentence beside it
    values = {
        "here": spot.here,
        "spot": spot,
        "answered": answered,
        "is_member": doing.actor.is_member,
        "is_neighbour": listening.is_known(doing.db, doing.actor, spot.here.id),
        "is_local": typed["who"] == "neighbours" or _must_be_local(doing, spot, answered, typed),
        "is_read_first": _is_read_first(doing, spot),
        "looks": looks,
        "unseen": replying.unseen(doing.db, looks),
        "named": echoing.named(doing.db, spot.here.id, spot.thread_id, typed["words"]) if looks else None,
        "closing": closing(around(doing.db, spot.thread_id, spot.item_id) if begins and spot.thread_id else ()),
    }
    return private(form_page(request, "communicate/reply_page.html", values, typed))


def _is_read_first(doing: Doing, spot: Spot) -> bool:
    """Say whether whatever who acts says is read before it appears; of who is not signed in nobody knows it yet."""
    person_id = doing.actor.person_id
    return person_id is not None and replying.must_be_read(doing, person_id, spot.here.id, "")


def _must_be_local(doing: Doing, spot: Spot, answered: ReplyView | None, typed: Typed) -> bool:
    is_below = answered is not None and answered.is_local
    # Whoever does not read what neighbours say is not told whether they said just this.
    if is_below or "words" in typed.wrong or not listening.is_known(doing.db, doing.actor, spot.here.id):
        return is_below
    return is_local(doing.db, spot.here.id, typed["words"], parent_is_local=False)
