"""All that is known of one item."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.items import cards
from hub.aggregate.items.cards import Card, Whole
from hub.aggregate.notices import queries as notices
from hub.aggregate.notices.rules import OVER
from hub.aggregate.pictures import queries as pictures
from hub.aggregate.pictures.queries import Copy
from hub.aggregate.pictures.rules import PURPOSE, position_in
from hub.errors import Ended, HubError, NotFound, TakenDown
from hub.kit.clock import now
from hub.kit.saying import say
from hub.kit.zones import USUAL_ZONE
from hub.places.queries import PlaceView, Tree
from hub.secret import key_for
from hub.settings import Settings
from hub.site.asking.asked import number
from hub.site.deps import Db, chosen, settings_of
from hub.site.headers import policy
from hub.site.kept.known import known
from hub.site.listing.stories import told_in
from hub.site.looks.media import media_of
from hub.site.met import meetups_of_item
from hub.site.render import page
from hub.site.talking import talk_of_item

router = APIRouter(include_in_schema=False)
# A browser keeps a copy for a day; caches between us keep none, so that what is taken down here is gone there too.
_HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Disposition": 'inline; filename="picture.webp"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@router.get("/items/{item}")
def show_item(request: Request, item: str, db: Db, play: str = "") -> HTMLResponse:
    """Show an item: what it says as far as its source allows, what came with it, and why it is where it is.

    The sound numbered *play* can be heard on it: that answer alone may load something from another site.
    """
    whole, settings = _whole(db, number(item)), settings_of(request)
    home = _home(known(db).tree, whole.card)
    over_tls = settings.base_url.startswith("https:")
    media = media_of(whole.card, _copies(db, settings, whole.card), play=play, over_tls=over_tls)
    told = told_in(db, home, whole.card.id) if home else None
    values = {"item": whole, "card": whole.card, "home": home, "zone": home.timezone if home else USUAL_ZONE}
    talk = talk_of_item(db, home, whole.card.id) if home else None
    meets = meetups_of_item(db, home, whole.card.id, now()) if home else ()
    shown = page(request, "aggregate/item.html", values | {"media": media, "told": told, "talk": talk, "meets": meets})
    if media.playing:
        shown.headers["Content-Security-Policy"] = policy(sound=media.playing.origin)
        shown.headers["Referrer-Policy"] = "no-referrer"
    return shown


@router.get("/items/{item}/pictures/{copy}")
def show_copy(item: str, copy: str, db: Db) -> Response:
    """Give the small copy of a picture, from what is kept here alone; else a few words, which repeat nothing asked."""
    settings = chosen(db)
    try:
        body = _copy(db, settings, number(item), copy)
    except HubError as none:
        gone = {"Cache-Control": "no-store", "Content-Security-Policy": _HEADERS["Content-Security-Policy"]}
        return Response("", none.status, gone, "text/plain")
    return Response(body, HTTPStatus.OK, _HEADERS, "image/webp")


def _copies(db: Session, settings: Settings, card: Card) -> dict[int, Copy]:
    return pictures.copies_of(db, card.id, key_for(settings, PURPOSE)) if settings.picture_copies and card.files else {}


def _copy(db: Session, settings: Settings, item_id: int, name: str) -> bytes:
    position = position_in(name)
    if position is None or not settings.picture_copies:
        raise NotFound(say("There is no such picture here."))
    return pictures.body_of(db, item_id, position, name, key_for(settings, PURPOSE))


def _whole(db: Session, item_id: int) -> Whole:
    """Return an item; Ended where it is a notice that is over."""
    try:
        return cards.whole(db, item_id)
    except TakenDown:
        if notices.state_of(db, item_id) in OVER:
            raise Ended(say("This notice has ended, or whoever wrote it took it down.")) from None
        raise


def _home(tree: Tree, card: Card) -> PlaceView | None:
    """Return the widest place an item is in: the one whose navigation its page shows."""
    entered = {why.slug for why in card.places}
    found = [place for place in tree.places.values() if place.slug in entered]
    return min(found, key=lambda place: len(tree.above(place.id)), default=None)
