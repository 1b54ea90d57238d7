"""What are mentors asked, and how do they answer? A bin of their desk, and a page for each question."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt
from hub.people import rules
from hub.people.helping import actions, queries
from hub.people.helping.queries import Asked
from hub.people.helping.rules import LONGEST_WORDS, Kind, email_in
from hub.people.mail.actions import post
from hub.people.persons import queries as people
from hub.site import words
from hub.site.correcting import Corrected, corrected
from hub.site.deps import Doing, line
from hub.site.desk.bins import Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
KINDS = {Kind.HELP: say("Somebody asks for help"), Kind.CORRECTION: say("Somebody wants something mended")}
ROW = 80  # letters of a question in the list


@router.get("/desk/asked/{question}")
def show_question(request: Request, question: UUID, asked: Looking) -> HTMLResponse:
    """Show a question, how to reach who asked it, and the form that answers it."""
    return _page(request, asked, _question(asked, question), Typed())


@router.post("/desk/asked/{question}/take")
def post_taking(question: UUID, act: Acting) -> Response:
    """Say that one answers a question, so that nobody else starts on it."""
    actions.take(act.db, act.actor, _question(act, question).id)
    return see(path("desk", "asked", question))


@router.post("/desk/asked/{question}")
def post_answer(request: Request, question: UUID, act: Acting, typed: FormTyped) -> Response:
    """Mail an answer, or keep what was answered in another way."""
    found = _question(act, question)
    fault = _fault(typed["words"])
    checked = typed.but(words=fault) if fault else typed
    if checked.wrong:
        return _page(request, act, found, checked)
    if actions.answer(act.db, act.actor, found.id, checked["words"], act.now):
        _mail(act, found, checked["words"])
    return see(path("desk", "asked", question))


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return what mentors of these places are asked and nobody answered, the oldest first."""
    del now
    return [_row(db, each) for each in queries.waiting(db, place_ids)]


put_up(
    Shelf(
        name="asked",
        title=say("Unanswered questions"),
        lead=say("What neighbours ask you. Say that you answer one before you start, so that nobody does it twice."),
        none=say("Nobody waits for an answer. Well done."),
        may=rules.may_tend,
        rows=waiting,
    )
)


def _row(db: Session, asked: Asked) -> Row:
    about = corrected(db, asked)
    lines = [KINDS[asked.kind], *([_about(about)] if about.title else [])]
    if asked.taken_by:
        name = people.called(db, [asked.taken_by]).get(asked.taken_by)
        lines.append(say("%(mentor)s answers it.", mentor=name) if name else say("Somebody answers it."))
    return Row(str(asked.id), excerpt(asked.words, ROW), asked.asked_at, path("desk", "asked", asked.id), tuple(lines))


def _question(asked: Doing, question_id: UUID) -> Asked:
    """Return a question to who looks after its place; to others there is none."""
    found = queries.asked(asked.db, question_id)
    if not rules.may_tend(asked.actor, line(asked.db, found.place_id)):
        raise NotFound(say("There is no such question here."))
    return found


def _page(request: Request, asked: Doing, question: Asked, typed: Typed) -> HTMLResponse:
    place = known(asked.db).tree.places.get(question.place_id) if question.place_id else None
    values = {
        "question": question,
        "kind": KINDS[question.kind],
        "place": place,
        "about": corrected(asked.db, question),
        "email": email_in(question.reach),
        "taker": people.called(asked.db, [question.taken_by]).get(question.taken_by, "") if question.taken_by else "",
        "is_mine": question.taken_by == asked.actor.person_id,
        "zone": place.timezone if place else NO_PLACE_ZONE,
    }
    return private(form_page(request, "people/asked.html", values, typed))


def _about(about: Corrected) -> Saying:
    return say("It is about “%(title)s”.", title=about.title)


def _fault(typed: str) -> Saying | None:
    if not typed:
        return say("Write what you answered.")
    return too_long(typed, LONGEST_WORDS)


def _mail(act: Doing, question: Asked, said: str) -> None:
    """Mail an answer to who left an address; others were reached in the way they said."""
    to = email_in(question.reach)
    if not to:
        return
    language = people.person(act.db, question.person_id).language if question.person_id else words.language()
    about = corrected(act.db, question)
    paragraphs = [said, say("You had written:"), question.words, *([_about(about)] if about.title else [])]
    title = say("An answer to what you asked")
    told = letter("notice", to, language, title=title, paragraphs=paragraphs, link=about.address, action=say("See it:"))
    post(act.db, told, act.now)
