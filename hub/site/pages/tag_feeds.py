"""Which feeds of tags has a place adopted, and which might it? Looked at first, then adopted with one key."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.adopting import actions, queries
from hub.aggregate.adopting.actions import Adoption
from hub.aggregate.adopting.rules import LEAST_CAP, MOST_CAP, USUAL_CAP, is_cap
from hub.aggregate.adopting.sampled import Refused, Sample
from hub.aggregate.adopting.services import SERVICES, Offer
from hub.aggregate.feeds.states import HTTP, trouble_in_words
from hub.db.engine import reading
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.audit.actions import Entry, Facts, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing, acting, engine_of, network_of, settings_of
from hub.site.desk import neighbours, reach, tag_feeds
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.desk.tag_feeds import Asking, Preview
from hub.site.kept.known import known
from hub.site.looking import looker_of
from hub.site.proposing.board import board
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
MOST_PLACES, MOST_TAGS, MOST_NAMES = 50, 60, 1_000
LONGEST_CAP = 3  # digits
NOT_THERE: Final = tuple(trouble_in_words(f"{HTTP}{code}")[0] for code in (404, 410))
_NOT_OFFERED: Final = say("Choose one of the feeds below.")
_HEARD: Final = say("This feed is in the stream already.")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page of a tag is about: what may be asked, and what came of asking for one of them."""

    on: Asking
    offer: Offer | None = None
    preview: Preview | None = None
    refused: Refused | None = None


@router.get("/desk/tags/feeds")
def show_tag_feeds(request: Request, asked: Looking, place: str = "", tag: str = "") -> Response:
    """Show what a place has adopted, and its tags; with one that was typed go on to its page."""
    here = tended(asked, place)
    typed = Typed((("place", here.slug), ("tag", tag)))
    chosen = board(asked.db, here).tag(typed["tag"]) if typed["tag"] else None
    if chosen:
        return see(path("desk", "tags", "feeds", here.slug, chosen.slug))
    fault = say("Choose one of the tags of %(place)s.", place=here.name)
    return _list_page(request, asked, here, typed.but(tag=fault) if typed["tag"] else typed)


@router.get("/desk/tags/feeds/{place}/{tag}")
def show_offers(request: Request, place: str, tag: str, asked: Looking) -> HTMLResponse:
    """Show which feeds may be asked for a tag; nothing is asked yet."""
    return _offers_page(request, _Shown(_asking(request, asked, place, tag)), Typed())


@router.get("/desk/tags/feeds/{place}/{tag}/look")
def show_look(request: Request, place: str, tag: str, asked: Looking) -> Response:
    """Lead who comes back to a look to what may be asked: nothing of a look is kept."""
    on = _asking(request, asked, place, tag)
    return see(path("desk", "tags", "feeds", on.here.slug, on.tag.slug))


@router.post("/desk/tags/feeds/{place}/{tag}/look")
def post_look(request: Request, place: str, tag: str, typed: FormTyped) -> Response:
    """Ask one of these feeds, while no transaction is open, and show what it says; nothing of it is kept."""
    with acting(request, typed) as doing:
        asked = reach.acting(doing)
        on = _asking(request, asked, place, tag)
        offer = on.offer(typed["feed"])
        if offer is None:
            return _offers_page(request, _Shown(on), typed.but(feed=_NOT_OFFERED))
        tag_feeds.count_look(asked)
    said = looker_of(request).sample(network_of(request), offer.url, now())
    with reading(engine_of(request)) as db:
        return _offers_page(request, _said(db, _Shown(on, offer), said), typed)


@router.post("/desk/tags/feeds/{place}/{tag}")
def post_adopted(request: Request, place: str, tag: str, act: Acting, typed: FormTyped) -> Response:
    """Adopt one of these feeds: it is looked at from now on."""
    on = _asking(request, act, place, tag)
    offer = on.offer(typed["feed"])
    cap, fault = read_cap(typed["cap"])
    wrong = {"feed": None if offer else _NOT_OFFERED, "cap": fault}
    told = typed.but(**{name: each for name, each in wrong.items() if each})
    if told.wrong or offer is None:
        return _offers_page(request, _Shown(on, offer), told)
    feed_id = actions.adopt(act.db, Adoption(offer, on.here.id, on.tag.id, cap), act.now)
    if feed_id is None:
        return _offers_page(request, _Shown(on), typed.but(feed=_HEARD))
    note_of(act, feed_id, {"tag": on.tag.id.hex, "cap": cap})
    return see(path("desk", neighbours.NAME, feed_id, done="adopted"))


def read_cap(typed: str) -> tuple[int, Saying | None]:
    """Return how many posts a day somebody typed, and what is wrong with it."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_CAP
    if is_number and is_cap(int(typed)):
        return int(typed), None
    return USUAL_CAP, say("Write a number from %(least)s to %(most)s.", least=LEAST_CAP, most=MOST_CAP)


def note_of(act: Doing, feed_id: UUID, after: Facts) -> None:
    """Write down what was decided about an adopted feed."""
    found = queries.adopted_feed(act.db, feed_id)
    entry = Entry(Deed.ADOPT, Thing.SOURCE, found.source_id, found.place_id, after=after)
    note(act.db, act.actor, entry, act.now)


def _asking(request: Request, asked: Doing, place: str, tag: str) -> Asking:
    here = tended(asked, place)
    return tag_feeds.asking(asked, here, tag, settings_of(request).mastodon_servers)


def _said(db: Session, shown: _Shown, said: Sample | Refused) -> _Shown:
    if isinstance(said, Refused) or shown.offer is None:
        return replace(shown, refused=said if isinstance(said, Refused) else None)
    return replace(shown, preview=tag_feeds.preview(db, shown.on, shown.offer, said, now()))


def _list_page(request: Request, asked: Doing, here: PlaceView, typed: Typed) -> HTMLResponse:
    reached = places(asked.db, asked.actor, rules.may_tend)
    around = known(asked.db).around(here)
    found = queries.adopted(asked.db, around)
    tags = board(asked.db, here).tags
    # The place's own name first: under it most is said of the place. Then those of places in it.
    own = sorted(tags, key=lambda tag: (tag.place_id != here.id, tag.place_id is None))[:MOST_TAGS]
    values = {
        "here": here,
        "places": reached[:MOST_PLACES],
        "adopted": [each for each in found if each.is_open],
        "stopped": [each for each in found if not each.is_open],
        "numbers": queries.numbers(asked.db, [each.feed_id for each in found]),
        "tag_names": {tag.id: tag.name for tag in tags},
        "tags": own,
        "names": board(asked.db, here).names[:MOST_NAMES],
        "without": [each for each in SERVICES.values() if each.offers is None],
    }
    return private(form_page(request, "aggregate/tag_feeds.html", values, typed))


def _offers_page(request: Request, shown: _Shown, typed: Typed) -> HTMLResponse:
    values = {
        "here": shown.on.here,
        "on": shown.on,
        "offer": shown.offer,
        "preview": shown.preview,
        "refused": shown.refused,
        "is_missing": shown.refused is not None and shown.refused.sentence in NOT_THERE,
        "services": SERVICES,
        "cap": typed["cap"] or str(USUAL_CAP),
        "least": LEAST_CAP,
        "most": MOST_CAP,
    }
    return private(form_page(request, "aggregate/tag_offers.html", values, typed))
