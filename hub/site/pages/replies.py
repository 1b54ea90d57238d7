"""One reply by itself: its lasting address for everybody, and for its author the page to change it or take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from limits import RateLimitItemPerDay
from sqlmodel import Session

from hub.aggregate.items import withholding
from hub.communicate.replies import actions, queries
from hub.communicate.replies.queries import ReplyView
from hub.communicate.replies.rules import State, may_edit, may_withdraw
from hub.communicate.replies.writing import fault, html_of, said
from hub.errors import Ended, HubError, NotFound, TakenDown
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import excerpt
from hub.people.cases import queries as cases
from hub.people.cases.rules import Reason, Target
from hub.people.cases.wording import REASONS
from hub.places.queries import PlaceView
from hub.site import echoing, limits, listening, replying, told_others
from hub.site.conversing.titles import title
from hub.site.deps import Act, Db, Doing, MyDevice
from hub.site.kept.known import known
from hub.site.listening import Asked
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, page, path, private, see
from hub.site.restraint import closing, refusal_of_edit
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
LONGEST_TITLE = 80
CHANGES = RateLimitItemPerDay(20, namespace="replies-changes")  # of one reply, and looks at what one would be
MOST_MINE = 20  # on one's own page
Told = Annotated[str, Query(max_length=20, description="What somebody has just done.")]
TOLD: Mapping[str, Saying] = {
    "waits": say("Thank you. Somebody who looks after this place reads it before it appears; we write to you then."),
    "changed": say("It is changed."),
    "gone": say("It is taken back: its words are gone."),
}
STATES: Mapping[State, Saying] = {
    State.WAITING: say("Somebody reads it before it appears."),
    State.SHOWN: say("It is public."),
    State.REFUSED: say("It did not appear; we wrote to you why."),
    State.WITHDRAWN: say("You took it back."),
    State.HIDDEN: say("It was taken down; we wrote to you why."),
    State.SET_ASIDE: say("It was taken down; we wrote to you why."),
    State.REMOVED: say("It was taken down, and its words deleted; we wrote to you why."),
}
FOR_NEIGHBOURS = say("It is for neighbours alone.")


@router.get("/replies/{reply}")
def show_reply(request: Request, reply: UUID, db: Db) -> HTMLResponse:
    """Show a reply that everybody sees, with what it answers."""
    found = _public(db, reply)
    here = known(db).tree.places.get(queries.place_of(db, reply))
    if here is None:
        raise _none()
    return page(request, "communicate/reply_alone.html", _in_thread(db, here, found))


@router.get("/you/replies/{reply}")
def show_my_reply(request: Request, reply: UUID, device: MyDevice, asked: Asked, told: Told = "") -> HTMLResponse:
    """Show somebody their own reply: where it stands, and what they may still do."""
    del device  # whoever is nobody signs in first
    found = listening.own(asked, reply)
    return _mine(request, asked, found, Typed((("words", found.words),)), TOLD.get(told, NOTHING))


@router.post("/you/replies/{reply}")
def post_change(request: Request, reply: UUID, act: Act, typed: FormTyped) -> Response:
    """Change one's own reply, so shortly after it was said."""
    person_id, found = act.must_be_member().person_id, listening.own(act, reply)
    if not may_edit(found.state, found.said_at, act.now):
        raise HubError(say("A reply can be changed for fifteen minutes. You can take it back at any time."))
    wrong = _fault(act, found, typed["words"])
    if wrong or typed.wrong or typed["step"] == "look":
        return _mine(request, act, found, typed.but(words=wrong) if wrong else typed)
    is_read = replying.must_be_read(act, person_id, queries.place_of(act.db, reply), typed["words"])
    closed = actions.edit(act.db, reply, typed["words"], act.now, state=State.WAITING if is_read else State.SHOWN)
    if closed is not None:
        replying.seen_now(act, reply, found.words if found.state is State.SHOWN else "")
        echoing.tell(act, closed)
    return see(path("you", "replies", reply, told="waits" if is_read else "changed"))


@router.post("/you/replies/{reply}/withdraw")
def post_taking_back(reply: UUID, act: Act) -> Response:
    """Take one's own reply back: its words go at once."""
    act.must_be_member()
    if actions.withdraw(act.db, listening.own(act, reply).id):
        echoing.tell(act, [reply])
    return see(path("you", "replies", reply, told="gone"))


def my_replies(db: Session, person_id: UUID, _moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return what somebody said lately, for their own page."""
    found = queries.of_person(db, person_id)[:MOST_MINE]
    told = [(each, excerpt(said(each.html), LONGEST_TITLE)) for each in found]
    return "communicate/you_replies.html", {"my_replies": told, "state_of": state_of}


SECTIONS.append(my_replies)


def state_of(reply: ReplyView) -> Saying:
    """Say to its author what became of a reply."""
    return FOR_NEIGHBOURS if reply.is_local and reply.state is State.SHOWN else STATES[reply.state]


def _fault(act: Doing, found: ReplyView, words: str) -> Saying | None:
    """Say why *words* do not stand in place of what was said; every try counts."""
    if not limits.tally(act).hit(CHANGES, found.id.hex):
        return say("You have changed this many times. Keep your words, and say them in a new reply.")
    return refusal_of_edit(act, found) or fault(words)


def _public(db: Session, reply_id: UUID) -> ReplyView:
    """Return a reply that everybody sees; of one they saw once, say that it is gone, of all others nothing."""
    found = queries.reply(db, reply_id)
    if found.is_local:
        raise _none()
    if found.state is State.WITHDRAWN:
        gone = Ended(say("Whoever said this took it back."))
        gone.hint = say("Its words are gone from this hub; the conversation it stood in goes on.")
        raise gone
    if found.state in {State.HIDDEN, State.REMOVED}:
        held = cases.held(db, Target.REPLY, reply_id.hex)
        why = withholding.why(db, held) if held else REASONS[Reason.OTHER]
        raise TakenDown(say("This was taken down. The reason: %(reason)s.", reason=why))
    if found.state is not State.SHOWN:
        raise _none()
    return found


def _in_thread(db: Session, here: PlaceView, found: ReplyView) -> Mapping[str, object]:
    thread = queries.thread_told(db, found.thread_id)
    return {
        "here": here,
        "reply": found,
        "parent": _parent(db, found),
        "thread_id": thread.id,
        "title": title(db, thread.id),
        "gist": excerpt(said(found.html), LONGEST_TITLE),
        "answered": echoing.page_answered(db, found),
        "closing": closing(queries.around(db, found.thread_id, found.item_id)),
    }


def _parent(db: Session, found: ReplyView) -> ReplyView | None:
    """Return what a reply answers, as far as everybody sees it."""
    try:
        return queries.seen(db, found.parent_id, None) if found.parent_id else None
    except NotFound:
        return None


def _mine(request: Request, asked: Doing, found: ReplyView, typed: Typed, told: Saying = NOTHING) -> HTMLResponse:
    is_changeable = may_edit(found.state, found.said_at, asked.now)
    values = {
        "reply": found,
        "told": told,
        "state": state_of(found),
        "may_edit": is_changeable,
        "may_withdraw": may_withdraw(found.state),
        "others": told_others.told_of(asked.db, found.id),
        "looks": html_of(typed["words"]) if typed["step"] and not typed.wrong else "",
        "here": known(asked.db).tree.places.get(queries.place_of(asked.db, found.id)),
    }
    return private(form_page(request, "communicate/my_reply.html", values, typed))


def _none() -> NotFound:
    return NotFound(say("There is no such reply here."))
