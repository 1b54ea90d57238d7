"""How does a mentor mend a story? Take a post out, put posts together, and take either back."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.stories import queries
from hub.kit.saying import Saying, say
from hub.kit.urls import bare_host
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site.asking.asked import number
from hub.site.deps import Doing, base_url
from hub.site.desk import stories
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.render import form_page, private, refused, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
NOTHING_MORE: Mapping[str, object] = MappingProxyType({})
_DEEDS = frozenset({"together", "apart", "undo"})
_ITEM = re.compile(r"(?:^|/items/)(\d{1,18})(?=$|[/?#])")


@router.get("/desk/stories")
def show_stories(request: Request, asked: Looking, place: str = "", done: str = "") -> HTMLResponse:
    """Show the newest stories of a place, and what was decided of them."""
    return _list(request, asked, tended(asked, place), Typed(), {"done": stories.DONE.get(done)})


@router.post("/desk/stories/{place}/together")
def post_together(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Put two posts together, and all that is told with them."""
    here = tended(act, place)
    checked = typed.but(**_wrong(request, act, here, typed))
    if checked.wrong:
        return _list(request, act, here, checked)
    one, other = (_item(typed[name]) for name in ("one", "other"))
    joins = stories.joined_by(act, here, one, other)
    if len(joins) > 1 and typed["sure"] != "yes":
        return _list(request, act, here, typed, {"joins": joins})
    return see(stories.address(here, stories.put_together(act, here, one, other), "together"))


@router.post("/desk/stories/{place}/apart")
def post_apart(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Take a post out of a story, for ever."""
    here, item_id = tended(act, place), _item(typed["item"])
    if not stories.take_out(act, here, typed["story"], item_id):
        return _list(request, act, here, typed.but(item=say("This post is not part of that story, or no longer.")))
    return see(stories.list_address(here, "apart"))


@router.post("/desk/stories/{place}/undo")
def post_undo(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Take back what was decided at a moment."""
    here = tended(act, place)
    since = _moment(typed["moment"])
    if since is None or not stories.take_back(act, here, since):
        return _list(request, act, here, typed.but(moment=say("This was taken back already.")))
    return see(stories.list_address(here, "back"))


@router.get("/desk/stories/{place}/{story}")
def show_story_desk(request: Request, place: str, story: str, asked: Looking, done: str = "") -> Response:
    """Show who tells a story, each with the button that takes it out."""
    here = tended(asked, place)
    if story in _DEEDS:  # somebody went back, or reloaded, after a form
        return see(stories.list_address(here))
    told = stories.told(asked.db, here, number(story))
    said = {"told": told, "story": number(story), "done": stories.DONE.get(done)}
    values = {"here": here, "back": stories.list_address(here), **said}
    return private(form_page(request, "people/desk_story.html", values, Typed()))


def _list(
    request: Request, asked: Doing, here: PlaceView, typed: Typed, more: Mapping[str, object] = NOTHING_MORE
) -> HTMLResponse:
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_tend)[: stories.MOST_PLACES],
        "stories": stories.newest(asked.db, here),
        "decided": stories.decided(asked.db, here),
        "zone": here.timezone,
        "done": None,
        "joins": (),
        **more,
    }
    answer = private(form_page(request, "people/desk_stories.html", values, typed))
    return refused(answer) if more.get("joins") else answer


def _wrong(request: Request, asked: Doing, here: PlaceView, typed: Typed) -> dict[str, Saying]:
    """Return what is wrong with the two posts that were named."""
    ours = {bare_host(base_url(request)), bare_host(str(request.url))}
    wrong = {name: fault for name in ("one", "other") if (fault := _fault(asked, here, typed[name], ours))}
    if not wrong and (fault := _pair_fault(asked, here, _item(typed["one"]), _item(typed["other"]))):
        wrong["other"] = fault
    return wrong


def _pair_fault(asked: Doing, here: PlaceView, one: int, other: int) -> Saying | None:
    if one == other:
        return say("This is the same post. Name another one.")
    return say("They are together already.") if stories.are_together(asked, here, one, other) else None


def _fault(asked: Doing, here: PlaceView, said: str, ours: Collection[str]) -> Saying | None:
    if "://" in said and bare_host(said) not in ours:
        return say("This address is of another website. Give that of its page here, or its number.")
    if not _ITEM.search(said):
        return say("Give the address of its page here, as https://…/items/123, or its number.")
    if not queries.stands_in(asked.db, here.id, _item(said)):
        return say("No such post stands in the stream of %(place)s.", place=here.name)
    return None


def _item(said: str) -> int:
    found = _ITEM.search(said)
    return int(found[1]) if found else 0


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
