"""Which meetups does somebody read before they appear? A shelf of the desk, and a page for each with yes and no."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import WEEKDAY_AND_YEAR, Dated, Saying, say, say_count
from hub.kit.text import excerpt
from hub.meet.events.repeats import repeats_in_words
from hub.meet.hosting import actions, queries
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView, Written
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.cases import queries as cases
from hub.people.helping.rules import LONGEST_WORDS
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.hosting import drafting, inviting, letters
from hub.site.kept.known import known
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
YES, NO = "yes", "no"
STATES = {
    State.WAITING: say("It waits to be read."),
    State.SHOWN: say("Everybody sees it."),
    State.WITHDRAWN: say("Its organiser withdrew it."),
    State.REFUSED: say("It did not appear."),
}


@router.get("/desk/meetups/{hosted}")
def show_waiting_meetup(request: Request, hosted: UUID, asked: Looking) -> HTMLResponse:
    """Show a meetup as it would look, and ask whether it may appear."""
    return _page(request, asked, inviting.to_read(asked, hosted), Typed())


@router.post("/desk/meetups/{hosted}")
def post_reading_of_meetup(request: Request, hosted: UUID, act: Acting, typed: FormTyped) -> Response:
    """Let a meetup through, or say why not."""
    found = inviting.to_read(act, hosted)
    fault = _fault(typed) or (_unread(found, typed["read"]) if typed["say"] == YES else {})
    if fault or typed.wrong:
        return _page(request, act, found, typed.but(**fault))
    if typed["say"] == YES:
        _admit(act, found)
    else:
        _refuse(act, found, typed["words"])
    return see(path("desk", "meetups"))


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the meetups of these places that wait to be read, the oldest first."""
    del now
    tree = known(db).tree.places
    found = queries.waiting(db, place_ids)
    return [_row(each, tree[each.written.place_id].name) for each in found if each.written.place_id in tree]


def let_through(doing: Doing, key: str) -> bool:
    """Let the meetup of this key through; False where one may read none such, or it says something else by now."""
    meetup_id, _, read = key.partition(".")
    try:
        found = inviting.to_read(doing, UUID(meetup_id))
    except (ValueError, NotFound):
        return False
    return not _unread(found, read) and _admit(doing, found)


put_up(
    Shelf(
        name="meetups",
        title=say("First meetups"),
        lead=say("Newcomers’ meetups are read before they appear, and what they change of them afterwards."),
        none=say("No meetup waits to be read."),
        may=rules.may_hide,
        rows=waiting,
        bulks=(Bulk("admit", "y", say("Let them appear"), let_through),),
    )
)


def _row(found: HostedView, place: str) -> Row:
    written = found.written
    changed = [say("Its words were changed since it was read")] if found.unread else []
    told = filter(None, (written.location, excerpt(written.words, 500)))
    lines: tuple[Saying | str, ...] = (*_in_short(written), place, *changed, *told)
    return Row(
        f"{found.id}.{found.sequence}", written.title, found.changed_at, path("desk", "meetups", found.id), lines
    )


def _in_short(written: Written) -> Sequence[Saying]:
    """Say when people are to meet, how often, who invites them, and how many seats there are."""
    day = Dated(written.day, WEEKDAY_AND_YEAR)
    found = [say("%(day)s, %(clock)s", day=day, clock=written.clock) if written.clock else say("%(day)s", day=day)]
    if written.rule:
        found.append(repeats_in_words(written.rule))
    if written.name:
        found.append(say("organised by %(name)s", name=written.name))
    if written.capacity:
        found.append(say_count("There is %(count)s seat.", "There are %(count)s seats.", written.capacity))
    return found


def _admit(act: Doing, found: HostedView) -> bool:
    """Have a meetup appear and write to its organiser, or note that it was read; False where it waits no more."""
    if found.state is State.SHOWN:
        return actions.was_read(act.db, found.id, found.sequence)
    if not inviting.show(act, found.id):
        return False
    _note(act, Deed.LET_THROUGH, found, State.SHOWN)
    if found.person_id:
        persons.approve(act.db, found.person_id)
    letters.tell_shown(act, found)
    return True


def _refuse(act: Doing, found: HostedView, words: str) -> None:
    if actions.refuse(act.db, found.id):
        _note(act, Deed.REFUSE, found, State.REFUSED, words)
        letters.tell_refused(act, found, words)


def _note(act: Doing, deed: Deed, found: HostedView, state: State, why: str = "") -> None:
    before, after = {"state": State.WAITING.value}, {"state": state.value}
    entry = Entry(deed, Thing.HOSTED, found.id, found.written.place_id, before, after, why)
    note(act.db, act.actor, entry, act.now)


def _fault(typed: Typed) -> dict[str, Saying]:
    if typed["say"] not in {YES, NO}:
        return {"say": say("Choose yes or no.")}
    if typed["say"] == NO and not typed["words"]:
        return {"words": say("Say why, in a sentence or two: we mail it to whoever wrote it.")}
    wrong = too_long(typed["words"], LONGEST_WORDS)
    return {"words": wrong} if wrong else {}


def _unread(found: HostedView, read: str) -> dict[str, Saying]:
    """Say that a meetup was changed since somebody *read* it; nothing where it says the same."""
    if read == str(found.sequence) or not (found.unread or found.state is State.WAITING):
        return {}
    return {"say": say("Its organiser has changed it since you read it. This is what it says now.")}


def _page(request: Request, asked: Doing, found: HostedView, typed: Typed) -> HTMLResponse:
    place = known(asked.db).tree.places.get(found.written.place_id)
    values = {
        "meetup": found,
        "preview": drafting.preview(asked.db, found.written, asked.now),
        "place": place,
        "author": people.people(asked.db, [found.person_id]).get(found.person_id) if found.person_id else None,
        "is_silenced": bool(found.person_id and cases.silenced(asked.db, [found.person_id])),
        "state": STATES[found.state],
        "seen_at": inviting.address_of(asked.db, found) if found.state is State.SHOWN else "",
        "unseen": inviting.unseen(asked.db, found.written),
        "zone": place.timezone if place else NO_PLACE_ZONE,
    }
    return private(form_page(request, "meet/read.html", values, typed))
