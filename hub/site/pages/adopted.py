"""How is a feed of a tag doing that a place adopted? Its numbers, its daily measure, its authors, and its end."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.adopting import actions, queries
from hub.aggregate.adopting.queries import Adopted
from hub.aggregate.adopting.rules import LEAST_CAP, MOST_CAP, Stand
from hub.aggregate.adopting.services import SERVICES
from hub.aggregate.feeds import queries as feeds
from hub.errors import NotFound
from hub.establish.tags import queries as tags
from hub.kit.saying import NOTHING, Saying, say
from hub.site.deps import Doing
from hub.site.desk import neighbours
from hub.site.desk.reach import Acting, Looking
from hub.site.kept.known import known
from hub.site.pages.tag_feeds import note_of, read_cap
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
TOLD: Mapping[str, Saying] = MappingProxyType(
    {
        "adopted": say("Adopted. It is looked at within a minute, and what comes waits at your desk."),
        "cap": say("The measure is changed."),
        "stopped": say("Stopped. What nobody had read is gone; what was shown stays."),
        "again": say("It is looked at again."),
        "voice": say("Nothing is decided of this author any more: what they write waits to be read."),
    }
)
STANDS: Mapping[Stand, Saying] = MappingProxyType(
    {Stand.TRUSTED: say("appears at once"), Stand.REFUSED: say("never comes in")}
)


@router.get("/desk/neighbours/{feed}")
def show_adopted(request: Request, feed: UUID, asked: Looking, done: str = "") -> HTMLResponse:
    """Show how an adopted feed is doing, and what may be decided of it."""
    return _page(request, asked, _found(asked, feed), Typed(), TOLD.get(done, NOTHING))


@router.post("/desk/neighbours/{feed}/cap")
def post_cap(request: Request, feed: UUID, act: Acting, typed: FormTyped) -> Response:
    """Let more or fewer posts a day in."""
    found = _found(act, feed)
    cap, fault = read_cap(typed["cap"])
    if fault:
        return _page(request, act, found, typed.but(cap=fault))
    actions.limit(act.db, found.feed_id, cap)
    note_of(act, found.feed_id, {"cap": cap})
    return see(path("desk", neighbours.NAME, found.feed_id, done="cap"))


@router.post("/desk/neighbours/{feed}/stop")
def post_stop(feed: UUID, act: Acting) -> Response:
    """Look at it no more."""
    found = _found(act, feed)
    if actions.stop(act.db, found.feed_id, act.now):
        note_of(act, found.feed_id, {"stopped": True})
    return see(path("desk", neighbours.NAME, found.feed_id, done="stopped"))


@router.post("/desk/neighbours/{feed}/again")
def post_again(feed: UUID, act: Acting) -> Response:
    """Look at it again."""
    found = _found(act, feed)
    if actions.go_on(act.db, found.feed_id, act.now):
        note_of(act, found.feed_id, {"stopped": False})
    return see(path("desk", neighbours.NAME, found.feed_id, done="again"))


@router.post("/desk/neighbours/{feed}/author")
def post_voice(feed: UUID, act: Acting, typed: FormTyped) -> Response:
    """Decide nothing of an author any more."""
    found = _found(act, feed)
    if actions.forget_voice(act.db, found.feed_id, typed["author"]):
        neighbours.note_voice(act, found, "")
    return see(path("desk", neighbours.NAME, found.feed_id, done="voice"))


def _found(asked: Doing, feed_id: UUID) -> Adopted:
    """Return an adopted feed to who looks after its place; to others there is none."""
    found = queries.adopted_feed(asked.db, feed_id)
    if not neighbours.may_tend(asked, found):
        raise NotFound(say("There is no such feed here."))
    return found


def _page(request: Request, asked: Doing, found: Adopted, typed: Typed, told: Saying = NOTHING) -> HTMLResponse:
    tree, source = known(asked.db).tree, feeds.source(asked.db, found.source_slug)
    values = {
        "found": found,
        "here": tree.places.get(found.place_id),
        "tag": tags.tag_ever(asked.db, found.tag_id),
        "service": SERVICES.get(found.service),
        "looked_at": max((each.looked_at for each in source.feeds if each.looked_at), default=None),
        "needs_place": source.only_when_mentioned,
        "numbers": queries.numbers(asked.db, [found.feed_id])[found.feed_id],
        "stands": queries.stands(asked.db, found.feed_id),
        "stand_words": STANDS,
        "cap": typed["cap"] or str(found.cap),
        "least": LEAST_CAP,
        "most": MOST_CAP,
        "told": told,
    }
    return private(form_page(request, "aggregate/adopted.html", values, typed))
