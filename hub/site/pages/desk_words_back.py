"""How does a mentor take back what they decided of a word? What may be, a look at what that changes, and on with it."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.tagging.reaching import reach
from hub.establish.deciding import queries as deciding
from hub.establish.deciding.images import turned
from hub.establish.deciding.queries import DecisionView
from hub.establish.deciding.rules import LONGEST_WORDS
from hub.kit.saying import Saying, say
from hub.places.queries import PlaceView
from hub.site import agreeing, words
from hub.site.asking.asked import number
from hub.site.deps import Doing
from hub.site.desk.reach import Acting, Looking, tended
from hub.site.desk.word_log import lately, undo_address
from hub.site.desk.word_piles import Spot
from hub.site.proposing import telling
from hub.site.proposing.looking import told_reach
from hub.site.proposing.shown import decision_in
from hub.site.render import form_page, page, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
SLIP = say("It was a slip.")
OVER = say("Its week is over, or it was taken back already. You may propose the change that is needed now.")


@router.get("/desk/words/undo")
def show_lately(request: Request, asked: Looking, place: str = "") -> HTMLResponse:
    """Show what was decided in the last week and may be taken back."""
    here = tended(asked, place)
    found = lately(asked, here)
    told = telling.decisions(asked.db, found, here, asked.now)
    rows = [(each, undo_address(here, view)) for each, view in zip(told, found, strict=True)]
    values = {"here": here, "rows": rows, "back": Spot(here.slug).address, "zone": here.timezone}
    return private(page(request, "establish/desk_words_lately.html", values))


@router.get("/desk/words/{place}/undo/{decision}")
def show_back(request: Request, place: str, decision: str, asked: Looking) -> HTMLResponse:
    """Show what taking a decision back would change."""
    here, found = _mine(asked, place, decision)
    return _page(request, asked, here, found, Typed((("reason", words.said(SLIP)),)))


@router.post("/desk/words/{place}/undo/{decision}")
def post_back(request: Request, place: str, decision: str, act: Acting, typed: FormTyped) -> Response:
    """Take a decision back, and go on with the queue."""
    here, found = _mine(act, place, decision)
    wrong = too_long(typed["reason"], LONGEST_WORDS)
    if wrong or typed.wrong:
        return _page(request, act, here, found, typed.but(reason=wrong) if wrong else typed)
    made = agreeing.undo(act, found, typed["reason"] or words.said(SLIP), here)
    if made.refused:
        return _page(request, act, here, found, typed, made.refused.faults)
    return see(made.address if made.proposal_id else Spot(here.slug).address)


def _mine(asked: Doing, place: str, decision: str) -> tuple[PlaceView, DecisionView]:
    """Return a decision that counts around a place, if who asks decides such things."""
    here = tended(asked, place)
    found = decision_in(asked.db, here, number(decision))
    agreeing.must_decide(asked, found.place_id)
    return here, found


def _page(
    request: Request, asked: Doing, here: PlaceView, found: DecisionView, typed: Typed, refused: Sequence[Saying] = ()
) -> HTMLResponse:
    may_undo = telling.may_be_undone(found, asked.now)
    values = {
        "here": here,
        "sentences": deciding.told_of(asked.db, found),
        "reach": told_reach(reach(asked.db, found.place_id, turned(found.images))) if may_undo else None,
        "refused": refused if may_undo or refused else (OVER,),
        "may_undo": may_undo,
        "address": undo_address(here, found),
        "back": Spot(here.slug).address,
    }
    answer = private(form_page(request, "establish/desk_words_back.html", values, typed))
    if refused:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer
