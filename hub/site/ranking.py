"""In which order do the best results of a search stand? Worked out once, and kept while its place stays as it is."""

from dataclasses import replace

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.aggregate.items.queries import Heads, Wanted
from hub.site.kept.known import known, version_of
from hub.site.kept.store import EachDatabase, Store

MOST_IDS = 200_000  # of all rankings together
_State = tuple[int, int]  # versions of the hub's registry, and of what the place shows
_stores = EachDatabase[Store[Wanted, _State, tuple[int, ...]]](lambda: Store(MOST_IDS, lambda ids: len(ids) + 1))


def heads(db: Session, wanted: Wanted, limit: int) -> Heads:
    """Return what was said as ``items.heads`` does; the pages of one ranking are all cut from the same."""
    if not wanted.is_ranked:
        return items.heads(db, wanted, limit)
    return items.heads_among(db, _ranking(db, replace(wanted, before=None)), wanted.before, limit)


def _ranking(db: Session, wanted: Wanted) -> tuple[int, ...]:
    store, state = _stores.of(db), (known(db).version, version_of(db, wanted.place_id))
    held = store.take({wanted: state}).get(wanted)
    if held is not None:
        return held
    made = tuple(items.ranking(db, wanted))
    # A place nobody ever noted a change of cannot be told from what it will be.
    if all(state):
        store.put([(wanted, state, made)])
    return made
