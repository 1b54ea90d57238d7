"""What was decided about the tags of a place, by whom and why? The log everybody reads, and the way back."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.tagging.reaching import reach
from hub.establish.deciding import queries
from hub.establish.deciding.images import turned
from hub.establish.deciding.queries import DecisionView
from hub.establish.deciding.rules import LONGEST_WORDS
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.places.queries import PlaceView
from hub.site import agreeing
from hub.site.asking.asked import number
from hub.site.deps import Act, Base, Db, Doing, Here, Look
from hub.site.kept.known import known
from hub.site.outlets.formats import Channel, Outlet, Post, answer
from hub.site.proposing import telling
from hub.site.proposing.looking import told_reach
from hub.site.proposing.shown import around_here, decision_in
from hub.site.proposing.telling import DecisionTold
from hub.site.render import form_page, page, path, private, refused, see
from hub.site.typed import FormTyped, Typed, too_long
from hub.site.wordbook.sorting import sorting
from hub.site.words import gettext, said

router = APIRouter(include_in_schema=False)
Before = Annotated[int | None, Query(ge=1, le=2**53)]
MOST_LISTED = 30


@router.get("/{place}/decisions")
def show_decisions(request: Request, here: Here, db: Db, before: Before = None) -> HTMLResponse:
    """Show what was decided, the newest first."""
    decided = _decided(db, here, before)
    older = path(here.slug, "decisions", before=str(decided[-1].id)) if len(decided) == MOST_LISTED else ""
    return page(request, "establish/decisions.html", {"here": here, "decided": decided, "older": older})


@router.get("/{place}/decisions.atom")
def show_decisions_feed(here: Here, db: Db, base: Base) -> Response:
    """Give what was decided to a feed reader."""
    title = gettext("What %(place)s decided about its tags") % {"place": here.name}
    posts = tuple(_post(each, base + path(here.slug, "decisions", each.id)) for each in _decided(db, here, None))
    address = base + path(here.slug, "decisions")
    return answer(Outlet.ATOM, Channel(title, address, f"{address}.atom", posts))


@router.get("/{place}/decisions/{decision}")
def show_decision(request: Request, here: Here, decision: str, db: Db) -> HTMLResponse:
    """Show one decision: what changed, by whom, when and why."""
    found = decision_in(db, here, number(decision))
    values = {"here": here, "told": _told(db, here, found), "sorting": sorting(db, here)}
    return page(request, "establish/decision.html", values)


@router.get("/{place}/decisions/{decision}/undo")
def show_undo(request: Request, here: Here, decision: str, asked: Look) -> HTMLResponse:
    """Show what it would change to take a decision back."""
    return _form(request, asked, here, _mine(asked, here, decision), Typed())


@router.post("/{place}/decisions/{decision}/undo")
def post_undoing(request: Request, place: str, decision: str, act: Act, typed: FormTyped) -> Response:
    """Take a decision back, and say why."""
    act.must_be_member()
    here = known(act.db).place(place)
    found = _mine(act, here, decision)
    fault = too_long(typed["reason"], LONGEST_WORDS) if typed["reason"] else say("Say why, in a sentence or two.")
    checked = typed.but(reason=fault) if fault else typed
    if checked.wrong:
        return _form(request, act, here, found, checked)
    outcome = agreeing.undo(act, found, typed["reason"], here)
    if outcome.refused:
        return refused(_form(request, act, here, found, typed, outcome.refused.faults))
    return see(outcome.address)


def _decided(db: Session, here: PlaceView, before: int | None) -> list[DecisionTold]:
    found = queries.decisions(db, around_here(db, here), before, MOST_LISTED)
    return list(telling.decisions(db, found, here, now()))


def _mine(asked: Doing, here: PlaceView, decision: str) -> DecisionView:
    found = decision_in(asked.db, here, number(decision))
    agreeing.must_decide(asked, found.place_id)
    return found


def _told(db: Session, here: PlaceView, found: DecisionView) -> DecisionTold:
    return telling.decisions(db, [found], here, now())[0]


def _post(told: DecisionTold, address: str) -> Post:
    what = [said(each) for each in told.sentences]
    return Post(
        urn=address,
        title=" ".join(what[:1]),
        link=address,
        page=address,
        updated=told.at,
        published=told.at,
        author=said(told.who),
        summary=" ".join([*what, said(told.reason)]).strip(),
    )


def _form(
    request: Request, asked: Doing, here: PlaceView, found: DecisionView, typed: Typed, faults: Collection[Saying] = ()
) -> HTMLResponse:
    may_undo = telling.may_be_undone(found, asked.now)
    if not may_undo and not faults:
        faults = (
            say("Its week is over, or it was taken back already. You may propose the change that is needed now."),
        )
    values = {
        "here": here,
        "told": _told(asked.db, here, found),
        "refused": faults,
        "may_undo": may_undo,
        "reach": told_reach(reach(asked.db, found.place_id, turned(found.images))) if may_undo else None,
    }
    return private(form_page(request, "establish/decision_undo.html", values, typed))
