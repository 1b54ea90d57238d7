"""Is this page listed here already? Where a phone shares an address with the hub; nothing is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.feeds.sites import Owner, owners
from hub.aggregate.items import cards
from hub.aggregate.items.cards import Card
from hub.aggregate.items.links import item_at
from hub.kit import urls
from hub.kit.zones import USUAL_ZONE
from hub.places import queries as places
from hub.places.queries import PlaceView, Tree
from hub.site.deps import Db
from hub.site.render import page

router = APIRouter(include_in_schema=False)
MOST_SHARED = 2_500  # characters of what a phone hands over; a longer paste is cut
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?\Z")  # of a host, with or without a page on it
_AROUND = ".,;:!?)]}>\"'”’»"  # what stands behind an address in a sentence
Given = Annotated[str, Query(description="What was shared: an address, some words, a title.")]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source here that owns the site of what was shared, and the places it speaks for, by name."""

    slug: str
    name: str
    places: Sequence[PlaceView]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the hub knows of an address somebody shared with it."""

    address: str  # empty when there was none in what was shared
    card: Card | None = None
    zone: str = USUAL_ZONE
    speakers: Sequence[Speaker] = ()


@router.get("/share")
def show_shared(request: Request, db: Db, url: Given = "", text: Given = "", title: Given = "") -> HTMLResponse:
    """Show whether a shared page is an item here, else whether its site is a source, else how it can become one."""
    address = address_in(url, text, title)
    shared = known(db, address) if address else Shared("")
    typed = (url or text or title)[:MOST_SHARED]
    answer = page(request, "share.html", {"shared": shared, "typed": typed})
    if typed:
        answer.headers["Cache-Control"] = "no-store"  # what somebody shared is his business
    return answer


def address_in(*shared: str) -> str:
    """Return the first web address in what was shared: phones put it into any of the fields; empty without one.

    >>> address_in("", "Bins move to Friday: https://courier.example/bins.", "Bins")
    'https://courier.example/bins'
    >>> address_in("courier.example/bins"), address_in("No bins")
    ('https://courier.example/bins', '')
    """
    found = (_ADDRESS.search(words[:MOST_SHARED]) for words in shared)
    written = (urls.absolute("", match[0].rstrip(_AROUND)) for match in found if match)
    return next((address for address in (*written, *map(_typed, shared)) if address), "")


def known(db: Session, address: str) -> Shared:
    """Return what is known here of the page at *address*."""
    tree, speaking = places.tree(db), owners(db, address)
    item = item_at(db, address, [owner.id for owner in speaking])
    listed = cards.cards(db, [item]) if item else ()
    card = listed[0] if listed else None
    return Shared(address, card, _zone(tree, card), [_speaker(tree, owner) for owner in speaking])


def _speaker(tree: Tree, owner: Owner) -> Speaker:
    return Speaker(owner.slug, owner.name, [place for place in tree.places.values() if place.id in owner.place_ids])


def _zone(tree: Tree, card: Card | None) -> str:
    entered = {why.slug for why in card.places} if card else set()
    return next((place.timezone for place in tree.places.values() if place.slug in entered), USUAL_ZONE)


def _typed(words: str) -> str:
    # Hardly anybody types the https:// of an address.
    name = words.strip()
    return urls.absolute("", f"https://{name}") if _NAME.match(name) else ""
