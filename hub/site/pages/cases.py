"""What is to be decided, and what is taken down now? Pages of mentors and moderators."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import withholding
from hub.communicate.replies import queries as replies
from hub.errors import NotFound, SignInFirst
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.zones import USUAL_ZONE
from hub.people import rules
from hub.people.cases import queries, wording
from hub.people.cases.actions import Verdict
from hub.people.cases.queries import CaseView, Held
from hub.people.cases.rules import (
    LONGEST_LABEL,
    LONGEST_WORDS,
    MEASURES,
    UNDECIDED,
    Measure,
    Reason,
    State,
    Target,
    fits,
    is_undoable,
)
from hub.people.persons import queries as persons
from hub.people.rules import Kind, Right
from hub.secret import key_for
from hub.site import aims, deciding
from hub.site.asking.asked import number
from hub.site.deciding import APPEALS
from hub.site.deps import Act, Doing, settings_of
from hub.site.desk.bins import Bin, offers
from hub.site.desk.reach import Looking, places_of
from hub.site.pages.reports import CHOICES
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
ZONE = USUAL_ZONE  # cases are of the whole hub
Told = Annotated[str, Query(max_length=20, description="What has just happened to the case.")]


@router.get("/desk/cases")
def show_cases(request: Request, asked: Looking) -> HTMLResponse:
    """Show what waits for a decision, and what was decided."""
    places = places_of(asked.db, asked.actor, rules.may_hide)
    lists = [
        (say("Appeals"), queries.waiting(asked.db, places, State.APPEALED), say("Nobody has appealed.")),
        (say("Reports"), queries.waiting(asked.db, places, State.OPEN), say("Nothing is reported. Well done.")),
        (say("Decided"), queries.decided(asked.db, places), say("Nothing is settled at the moment.")),
    ]
    waits = withholding.waiting(asked.db, _sources(asked.db, places))
    values = {"lists": lists, "targets": wording.TARGETS, "waiting": waits, "zone": ZONE}
    return private(page(request, "people/cases.html", values))


@router.post("/desk/cases/waiting/{item}")
def post_read(request: Request, item: str, act: Act, typed: FormTyped) -> Response:
    """Let an item of a restricted source appear, or take it down."""
    aim = aims.of_item(act.db, number(item))
    aims.must(act, rules.may_hide, aim)
    held = queries.held(act.db, Target.ITEM, aim.about.target_id)
    if held and held.measure is Measure.RESTRICT:
        if typed["deed"] == "show":
            deciding.let_through(act, aim)
        else:
            deciding.take_down(act, aim, Verdict(Measure.HIDE, Reason.OTHER), _key(request))
    return see(path("desk", "cases"))


@router.get("/desk/cases/{case}")
def show_case(request: Request, case: str, asked: Looking, told: Told = "") -> HTMLResponse:
    """Show a case, and the form that decides it to who may."""
    return _case_page(request, asked, _case(asked, case), Typed(), wording.TOLD.get(told, NOTHING))


@router.post("/desk/cases/{case}")
def post_decision(request: Request, case: str, act: Act, typed: FormTyped) -> Response:
    """Decide a case."""
    found = _case(act, case)
    act.must(_right(found), found.place_id)
    checked = typed.but(**_faults(found, typed))
    if found.state not in UNDECIDED:
        return see(path("desk", "cases", found.number, told="late"))
    if checked.wrong:
        return _case_page(request, act, found, checked)
    label = typed["label"] if typed["measure"] == Measure.LABEL else ""
    verdict = Verdict(Measure(typed["measure"]), Reason(typed["reason"]), typed["words"], label)
    deciding.decide(act, aims.of_case(found), found.number, verdict, _key(request))
    return see(path("desk", "cases", found.number, told="decided"))


@router.post("/desk/cases/{case}/undo")
def post_undo(request: Request, case: str, act: Act) -> Response:  # noqa: ARG001 -- letters need its address
    """Put back what was taken down at once."""
    found = _case(act, case)
    told = "kept"
    if held := _undoable(act, found):
        act.must(_right_to_undo(found), found.place_id)
        deciding.put_back(act, aims.of_case(found), held)
        told = "undone-appealed" if found.state is State.APPEALED else "undone"
    return see(path("desk", "cases", found.number, told=told))


@offers(rules.may_hide)
def bins(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Bin]:  # noqa: ARG001 -- what every room is told
    """Offer what is reported, what was appealed, and what somebody is to read before it appears."""
    address = path("desk", "cases")
    reports, since = queries.age(db, place_ids, State.OPEN)
    appeals, appealed_since = queries.age(db, place_ids, State.APPEALED)
    waiting = queries.held_of(db, Target.ITEM, _waiting(db, place_ids))
    return [
        Bin("reports", say("Reports"), reports, since, address),
        Bin("appeals", say("Appeals"), appeals, appealed_since, address),
        Bin(
            "unread",
            say("To be read before they appear"),
            len(waiting),
            min((each.since for each in waiting), default=None),
            address,
        ),
    ]


def _case(asked: Doing, case: str) -> CaseView:
    """Return a case to who looks after its place; to others there is none."""
    if not asked.actor.is_member:  # first of all: whoever is nobody is not told either whether there is one
        raise SignInFirst(say("Sign in to do this."))
    found = queries.case(asked.db, number(case))
    if not aims.may(asked, rules.may_hide, aims.of_case(found)):
        raise NotFound(say("There is no such case here."))
    return found


def _right(case: CaseView) -> Right:
    """Return who may decide a case: of an appeal, somebody else than decided before."""
    if case.state is not State.APPEALED:
        return rules.may_decide
    return rules.deciding_after({each.decided_by for each in case.decisions})


def _right_to_undo(case: CaseView) -> Right:
    """Return who may take back what holds by a case."""
    decided_in = case.last.role if case.last else Kind.MENTOR
    return lambda actor, line: rules.may_undo(actor, line, decided_in)


def _case_page(request: Request, asked: Doing, case: CaseView, typed: Typed, told: Saying = NOTHING) -> HTMLResponse:
    may_undo = _undoable(asked, case) is not None and aims.may(asked, _right_to_undo(case), aims.of_case(case))
    values = {
        "case": case,
        "held": queries.held_by(asked.db, case.id),
        "may_undo": may_undo,
        "may_decide": case.state in UNDECIDED and aims.may(asked, _right(case), aims.of_case(case)),
        "address": aims.address_of(asked.db, case),
        "said": _said(asked.db, case),
        "names": persons.called(asked.db, [each.decided_by for each in case.decisions if each.decided_by]),
        "measures": [(each.value, wording.MEASURES[each]) for each in MEASURES[case.target]],
        "with_label": Measure.LABEL in MEASURES[case.target],
        "reason_choices": CHOICES,
        "told": told,
        "is_told": persons.can_be_written_to(asked.db, case.person_id),
        "zone": ZONE,
    }
    said = {"targets": wording.TARGETS, "states": wording.STATES, "reasons": wording.REASONS, "done": wording.DONE}
    return private(form_page(request, "people/case.html", values | said, typed))


def _said(db: Session, case: CaseView) -> str:
    """Return what the item or the reply says that a case is about."""
    if case.target is Target.REPLY:
        return replies.words_of(db, UUID(case.target_id))
    return withholding.said(db, int(case.target_id)) if case.target is Target.ITEM else ""


def _faults(case: CaseView, typed: Typed) -> Mapping[str, Saying]:
    measure = typed["measure"]
    is_known = measure in set(Measure) and fits(case.target, Measure(measure))
    needs_label = measure == Measure.LABEL and not typed["label"]
    wrong = {
        "measure": None if is_known else say("Choose what is done."),
        "reason": None if typed["reason"] in set(Reason) else say("Choose why."),
        "label": say("Write the sentence.") if needs_label else too_long(typed["label"], LONGEST_LABEL),
        "words": too_long(typed["words"], LONGEST_WORDS) if typed["words"] else say("Say why, in a sentence or two."),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def _undoable(asked: Doing, case: CaseView) -> Held | None:
    """Return what holds by a case and may be put back with one button."""
    held = queries.held_by(asked.db, case.id)
    return held if held and is_undoable(held.measure, case.state, held.since, asked.now) else None


def _waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[str]:
    return [str(item_id) for item_id, _ in withholding.waiting(db, _sources(db, place_ids))]


def _sources(db: Session, place_ids: Collection[UUID] | None) -> Collection[UUID] | None:
    speaking = feeds.homes(db)
    return None if place_ids is None else {each for place in place_ids for each in speaking.get(place, ())}


def _key(request: Request) -> bytes:
    return key_for(settings_of(request), APPEALS)
