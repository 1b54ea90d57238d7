"""Which posts are filed under a word? What a mentor reads before deciding it; the search knows words of texts alone."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.aggregate.items.cards import cards
from hub.aggregate.tagging.filed import filed
from hub.kit.text import label_key, storable
from hub.site.desk.reach import Looking, tended
from hub.site.desk.word_piles import Spot
from hub.site.render import page, private

router = APIRouter(include_in_schema=False)
MOST = 100


@router.get("/desk/words/{place}/posts")
def show_posts(request: Request, place: str, asked: Looking, word: str = "") -> HTMLResponse:
    """List what publishers of a place filed under a word, the newest first."""
    here, label = tended(asked, place), storable(word)
    found = cards(asked.db, filed(asked.db, here.id, label_key(label), MOST))
    values = {"here": here, "word": label, "cards": found, "most": MOST, "back": Spot(here.slug).address}
    return private(page(request, "establish/desk_words_posts.html", values))
