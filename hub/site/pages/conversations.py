"""What does a place talk about now, and who says what in one conversation? Pages, and the same as feeds."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hub.communicate.threads import queries
from hub.kit.clock import now
from hub.site.asking.asked import thread_number
from hub.site.conversing.bridges import bridging
from hub.site.conversing.listed import Asked, Wanted, listed
from hub.site.deps import Base, Db, Here
from hub.site.met import may_meet, meetups_of_talk
from hub.site.outlets import conversations as leaving
from hub.site.outlets.formats import Outlet, answer
from hub.site.render import page, path
from hub.site.talking import talk_of_thread

router = APIRouter(include_in_schema=False)
_SORTS = (
    ("Atom", "application/atom+xml", "atom"),
    ("RSS", "application/rss+xml", "rss"),
    ("JSON Feed", "application/feed+json", "json"),
)


@router.get("/{place}/conversations.{outlet}")
def show_conversations_feed(outlet: Outlet, here: Here, asked: Asked, db: Db, base: Base) -> Response:
    """Give what a place talks about to a feed reader."""
    return answer(outlet, leaving.of_place(here, listed(db, here, asked, now()), outlet, base))


@router.get("/{place}/conversations")
def show_conversations(request: Request, here: Here, asked: Asked, db: Db) -> HTMLResponse:
    """Show what a place talks about now, each conversation with why it is here, and who talks with whom."""
    found = listed(db, here, asked, now())
    feeds = _feeds([here.slug, "conversations"], asked)
    told = {"here": here, "found": found, "feeds": feeds, "bridging": bridging(db, here, now())}
    return page(request, "communicate/conversations.html", told)


@router.get("/{place}/conversations/{thread}.{outlet}")
def show_conversation_feed(outlet: Outlet, here: Here, thread: str, db: Db, base: Base) -> Response:
    """Give one conversation to a feed reader, the newest words first."""
    heir = queries.heir(db, here.id, thread_number(thread))
    if heir is not None:
        moved = path(here.slug, "conversations", f"{heir}.{outlet}")
        return RedirectResponse(moved, HTTPStatus.MOVED_PERMANENTLY)
    talk = talk_of_thread(db, here, queries.thread(db, here.id, thread_number(thread)))
    return answer(outlet, leaving.of_talk(here, talk, outlet, base))


@router.get("/{place}/conversations/{thread}")
def show_conversation(request: Request, here: Here, thread: str, db: Db) -> Response:
    """Show one conversation, oldest word first, each with why it is here and what it answers."""
    heir = queries.heir(db, here.id, thread_number(thread))
    if heir is not None:
        return RedirectResponse(path(here.slug, "conversations", heir), HTTPStatus.MOVED_PERMANENTLY)
    talk = talk_of_thread(db, here, queries.thread(db, here.id, thread_number(thread)))
    meets = meetups_of_talk(db, here, talk.id, now())
    told = {"talk": talk, "meets": meets, "may_meet": may_meet(talk)}
    values = {"here": here, **told, "feeds": _feeds([here.slug, "conversations", str(talk.id)], Wanted())}
    return page(request, "communicate/conversation.html", values)


def _feeds(parts: Sequence[str], asked: Wanted) -> Sequence[tuple[str, str, str]]:
    """Return the feeds of a page: what each is called, its media type, and its address."""
    *above, last = parts
    query = {"tag": asked.tag} if asked.tag else {}
    return [(name, sort, path(*above, f"{last}.{suffix}", **query)) for name, sort, suffix in _SORTS]
