"""What answers or quotes what is for neighbours alone? It is for them alone too, from the moment that is."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import must_be_local, repeats
from hub.communicate.replies.writing import quotes, said
from hub.communicate.threads.models import Thread

MOST_LOOKED_AT = 1_000  # replies of a place


def is_local(db: Session, place_id: UUID, words: str, *, parent_is_local: bool) -> bool:
    """Say whether *words* said in a place are for neighbours alone, whatever was chosen."""
    lines = quotes(words)
    locally = said_locally(db, place_id) if lines else ()
    return must_be_local(lines, parent_is_local=parent_is_local, said_locally=locally)


def said_locally(db: Session, place_id: UUID) -> Sequence[str]:
    """Return what is said to neighbours alone in the conversations of a place, as it is seen, the newest first."""
    local = select(Reply.html).join(Thread, col(Thread.id) == col(Reply.thread_id)).where(Thread.place_id == place_id)
    newest = local.where(col(Reply.is_local), col(Reply.html) != "").order_by(col(Reply.said_at).desc())
    return [said(html) for html in db.exec(newest.limit(MOST_LOOKED_AT))]


def close_around(db: Session, place_id: UUID, reply_id: UUID, before: str) -> frozenset[UUID]:
    """Have all that answers or quotes a reply, which is for neighbours alone by now, be so too; return those.

    *before* is what it said until now, as clean HTML.
    """
    row = db.get_one(Reply, reply_id, populate_existing=True)
    later = _later(db, place_id, row)
    closed, fresh, told = set[UUID](), {reply_id}, [said(before), said(row.html)]
    while fresh:
        quoting = {each for each, lines in later.items() if repeats(lines, told)}
        fresh = (_below(db, fresh) | quoting) - closed - {reply_id}
        told = [said(html) for html in db.exec(select(Reply.html).where(col(Reply.id).in_(fresh)))]
        closed |= fresh
    db.execute(update(Reply).where(col(Reply.id).in_(closed)).values(is_local=True))
    return frozenset(closed)


def _below(db: Session, reply_ids: Collection[UUID]) -> set[UUID]:
    answers = select(Reply.id).where(col(Reply.parent_id).in_(reply_ids), col(Reply.is_local).is_(False))
    return set(db.exec(answers))


def _later(db: Session, place_id: UUID, row: Reply) -> Mapping[UUID, Sequence[str]]:
    """Return what is quoted by replies that everybody may see, and that were written when this one could be read."""
    asked = select(Reply.id, Reply.words).join(Thread, col(Thread.id) == col(Reply.thread_id))
    public = asked.where(Thread.place_id == place_id, col(Reply.is_local).is_(False), col(Reply.words).contains(">"))
    since = public.where(func.coalesce(Reply.edited_at, Reply.said_at) >= row.said_at)
    newest = since.order_by(col(Reply.said_at).desc()).limit(MOST_LOOKED_AT)
    return {each: quotes(words) for each, words in db.execute(newest)}
