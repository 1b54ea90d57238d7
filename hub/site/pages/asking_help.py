"""How does somebody reach a mentor? A question without an account, and what is to be mended of what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerHour
from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import withholding
from hub.kit.ids import as_id
from hub.kit.saying import NOTHING, Saying, say
from hub.people.helping import actions, queries
from hub.people.helping.actions import Question
from hub.people.helping.rules import LONGEST_NAME, LONGEST_REACH, LONGEST_WORDS, Kind, Target
from hub.people.pending.rules import Kind as Waits
from hub.people.persons import queries as people
from hub.places.queries import PlaceView
from hub.site import deeds, limits
from hub.site.asking.asked import number
from hub.site.correcting import corrected
from hub.site.deps import Act, Db, Doing, Here, Who, network_of
from hub.site.kept.known import known
from hub.site.meeting_places import venue_here
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long, trapped
from hub.site.words import said

router = APIRouter(include_in_schema=False)
OF_NETWORK = RateLimitItemPerHour(10, namespace="questions-network")
SENT = "sent"
ABOUT_VENUE = "venue"
MISSING_VENUE = say(
    "A place where people can meet is missing.\n\nIt is called:\nIts address:\n"
    "How one gets in (steps, lift, bell):\nWho one asks for a room:\n"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody finds wrong: an item, a source or a venue, and the first place whose mentors can mend it."""

    target: Target
    target_id: str
    title: str
    place_id: UUID | None
    back: str  # its own page


@router.get("/{place}/ask")
def show_ask(request: Request, here: Here, about: str = "") -> HTMLResponse:
    """Ask what a mentor can help with, and how to answer; of a missing venue, what one needs to know of it."""
    begun = Typed((("words", said(MISSING_VENUE)),)) if about == ABOUT_VENUE else Typed()
    return _ask_page(request, here, begun)


@router.post("/{place}/ask")
def post_question(request: Request, place: str, doing: Act, typed: FormTyped) -> Response:
    """Take a question to the mentors of a place."""
    here = known(doing.db).place(place)
    checked = typed.but(**_faults(typed))
    if checked.wrong:
        return _ask_page(request, here, checked)
    _count(doing, network_of(request))
    asked = Question(Kind.HELP, here.id, checked["reach"], checked["words"], checked["name"])
    actions.ask(doing.db, asked, doing.now)
    return see(path(here.slug, "ask", SENT))


@router.get("/{place}/ask/sent")
def show_question_sent(request: Request, here: Here) -> HTMLResponse:
    """Say that a question arrived."""
    return private(page(request, "people/ask_sent.html", {"here": here}))


@router.get("/items/{item}/correct")
def show_correct_item(request: Request, item: str, db: Db, actor: Who) -> HTMLResponse:
    """Ask what is to be mended of an item."""
    return _correct_page(request, _item(db, number(item)), Typed(), is_member=actor.is_member)


@router.post("/items/{item}/correct")
def post_correct_item(request: Request, item: str, doing: Act, typed: FormTyped) -> Response:
    """Take a correction of an item."""
    return _corrected(request, doing, _item(doing.db, number(item)), typed)


@router.get("/{place}/sources/{source}/correct")
def show_correct_source(request: Request, here: Here, source: str, db: Db, actor: Who) -> HTMLResponse:
    """Ask what is to be mended of a source."""
    return _correct_page(request, _source(db, here.slug, source), Typed(), is_member=actor.is_member)


@router.post("/{place}/sources/{source}/correct")
def post_correct_source(request: Request, place: str, source: str, doing: Act, typed: FormTyped) -> Response:
    """Take a correction of a source."""
    return _corrected(request, doing, _source(doing.db, known(doing.db).place(place).slug, source), typed)


@router.get("/{place}/venues/{venue}/correct")
def show_correct_venue(request: Request, here: Here, venue: str, db: Db, actor: Who) -> HTMLResponse:
    """Ask what is to be mended of a venue, or who agrees that it lists what others organise there."""
    return _correct_page(request, _venue(db, here, venue), Typed(), is_member=actor.is_member)


@router.post("/{place}/venues/{venue}/correct")
def post_correct_venue(request: Request, place: str, venue: str, doing: Act, typed: FormTyped) -> Response:
    """Take a correction of a venue."""
    return _corrected(request, doing, _venue(doing.db, known(doing.db).place(place), venue), typed)


@deeds.takes(Waits.CORRECT)
def correct(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
    """Put a correction into the mentors’ bin; return where its author sees what becomes of it."""
    place_id = as_id(str(payload["place"]))
    question = Question(
        kind=Kind.CORRECTION,
        place_id=place_id if place_id in known(doing.db).tree.places else None,
        reach=people.person(doing.db, person_id).email,
        words=str(payload["words"]),
        target_kind=str(payload["target"]),
        target_id=str(payload["id"]),
        person_id=person_id,
    )
    actions.ask(doing.db, question, doing.now)
    return path("you", told="corrected")


def my_questions(db: Session, person_id: UUID, _moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return what somebody asked the mentors, for their own page."""
    asked = [(each, corrected(db, each)) for each in queries.of_person(db, person_id)]
    return "people/you_asked.html", {"my_questions": asked}


SECTIONS.append(my_questions)


def _item(db: Session, item_id: int) -> Subject:
    told = withholding.subject(db, item_id)
    withholding.refuse(db, item_id, told.source_id, told.link)
    homes = withholding.homes(db, told.source_id)
    listed = [place_id for place_id in homes if place_id in known(db).tree.places]
    home = listed[0] if listed else None
    return Subject(Target.ITEM, str(item_id), told.title or told.source, home, path("items", item_id))


def _source(db: Session, place: str, slug: str) -> Subject:
    found = feeds.source(db, slug)
    here = known(db).place(place)
    return Subject(Target.SOURCE, found.id.hex, found.name, here.id, path(place, "sources", slug))


def _venue(db: Session, here: PlaceView, slug: str) -> Subject:
    found = venue_here(db, here, slug)
    return Subject(Target.VENUE, found.id.hex, found.name, found.place_id, path(here.slug, "venues", found.slug))


def _corrected(request: Request, doing: Doing, subject: Subject, typed: Typed) -> Response:
    wrong = {"words": _words_fault(typed["words"], say("Say what is wrong, and what would be right.")), **_trap(typed)}
    checked = typed.but(**{name: fault for name, fault in wrong.items() if fault})
    checked = checked if doing.actor.is_member else deeds.with_email(checked)
    if checked.wrong:
        return _correct_page(request, subject, checked, is_member=doing.actor.is_member)
    _count(doing, network_of(request))
    place = subject.place_id.hex if subject.place_id else ""
    payload = {"target": subject.target, "id": subject.target_id, "place": place, "words": checked["words"]}
    return deeds.do_or_wait(request, doing, Waits.CORRECT, payload, checked["email"], subject.place_id)


def _ask_page(request: Request, here: PlaceView, typed: Typed) -> HTMLResponse:
    return form_page(request, "people/ask.html", {"here": here}, typed)


def _faults(typed: Typed) -> Mapping[str, Saying]:
    reach_missing = say("Say how a mentor reaches you: a telephone number, an e-mail address, or where to find you.")
    wrong = {
        "words": _words_fault(_filled_in(typed["words"]), say("Say in a few words what it is about.")),
        "reach": _words_fault(typed["reach"], reach_missing, LONGEST_REACH),
        "name": _words_fault(typed["name"], NOTHING, LONGEST_NAME),
        **_trap(typed),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def _filled_in(words: str) -> str:
    """Return what somebody wrote; nothing where it is only what the form of a missing venue begins with."""
    return "" if words.split() == said(MISSING_VENUE).split() else words


def _trap(typed: Typed) -> Mapping[str, Saying]:
    return {"website": trapped(typed) or NOTHING}


def _words_fault(text: str, missing: Saying, most: int = LONGEST_WORDS) -> Saying:
    if not text:
        return missing
    return too_long(text, most) or NOTHING


def _count(doing: Doing, network: str) -> None:
    too_many = say("Too many questions came from where you are.")
    limits.tally(doing).must(OF_NETWORK, network, too_many)


def _correct_page(request: Request, subject: Subject, typed: Typed, *, is_member: bool) -> HTMLResponse:
    values = {"subject": subject, "is_member": is_member}
    return private(form_page(request, "people/correct.html", values, typed))
