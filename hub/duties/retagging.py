"""Derived rows rebuilt after the registry changed, in batches that keep nobody waiting."""

from sqlalchemy import Engine

from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry, meaning
from hub.db.engine import reading, writing
from hub.establish.rules import Meaning
from hub.kit.text import words
from hub.meet import actions as meetups
from hub.meet.queries import told
from hub.meet.values import Told
from hub.places.actions import bump_hub


def retag_all(engine: Engine) -> int:
    """Rebuild what the registry makes of every stored item and meetup; return how many differ now."""
    with reading(engine) as db:
        known = registry(db)
    differing, after = 0, 0
    while True:
        with writing(engine) as db:
            batch = retag(db, known, after)
        if batch.last_id is None:
            return differing + _retag_meetups(engine, known)
        differing += batch.differing
        after = batch.last_id


def _retag_meetups(engine: Engine, known: Registry) -> int:
    differing, after = 0, None
    while True:
        with writing(engine) as db:
            batch = told(db, after)
            changed = meetups.derive(db, {each.event_id: _meaning(known, each) for each in batch})
            if changed:
                bump_hub(db)
        differing += changed
        if not batch:
            return differing
        after = batch[-1].event_id


def _meaning(known: Registry, event: Told) -> Meaning:
    speaker = known.speakers[event.source_id]
    return meaning(known.vocabulary, speaker, labels=event.labels, title=event.title, text=words(event.text))
