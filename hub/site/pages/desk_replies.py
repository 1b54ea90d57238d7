"""Which replies does somebody read before they appear? A shelf of the desk, and a page for each with yes and no."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import blake2s
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.communicate.replies import actions, queries
from hub.communicate.replies.queries import ReplyView
from hub.communicate.replies.rules import State
from hub.communicate.replies.writing import said
from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.cases import queries as cases
from hub.people.helping.rules import LONGEST_WORDS
from hub.people.mail.actions import post
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.rules import Deed, Thing
from hub.site import replying
from hub.site.conversing.titles import titles
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import NO_PLACE_ZONE, Acting, Looking
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.pages.replies import FOR_NEIGHBOURS
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed, too_long

router = APIRouter(include_in_schema=False)
YES, NO = "yes", "no"
LONGEST_GIST = 160
_TAKEN_DOWN = say("What was said here was taken down.")
STATES: Mapping[State, Saying] = {  # to who reads it for the place; its author is told in other words
    State.WAITING: say("Somebody reads it before it appears."),
    State.SHOWN: say("It is public."),
    State.REFUSED: say("It did not appear: somebody who looks after the place said no."),
    State.WITHDRAWN: say("Whoever said this took it back."),
    State.HIDDEN: _TAKEN_DOWN,
    State.SET_ASIDE: _TAKEN_DOWN,
    State.REMOVED: _TAKEN_DOWN,
}


@router.get("/desk/replies/{reply}")
def show_waiting_reply(request: Request, reply: UUID, asked: Looking) -> HTMLResponse:
    """Show a reply as it would look, and ask whether it may appear."""
    return _page(request, asked, _reply(asked, reply), Typed())


@router.post("/desk/replies/{reply}")
def post_reading_of_reply(request: Request, reply: UUID, act: Acting, typed: FormTyped) -> Response:
    """Let a reply through, or say why not."""
    found = _reply(act, reply)
    fault = _fault(typed) or (_unread(found, typed["read"]) if typed["say"] == YES else {})
    if fault or typed.wrong:
        return _page(request, act, found, typed.but(**fault))
    if typed["say"] == YES:
        _admit(act, found)
    else:
        _refuse(act, found, typed["words"])
    return see(path("desk", "replies"))


def _admit(act: Doing, found: ReplyView) -> bool:
    """Have a reply appear, and write to its author; False where it does not wait any more."""
    if not actions.let_through(act.db, found.id, found.words, act.now):
        return False
    _note(act, Deed.LET_THROUGH, found, State.SHOWN)
    if found.person_id:
        persons.approve(act.db, found.person_id)
    replying.seen_now(act, found.id)
    link = path("you", "conversations", found.thread_id) if found.is_local else path("replies", found.id)
    _tell(act, found, say("Your reply is up: “%(gist)s”", gist=_gist(found)), [], link)
    return True


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the replies in these places that wait to be read, the oldest first."""
    del now
    tree = known(db).tree.places
    found = [(each, tree[place].name) for each, place in queries.waiting(db, place_ids) if place in tree]
    named = titles(db, {each.thread_id for each, _ in found})
    return [_row(db, each, (place, named.get(each.thread_id, ""))) for each, place in found]


def let_through(doing: Doing, key: str) -> bool:
    """Let the reply of this key through; False where one may read none such, it waits no more, or says other words."""
    reply_id, _, read = key.partition(".")
    try:
        found = _reply(doing, UUID(reply_id))
    except (ValueError, NotFound):
        return False
    return not _unread(found, read) and _admit(doing, found)


put_up(
    Shelf(
        name="replies",
        title=say("First replies"),
        lead=say("Replies of newcomers, and those that lead to sites nobody here has led to, are read first."),
        none=say("No reply waits to be read."),
        may=rules.may_hide,
        rows=waiting,
        bulks=(Bulk("admit", "y", say("Let them appear"), let_through),),
    )
)


def _row(db: Session, found: ReplyView, where: tuple[str, str]) -> Row:
    """Return a row; *where* names the place and the conversation."""
    place, talk = where
    address = path("desk", "replies", found.id)
    for_whom: Sequence[Saying] = [say("For neighbours alone")] if found.is_local else []
    words = excerpt(said(found.html), 1_000)
    lines: tuple[Saying | str, ...] = (place, *_context(db, found, talk), words, *for_whom)
    title = say("Reply of %(name)s", name=found.name or say("a neighbour"))
    links = ((say("Refuse it, and say why"), f"{address}#words"),)
    return Row(f"{found.id}.{_mark(found)}", title, found.said_at, address, lines, links)


def _context(db: Session, found: ReplyView, talk: str) -> Sequence[Saying]:
    """Say where a reply stands, and what it answers."""
    where = [say("In the conversation “%(title)s”", title=talk)] if talk else []
    parent = queries.reply(db, found.parent_id) if found.parent_id else None
    if parent is None or parent.is_quiet:
        return where
    who = parent.name or say("a neighbour")
    return [*where, say("It answers what %(name)s said: “%(gist)s”", name=who, gist=_gist(parent))]


def _reply(asked: Doing, reply_id: UUID) -> ReplyView:
    """Return a reply that waits, or waited, to who looks after its place; to others there is none."""
    if not rules.may_hide(asked.actor, line(asked.db, queries.place_of(asked.db, reply_id))):
        raise NotFound(say("There is no such reply here."))
    return queries.reply(asked.db, reply_id)


def _refuse(act: Doing, found: ReplyView, words: str) -> None:
    if not actions.refuse(act.db, found.id):
        return
    _note(act, Deed.REFUSE, found, State.REFUSED, words)
    title = say("Your reply did not appear: “%(gist)s”", gist=_gist(found))
    told: Sequence[Saying | str] = [say("Somebody who looks after the place read it and says:"), words]
    _tell(act, found, title, [*told, say("You may change it and send a new one.")], "")


def _note(act: Doing, deed: Deed, found: ReplyView, state: State, why: str = "") -> None:
    before, after = {"state": State.WAITING.value}, {"state": state.value}
    entry = Entry(deed, Thing.REPLY, found.id, queries.place_of(act.db, found.id), before, after, why)
    note(act.db, act.actor, entry, act.now)


def _tell(act: Doing, found: ReplyView, title: Saying, paragraphs: Sequence[Saying | str], link: str) -> None:
    """Write to who said it, where they have an address."""
    author = people.people(act.db, [found.person_id]).get(found.person_id) if found.person_id else None
    if author is None or not author.email:
        return
    told = letter(
        "notice", author.email, author.language, title=title, paragraphs=paragraphs, link=link, action=say("See it:")
    )
    post(act.db, told, act.now)


def _gist(found: ReplyView) -> str:
    return excerpt(said(found.html), LONGEST_GIST)


def _fault(typed: Typed) -> dict[str, Saying]:
    if typed["say"] not in {YES, NO}:
        return {"say": say("Choose yes or no.")}
    if typed["say"] == NO and not typed["words"]:
        return {"words": say("Say why, in a sentence or two: we mail it to whoever wrote it.")}
    wrong = too_long(typed["words"], LONGEST_WORDS)
    return {"words": wrong} if wrong else {}


def _unread(found: ReplyView, read: str) -> dict[str, Saying]:
    """Say that a reply that waits was changed since somebody *read* it; nothing where it says the same."""
    if found.state is not State.WAITING or read == _mark(found):
        return {}
    return {"say": say("Its author has changed it since you read it. This is what it says now.")}


def _mark(found: ReplyView) -> str:
    """Return what tells the words of a reply from all others."""
    return blake2s(found.words.encode(), digest_size=8).hexdigest()


def _state(found: ReplyView) -> Saying:
    return FOR_NEIGHBOURS if found.is_local and found.state is State.SHOWN else STATES[found.state]


def _page(request: Request, asked: Doing, found: ReplyView, typed: Typed) -> HTMLResponse:
    place = known(asked.db).tree.places.get(queries.place_of(asked.db, found.id))
    values = {
        "reply": found,
        "mark": _mark(found),
        "place": place,
        "author": people.people(asked.db, [found.person_id]).get(found.person_id) if found.person_id else None,
        "is_silenced": bool(cases.silenced(asked.db, [found.person_id])),
        "state": _state(found),
        "unseen": replying.unseen(asked.db, found.html),
        "zone": place.timezone if place else NO_PLACE_ZONE,
    }
    return private(form_page(request, "communicate/reply_read.html", values, typed))
