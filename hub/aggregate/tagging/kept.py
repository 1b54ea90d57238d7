"""What did the registry compile to a moment ago, and does it still stand? Kept for each database a process reads."""

from threading import Lock

from sqlmodel import Session

from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.db.kept import EachDatabase, Store
from hub.db.lastly import puts_off
from hub.places.queries import hub_version

_stores = EachDatabase[Store[None, int, Registry]](lambda: Store(1))
_turn = Lock()


def kept_registry(db: Session) -> Registry:
    """Return the registry as *db* sees it, compiled anew only where it has changed since it was last asked for.

    A transaction that writes may have changed it itself, so for one it is always made anew.
    """
    version = 0 if puts_off(db) else hub_version(db)
    if not version:  # a registry nobody ever noted a change of cannot be told from the next one
        return registry(db)
    store = _stores.of(db)
    with _turn:  # who comes second waits for what the first one makes
        held = store.take({None: version}).get(None)
        if held is None:
            held = registry(db)
            store.put([(None, version, held)])
    return held
