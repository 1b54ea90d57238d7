"""Which agreed tags fit what somebody is about to publish? A draft is looked at and forgotten."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour
from sqlmodel import Session

from hub.kit.saying import NOTHING, Saying, say
from hub.places.queries import PlaceView
from hub.site import limits
from hub.site.deps import Db, Here, acting, network_of
from hub.site.render import form_page, private
from hub.site.typed import FormTyped, Typed, too_long
from hub.site.wordbook.drafts import Draft, check

router = APIRouter(include_in_schema=False)
OF_NETWORK = RateLimitItemPerHour(120, namespace="drafts-network")  # a class in a library shares one
LONGEST_TITLE, LONGEST_TEXT = 500, 100_000  # letters


@router.get("/{place}/draft")
def show_draft(request: Request, here: Here) -> HTMLResponse:
    """Ask for a draft."""
    return form_page(request, "establish/draft.html", {"here": here, "checked": None}, Typed())


@router.post("/{place}/draft")
def post_draft(request: Request, here: Here, typed: FormTyped, db: Db) -> HTMLResponse:
    """Say which agreed tags fit a draft, and which of its words say so; nothing of it is kept."""
    read = typed.but(**_faults(typed))
    if not read.wrong:
        _count(request, read)
    return private(_page(request, db, here, read))


def _page(request: Request, db: Session, here: PlaceView, typed: Typed) -> HTMLResponse:
    checked = None if typed.wrong else check(db, here, Draft(typed["title"], typed["text"]))
    return form_page(request, "establish/draft.html", {"here": here, "checked": checked}, typed)


def _faults(typed: Typed) -> dict[str, Saying]:
    nothing = say("Paste a few sentences of what you are writing.") if not (typed["title"] or typed["text"]) else None
    found = {
        "title": too_long(typed["title"], LONGEST_TITLE) or NOTHING,
        "text": nothing or too_long(typed["text"], LONGEST_TEXT) or NOTHING,
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _count(request: Request, typed: Typed) -> None:
    """Count a draft of this network in a transaction of its own, which has ended before the draft is looked at."""
    with acting(request, typed) as doing:
        limits.tally(doing).must(OF_NETWORK, network_of(request), say("Too many drafts came from where you are."))
