"""Writes of a source that leaves: its rows go, its addresses are remembered so that nobody brings it back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.aggregate.feeds.models import Feed, FeedAlias, FeedDocument, FeedProposal, Source, SourcePause, SourcePlace
from hub.aggregate.registering.models import Departure, Registration, SourceOwner
from hub.aggregate.registering.rules import State
from hub.people.persons.models import Consent
from hub.places.actions import bump_around, bump_hub


def depart(db: Session, source_id: UUID, now: datetime) -> None:
    """Delete a source and its feeds, whose items and events are gone already; nobody else may bring them back."""
    homes = db.exec(select(SourcePlace.place_id).where(SourcePlace.source_id == source_id)).all()
    feeds = db.execute(select(Feed.id, Feed.url).where(Feed.source_id == source_id)).all()
    ids = [feed_id for feed_id, _ in feeds]
    aliases = db.exec(select(FeedAlias.url).where(col(FeedAlias.feed_id).in_(ids))).all()
    for url in {*(url for _, url in feeds), *aliases}:
        db.merge(Departure(url=url, source_id=source_id, at=now))
    for table in (FeedAlias, FeedDocument, FeedProposal):
        db.execute(delete(table).where(col(table.feed_id).in_(ids)))
    db.execute(delete(Feed).where(col(Feed.id).in_(ids)))
    _let_go(db, source_id, now)
    bump_around(db, homes)
    bump_hub(db)


def _let_go(db: Session, source_id: UUID, now: datetime) -> None:
    left = update(Registration).where(col(Registration.source_id) == source_id)
    db.execute(left.values(source_id=None, state=State.LEFT))
    allowed = update(Consent).where(col(Consent.subject) == source_id.hex, col(Consent.withdrawn_at).is_(None))
    db.execute(allowed.values(withdrawn_at=now))
    for table in (SourceOwner, SourcePause, SourcePlace):
        db.execute(delete(table).where(col(table.source_id) == source_id))
    db.execute(delete(Source).where(col(Source.id) == source_id))
