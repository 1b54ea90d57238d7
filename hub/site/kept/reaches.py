"""How much would an open proposal touch? Thousands of items are looked at for it: once an hour while the tags stand."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.tagging.reaching import Reach, reach
from hub.db.kept import EachDatabase, Store
from hub.establish.deciding.images import Image
from hub.establish.deciding.queries import ProposalView
from hub.site.kept.known import known

MOST_KEPT = 200  # proposals
_stores = EachDatabase[Store[UUID, tuple[int, datetime], Reach]](lambda: Store(MOST_KEPT))


def reach_of(db: Session, found: ProposalView, images: Sequence[Image], now: datetime) -> Reach:
    """Return what a proposal touches that would change the registry by these *images*."""
    store, version = _stores.of(db), known(db).version
    state = (version, now.replace(minute=0, second=0, microsecond=0))
    held = store.take({found.id: state}).get(found.id)
    if held is None:
        held = reach(db, found.place_id, images)
        if version:  # a registry nobody ever noted a change of cannot be told from the next one
            store.put([(found.id, state, held)])
    return held
