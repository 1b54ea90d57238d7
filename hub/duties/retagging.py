"""Derived rows rebuilt after the registry changed, in batches that keep nobody waiting."""

from sqlalchemy import Engine

from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.db.engine import reading, writing


def retag_all(engine: Engine) -> int:
    """Rebuild what the registry makes of every stored item; return how many items differ now."""
    with reading(engine) as db:
        known = registry(db)
    differing, after = 0, 0
    while True:
        with writing(engine) as db:
            batch = retag(db, known, after)
        if batch.last_id is None:
            return differing
        differing += batch.differing
        after = batch.last_id
