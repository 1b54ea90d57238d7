"""To which meetups does somebody come, and how do they take it back? Their own page, and the link in each mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import HubError, NotFound
from hub.kit.clock import now
from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.kit.zones import wall
from hub.meet.events.rules import when_in_words
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.dates import date_now
from hub.meet.rsvps.rules import MOST_GUESTS, Standing, State, is_over, most_guests
from hub.meet.rsvps.values import RsvpView
from hub.people.mail.rules import mail_stopped_by
from hub.secret import key_for
from hub.site.coming import guests_up_to
from hub.site.coming_letters import KEY, calendar_of, page_of, when_told
from hub.site.deps import Act, Db, Doing, MyDevice, settings_of
from hub.site.pages.you import SECTIONS
from hub.site.render import page, path, private, refused, see
from hub.site.typed import FormTyped

router = APIRouter(include_in_schema=False)
Told = Annotated[str, Query(max_length=20, description="What somebody has just done.")]
Token = Annotated[str, Path(max_length=64)]
TOLD: Mapping[str, Saying] = {
    "coming": say("You have a seat. We have mailed you the day and the hour, and remind you the day before."),
    "waiting": say("There is no seat for you yet: you wait in turn. As soon as there is one, we write to you."),
    "already": say("You had said before that you come: nothing was changed. Here you say whom you bring."),
    "changed": say("You had said before that you come. Whom you bring is changed."),
    "too-many": say(
        "You had said before that you come. There are not enough free seats for so many: nothing was changed."
    ),
    "withdrawn": say("You have given your place back."),
    "kept": say("It is kept."),
}
STATES: Mapping[State, Saying] = {
    State.COMING: say("You are coming."),
    State.WAITING: say("You wait for a seat."),
}


@dataclass(frozen=True, slots=True)
class Mine:
    """A date somebody wants to come to, as their page shows it."""

    rsvp: RsvpView
    title: str
    when: Saying
    location: str
    address: str
    state: Saying
    is_ahead: bool
    guests: Sequence[tuple[int, Saying | str]]
    why: Saying = NOTHING  # they have no seat yet
    turn: Saying = NOTHING  # how many wait before them
    calendar: str = ""  # the address of the date as a calendar; empty where one cannot come


@router.get("/you/coming")
def show_my_coming(request: Request, device: MyDevice, db: Db, told: Told = "") -> HTMLResponse:
    """Show somebody to which meetups they come."""
    return _page(request, db, device.person_id, TOLD.get(told, NOTHING))


@router.post("/you/coming/{rsvp}")
def post_guests(request: Request, rsvp: str, doing: Act, typed: FormTyped) -> Response:
    """Take how many people somebody brings along."""
    mine = _own(doing, rsvp)
    number = typed["guests"]
    try:
        actions.bring(doing.db, mine.id, int(number) if number.isdecimal() and len(number) == 1 else MOST_GUESTS + 1)
    except HubError as trouble:
        return refused(_page(request, doing.db, mine.person_id, wrong=trouble.sentence))
    return see(path("you", "coming", told="kept"))


@router.post("/you/coming/{rsvp}/withdraw")
def post_withdrawal(rsvp: str, doing: Act) -> Response:
    """Give somebody’s place back."""
    actions.withdraw(doing.db, _own(doing, rsvp).id)
    return see(path("you", "coming", told="withdrawn"))


@router.get("/mail/coming/{token}")
def show_withdrawal(request: Request, db: Db, token: Token) -> HTMLResponse:
    """Show what somebody would withdraw from, and a button that does; looking changes nothing."""
    told = _of_mail(request, db, token)
    values = {
        "title": told.told.title,
        "when": when_told(told.told, now()),
        "is_withdrawn": told.state is State.WITHDRAWN,
        "address": page_of(db, told),
        "action": path("mail", "coming", token),
    }
    return private(page(request, "mail/coming.html", values))


@router.post("/mail/coming/{token}")
def post_withdrawal_by_mail(request: Request, doing: Act, token: Token) -> Response:
    """Give the place back of who got the mail."""
    actions.withdraw(doing.db, _of_mail(request, doing.db, token).id)
    return see(path("mail", "coming", token))


def my_coming(db: Session, person_id: UUID, moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return at how many meetups somebody is expected, for their own page."""
    return "meet/you_coming.html", {"number_coming": len(queries.of_person(db, person_id, moment))}


SECTIONS.append(my_coming)


def _own(doing: Doing, text: str) -> RsvpView:
    """Return what who acts said; NotFound where it is of somebody else, or of nobody."""
    person_id = doing.must_be_member().person_id
    found = next((each for each in queries.of_person(doing.db, person_id, doing.now) if str(each.id) == text), None)
    if found is None:
        raise NotFound(say("You have not said that you come to this."))
    return found


def _of_mail(request: Request, db: Session, token: str) -> RsvpView:
    rsvp_id = mail_stopped_by(token, key_for(settings_of(request), KEY))
    found = queries.find(db, rsvp_id) if rsvp_id else None
    if found is None:
        raise NotFound(say("This link does not hold any more. Use the one in a newer mail."))
    return found


def _page(
    request: Request, db: Session, person_id: UUID, told: Saying = NOTHING, wrong: Saying | str = ""
) -> HTMLResponse:
    mine = [_mine(db, each) for each in queries.of_person(db, person_id, now())]
    return private(page(request, "meet/my_coming.html", {"mine": mine, "told": told, "wrong": wrong}))


def _mine(db: Session, each: RsvpView) -> Mine:
    moment, known = now(), date_now(db, *each.key)
    if known is None:
        gone = say("It does not take place, or is no longer shown here.")
        # What was taken down leads nobody anywhere, not to its door either.
        return Mine(each, each.told.title, when_told(each.told, moment), "", "", gone, False, ())
    today = wall(moment, ZoneInfo(known.zone)).date()
    is_on = known.standing is Standing.ON
    return Mine(
        each,
        known.title,
        when_in_words(known, known.zone, today),
        known.location,
        page_of(db, each),
        STATES[each.state] if is_on else say("It was cancelled."),
        is_ahead=not is_over(known.starts_at, known.ends_at, moment, all_day=known.all_day),
        guests=_guests(db, each) if is_on else (),
        why=queries.why_waiting(db, each) if is_on else NOTHING,
        turn=_turn(db, each) if is_on else NOTHING,
        calendar=calendar_of(db, each) if is_on else "",
    )


def _turn(db: Session, each: RsvpView) -> Saying:
    if each.state is not State.WAITING:
        return NOTHING
    before = queries.number_before(db, each)
    said = say_count("%(count)s person waits before you.", "%(count)s people wait before you.", before)
    return said if before else say("You are the next in turn.")


def _guests(db: Session, each: RsvpView) -> Sequence[tuple[int, Saying | str]]:
    agreed = queries.agreed(db, each.event_id)
    if agreed is None or not (agreed.guests_allowed or each.guests):
        return ()
    # Who brought more before there were fewer seats keeps them.
    most = max(most_guests(agreed.capacity), each.guests) if agreed.guests_allowed else each.guests
    return guests_up_to(most)
