"""What is wrong with this? Anybody says so, without an account and without script, and may appeal what was decided."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour
from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import withholding
from hub.communicate.mentions import queries as mentions
from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.mailboxes import is_email
from hub.kit.saying import Saying, say
from hub.people.cases import actions, queries, wording
from hub.people.cases.actions import Found
from hub.people.cases.queries import CaseView, Decided
from hub.people.cases.rules import LONGEST_WORDS, Reason, State, appealed_by, may_appeal
from hub.people.mail.actions import post
from hub.people.rules import NOBODY
from hub.secret import key_for
from hub.site import aims, limits, listening, words
from hub.site.aims import Aim
from hub.site.asking.asked import number
from hub.site.deciding import APPEALS
from hub.site.deps import Act, Db, Doing, Here, network_of, settings_of
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.listening import Asked
from hub.site.meeting import shown_meetup
from hub.site.proposing import shown
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long, trapped

router = APIRouter(include_in_schema=False)
OF_NETWORK = RateLimitItemPerHour(30, namespace="reports-network")
CHOICES = tuple((reason.value, said) for reason, said in wording.REASONS.items())


@router.get("/items/{item}/report")
def show_report_of_item(request: Request, item: str, db: Db) -> HTMLResponse:
    """Ask what is wrong with an item."""
    return _form(request, _shown(db, number(item)).about.title, path("items", item), Typed())


@router.post("/items/{item}/report")
def post_report_of_item(request: Request, item: str, act: Act, typed: FormTyped) -> Response:
    """Take a report of an item."""
    return _reported(request, act, _shown(act.db, number(item)), path("items", item), typed)


@router.get("/replies/{reply}/report")
def show_report_of_reply(request: Request, reply: UUID, asked: Asked) -> HTMLResponse:
    """Ask what is wrong with a reply."""
    found = listening.seen(asked, reply)
    title, back = aims.of_reply(asked.db, found).about.title, aims.address_of_reply(found)
    return private(_form(request, title, path("replies", reply), Typed(), back))


@router.post("/replies/{reply}/report")
def post_report_of_reply(request: Request, reply: UUID, act: Act, typed: FormTyped) -> Response:
    """Take a report of a reply."""
    return _reported(request, act, aims.of_reply(act.db, listening.seen(act, reply)), path("replies", reply), typed)


@router.get("/webmention/{mention}/report")
def show_report_of_mention(request: Request, mention: UUID, db: Db) -> HTMLResponse:
    """Ask what is wrong with a mention on another site."""
    aim = aims.of_mention(db, mentions.shown(db, mention))
    return private(_form(request, aim.about.title, path("webmention", mention), Typed()))


@router.post("/webmention/{mention}/report")
def post_report_of_mention(request: Request, mention: UUID, act: Act, typed: FormTyped) -> Response:
    """Take a report of a mention on another site."""
    aim = aims.of_mention(act.db, mentions.shown(act.db, mention))
    return _reported(request, act, aim, path("webmention", mention), typed)


@router.get("/{place}/sources/{source}/report")
def show_report_of_source(request: Request, here: Here, source: str, db: Db) -> HTMLResponse:
    """Ask what is wrong with a source."""
    return _form(request, feeds.source(db, source).name, path(here.slug, "sources", source), Typed())


@router.post("/{place}/sources/{source}/report")
def post_report_of_source(request: Request, place: str, source: str, act: Act, typed: FormTyped) -> Response:
    """Take a report of a source."""
    return _reported(request, act, aims.of_source(act.db, source), path(place, "sources", source), typed)


@router.get("/{place}/meetups/{event}/report")
def show_report_of_meetup(request: Request, here: Here, event: str, db: Db) -> HTMLResponse:
    """Ask what is wrong with a meetup."""
    found = shown_meetup(db, here, event)
    return _form(request, found.title, path(here.slug, "meetups", found.id), Typed())


@router.post("/{place}/meetups/{event}/report")
def post_report_of_meetup(request: Request, place: str, event: str, act: Act, typed: FormTyped) -> Response:
    """Take a report of a meetup."""
    found = shown_meetup(act.db, known(act.db).place(place), event)
    return _reported(request, act, aims.of_event(act.db, found), path(place, "meetups", found.id), typed)


@router.get("/{place}/proposals/{proposal}/report")
def show_report_of_proposal(request: Request, here: Here, proposal: UUID, db: Db) -> HTMLResponse:
    """Ask what is wrong with what somebody proposes."""
    aim = shown.of_proposal(db, here, proposal)
    return _form(request, aim.about.title, path(here.slug, "proposals", proposal), Typed())


@router.post("/{place}/proposals/{proposal}/report")
def post_report_of_proposal(request: Request, place: str, proposal: UUID, act: Act, typed: FormTyped) -> Response:
    """Take a report of what somebody proposes."""
    aim = shown.of_proposal(act.db, known(act.db).place(place), proposal)
    return _reported(request, act, aim, path(place, "proposals", proposal), typed)


@router.get("/{place}/proposals/{proposal}/voices/{voice}/report")
def show_report_of_voice(request: Request, here: Here, proposal: UUID, voice: UUID, db: Db) -> HTMLResponse:
    """Ask what is wrong with what somebody said to a proposal."""
    aim = shown.of_voice(db, here, proposal, voice)
    return _form(request, aim.about.title, path(here.slug, "proposals", proposal, "voices", voice), Typed())


@router.post("/{place}/proposals/{proposal}/voices/{voice}/report")
def post_report_of_voice(
    request: Request, place: str, proposal: UUID, voice: UUID, act: Act, typed: FormTyped
) -> Response:
    """Take a report of what somebody said to a proposal."""
    aim = shown.of_voice(act.db, known(act.db).place(place), proposal, voice)
    return _reported(request, act, aim, path(place, "proposals", proposal, "voices", voice), typed)


@router.get("/reports/{case}")
def show_reported(request: Request, case: str) -> HTMLResponse:
    """Say that a report arrived, and under which number."""
    return page(request, "people/reported.html", {"number": number(case)})


@router.get("/appeals/{token}")
def show_appeal(request: Request, token: str, db: Db) -> HTMLResponse:
    """Show a decision to a side of it, who may say that it is wrong."""
    return private(_appeal_form(request, token, Doing(db, NOBODY, now()), Typed()))


@router.post("/appeals/{token}")
def post_appeal(request: Request, token: str, act: Act, typed: FormTyped) -> Response:
    """Take an appeal."""
    case, decision = _appealed(request, token, act)
    if not may_appeal(case.state, decision.at, act.now) or decision != case.last:
        return see(path("appeals", token))
    wrong = _words_fault(typed) or (None if typed["words"] else say("Say in a few words what is wrong."))
    if wrong or typed.wrong:
        again = typed.but(words=wrong) if wrong else typed
        return private(_appeal_form(request, token, act, again))
    actions.appeal(act.db, decision.id, typed["words"], act.actor.person_id, act.now)
    return see(path("appeals", token))


def _appealed(request: Request, token: str, doing: Doing) -> tuple[CaseView, Decided]:
    found = appealed_by(token, key_for(settings_of(request), APPEALS))
    if found is None:
        raise NotFound(say("There is no such page here."))
    case = queries.case_of_decision(doing.db, found[0])
    return case, next(each for each in case.decisions if each.id == found[0])


def _appeal_form(request: Request, token: str, doing: Doing, typed: Typed) -> HTMLResponse:
    case, decision = _appealed(request, token, doing)
    is_last = decision == case.last
    values = {
        "case": case,
        "decision": decision,
        "token": token,
        "is_open": is_last and may_appeal(case.state, decision.at, doing.now),
        "is_waiting": is_last and case.state is State.APPEALED,
        "why_not": _why_not(case, decision),
        "done": wording.DONE,
        "reasons": wording.REASONS,
    }
    return form_page(request, "people/appeal.html", values, typed)


def _why_not(case: CaseView, decision: Decided) -> Saying:
    """Say why nobody may appeal a decision now."""
    if case.state is State.CLOSED:
        return say("This was decided on an appeal: nobody here decides it once more.")
    if decision != case.last:
        return say("This decision was taken back, or there is a newer one.")
    if case.state is State.OPEN:
        return say("A moderator has still to decide about this. You hear of it, and may appeal then.")
    return say("This decision is more than half a year old: it cannot be appealed any more.")


def _shown(db: Session, item_id: int) -> Aim:
    """Return an item that everybody sees; TakenDown or NotFound where nobody does."""
    told = withholding.subject(db, item_id)
    withholding.refuse(db, item_id, told.source_id, told.link)
    return aims.of_item(db, item_id)


def _form(request: Request, title: str, page_of: str, typed: Typed, back: str = "") -> HTMLResponse:
    back = back or page_of.partition("/voices/")[0]
    values = {"title": title, "address": f"{page_of}/report", "back": back, "reasons": CHOICES}
    return form_page(request, "people/report.html", values, typed)


def _reported(request: Request, act: Doing, aim: Aim, back: str, typed: Typed) -> Response:
    checked = typed.but(**_faults(typed))
    if checked.wrong:
        return _form(request, aim.about.title, back, checked)
    network, counts = network_of(request), limits.tally(act)
    too_many = say("Too many reports came from where you are.")
    counts.must(OF_NETWORK, network, too_many)
    who = counts.sealed(act.actor.person_id.hex if act.actor.person_id else network)
    found = Found(Reason(typed["reason"]), typed["words"], who, act.actor.person_id, typed["email"])
    received = actions.report(act.db, aim.about, found, act.now)
    if received.is_new and typed["email"] and limits.may_thank(request, act, typed["email"]):
        _acknowledge(act, typed["email"], received.number)
    return see(path("reports", received.number))


def _faults(typed: Typed) -> Mapping[str, Saying]:
    wrong = {
        "reason": None if typed["reason"] in set(Reason) else say("Choose what is wrong with it."),
        "words": _words_fault(typed),
        "email": say("This is not an e-mail address. One looks like name@example.org.")
        if typed["email"] and not is_email(typed["email"])
        else None,
        "website": trapped(typed),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def _words_fault(typed: Typed) -> Saying | None:
    return too_long(typed["words"], LONGEST_WORDS)


def _acknowledge(act: Doing, email: str, case: int) -> None:
    """Say by mail that a report arrived."""
    paragraphs: Sequence[Saying] = [
        say("Thank you. A moderator reads it and decides; we write to you then, and say why."),
        say("If you did not report anything, somebody mistook your address for theirs: you need not do anything."),
    ]
    title = say("Your report has the number %(number)s", number=case)
    post(act.db, letter("notice", email, words.language(), title=title, paragraphs=paragraphs), act.now)
