"""What may stand on other people's pages? A small page made for a frame, and oEmbed to find it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from lxml import etree
from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import queries as items
from hub.errors import BadQuestion
from hub.kit.clock import now
from hub.kit.saying import say
from hub.meet.events import queries as meetups
from hub.places.queries import PlaceView
from hub.site import embedding
from hub.site.asking.asked import Asked, Question
from hub.site.deps import Base, Db, Here
from hub.site.embedding import Frame, Framed, Show
from hub.site.headers import policy
from hub.site.kept.known import known
from hub.site.listing import listing
from hub.site.listing.beside import LATELY
from hub.site.listing.listing import Listing
from hub.site.listing.narrowing import titled
from hub.site.outlets.formats import kept, printable
from hub.site.render import page, path
from hub.site.wordbook.leading import agreed
from hub.site.words import gettext, speaking

router = APIRouter(include_in_schema=False)
PROVIDER = "Local Hub"
ANYWHERE = {"Access-Control-Allow-Origin": "*"}
Holding = Annotated[Frame, Depends(embedding.frame)]
Form = Annotated[str, Query(alias="format", description="json or xml.")]
Pixels = Annotated[int | None, Query(ge=1, description="The most there is room for.")]


@router.get("/oembed")
def show_oembed(
    url: str, db: Db, base: Base, maxwidth: Pixels = None, maxheight: Pixels = None, form: Form = "json"
) -> Response:
    """Tell a program that has an address of ours how to show it on its own page."""
    asked = embedding.framed(base, url)
    here = known(db).place(asked.slug)
    found = _found(db, here, asked)
    with speaking(asked.language):
        told = _rich(base, asked, titled(title_of(here, asked.show), found), maxwidth, maxheight)
    if form == "json":
        return JSONResponse(told, headers=ANYWHERE)
    if form == "xml":
        return kept(_xml(told), "text/xml")
    trouble = BadQuestion(say("oEmbed is given as json or xml here."))
    trouble.status = HTTPStatus.NOT_IMPLEMENTED
    raise trouble


@router.get("/{place}/embed")
def show_embed(request: Request, here: Here, asked: Question, held: Holding, db: Db) -> HTMLResponse:
    """Show the newest of a place, its next meetups or its tags, small enough for a frame on another site."""
    values = _NOTHING | _HELD[held.show](db, here, held, asked)
    answer = page(request, "embeds/embed.html", {"here": here, "theme": held.theme} | values)
    answer.headers["Content-Security-Policy"] = policy(framed_by="*")
    return answer


def title_of(here: PlaceView, show: Show) -> str:
    """Name what a frame holds."""
    if show is Show.MEETUPS:
        return gettext("Meetups in %(place)s") % {"place": here.name}
    if show is Show.TAGS:
        return gettext("Tags of %(place)s") % {"place": here.name}
    return gettext("Latest in %(place)s") % {"place": here.name}


def _items(db: Session, here: PlaceView, held: Frame, asked: Asked) -> dict[str, object]:
    found = listing.of_place(db, here, asked)
    cards = items.stream(db, found.wanted, held.count).cards
    return {"title": titled(title_of(here, Show.ITEMS), found), "cards": cards, "more": found.address()}


def _meetups(db: Session, here: PlaceView, held: Frame, _: Asked) -> dict[str, object]:
    coming = meetups.next_meetups(db, here.id, now(), held.count)
    more = path(here.slug, "meetups")
    return {"title": title_of(here, Show.MEETUPS), "meetups": coming, "more": more}


def _tags(db: Session, here: PlaceView, held: Frame, _: Asked) -> dict[str, object]:
    """Return the tags used most in the last thirty days."""
    counts = items.tag_counts(db, here.id, now() - LATELY)
    used = [(tag, counts[tag.id]) for tag in known(db).most_used(here, counts)[: held.count]]
    return {"title": title_of(here, Show.TAGS), "tags": used, "more": path(here.slug, "tags")}


_NOTHING: dict[str, object] = {"cards": (), "meetups": (), "tags": ()}
_HELD = {Show.ITEMS: _items, Show.MEETUPS: _meetups, Show.TAGS: _tags}


def _found(db: Session, here: PlaceView, asked: Framed) -> Listing:
    """Return the list of a frame; refuse what the frame would refuse: its embedder learns of it now."""
    if asked.tag:
        agreed(db, asked.tag)
    if asked.source:
        feeds.source(db, asked.source)
    return listing.of_place(db, here, asked.asked)


def _rich(base: str, asked: Framed, title: str, maxwidth: int | None, maxheight: int | None) -> dict[str, str | int]:
    width = embedding.within(maxwidth or embedding.WIDTH, 1, embedding.WIDTH)
    height = embedding.within(maxheight or embedding.HEIGHT, 1, embedding.HEIGHT)
    source = embedding.address(base, asked.slug, Frame(asked.show), asked.asked.filters)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": PROVIDER,
        "provider_url": base + path(),
        "cache_age": 3600,
        "html": embedding.code(source, title, width, height),
        "width": width,
        "height": height,
    }


def _xml(told: dict[str, str | int]) -> bytes:
    top = etree.Element("oembed")
    for name, value in told.items():
        etree.SubElement(top, name).text = printable(str(value))
    return etree.tostring(top, xml_declaration=True, encoding="utf-8")
