"""Which items does a search find? Looked up once, and kept while its place stays as it is."""

from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.aggregate.items.queries import Heads, Wanted
from hub.db.kept import EachDatabase, Store
from hub.site.kept.known import known, version_of

MOST_IDS = 200_000  # of all searches together
AHEAD = 101  # found at once: a page, what folds on it, and what tells by what else it could be narrowed
_State = tuple[int, int]  # versions of the hub's registry, and of what the place shows


class _Key(NamedTuple):
    """What a search is found by."""

    wanted: Wanted
    limit: int  # how many of the newest; 0 for a whole ranking


_stores = EachDatabase[Store[_Key, _State, tuple[int, ...]]](lambda: Store(MOST_IDS, lambda ids: len(ids) + 1))


def heads(db: Session, wanted: Wanted, limit: int) -> Heads:
    """Return what was said as ``items.heads`` does; the pages of one ranking are all cut from the same."""
    if wanted.is_ranked:
        ranked = _kept(db, _Key(replace(wanted, before=None), 0))
        return items.heads_among(db, items.after(ranked, wanted.before), limit)
    if wanted.is_searched:
        return items.heads_among(db, _kept(db, _Key(wanted, max(limit + 1, AHEAD))), limit)
    return items.heads(db, wanted, limit)


def _kept(db: Session, key: _Key) -> tuple[int, ...]:
    store, state = _stores.of(db), (known(db).version, version_of(db, key.wanted.place_id))
    held = store.take({key: state}).get(key)
    if held is not None:
        return held
    made = tuple(items.matches(db, key.wanted, key.limit) if key.limit else items.ranking(db, key.wanted))
    # A place nobody ever noted a change of cannot be told from what it will be.
    if all(state):
        store.put([(key, state, made)])
    return made
