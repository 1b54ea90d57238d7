"""What must an admin write down, and what is due? Guided documents, each a version that stays."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from hub.duties.circumstances import facts_of
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.helping import documents, safety
from hub.people.helping.documents import Due
from hub.people.helping.drafting import blocks
from hub.people.helping.safety import HARMS, LEVELS, LONGEST_ANSWER, MAY_BE_EMPTY, TITLES, Kind, Level, Question
from hub.places.actions import bump_hub
from hub.site import words
from hub.site.deps import Doing, chosen, settings_of
from hub.site.desk.bins import Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.pages.safety import address, kind_of
from hub.site.render import form_page, page, path, private, see
from hub.site.safety import LANGUAGE, asked, body
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
REASONS = {
    Due.UNWRITTEN: say("Nobody has written it yet."),
    Due.CHANGED: say("Something has changed since then: who moderates, or what is open. Read it again."),
    Due.AGED: say("Read it again, and publish it anew."),
}


@router.get("/desk/safety")
def show_documents(request: Request, looking: Looking) -> Response:
    """List the documents: which hold since when, which are due, and where something has changed since."""
    looking.must(rules.may_publish_safety, None)
    held, facts = documents.newest(looking.db), facts_of(looking.db, settings_of(request))
    due = documents.due(held, facts, looking.now.date())
    listed = [
        {
            "kind": kind.value,
            "title": TITLES[kind],
            "document": held.get(kind),
            "address": address(kind, held),
            "is_due": due.get(kind) is Due.AGED,
            "has_changed": due.get(kind) is Due.CHANGED,
        }
        for kind in Kind
    ]
    return private(page(request, "people/safety.html", {"listed": listed, "zone": NO_PLACE_ZONE}))


@router.get("/desk/safety/{kind}")
def show_questions(request: Request, kind: str, looking: Looking) -> Response:
    """Ask the questions of a document, with what was answered last."""
    looking.must(rules.may_publish_safety, None)
    asked_for = kind_of(kind)
    return _form(request, looking, asked_for, Typed(tuple(_before(looking.db, asked_for).items())))


@router.post("/desk/safety/{kind}")
def post_answers(request: Request, kind: str, act: Acting, typed: FormTyped) -> Response:
    """Show how the document would read, or publish it."""
    act.must(rules.may_publish_safety, None)
    asked_for = kind_of(kind)
    checked = typed.but(**_faults(asked_for, typed))
    if checked.wrong or checked["do"] != "publish":
        return _form(request, act, asked_for, checked, with_draft=True)
    facts, answers = facts_of(act.db, settings_of(request)), _answers(asked_for, checked)
    kept = safety.canonical({**answers, LANGUAGE: words.language()}, facts)
    documents.publish(act.db, act.actor, asked_for, (kept, body(asked_for, answers, facts)), act.now)
    bump_hub(act.db)
    return see(path("desk", "safety"))


def due(db: Session, _place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the documents to be written, or read again, with why."""
    held = documents.newest(db)
    return [
        Row(
            kind.value,
            TITLES[kind],
            datetime.combine(held[kind].made_at, time(), ZoneInfo("UTC")) if kind in held else now,
            path("desk", "safety", kind.value),
            (REASONS[why],),
        )
        for kind, why in documents.due(held, facts_of(db, chosen(db)), now.date()).items()
    ]


put_up(
    Shelf(
        name="documents",
        title=say("Safety documents"),
        lead=say("What the law wants written down. Each is read again once a year, or when something changes."),
        none=say("Everything is written down, and nothing is due."),
        may=rules.may_publish_safety,
        rows=due,
    )
)


def _before(db: Session, kind: Kind) -> Mapping[str, str]:
    """Return what was answered last; at first what is usual, and who answers for the other documents."""
    held = documents.newest(db)
    if kind in held:
        return safety.answered(held[kind].answers)
    usual = {each.name: words.said(each.usual) for each in asked(kind) if each.usual}
    others = (safety.answered(each.answers).get("responsible", "") for each in held.values())
    return usual | {"responsible": next(others, "")}


def _answers(kind: Kind, typed: Typed) -> Mapping[str, str]:
    harms = {name: typed[name] for name in HARMS} if kind is Kind.RISKS else {}
    return harms | {each.name: typed[each.name] for each in asked(kind)}


def _faults(kind: Kind, typed: Typed) -> Mapping[str, Saying]:
    wrong = {each.name: _fault(each, typed[each.name]) for each in asked(kind)}
    if kind is Kind.RISKS:
        unsaid = say("Say how likely it is here.")
        wrong |= {name: None if typed[name] in set(Level) else unsaid for name in HARMS}
    return {name: fault for name, fault in wrong.items() if fault}


def _fault(question: Question, told: str) -> Saying | None:
    if not told and question.name not in MAY_BE_EMPTY:
        return say("Answer this in a sentence or two.")
    return too_long(told, LONGEST_ANSWER)


def _form(request: Request, asking: Doing, kind: Kind, typed: Typed, *, with_draft: bool = False) -> Response:
    facts = facts_of(asking.db, settings_of(request))
    is_drafted = with_draft and not typed.wrong
    values = {
        "kind": kind.value,
        "title": TITLES[kind],
        "facts": list(facts.lines()),
        "harms": list(HARMS.items()) if kind is Kind.RISKS else [],
        "levels": [("", say("Choose one")), *((level.value, said) for level, said in LEVELS.items())],
        "questions": list(asked(kind)),
        "blocks": blocks(body(kind, _answers(kind, typed), facts)) if is_drafted else [],
    }
    return private(form_page(request, "people/safety_form.html", values, typed))
