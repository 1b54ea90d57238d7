"""Who is known in a place, so that they read what is for its neighbours alone? Asked of what people did there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from hub.aggregate.feeds.models import Source, SourcePlace
from hub.aggregate.items.withholding import Holds, holds
from hub.aggregate.notices.models import Notice
from hub.aggregate.notices.rules import State as NoticeState
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import Known, State, is_neighbour
from hub.communicate.threads.models import Thread
from hub.net.pacing import registrable
from hub.people.audit.models import AuditEntry
from hub.people.cases.queries import is_restricted
from hub.people.cases.rules import Measure
from hub.people.rules import Actor, Deed, Kind, Thing
from hub.places.queries import Tree

_READ = (Deed.ADMIT, Deed.LET_THROUGH)  # by somebody, before it appeared


def is_known(db: Session, actor: Actor, tree: Tree, place_id: UUID, now: datetime) -> bool:
    """Say whether *actor* is a neighbour in a place: known there, around it or in a part of it; nobody is in none."""
    if place_id not in tree.places:
        return False
    line = (place_id, *(each.id for each in tree.above(place_id)))
    return is_neighbour(known_in(db, actor, line, (place_id, *(each.id for each in tree.within(place_id))), now))


def known_in(db: Session, actor: Actor, line: Collection[UUID], inside: Collection[UUID], now: datetime) -> Known:
    """Return by what *actor* is known in a place: *line* is it and all it lies in, *inside* it and its parts.

    Whose words are read before they appear is known by a role alone, as long as that is so.
    """
    if actor.person_id is None:
        return Known()
    has_role = any(actor.has(kind, {*line, *inside}) for kind in Kind)
    speaks, was_read = _speaks(db, actor.person_id, inside), _was_read(db, actor.person_id, inside)
    is_free = (speaks or was_read) and not is_restricted(db, actor.person_id, now)
    return Known(has_role, speaks and is_free, was_read and is_free)


def _speaks(db: Session, person_id: UUID, inside: Collection[UUID]) -> bool:
    """Say whether a source that still stands there is theirs."""
    owned = (
        select(Source)
        .join(SourceOwner, col(SourceOwner.source_id) == col(Source.id))
        .join(SourcePlace, col(SourcePlace.source_id) == col(Source.id))
        .where(SourceOwner.person_id == person_id, col(SourcePlace.place_id).in_(inside))
    )
    theirs = db.exec(owned.where(col(Source.retired).is_(False))).all()
    held = holds(db) if theirs else Holds()
    return any(_stands(each, held) for each in theirs)


def _stands(source: Source, held: Holds) -> bool:
    measure, _ = held.sources.get(source.id, (Measure.NOTHING, None))
    return measure in {Measure.NOTHING, Measure.LABEL} and registrable(source.site) not in held.domains


def _was_read(db: Session, person_id: UUID, inside: Collection[UUID]) -> bool:
    """Say whether what somebody said there was let through by somebody else, and still stands."""
    up = (col(Notice.place_id).in_(inside), col(Notice.state).in_([NoticeState.SHOWN, NoticeState.ENDED]))
    notices = db.execute(select(Notice.id, Notice.entered_by).where(Notice.person_id == person_id, *up)).all()
    if any(entered_by is not None for _, entered_by in notices):
        return True
    said = select(Reply.id).join(Thread, col(Thread.id) == col(Reply.thread_id)).where(col(Thread.place_id).in_(inside))
    replies = db.exec(said.where(Reply.person_id == person_id, Reply.state == State.SHOWN)).all()
    ids = [each.hex for each in (*(notice_id for notice_id, _ in notices), *replies)]
    return bool(ids) and db.exec(select(AuditEntry.id).where(*_let_through(ids))).first() is not None


def _let_through(ids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AuditEntry.target_id).in_(ids),
        or_(col(AuditEntry.target_kind) == Thing.NOTICE, col(AuditEntry.target_kind) == Thing.REPLY),
        col(AuditEntry.deed).in_(_READ),
    )
