"""How is a conversation steered? Pin it, take a post out, put two together, close it with words, slow it; and back."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.communicate.threads import queries
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site.asking.asked import thread_number
from hub.site.conversing.titles import title
from hub.site.deps import Doing
from hub.site.desk import conversations
from hub.site.desk.conversations import LONGEST_WORDS, NO, YES
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.desk.two_posts import faults, item_of
from hub.site.render import form_page, private, see
from hub.site.typed import FormTyped, Typed, moment_of

router = APIRouter(include_in_schema=False)
MOST_PLACES = 50  # one may choose from
NOTHING_MORE: Mapping[str, object] = MappingProxyType({})
_DEEDS = frozenset({"join", "undo"})


@router.get("/desk/conversations")
def show_desk_conversations(request: Request, asked: Looking, place: str = "", done: str = "") -> HTMLResponse:
    """Show what a place talks about, and what was decided of that."""
    return _list(request, asked, _steered(asked, place), Typed(), {"done": conversations.DONE.get(done)})


@router.post("/desk/conversations/{place}/join")
def post_join(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Put two posts, and all that answers them, together in one conversation."""
    here = _steered(act, place)
    checked = typed.but(**faults(request, act, here, typed, partial(conversations.are_together, act, here)))
    if checked.wrong:
        return _list(request, act, here, checked)
    one, other = (item_of(typed[name]) for name in ("one", "other"))
    conversations.join(act, here, one, other)
    return see(conversations.list_address(here, "joined"))


@router.post("/desk/conversations/{place}/undo")
def post_taking_back(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Take back what was decided of posts at a moment."""
    here = _steered(act, place)
    since = moment_of(typed["moment"])
    if since is None or not conversations.take_back(act, here, since):
        return _list(request, act, here, typed.but(moment=say("This was taken back already.")))
    return see(conversations.list_address(here, "back"))


@router.get("/desk/conversations/{place}/{thread}")
def show_desk_conversation(request: Request, place: str, thread: str, asked: Looking, done: str = "") -> Response:
    """Show one conversation with the buttons that steer it."""
    here = _steered(asked, place)
    if thread in _DEEDS:  # somebody went back, or reloaded, after a form
        return see(conversations.list_address(here))
    return _one(request, asked, here, thread_number(thread), Typed(), conversations.DONE.get(done))


@router.post("/desk/conversations/{place}/{thread}/pin")
def post_pin(place: str, thread: str, act: Acting, typed: FormTyped) -> Response:
    """Have a conversation stand above all others, or no more."""
    here = _steered(act, place)
    done = conversations.pin(act, here, _known(act, here, thread), up=typed["to"] != NO)
    return see(conversations.address(here, thread_number(thread), done))


@router.post("/desk/conversations/{place}/{thread}/close")
def post_closing(request: Request, place: str, thread: str, act: Acting, typed: FormTyped) -> Response:
    """Have a conversation take no more replies, and say why; or take them again."""
    here = _steered(act, place)
    thread_id = _known(act, here, thread)
    if typed["to"] == NO:
        return see(conversations.address(here, thread_id, conversations.reopen(act, here, thread_id)))
    checked = typed.but(**_words_fault(typed))
    if checked.wrong:
        return _one(request, act, here, thread_id, checked)
    return see(conversations.address(here, thread_id, conversations.close(act, here, thread_id, typed["words"])))


@router.post("/desk/conversations/{place}/{thread}/slow")
def post_slowing(place: str, thread: str, act: Acting, typed: FormTyped) -> Response:
    """Have a pause between two replies of one person in a conversation, or none any more."""
    here = _steered(act, place)
    done = conversations.slow(act, here, _known(act, here, thread), down=typed["to"] != NO)
    return see(conversations.address(here, thread_number(thread), done))


@router.post("/desk/conversations/{place}/{thread}/split")
def post_split(request: Request, place: str, thread: str, act: Acting, typed: FormTyped) -> Response:
    """Take a post, and what answers it, out of a conversation, for ever."""
    here = _steered(act, place)
    thread_id = _known(act, here, thread)
    if not conversations.split(act, here, thread_id, item_of(typed["item"])):
        fault = say("This post is not part of that conversation, or it began with it.")
        return _one(request, act, here, thread_id, typed.but(item=fault))
    return see(conversations.list_address(here, "split"))


def _steered(asked: Doing, place: str) -> PlaceView:
    return tended(asked, place, rules.may_steer_talk)


def _known(act: Doing, here: PlaceView, thread: str) -> int:
    """Return the number of a conversation of a place; NotFound for any other."""
    return queries.thread(act.db, here.id, thread_number(thread)).id


def _list(
    request: Request, asked: Doing, here: PlaceView, typed: Typed, more: Mapping[str, object] = NOTHING_MORE
) -> HTMLResponse:
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_steer_talk)[:MOST_PLACES],
        "talks": conversations.talked(asked.db, here, asked.now),
        "decided": conversations.decided(asked.db, here),
        "steered": conversations.steered(asked.db, here),
        "no": NO,
        "done": None,
        **more,
    }
    return private(form_page(request, "people/desk_conversations.html", values, typed))


def _one(
    request: Request, asked: Doing, here: PlaceView, thread_id: int, typed: Typed, done: Saying | None = None
) -> HTMLResponse:
    thread = queries.thread(asked.db, here.id, thread_id)
    values = {
        "here": here,
        "thread": thread,
        "title": title(asked.db, thread.id),
        "voices": conversations.voices(asked.db, here, thread),
        "replies": conversations.replies_in(asked.db, here, thread.id),
        "back": conversations.list_address(here),
        "done": done,
        "yes": YES,
        "no": NO,
    }
    return private(form_page(request, "people/desk_conversation.html", values, typed))


def _words_fault(typed: Typed) -> dict[str, Saying]:
    if not typed["words"]:
        return {"words": say("Say why in a sentence: it stands above the conversation, for everybody.")}
    if len(typed["words"]) > LONGEST_WORDS:
        return {"words": say("This is too long: at most %(most)s letters.", most=LONGEST_WORDS)}
    return {}
