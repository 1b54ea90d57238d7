"""Does somebody want to complain? Without an account, acknowledged at once, and answered within a month."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour
from sqlmodel import Session

from hub.kit.saying import Dated, Saying, say
from hub.kit.text import excerpt
from hub.people import rules
from hub.people.helping import actions, complaints
from hub.people.helping.actions import Question
from hub.people.helping.complaints import ABOUT, About, Complaint
from hub.people.helping.rules import LONGEST_NAME, LONGEST_WORDS, Kind
from hub.people.helping.safety import ANSWER_WITHIN
from hub.people.mail.actions import post
from hub.site import limits, words
from hub.site.deeds import email_fault
from hub.site.deps import Act, Doing, network_of
from hub.site.desk.bins import Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.letters import letter
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long, trapped

router = APIRouter(include_in_schema=False)
OF_NETWORK = RateLimitItemPerHour(10, namespace="complaints-network")
LISTED = 80  # letters of a complaint in the list
CHOICES = tuple((about.value, said) for about, said in ABOUT.items())


@router.get("/complain")
def show_form(request: Request) -> HTMLResponse:
    """Ask what somebody complains about, and how to answer them."""
    return _form(request, Typed())


@router.post("/complain")
def post_complaint(request: Request, act: Act, typed: FormTyped) -> Response:
    """Take a complaint, and acknowledge it at once."""
    checked = typed.but(**_faults(typed))
    if checked.wrong:
        return _form(request, checked)
    too_many = say("Too many complaints came from where you are.")
    limits.tally(act).must(OF_NETWORK, network_of(request), too_many)
    question = Question(
        Kind.COMPLAINT, None, checked["email"], checked["words"], checked["name"], person_id=act.actor.person_id
    )
    made = complaints.complain(act.db, About(checked["about"]), question, act.now)
    _acknowledge(request, act, checked, _number(made))
    return see(path("complain", "sent", _number(made)))


@router.get("/complain/sent/{number}")
def show_sent(request: Request, number: str) -> HTMLResponse:
    """Say that a complaint arrived, under which number, and by when it is answered."""
    # Whoever makes the address up learns nothing: the page says no more than what stands in it.
    shown = number if len(number) == len(_number(UUID(int=0))) and number.isalnum() else ""
    return private(page(request, "people/complained.html", {"number": shown, "days": ANSWER_WITHIN.days}))


@router.get("/desk/complaints/{complaint}")
def show_complaint(request: Request, complaint: UUID, looking: Looking) -> Response:
    """Show a complaint, and the form that answers it."""
    looking.must(rules.may_answer_complaints, None)
    return _page(request, complaints.complaint(looking.db, complaint), Typed())


@router.post("/desk/complaints/{complaint}")
def post_answer(request: Request, complaint: UUID, act: Acting, typed: FormTyped) -> Response:
    """Answer a complaint, by mail."""
    act.must(rules.may_answer_complaints, None)
    found = complaints.complaint(act.db, complaint)
    checked = typed.but(**_words_fault(typed["words"], say("Write what you answer.")))
    if checked.wrong:
        return _page(request, found, checked)
    if actions.answer(act.db, act.actor, found.id, checked["words"], act.now):
        paragraphs: list[Saying | str] = [checked["words"], say("You had written:"), found.words]
        _mail(act, found.reach, say("Your complaint %(number)s", number=_number(found.id)), paragraphs)
    return see(path("desk", "complaints", complaint))


def waiting(db: Session, _place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Row]:
    """Return the complaints nobody has answered yet."""
    return [
        Row(
            str(each.id),
            excerpt(each.words, LISTED),
            each.asked_at,
            path("desk", "complaints", each.id),
            (each.about, say("To be answered by %(day)s.", day=Dated(each.due_at.date()))),
        )
        for each in complaints.waiting(db)
    ]


put_up(
    Shelf(
        name="complaints",
        title=say("Complaints"),
        lead=say("Each is answered within a month of its arrival: that was promised, and for most the law says so."),
        none=say("Nobody has complained."),
        may=rules.may_answer_complaints,
        rows=waiting,
    )
)


def _form(request: Request, typed: Typed) -> HTMLResponse:
    values = {"choices": CHOICES, "days": ANSWER_WITHIN.days}
    return form_page(request, "people/complain.html", values, typed)


def _page(request: Request, found: Complaint, typed: Typed) -> Response:
    values = {"complaint": found, "number": _number(found.id), "zone": NO_PLACE_ZONE}
    return private(form_page(request, "people/complaint.html", values, typed))


def _faults(typed: Typed) -> Mapping[str, Saying]:
    wrong = {
        "about": None if typed["about"] in set(About) else say("Choose what it is about."),
        "name": too_long(typed["name"], LONGEST_NAME),
        "email": email_fault(typed["email"]),
        "website": trapped(typed),
        **_words_fault(typed["words"], say("Say in a few words what is wrong.")),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def _words_fault(told: str, unsaid: Saying) -> Mapping[str, Saying]:
    wrong = too_long(told, LONGEST_WORDS) if told else unsaid
    return {"words": wrong} if wrong else {}


def _acknowledge(request: Request, act: Doing, typed: Typed, number: str) -> None:
    """Say by mail that a complaint arrived; nobody’s mailbox is filled in this way."""
    if not limits.may_thank(request, act, typed["email"]):
        return
    paragraphs = [
        say("Somebody reads it and answers you within %(days)s days.", days=ANSWER_WITHIN.days),
        say("If you did not complain, somebody mistook your address for theirs: you need not do anything."),
    ]
    _mail(act, typed["email"], say("Your complaint has the number %(number)s", number=number), paragraphs)


def _mail(act: Doing, to: str, title: Saying, paragraphs: Sequence[Saying | str]) -> None:
    post(act.db, letter("notice", to, words.language(), title=title, paragraphs=paragraphs), act.now)


def _number(complaint_id: UUID) -> str:
    """Return what a complaint is called when one asks for it."""
    return complaint_id.hex[:8].upper()
