"""All that is known of one item."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.items import cards
from hub.aggregate.items.cards import Card, Whole
from hub.aggregate.notices import queries as notices
from hub.aggregate.notices.rules import OVER
from hub.errors import Ended, TakenDown
from hub.kit.saying import say
from hub.kit.zones import USUAL_ZONE
from hub.places.queries import PlaceView, Tree
from hub.site.asking.asked import number
from hub.site.deps import Db
from hub.site.kept.known import known
from hub.site.render import page

router = APIRouter(include_in_schema=False)


@router.get("/items/{item}")
def show_item(request: Request, item: str, db: Db) -> HTMLResponse:
    """Show an item: what it says as far as its source allows, who wrote it, and why it is where it is."""
    whole = _whole(db, number(item))
    home = _home(known(db).tree, whole.card)
    values = {"item": whole, "card": whole.card, "home": home, "zone": home.timezone if home else USUAL_ZONE}
    return page(request, "aggregate/item.html", values)


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
