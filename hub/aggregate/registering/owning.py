"""Writes of who speaks for a source: pause it, say how much is shown, have it looked at, call it by its name."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.aggregate.feeds.models import Feed, Source, SourcePause
from hub.aggregate.registering.actions import SHOW
from hub.people.persons.actions import Agreement, agree
from hub.people.persons.models import Consent
from hub.places.actions import bump_hub


def look_now(db: Session, source_id: UUID, now: datetime) -> None:
    """Have every feed of a source looked at in the next round."""
    wanted = update(Feed).where(col(Feed.source_id) == source_id, col(Feed.retired).is_(False))
    db.execute(wanted.values(due_at=now))


def pause(db: Session, source_id: UUID, now: datetime) -> None:
    """Look at a source no more until somebody says so; twice changes nothing."""
    if db.get(SourcePause, source_id) is None:
        db.add(SourcePause(source_id=source_id, since=now))
        bump_hub(db)
        db.flush()


def go_on(db: Session, source_id: UUID, now: datetime) -> None:
    """Look at a source again, at once."""
    if (held := db.get(SourcePause, source_id)) is not None:
        db.delete(held)
        look_now(db, source_id, now)
        bump_hub(db)
        db.flush()


def allow(db: Session, person_id: UUID, agreement: Agreement, now: datetime) -> None:
    """Keep in which words an owner allowed that so much of a source is shown; what was allowed before ends."""
    before = select(Consent).where(Consent.kind == SHOW, Consent.subject == agreement.subject)
    for held in db.exec(before.where(col(Consent.withdrawn_at).is_(None))):
        held.withdrawn_at = now
    agree(db, person_id, agreement, now)


def show(db: Session, source_id: UUID, shows: str) -> None:
    """Show so much of a source from now on."""
    db.get_one(Source, source_id).shows = shows
    bump_hub(db)
    db.flush()


def rename(db: Session, source_id: UUID, name: str) -> None:
    """Call a source *name*; its address stays, since others link to it."""
    db.get_one(Source, source_id).name = name
    bump_hub(db)
    db.flush()
