"""What is proposed about the tags of a place, and what do people say to it? Listed, read, spoken to and settled."""

from collections.abc import Collection, Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import NotFound
from hub.establish.deciding import queries
from hub.establish.deciding.queries import ProposalView
from hub.establish.deciding.rules import LONGEST_WORDS, Refused, Rehearsed, Stance, State
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.places.queries import PlaceView
from hub.site import agreeing
from hub.site.deps import Act, Db, Doing, Here, Look
from hub.site.kept.known import known
from hub.site.kept.reaches import reach_of
from hub.site.proposing import telling
from hub.site.proposing.anew import wish_of
from hub.site.proposing.levels import seal_in_words
from hub.site.proposing.looking import ReachTold, told_reach
from hub.site.proposing.shown import around_here, proposal_in
from hub.site.render import form_page, page, path, private, refused, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
MOST_LISTED = 100
WORDS = "words"  # no stance, only something to say
STANCES = [
    (Stance.YES.value, say("Yes")),
    (Stance.NO.value, say("No, because…")),
    (Stance.NEUTRAL.value, say("Neither yes nor no")),
    (WORDS, say("I only want to say something")),
]
STANCE = {each.value: each for each in Stance}


@router.get("/{place}/proposals")
def show_proposals(request: Request, here: Here, db: Db) -> HTMLResponse:
    """List what is proposed, what closes soonest first, and what was settled lately."""
    found = queries.proposals(db, around_here(db, here), list(State), MOST_LISTED)  # the open ones come first
    told = telling.proposals(db, found, now())
    values = {"open": [each for each in told if each.is_open], "ended": [each for each in told if not each.is_open]}
    return page(request, "establish/proposals.html", {"here": here, **values})


@router.get("/{place}/proposals/{proposal}")
def show_proposal(request: Request, here: Here, proposal: UUID, db: Db) -> HTMLResponse:
    """Show what is proposed, what it would change, and what people say to it."""
    found = proposal_in(db, here, proposal)
    values = {"reach": _reach(db, found), "voices": telling.voices(db, found.voices), "wish": wish_of(found.script)}
    return page(request, "establish/proposal.html", {"here": here, "told": _told(db, found), **values})


@router.get("/{place}/proposals/{proposal}/say")
def show_saying(request: Request, here: Here, proposal: UUID, asked: Look) -> HTMLResponse:
    """Ask a member what they think, and who looks after it what becomes of it."""
    return _form(request, asked, here, proposal_in(asked.db, here, proposal), Typed())


@router.post("/{place}/proposals/{proposal}/say")
def post_voice(request: Request, place: str, proposal: UUID, act: Act, typed: FormTyped) -> Response:
    """Take what somebody says to a proposal."""
    here, found = _open(act, place, proposal)
    agreeing.may_speak(act)
    checked = typed.but(**_faults(typed))
    if checked.wrong:
        return _form(request, act, here, found, checked)
    told = agreeing.speak(act, found, STANCE.get(typed["stance"]), typed["words"])
    return _done(request, act, here, found, told, checked)


@router.post("/{place}/proposals/{proposal}/seal")
def post_seal(request: Request, place: str, proposal: UUID, act: Act) -> Response:
    """Carry a proposal out, as far as who acts can: of some it takes two."""
    here, found = _open(act, place, proposal)
    outcome = agreeing.carry_out(act, found)
    if outcome.refused is None:
        return see(outcome.address)
    after = proposal_in(act.db, here, proposal)
    if after.state is State.OPEN:
        return see(path(here.slug, "proposals", proposal, "say"))
    return _form(request, act, here, after, Typed(), outcome.refused.faults)


@router.post("/{place}/proposals/{proposal}/decline")
def post_decline(request: Request, place: str, proposal: UUID, act: Act, typed: FormTyped) -> Response:
    """Decline a proposal, in words its author reads."""
    here, found = _open(act, place, proposal)
    agreeing.must_decide(act, found.place_id)
    fault = too_long(typed["ending"], LONGEST_WORDS) if typed["ending"] else say("Say why, in a sentence or two.")
    checked = typed.but(ending=fault) if fault else typed
    if checked.wrong:
        return _form(request, act, here, found, checked)
    told = agreeing.decline(act, found, typed["ending"])
    return _done(request, act, here, found, told, checked)


@router.post("/{place}/proposals/{proposal}/withdraw")
def post_proposal_withdrawal(request: Request, place: str, proposal: UUID, act: Act) -> Response:
    """Take one's own proposal back."""
    here, found = _open(act, place, proposal)
    person_id = act.must_be_member().person_id
    if found.by_id != person_id:
        raise NotFound(say("There is no such proposal here."))
    told = agreeing.withdraw(act, found)
    return _done(request, act, here, found, told, Typed())


def _open(act: Doing, place: str, proposal: UUID) -> tuple[PlaceView, ProposalView]:
    act.must_be_member()
    here = known(act.db).place(place)
    return here, proposal_in(act.db, here, proposal)


def _done(  # what comes of a form is told by one of two pages
    request: Request, act: Doing, here: PlaceView, found: ProposalView, told: Refused | None, typed: Typed
) -> Response:
    """Lead to the proposal as it stands now; or show the form again with why it was not taken."""
    if told is None:
        return see(path(here.slug, "proposals", found.id))
    return _form(request, act, here, proposal_in(act.db, here, found.id), typed, told.faults)


def _told(db: Session, found: ProposalView) -> telling.ProposalTold:
    return telling.proposals(db, [found], now())[0]


def _reach(db: Session, found: ProposalView) -> ReachTold | None:
    """Count anew what an open proposal touches; none where it cannot be carried out as it stands."""
    rehearsed = queries.rehearse(db, found.script) if found.state is State.OPEN else None
    if not isinstance(rehearsed, Rehearsed):
        return None
    return told_reach(reach_of(db, found, rehearsed.images, now()))


def _faults(typed: Typed) -> Mapping[str, Saying]:
    needs_words = typed["stance"] in {WORDS, Stance.NO}
    words = say("Say it in a sentence or two.") if needs_words and not typed["words"] else None
    wrong = {
        "stance": None if typed["stance"] in {*Stance, WORDS} else say("Choose what you say."),
        "words": words or too_long(typed["words"], LONGEST_WORDS),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def _form(  # what a page shows that has several forms
    request: Request, asked: Doing, here: PlaceView, found: ProposalView, typed: Typed, faults: Collection[Saying] = ()
) -> HTMLResponse:
    values = {
        "here": here,
        "told": _told(asked.db, found),
        "stances": STANCES,
        "refused": faults,
        "may_decide": agreeing.may_decide(asked, found.place_id),
        "seal": seal_in_words(found, asked.actor.person_id),
        "has_sealed": asked.actor.person_id in found.sealed_by,
        "is_mine": found.by_id == asked.actor.person_id,
    }
    answer = private(form_page(request, "establish/proposal_say.html", values, typed))
    return refused(answer) if faults else answer
