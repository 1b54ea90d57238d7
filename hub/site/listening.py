"""Which replies does somebody see? Those for everybody, and where they are known those for neighbours too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from hub.communicate.replies import neighbours, queries
from hub.communicate.replies.queries import ReplyView, Viewer
from hub.communicate.replies.rules import State, is_own
from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.saying import say
from hub.people import rules
from hub.people.rules import Actor
from hub.site.deps import Db, Doing, Who, device, line, session, who
from hub.site.kept.known import known


def asking(db: Db, actor: Who) -> Doing:
    """Return who looks at a page that shows more to some: perhaps nobody."""
    return Doing(db, actor, now())


Asked = Annotated[Doing, Depends(asking, scope="function")]


@contextmanager
def looking(request: Request) -> Iterator[Doing]:
    """Open a transaction that only reads, for whoever sends a form to see what would become of it: perhaps nobody."""
    with contextmanager(session)(request) as db:
        yield asking(db, who(db, device(request, db)))


def viewer(doing: Doing, place_id: UUID) -> Viewer | None:
    """Return who looks at what is said in a place; None for who is not signed in."""
    person_id = doing.actor.person_id
    return Viewer(person_id, is_known(doing.db, doing.actor, place_id)) if person_id else None


def is_known(db: Session, actor: Actor, place_id: UUID) -> bool:
    """Say whether somebody is a neighbour in a place: they read what is said there for neighbours alone."""
    return neighbours.is_known(db, actor, known(db).tree, place_id, now())


def seen(doing: Doing, reply_id: UUID) -> ReplyView:
    """Return a reply that who acts sees; NotFound where there is none for them, for whatever reason."""
    return queries.seen(doing.db, reply_id, viewer(doing, queries.place_of(doing.db, reply_id)))


def decided_on(doing: Doing, reply_id: UUID) -> ReplyView:
    """Return a reply, seen or not, to who looks after its place; to others only what they see."""
    place_id = queries.place_of(doing.db, reply_id)
    if not rules.may_hide(doing.actor, line(doing.db, place_id)):
        return seen(doing, reply_id)
    found = queries.reply(doing.db, reply_id)
    if found.state in {State.WITHDRAWN, State.REMOVED}:
        raise NotFound(say("There is no such reply here."))
    return found


def own(doing: Doing, reply_id: UUID) -> ReplyView:
    """Return a reply of who acts; NotFound where it is not theirs."""
    found = queries.reply(doing.db, reply_id)
    if not is_own(found.person_id, doing.actor.person_id):
        raise NotFound(say("There is no such reply here."))
    return found
