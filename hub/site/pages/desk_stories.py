"""How does a mentor mend a story? Take a post out, put posts together, and take either back."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.saying import say
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site.asking.asked import number
from hub.site.deps import Doing
from hub.site.desk import stories
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.desk.two_posts import faults, item_of
from hub.site.render import form_page, private, refused, see
from hub.site.typed import FormTyped, Typed, moment_of

router = APIRouter(include_in_schema=False)
NOTHING_MORE: Mapping[str, object] = MappingProxyType({})
_DEEDS = frozenset({"together", "apart", "undo"})


@router.get("/desk/stories")
def show_stories(request: Request, asked: Looking, place: str = "", done: str = "") -> HTMLResponse:
    """Show the newest stories of a place, and what was decided of them."""
    return _list(request, asked, tended(asked, place), Typed(), {"done": stories.DONE.get(done)})


@router.post("/desk/stories/{place}/together")
def post_together(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Put two posts together, and all that is told with them."""
    here = tended(act, place)
    checked = typed.but(**faults(request, act, here, typed, partial(stories.are_together, act, here)))
    if checked.wrong:
        return _list(request, act, here, checked)
    one, other = (item_of(typed[name]) for name in ("one", "other"))
    joins = stories.joined_by(act, here, one, other)
    if len(joins) > 1 and typed["sure"] != "yes":
        return _list(request, act, here, typed, {"joins": joins})
    return see(stories.address(here, stories.put_together(act, here, one, other), "together"))


@router.post("/desk/stories/{place}/apart")
def post_apart(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Take a post out of a story, for ever."""
    here, item_id = tended(act, place), item_of(typed["item"])
    if not stories.take_out(act, here, typed["story"], item_id):
        return _list(request, act, here, typed.but(item=say("This post is not part of that story, or no longer.")))
    return see(stories.list_address(here, "apart"))


@router.post("/desk/stories/{place}/undo")
def post_undo(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Take back what was decided at a moment."""
    here = tended(act, place)
    since = moment_of(typed["moment"])
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
