"""Derived rows rebuilt after the registry changed, in batches that keep nobody waiting."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import groupby, islice, repeat
from operator import itemgetter
from time import monotonic, sleep
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.tagging import retagging
from hub.aggregate.tagging.actions import have_turn, retag
from hub.aggregate.tagging.differing import Differing, differing, write
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.retagging import Request
from hub.aggregate.tagging.rules import Registry, meaning
from hub.db.beats import last_beat
from hub.db.engine import reading, writing
from hub.duties.knowing import REGISTRY
from hub.duties.tools import Stop
from hub.establish.meaning.rules import Meaning
from hub.kit.clock import now
from hub.kit.text import words
from hub.meet.events import actions as meetups
from hub.meet.events.queries import told
from hub.meet.events.values import Told
from hub.places.actions import bump, bump_hub

AT_ONCE = 200  # items compared in one transaction that reads
FEWEST, MOST = 5, 200  # items written in one transaction
AIM = 0.7  # of the time such a transaction may take: what was quick may be slow the next time
SHORT = 0.05  # seconds a transaction that writes may take: who writes besides waits no longer
REST = 0.5  # of the time worked, so that others have their turn
SHOW_EVERY = 120.0  # seconds between two moments at which pages are made anew: while they are, they are slow

Pulse = Callable[[Session], None]
Turn = tuple[int, frozenset[int]]  # an item, and the requests it is looked at for


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


def work_through(engine: Engine, stop: Stop, pulse: Pulse = lambda _db: None, *, resting: float = REST) -> int:
    """Work through all that was asked for, until nothing is left or the stop is asked for; return how many differed.

    *pulse* is called now and then, to show that it goes on. After all work it rests *resting* times as long.
    """
    differed = 0
    while not stop.is_set():
        with reading(engine) as db:
            asked = retagging.requests(db)
            if not asked:
                break
            known, loaded_at = registry(db), last_beat(db, REGISTRY)
        one = Pass(engine, stop, pulse, Under(known, loaded_at), asked, resting)
        one.through()
        differed += one.differed
    return differed


@dataclass(frozen=True, slots=True)
class Under:
    """The registry a pass works under, and when it was changed last."""

    known: Registry
    changed_at: datetime | None


@dataclass(slots=True)
class Pass:
    """One way down through all that is asked for, under one registry; a change of either ends it before its time."""

    engine: Engine
    stop: Stop
    pulse: Pulse
    under: Under
    asked: Sequence[Request]
    resting: float = REST
    differed: int = 0
    _unshown: set[UUID] = field(default_factory=set)  # places that have changed since their pages were made anew
    _shown_at: float = field(default_factory=monotonic)
    _slice: int = FEWEST

    def through(self) -> None:
        """Look at every item that is asked for, the newest first, then at the meetups."""
        with writing(self.engine) as db:
            retagging.begin(db, self.asked)
        is_done = self._look_at_items() and self._look_at_meetups()
        with writing(self.engine) as db:
            self._show(db, at_once=True)
            if is_done and self._holds(db):
                retagging.finish(db, [each.id for each in self.asked], now())

    def _look_at_items(self) -> bool:
        """Look at every item; False when something else holds by now, or the stop is asked for."""
        turns = in_turn(self.asked)
        while batch := list(islice(turns, AT_ONCE)):
            if self.stop.is_set() or not self._look(dict(batch)):
                return False
        return True

    def _look(self, batch: Mapping[int, frozenset[int]]) -> bool:
        """Look at some items and write what differs; False when something else holds by now."""
        began = monotonic()
        with reading(self.engine) as db:
            found = differing(db, self.under.known, list(batch))
        self._rest(began)
        left = found
        while left:
            some, left = left[: self._slice], left[self._slice :]
            if not self._write(some):
                return False
        return self._note(batch, len(found))

    def _write(self, some: Sequence[Differing]) -> bool:
        began = monotonic()
        with writing(self.engine) as db:
            if not self._holds(db):
                return False
            self._unshown |= write(db, some)
        # As many as fit into the time: a small machine takes fewer at once.
        as_many = int(len(some) * SHORT * AIM / max(monotonic() - began, 0.001))
        self._slice = max(FEWEST, min(MOST, as_many))
        self._rest(began)
        return True

    def _note(self, batch: Mapping[int, frozenset[int]], differed: int) -> bool:
        with writing(self.engine) as db:
            if not self._holds(db):
                return False
            counted = Counter(request_id for asking in batch.values() for request_id in asking)
            retagging.go_on(db, counted, min(batch))
            self._show(db)
            self.pulse(db)
        self.differed += differed
        return True

    def _rest(self, began: float) -> None:
        """Give others their turn after work that *began* then."""
        sleep((monotonic() - began) * self.resting)

    def _holds(self, db: Session) -> bool:
        """Say whether the registry and what is asked for are still those of this pass."""
        same = retagging.open_ids(db) == {each.id for each in self.asked}
        return same and last_beat(db, REGISTRY) == self.under.changed_at

    def _show(self, db: Session, *, at_once: bool = False) -> None:
        """Have pages made anew of what has changed, now and then, and at the end."""
        if self._unshown and (at_once or monotonic() - self._shown_at > SHOW_EVERY):
            bump_hub(db)
            bump(db, self._unshown)
            self._unshown, self._shown_at = set(), monotonic()

    def _look_at_meetups(self) -> bool:
        """Look at every meetup; False when something else holds by now, or the stop is asked for."""
        after = None
        while not self.stop.is_set():
            began = monotonic()
            with reading(self.engine) as db:
                batch = told(db, after)
                meant = _meanings(self.under.known, batch)
                changed = meetups.differing_of(db, meant)
            if not batch:
                return True
            self._rest(began)
            if changed and not self._write_meetups({each: meant[each] for each in changed}):
                return False
            after = batch[-1].event_id
        return False

    def _write_meetups(self, meant: Mapping[UUID, Meaning]) -> bool:
        began = monotonic()
        with writing(self.engine) as db:
            if not self._holds(db):
                return False
            have_turn(db)
            meetups.derive(db, meant)
            bump_hub(db)
        self._rest(began)
        return True


def in_turn(asked: Sequence[Request]) -> Iterator[Turn]:
    """Yield every item once, the newest first, with the requests that ask for it."""
    ways = [zip((-item_id for item_id in each.items), repeat(each.id), strict=False) for each in asked]
    for item_id, pairs in groupby(merge(*ways), key=itemgetter(0)):
        yield -item_id, frozenset(request_id for _, request_id in pairs)


def _retag_meetups(engine: Engine, known: Registry) -> int:
    differing, after = 0, None
    while True:
        with writing(engine) as db:
            have_turn(db)
            batch = told(db, after)
            changed = meetups.derive(db, _meanings(known, batch))
            if changed:
                bump_hub(db)
        differing += changed
        if not batch:
            return differing
        after = batch[-1].event_id


def _meanings(known: Registry, batch: Sequence[Told]) -> Mapping[UUID, Meaning]:
    """Return what meetups mean; those of a source that came since the registry was read mean what holds now already."""
    return {each.event_id: _meaning(known, each) for each in batch if each.source_id in known.speakers}


def _meaning(known: Registry, event: Told) -> Meaning:
    speaker = known.speakers[event.source_id]
    text = words(event.text)
    return meaning(known.vocabulary, speaker, labels=event.labels, title=event.title, text=text, link=event.url)
