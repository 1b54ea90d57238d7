"""Where does a broken feed live now? A mentor names its website or its new address, and it is looked at."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.feeds import moving
from hub.aggregate.feeds.troubles import Broken
from hub.aggregate.registering.found import FoundFeed, FoundSite, What
from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.site.deps import Doing, acting, network_of
from hub.site.desk import broken, reach, tag_feeds
from hub.site.desk.reach import Looking, places_of
from hub.site.looking import looker_of
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
_ITS_KIND = (What.POSTS, What.CALENDAR)  # a feed of comments or of one topic takes nobody's place


@router.get("/desk/feeds/elsewhere")
def show_elsewhere(request: Request, asked: Looking, feed: str = "") -> Response:
    """Ask where a broken feed may live now."""
    must_tend(asked)
    if not feed:
        return see(path("desk", "feeds"))
    ill = _broken(asked, as_id(feed))
    return _page(request, ill, Typed((("site", ill.site),)))


@router.post("/desk/feeds/elsewhere")
def post_elsewhere(request: Request, typed: FormTyped) -> Response:
    """Look at what was named, while no transaction is open; a feed found there is proposed, as any other is."""
    with acting(request, typed) as doing:
        asked = reach.acting(doing)
        must_tend(asked)
        if not typed["feed"]:
            return see(path("desk", "feeds"))
        ill = _broken(asked, as_id(typed["feed"]))
        if not typed["site"]:
            return _page(request, ill, typed.but(site=say("Type the address of the website, or of the feed.")))
        tag_feeds.count_look(asked)
    found = looker_of(request).discover(network_of(request), typed["site"], now())
    with acting(request, typed) as doing:
        ill = _broken(reach.acting(doing), ill.feed_id)
        if fault := _proposed(doing, ill, found):
            return _page(request, ill, typed.but(site=fault))
    return see(path("desk", "feeds"))


def must_tend(asked: Doing) -> None:
    """Go on where one looks after the feeds of any place; else NotAllowed."""
    reached = places_of(asked.db, asked.actor, rules.may_tend)
    if reached is not None and not reached:
        asked.must(rules.may_tend, None)


def _broken(asked: Doing, feed_id: UUID | None) -> Broken:
    """Return a broken feed that one looks after; NotFound where there is none."""
    found = broken.ill(asked, places_of(asked.db, asked.actor, rules.may_tend), feed_id)
    if found is None:
        raise NotFound(say("No such feed is broken, or it is mended by now."))
    return found


def _proposed(doing: Doing, ill: Broken, found: FoundSite | Saying) -> Saying | None:
    """Propose the likeliest feed of a site as the new address; return why none could be."""
    if isinstance(found, Saying):
        return found
    likely = next((each for each in found.feeds if _may_be(each, ill)), None)
    if likely is None:
        return say("No feed that we can read was found there.")
    if moving.propose(doing.db, ill.feed_id, likely.url, moving.FOUND, doing.now):
        return None
    return say("%(url)s was found, which is in the stream already, or was proposed before.", url=likely.url)


def _may_be(feed: FoundFeed, ill: Broken) -> bool:
    return feed.what in _ITS_KIND and bool(feed.entries) and feed.reads == ill.reads


def _page(request: Request, ill: Broken, typed: Typed) -> HTMLResponse:
    return private(form_page(request, "people/desk_elsewhere.html", {"ill": ill}, typed))
