"""Who speaks here, and how their feeds are doing."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.items import queries as items
from hub.aggregate.items import withholding
from hub.aggregate.items.spoken import languages
from hub.communicate.mentions.queries import shown_at
from hub.communicate.mentions.rules import Target as Mentioned
from hub.errors import NotFound
from hub.kit.clock import now
from hub.meet.events import queries as meetups
from hub.people.cases import queries as cases
from hub.people.cases.rules import TAKEN_DOWN, Target
from hub.places.queries import PlaceView
from hub.site.asking.asked import Question
from hub.site.deps import Base, Db, Here
from hub.site.inviting import inviting
from hub.site.kept.known import known
from hub.site.listing import listing
from hub.site.listing.frames import Besides, listed
from hub.site.listing.listing import Told
from hub.site.listing.narrowing import titled
from hub.site.listing.view import seen
from hub.site.outlets.formats import Channel, Outlet, answer, kept
from hub.site.outlets.opml import opml, opml_of_places
from hub.site.outlets.posts import of_sources
from hub.site.render import page, path
from hub.site.voices import speaking, voice
from hub.site.wellbeing import wellbeing
from hub.site.words import gettext

router = APIRouter(include_in_schema=False)


@router.get("/sources.opml")
def show_all_opml(db: Db) -> Response:
    """Give the feeds of all places, a folder for each, to a feed reader that takes them all over."""
    return kept(opml_of_places(gettext("Sources of this hub"), _by_place(db)), "text/x-opml")


@router.get("/{place}/sources.opml")
def show_sources_opml(here: Here, db: Db) -> Response:
    """Give the feeds of a place to a feed reader that takes them all over."""
    found = speaking(db, here)
    spoken = languages(db, [feed.id for source in found for feed in source.feeds])
    return kept(opml(_title(here), found, spoken), "text/x-opml")


@router.get("/{place}/sources.{outlet}")
def show_sources_feed(outlet: Outlet, here: Here, db: Db, base: Base) -> Response:
    """Give the list of sources to a feed reader."""
    posts = of_sources(speaking(db, here), base, here)
    address = base + path(here.slug, "sources")
    return answer(outlet, Channel(_title(here), address, f"{address}.{outlet}", posts))


@router.get("/{place}/sources")
def show_sources(request: Request, here: Here, db: Db) -> HTMLResponse:
    """Show who speaks for a place and around it, and the state of every feed in words."""
    above = [place.id for place in known(db).tree.above(here.id)]
    around = feeds.sources(db, above) if above else []
    values = {"here": here, "sources": speaking(db, here), "around": around}
    return page(request, "aggregate/sources.html", values)


@router.get("/{place}/sources/{source}.{outlet}")
def show_source_feed(outlet: Outlet, here: Here, source: str, asked: Question, db: Db, base: Base) -> Response:
    """Give what a source said here to a feed reader."""
    voice = _voice(db, here, source)
    title = gettext("%(source)s in %(place)s") % {"source": voice.name, "place": here.name}
    found = listing.of_source(db, here, voice, asked)
    return answer(outlet, listing.channel(db, found, outlet, Told(titled(title, found), base, now())))


@router.get("/{place}/sources/{source}")
def show_source(request: Request, here: Here, source: str, asked: Question, db: Db) -> HTMLResponse:
    """Show a source: its feeds, how they are doing, and what it said here."""
    voice = _voice(db, here, source)
    found = seen(db, listing.of_source(db, here, voice, asked), now())
    told = tuple(shown_at(db, Mentioned.SOURCE, voice.id.hex))
    besides = Besides(lambda: {**_about(db, here, voice), "mentions": told}, told)
    return listed(request, db, found, "aggregate/source.html", besides)


def _voice(db: Session, here: PlaceView, slug: str) -> SourceView:
    """Return a source that speaks for *here*, inside or around it, or was heard here; NotFound for any other."""
    found = voice(db, here, slug, now())
    if known(db).around(here).isdisjoint(found.place_ids) and not _heard(db, here, found):
        raise NotFound(gettext("There is no such source here."))
    return found


def _about(db: Session, here: PlaceView, voice: SourceView) -> dict[str, object]:
    moment = now()
    doing, invites = wellbeing(db, voice, moment), inviting(db, here, voice, moment)
    return {"source": voice, "doing": doing, "inviting": invites, **_holding(db, voice)}


def _holding(db: Session, voice: SourceView) -> dict[str, object]:
    """Say what holds of a source: a remark above it, or why what it says was taken down."""
    held = cases.held(db, Target.SOURCE, voice.id.hex)
    is_down = held is not None and held.measure in TAKEN_DOWN
    return {"label": held.label if held else "", "taken_down": withholding.why(db, held) if held and is_down else ""}


def _heard(db: Session, here: PlaceView, voice: SourceView) -> bool:
    return items.speaks_in(db, voice.id, here.id) or meetups.invites_to(db, voice.id, here.id)


def _by_place(db: Session) -> list[tuple[str, list[SourceView]]]:
    places = known(db).tree.places
    found = feeds.sources(db, list(places))
    ordered = sorted(places.values(), key=lambda place: (place.name, place.slug))
    return [(place.name, [each for each in found if place.id in each.place_ids]) for place in ordered]


def _title(here: PlaceView) -> str:
    return gettext("Sources of %(place)s") % {"place": here.name}
