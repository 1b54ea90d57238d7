"""How is something taken down at once? An item in two clicks; all that somebody says only after a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.items import withholding
from hub.aggregate.notices import authors
from hub.communicate.replies.queries import ReplyView
from hub.communicate.replies.rules import State
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.cases import queries, wording
from hub.people.cases.actions import Verdict
from hub.people.cases.rules import LONGEST_WORDS, TAKEN_DOWN, Measure, Reason, Target
from hub.people.persons import queries as persons
from hub.secret import key_for
from hub.site import aims, deciding, listening
from hub.site.aims import Aim
from hub.site.asking.asked import number
from hub.site.deciding import APPEALS
from hub.site.deps import Act, Doing, Here, settings_of
from hub.site.desk.reach import Looking
from hub.site.kept.known import known
from hub.site.meeting import meetup
from hub.site.pages.reports import CHOICES
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
AT_ONCE = frozenset({Target.ITEM, Target.REPLY, Target.EVENT})  # one thing alone: in two clicks


@router.get("/items/{item}/hide")
def show_hide_item(request: Request, item: str, asked: Looking) -> HTMLResponse:
    """Show what can be taken down with an item, and what will happen."""
    return _form(request, asked, aims.around_item(asked.db, number(item)), _below("items", item), Typed())


@router.post("/items/{item}/hide")
def post_hide_item(request: Request, item: str, act: Act, typed: FormTyped) -> Response:
    """Take down an item, or what it comes from."""
    return _hidden(request, act, aims.around_item(act.db, number(item)), _below("items", item), typed)


@router.get("/{place}/sources/{source}/hide")
def show_hide_source(request: Request, here: Here, source: str, asked: Looking) -> HTMLResponse:
    """Show what happens when a source is taken down."""
    return _form(request, asked, [aims.of_source(asked.db, source)], _below(here.slug, "sources", source), Typed())


@router.post("/{place}/sources/{source}/hide")
def post_hide_source(request: Request, place: str, source: str, act: Act, typed: FormTyped) -> Response:
    """Take down a source."""
    return _hidden(request, act, [aims.of_source(act.db, source)], _below(place, "sources", source), typed)


@router.get("/{place}/meetups/{event}/hide")
def show_hide_meetup(request: Request, here: Here, event: str, asked: Looking) -> HTMLResponse:
    """Show what can be taken down with a meetup, and what will happen."""
    found = meetup(asked.db, here, event)
    return _form(request, asked, aims.around_event(asked.db, found), _below(here.slug, "meetups", found.id), Typed())


@router.post("/{place}/meetups/{event}/hide")
def post_hide_meetup(request: Request, place: str, event: str, act: Act, typed: FormTyped) -> Response:
    """Take down a meetup, or all that its source tells."""
    found = meetup(act.db, known(act.db).place(place), event)
    return _hidden(request, act, aims.around_event(act.db, found), _below(place, "meetups", found.id), typed)


@router.get("/replies/{reply}/hide")
def show_hide_reply(request: Request, reply: UUID, asked: Looking) -> HTMLResponse:
    """Show what can be taken down with a reply, and what will happen."""
    found = listening.decided_on(asked, reply)
    return _form(request, asked, aims.around_reply(asked.db, found), _ways(found), Typed())


@router.post("/replies/{reply}/hide")
def post_hide_reply(request: Request, reply: UUID, act: Act, typed: FormTyped) -> Response:
    """Take down a reply, or all that whoever said it says here."""
    found = listening.decided_on(act, reply)
    return _hidden(request, act, aims.around_reply(act.db, found), _ways(found), typed)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a form about something goes, and where one sees it who leaves it as it is."""

    form: str
    back: str


def _below(*parts: str | int | UUID) -> Ways:
    return Ways(path(*parts, "hide"), path(*parts))


def _ways(found: ReplyView) -> Ways:
    """Return the ways of a reply; one that waits is seen at the desk, one for neighbours on no public page."""
    waits = found.state in {State.WAITING, State.REFUSED, State.SET_ASIDE}
    back = path("desk", "replies", found.id) if waits else aims.address_of_reply(found)
    return Ways(path("replies", found.id, "hide"), back)


def _hidden(request: Request, act: Doing, offered: Sequence[Aim], ways: Ways, typed: Typed) -> Response:
    aims.must(act, rules.may_hide, offered[0])
    aim = next((each for each in offered if each.what == typed["what"]), None)
    checked = typed.but(**_faults(aim, typed))
    if checked.wrong or aim is None:
        return _form(request, act, offered, ways, checked)
    aims.must(act, rules.may_hide, aim)
    if aim.about.target not in AT_ONCE and typed["sure"] != "yes":
        return _second_look(request, act, aim, ways, checked)
    verdict = Verdict(Measure.HIDE, Reason(typed["reason"] or Reason.OTHER), typed["words"])
    made = deciding.take_down(act, aim, verdict, key_for(settings_of(request), APPEALS))
    held = queries.held(act.db, aim.about.target, aim.about.target_id)
    told = "hidden" if held and held.measure in TAKEN_DOWN else "holds"
    return see(path("desk", "cases", made, told=told))


def _faults(aim: Aim | None, typed: Typed) -> Mapping[str, Saying]:
    # What puts somebody in danger goes in two clicks, without a reason chosen; all that somebody says does not.
    reasons = {*Reason, ""} if aim and aim.about.target in AT_ONCE else set(Reason)
    too_long = say("This is too long: at most %(most)s letters.", most=LONGEST_WORDS)
    wrong = {
        "reason": None if typed["reason"] in reasons else say("Choose why."),
        "words": too_long if len(typed["words"]) > LONGEST_WORDS else None,
        "what": None if aim else say("Choose what to take down."),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def _form(request: Request, asked: Doing, offered: Sequence[Aim], ways: Ways, typed: Typed) -> HTMLResponse:
    aims.must(asked, rules.may_hide, offered[0])
    allowed = [aim for aim in offered if aims.may(asked, rules.may_hide, aim)]
    values = {
        "title": offered[0].about.title,
        "aims": allowed,
        "address": ways.form,
        "back": ways.back,
        "reasons": CHOICES,
        "is_told": persons.can_be_written_to(asked.db, offered[0].about.person_id),
        "is_one": offered[0].about.target in AT_ONCE,
    }
    return private(form_page(request, "people/hide.html", values, typed))


def _second_look(request: Request, asked: Doing, aim: Aim, ways: Ways, typed: Typed) -> HTMLResponse:
    values = {
        "aim": aim,
        "items": _items(asked.db, aim),
        "reason": wording.REASONS[Reason(typed["reason"])],
        "address": ways.form,
        "back": ways.back,
        "is_told": persons.can_be_written_to(asked.db, aim.about.person_id),
    }
    return private(form_page(request, "people/hide_sure.html", values, typed))


def _items(db: Session, aim: Aim) -> int:
    """Count the items that go with what is taken down."""
    person_id = as_id(aim.about.target_id) if aim.about.target is Target.PERSON else None
    ids = (
        authors.pinned_by(db, person_id) if person_id else withholding.ids_of(db, aim.about.target, aim.about.target_id)
    )
    return len(ids)
