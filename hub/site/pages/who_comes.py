"""Who comes to a meetup of mine? For its organiser: counts, the names of who agreed, a list, a mail to all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.ids import as_id
from hub.kit.saying import NOTHING, Saying, say
from hub.meet.hosting.rules import State as Shown
from hub.meet.hosting.values import HostedView
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.dates import dates_of
from hub.meet.rsvps.rules import State
from hub.meet.rsvps.values import DateNow, MessageView, Room, RsvpView
from hub.site.coming_letters import Writer
from hub.site.deps import Act, Doing, Look, chosen
from hub.site.hosting import inviting, messages
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
MOST_DATES = 60
MOST_BEHIND = 20  # of these
WAITING_TOO = "waiting"
Slot = Annotated[str, Query(max_length=100, description="Which date of a meetup that repeats.")]
Done = Annotated[str, Query(max_length=20)]
DONE = {"sent": say("It is on its way to everybody who comes."), "unnamed": say("The name is shown no more.")}


@dataclass(frozen=True, slots=True)
class Date:
    """One date, as its organiser sees it: nobody who did not agree is named."""

    meeting: DateNow
    room: Room
    named: Sequence[RsvpView]  # who come and agreed to be named
    waiting: Sequence[RsvpView]  # who wait and agreed to be named
    is_ahead: bool
    is_overfull: bool  # more have a seat than there are

    @property
    def others(self) -> int:
        """How many come besides those who are named and whom they bring."""
        return self.room.coming - sum(each.party.seats for each in self.named)


@router.get("/you/meetups/{hosted}/coming")
def show_who_comes(request: Request, hosted: UUID, asked: Look, done: Done = "") -> HTMLResponse:
    """Show an organiser who comes."""
    return _page(request, asked.db, _own(asked, hosted), Typed(), DONE.get(done, NOTHING))


@router.get("/you/meetups/{hosted}/coming/list")
def show_list(request: Request, hosted: UUID, asked: Look, date: Slot = "") -> HTMLResponse:
    """Show a list of who comes to one date, to be printed and ticked at the door."""
    held = _own(asked, hosted)
    found = next((each for each in _dates(asked.db, held, asked.now) if each.meeting.slot == date), None)
    if found is None:
        raise NotFound(say("There is no such date of this meetup."))
    return private(page(request, "meet/who_comes_list.html", {"held": held, "date": found}))


@router.post("/you/meetups/{hosted}/coming")
def post_message(request: Request, hosted: UUID, doing: Act, typed: FormTyped) -> Response:
    """Mail what an organiser writes to everybody who comes to a date."""
    held = _own(doing, hosted)
    checked = _checked(doing, held, typed)
    if checked.wrong:
        return _page(request, doing.db, held, checked, NOTHING)
    _send(doing, held, checked)
    return see(path("you", "meetups", held.id, "coming", done="sent"))


@router.post("/you/meetups/{hosted}/coming/{rsvp}/name")
def post_unnamed(hosted: UUID, rsvp: str, doing: Act) -> Response:
    """Show the name somebody gave to nobody any more."""
    held = _own(doing, hosted)
    rsvp_id = as_id(rsvp)
    if rsvp_id is None or queries.rsvp(doing.db, rsvp_id).event_id != held.event_id:
        raise NotFound(say("Nobody said here that they come, or it is so long ago that it was forgotten."))
    actions.show_no_name(doing.db, rsvp_id)
    return see(path("you", "meetups", held.id, "coming", done="unnamed"))


def _own(asked: Doing, hosted: UUID) -> HostedView:
    """Return a meetup of who asks that people come to; NotFound where it is somebody else’s, or nobody can."""
    held = inviting.own(asked, hosted)
    if held.state is not Shown.SHOWN or held.event_id is None:
        raise NotFound(say("You organise no such meetup."))
    return held


def _dates(db: Session, held: HostedView, moment: datetime) -> Sequence[Date]:
    """Return the dates ahead, and those behind that anybody came to, soonest first."""
    if held.event_id is None:
        return ()
    stand = dates_of(db, held.event_id)
    said = queries.of_dates(db, held.event_id, [each.slot for each in stand])
    found = [_date(each, said[each.slot], held.written.capacity, moment) for each in stand]
    told = [each for each in found if each.is_ahead or each.room.coming or each.room.waiting]
    behind = sum(each.meeting.starts_at < moment for each in told)
    return told[max(0, behind - MOST_BEHIND) :][:MOST_DATES]


def _date(meeting: DateNow, said: Sequence[RsvpView], capacity: int | None, moment: datetime) -> Date:
    named = [each for each in said if each.is_shown]
    room = Room.of(said, capacity)
    return Date(
        meeting=meeting,
        room=room,
        named=[each for each in named if each.state is State.COMING],
        waiting=[each for each in named if each.state is State.WAITING],
        is_ahead=meeting.takes_people(moment),
        is_overfull=capacity is not None and room.coming > capacity,
    )


def _checked(doing: Doing, held: HostedView, typed: Typed) -> Typed:
    wrong = {
        "words": messages.words_fault(doing, typed["words"]),
        "date": None if _readers(doing, held, typed) else say("Choose a date to which somebody comes."),
    }
    checked = typed.but(**{name: each for name, each in wrong.items() if each and name not in typed.wrong})
    trouble = None if checked.wrong else messages.often_fault(doing, held)
    return checked.but(words=trouble) if trouble else checked


def _readers(doing: Doing, held: HostedView, typed: Typed) -> Sequence[RsvpView]:
    """Return who is written to: who comes to the date that was chosen, and who waits for a seat where that was said."""
    slots = {each.meeting.slot for each in _dates(doing.db, held, doing.now)}
    if held.event_id is None or typed["date"] not in slots:
        return ()
    states = {State.COMING, State.WAITING} if typed["to"] == WAITING_TOO else {State.COMING}
    return [each for each in queries.of_date(doing.db, held.event_id, typed["date"]) if each.state in states]


def _send(doing: Doing, held: HostedView, checked: Typed) -> None:
    if held.event_id is None:
        return
    readers, writer = _readers(doing, held, checked), Writer(chosen(doing.db))
    for each in readers:
        writer.pass_on(doing.db, each, checked["words"], doing.now)
    message = MessageView(checked["words"], checked["date"], len(readers), doing.now)
    actions.note_message(doing.db, held.event_id, doing.must_be_member().person_id, message)


def _page(request: Request, db: Session, held: HostedView, typed: Typed, done: Saying) -> HTMLResponse:
    dates = _dates(db, held, now())
    values = {
        "held": held,
        "dates": dates,
        "with_people": [each for each in dates if each.room.coming],
        "done": done,
        "messages": queries.messages(db, held.event_id) if held.event_id else (),
        "counts": queries.counts(db, held.event_id) if held.event_id else (),
        "most": messages.LONGEST,
    }
    return private(form_page(request, "meet/who_comes.html", values, typed))
