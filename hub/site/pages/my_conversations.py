"""In which conversations is somebody, and what in them is new to them? Private pages: the public ones know nobody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from markupsafe import Markup
from sqlmodel import Session

from hub.communicate.following import queries as following
from hub.communicate.following.rules import Kind as Followed
from hub.communicate.replies import queries, reading
from hub.communicate.replies.queries import ReplyView, Told, Viewer
from hub.communicate.replies.reading import MyThread
from hub.communicate.replies.rules import State, is_new, is_own, may_edit
from hub.communicate.threads import joined
from hub.communicate.threads import queries as threads
from hub.communicate.threads.namesakes import last_posts
from hub.errors import NotFound
from hub.kit.saying import say
from hub.people import rules
from hub.places.queries import PlaceView, Tree
from hub.site import listening
from hub.site.asking.asked import thread_number
from hub.site.conversing.titles import title, titles
from hub.site.deps import Act, Doing, MyDevice, line
from hub.site.kept.known import known
from hub.site.listening import Asked
from hub.site.listing import fragments
from hub.site.render import iso, page, path, private, see
from hub.site.typed import FormTyped, until

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said in a conversation: a post, as its card, or a reply."""

    at: datetime  # by which it is sorted
    came_at: datetime  # here
    card: Markup | None = None
    reply: ReplyView | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in somebody's list, and the places in which it goes on besides."""

    title: str
    first: tuple[MyThread, PlaceView]
    also: Sequence[tuple[MyThread, PlaceView]]


@router.get("/you/conversations")
def show_my_conversations(request: Request, device: MyDevice, asked: Asked) -> HTMLResponse:
    """List the conversations somebody is in or follows, each with how much in it is new."""
    tree, is_known = known(asked.db).tree, partial(listening.is_known, asked.db, asked.actor)
    found = reading.threads_of(asked.db, device.person_id, _followed(asked.db, device.person_id), is_known)
    named = titles(asked.db, [each.id for each in found if each.place_id in tree.places])
    rows = _rows(_with_last_word(asked.db, [each for each in found if each.id in named]), named, tree)
    return private(page(request, "communicate/my_conversations.html", {"rows": rows}))


@router.get("/you/conversations/{thread}")
def show_my_conversation(request: Request, thread: str, device: MyDevice, asked: Asked) -> HTMLResponse:
    """Show a whole conversation to a member: what is for neighbours too, and what is new since they read it."""
    told, here, viewer = _entered(asked, thread, device.person_id)
    since = reading.read_until(asked.db, device.person_id, told.id)
    values = _told(asked, here, told.id, viewer, since)
    return private(page(request, "communicate/my_conversation.html", values | {"thread": told}))


@router.get("/you/conversations/{thread}/moments")
def show_moments(thread: str, device: MyDevice, asked: Asked) -> JSONResponse:
    """Tell the page of a conversation when others spoke in it, by which it sees that somebody has just done so."""
    told, _, viewer = _entered(asked, thread, device.person_id)
    parts = threads.thread(asked.db, told.place_id, told.id).parts
    replies = queries.all_of_thread(asked.db, told.id, viewer)
    at = [each.head.sort_at for each in parts] + [
        each.said_at for each in replies if each.person_id != device.person_id
    ]
    return private(JSONResponse({"items": [{"date_published": iso(each)} for each in at]}))


@router.post("/you/conversations/{thread}/read")
def post_read(thread: str, act: Act, typed: FormTyped) -> Response:
    """Note that somebody has read a conversation so far."""
    person_id = act.must_be_member().person_id
    told = queries.thread_told(act.db, thread_number(thread))
    reading.mark(act.db, person_id, told.id, until(typed["until"], act.now))
    return see(path("you", "conversations"))


def _with_last_word(db: Session, found: Sequence[MyThread]) -> Sequence[MyThread]:
    """Return conversations with when the newest word was said, as the page of their place tells it."""
    posts = last_posts(db, [each.id for each in found])
    dated = (replace(each, last_at=max(each.last_at, posts.get(each.id, each.last_at))) for each in found)
    return sorted(dated, key=lambda each: each.last_at, reverse=True)


def _rows(found: Sequence[MyThread], named: Mapping[int, str], tree: Tree) -> Sequence[Row]:
    """Return conversations as rows; those that begin alike in several places are one, the widest place first."""
    seen, rows = Counter[tuple[str, UUID]](), dict[tuple[str, int], list[tuple[MyThread, PlaceView]]]()
    for each in found:
        name = named[each.id]
        rows.setdefault((name, seen[name, each.place_id]), []).append((each, tree.places[each.place_id]))
        seen[name, each.place_id] += 1  # in one place, two that are called the same are two
    widest = (sorted(several, key=lambda each: len(tree.above(each[1].id))) for several in rows.values())
    return [Row(name, several[0], several[1:]) for (name, _), several in zip(rows, widest, strict=True)]


def _entered(asked: Doing, thread: str, person_id: UUID) -> tuple[Told, PlaceView, Viewer]:
    """Return a conversation, its place, and as whom somebody sees it; NotFound where its place has no page."""
    told = queries.thread_told(asked.db, thread_number(thread))
    here = known(asked.db).tree.places.get(told.place_id)
    if here is None:
        raise NotFound(say("There is no such conversation here."))
    return told, here, Viewer(person_id, listening.is_known(asked.db, asked.actor, here.id))


def _told(asked: Doing, here: PlaceView, thread_id: int, viewer: Viewer, since: datetime | None) -> dict[str, object]:
    lines = _lines(asked, here, thread_id, viewer)
    new = [_is_new(each, since, viewer) for each in lines]
    return {
        "here": here,
        "title": title(asked.db, thread_id),
        "lines": list(zip(lines, new, strict=True)),
        "first_new": new.index(True) if True in new else None,
        "number_new": sum(new),
        "until": max((line.came_at for line in lines), default=asked.now),
        "viewer": viewer,
        "changeable": {line.reply.id for line in lines if line.reply and _may_edit(line.reply, asked.now)},
        "may_hide": rules.may_hide(asked.actor, line(asked.db, here.id)),
        "number_hidden": 0 if viewer.is_neighbour else queries.number_local(asked.db, thread_id),
        "by_id": {line.reply.id: line.reply for line in lines if line.reply},
    }


def _lines(asked: Doing, here: PlaceView, thread_id: int, viewer: Viewer) -> Sequence[Line]:
    """Return what was said in a thread as *viewer* sees it, in the order of time."""
    parts = threads.thread(asked.db, here.id, thread_id).parts
    cards = fragments.of(asked.db, here, [each.head for each in parts])
    came = reading.came_at(asked.db, list(cards))
    posts = [
        Line(each.head.sort_at, came[each.head.item_id], Markup(cards[each.head.item_id].card.decode()))  # noqa: S704 -- rendered and escaped
        for each in parts
        if each.head.item_id in came
    ]
    said = [Line(each.said_at, each.said_at, reply=each) for each in queries.all_of_thread(asked.db, thread_id, viewer)]
    return sorted([*posts, *said], key=lambda line: line.at)


def _is_new(line: Line, since: datetime | None, viewer: Viewer) -> bool:
    if line.reply is None:
        return is_new(line.came_at, since, reply=None)
    is_news = line.reply.state is State.SHOWN and not is_own(line.reply.person_id, viewer.person_id)
    return is_new(line.came_at, since, reply=is_news)


def _may_edit(reply: ReplyView, now: datetime) -> bool:
    return may_edit(reply.state, reply.said_at, now)


def _followed(db: Session, person_id: UUID) -> frozenset[int]:
    """Return the numbers of the conversations somebody follows, as they go on today."""
    kinds = (each.what for each in following.follows(db, person_id))
    ids = [int(what.target_id) for what in kinds if what.kind is Followed.THREAD and what.target_id.isdigit()]
    return frozenset(joined.today(db, ids).values())
