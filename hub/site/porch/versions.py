"""Is what we keep still true? What the database has said lately about the versions of places, and their next turns."""

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import reading
from hub.kit.clock import now
from hub.meet.events import queries as meetups
from hub.meet.reading.values import Span
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB
from hub.site.porch.shelf import Truth

LOOK_SECONDS = 0.5  # between two looks at the database: so long may a change go unnoticed
LONGEST = timedelta(seconds=60)  # after which an answer is made anew whatever happened
AHEAD = 2 * LONGEST  # so far ahead the turns of meetups are known
NEVER = datetime.max.replace(tzinfo=UTC)
_DAY = timedelta(days=1)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the database found; all of it by the slug of a place."""

    changes: int = -1
    versions: Mapping[str, int] = field(default_factory=dict)  # of a place together with the hub's
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    turns: Mapping[str, Sequence[datetime]] = field(default_factory=dict)  # of meetups, soonest first
    turns_until: datetime = NEVER  # so far the turns are known


class Versions:
    """Looks at the versions of places every so often; with 0 seconds, before every answer."""

    def __init__(self, every: float = LOOK_SECONDS, clock: Callable[[], datetime] = now) -> None:
        self.every = every
        self.clock = clock
        self._engine: Engine | None = None
        self._seen = Seen()

    @asynccontextmanager
    async def watching(self, engine: Engine) -> AsyncIterator[None]:
        """Look at this database for as long as the block lasts."""
        self._engine = engine
        await self.look()
        ended = asyncio.Event()
        watch = asyncio.create_task(self._watch(ended)) if self.every else None
        try:
            yield
        finally:
            ended.set()
            if watch:
                await watch
            self._engine = None

    async def look(self) -> None:
        """Look at the database now; while it cannot be asked, what was seen last counts on."""
        if self._engine is None:
            return
        try:
            self._seen = await asyncio.to_thread(_look, self._engine, self._seen, self.clock())
        except Exception as error:  # noqa: BLE001 -- one that looks no more would leave old pages standing unseen
            _log.warning("versions not read", error=repr(error).partition("\n")[0])

    def truth(self, place: str, moment: datetime) -> Truth:
        """Return how long what is read from *moment* on is true for the pages of *place*, or else of the whole hub."""
        seen = self._seen
        known = place if place in seen.versions else ""
        turns = seen.turns.get(known, ())
        next_turn = turns[at] if (at := bisect_left(turns, moment)) < len(turns) else NEVER
        zones = (seen.zones[known],) if known else seen.zones.values()
        midnights = (_midnight_after(moment, zone) for zone in frozenset(zones))
        return Truth(known, self._version(known), min(moment + LONGEST, next_turn, *midnights))

    def holds(self, truth: Truth) -> bool:
        """Say whether an answer of this *truth* may still be given, as far as was seen."""
        return self.clock() < truth.until and (truth.place is None or truth.version == self._version(truth.place))

    def _version(self, place: str) -> int:
        # Below zero, so that a place whose first version appears is never taken for what it was before.
        return self._seen.versions.get(place, -self._seen.changes)

    async def _watch(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            try:
                await asyncio.wait_for(ended.wait(), self.every)
            except TimeoutError:
                await self.look()


def _look(engine: Engine, before: Seen, moment: datetime) -> Seen:
    with reading(engine) as db:
        changes = places.changes(db)
        if changes == before.changes and moment + LONGEST < before.turns_until:
            return before
        return _read(db, changes, Span(moment, moment + AHEAD))


def _read(db: Session, changes: int, ahead: Span) -> Seen:
    versions, listed = places.versions(db), places.tree(db).places
    of_hub = versions.get(WHOLE_HUB, 0)
    found = meetups.turns(db, ahead)
    turns = {listed[each].slug: sorted(moments) for each, moments in found.items() if each in listed}
    return Seen(
        changes=changes,
        versions={place.slug: of_hub + versions[each] for each, place in listed.items() if each in versions},
        zones={place.slug: ZoneInfo(place.timezone) for place in listed.values()},
        turns=turns | {"": sorted(chain.from_iterable(turns.values()))},
        turns_until=ahead.until,
    )


def _midnight_after(moment: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = moment.astimezone(zone).date() + _DAY
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
