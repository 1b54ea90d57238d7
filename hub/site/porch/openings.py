"""How often was an item's page opened? Counted in memory, by number alone, and added to the day every minute.

One answer to a GET that brings the page or says that it has not changed is one opening, whoever asks and however often:
nobody is told apart, no cookie is set, and no link leads through us. Not counted: HEAD, what a browser fetches ahead,
programs that name themselves so, and the page once more because a sound is to be played.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import Engine

from hub.communicate.reads.actions import add
from hub.communicate.reads.rules import is_robot
from hub.db.engine import writing
from hub.kit.clock import now

EVERY_SECONDS = 60.0  # so much is lost at most when a process dies
_ITEM = re.compile(r"(?:/[a-z]{2,3})?/items/([1-9]\d{0,17})/?")
_AHEAD = frozenset({b"sec-purpose", b"purpose", b"x-moz"})  # in which browsers say that they only fetch ahead
_PREFETCH, _PLAY = b"prefetch", b"play="
_log = structlog.get_logger(__name__)


def item_at(path: str) -> int:
    """Return the item whose page is at *path*; 0 where it is none.

    >>> item_at("/items/7"), item_at("/cy/items/7"), item_at("/items/7/pictures/a"), item_at("/alderford")
    (7, 7, 0, 0)
    """
    found = _ITEM.fullmatch(path)
    return int(found[1]) if found else 0


class Openings:
    """The numbers of one process since they were last added to the day."""

    def __init__(self, every: float = EVERY_SECONDS) -> None:
        self.every = every
        self._engine: Engine | None = None
        self._counted: Counter[int] = Counter()

    def note(self, item_id: int, asked: Mapping[bytes, bytes], query: bytes) -> None:
        """Count that an item's page was given to a GET with these headers and this query."""
        if is_robot(asked.get(b"user-agent", b"")) or _PLAY in query or _fetches_ahead(asked):
            return
        self._counted[item_id] += 1

    @asynccontextmanager
    async def kept(self, engine: Engine) -> AsyncIterator[None]:
        """Add what was counted to the days in this database, for as long as the block lasts and once at its end."""
        self._engine = engine
        ended = asyncio.Event()
        work = asyncio.create_task(self._work(ended))
        try:
            yield
        finally:
            ended.set()
            await work
            await asyncio.to_thread(self.add_now)
            self._engine = None

    def add_now(self) -> None:
        """Add what was counted; what cannot be added now is kept for the next time."""
        if not self._counted or self._engine is None:
            return
        taken, self._counted = self._counted, Counter()
        try:
            with writing(self._engine) as db:
                add(db, taken, now().date())
        except Exception as error:  # noqa: BLE001 -- numbers are no reason to fail, whatever the trouble is
            self._counted.update(taken)
            _log.warning("openings not kept yet", error=repr(error).partition("\n")[0])

    async def _work(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            try:
                await asyncio.wait_for(ended.wait(), self.every)
            except TimeoutError:
                await asyncio.to_thread(self.add_now)


def _fetches_ahead(asked: Mapping[bytes, bytes]) -> bool:
    # Nearly nobody sends any of these: to know that is all most requests pay.
    return not _AHEAD.isdisjoint(asked) and any(_PREFETCH in asked.get(name, b"") for name in _AHEAD)
