"""What was worked out a moment ago, and does it still hold? Bounded stores, one for each database a process reads."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlmodel import Session

ENTRY_BYTES = 600  # that keeping anything takes besides its own bytes: keys, states, and places in a list
_Key = TypeVar("_Key", bound=Hashable)
_State = TypeVar("_State")
_Value = TypeVar("_Value")
_Kept = TypeVar("_Kept")


class Store(Generic[_Key, _State, _Value]):
    """Values under keys, each true while its state is the same; the least lately used go where *most* is exceeded."""

    def __init__(self, most: int, weigh: Callable[[_Value], int] = lambda _: 1) -> None:
        self.most = most
        self.weight = 0
        self._weigh = weigh
        self._kept: OrderedDict[_Key, tuple[_State, _Value, int]] = OrderedDict()
        self._turn = Lock()

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._kept)

    def take(self, wanted: Mapping[_Key, _State]) -> dict[_Key, _Value]:
        """Return those of *wanted* that are kept and still true."""
        found = {}
        with self._turn:
            for key, state in wanted.items():
                held = self._kept.get(key)
                if held is not None and held[0] == state:
                    self._kept.move_to_end(key)
                    found[key] = held[1]
        return found

    def put(self, made: Iterable[tuple[_Key, _State, _Value]]) -> None:
        """Keep what was just made, but for what alone would be too much."""
        with self._turn:
            for key, state, value in made:
                self._forget(key)
                weight = self._weigh(value)
                if weight > self.most:
                    continue
                self._kept[key] = (state, value, weight)
                self.weight += weight
            while self.weight > self.most:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: _Key) -> None:
        gone = self._kept.pop(key, None)
        self.weight -= gone[2] if gone else 0


class EachDatabase(Generic[_Kept]):
    """A store for each database, made when it is first asked for and gone with its engine: ids are those of one."""

    def __init__(self, make: Callable[[], _Kept]) -> None:
        self._make = make
        self._stores: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
        self._turn = Lock()

    def of(self, db: Session) -> _Kept:
        """Return the store of the database *db* talks to."""
        bound = db.get_bind()
        engine = bound.engine if isinstance(bound, Connection) else bound
        found = self._stores.get(engine)
        if found is None:
            with self._turn:
                found = self._stores.setdefault(engine, self._make())
        return found
