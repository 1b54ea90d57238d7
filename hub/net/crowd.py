"""Who answers next? Many asks at once, in the background.

The loop that talks to the network has a thread of its own; answers come to the caller one by one, in any order.
"""

import asyncio
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Self

from hub.net.answers import Answer, Ask
from hub.net.client import Client
from hub.net.door import Door
from hub.net.pacing import Pacer

Outcome = tuple[Ask, Answer] | BaseException | None  # an answer, the crowd’s own accident, or the end
_STOPPING_TAKES_AT_MOST = 1.0  # seconds; hanging up takes a few milliseconds
_WOKEN = RuntimeError("somebody woke the caller")  # never raised: a sign in the queue


def ask_all(asks: Iterable[Ask], door: Door, client: Client | None = None) -> Generator[tuple[Ask, Answer]]:
    """Yield every ask with its answer as they come, *door.in_flight* at a time and politely paced.

    Close the iterator to stop. An exception of *asks* itself is raised here.
    """
    with Crowd(asks, door, client) as crowd:
        for answers in crowd:
            yield from answers


class Crowd:
    """Everything asked at once; iterate over it for the answers that lie ready, as a list, whenever there are some.

    *asks* is walked only as far as needed, in another thread, and must not wait. Leave the context to stop: what is
    in flight is hung up. An exception of *asks* itself is raised where the answers are taken.
    """

    def __init__(self, asks: Iterable[Ask], door: Door, client: Client | None = None) -> None:
        """Prepare; nothing is asked before the context is entered."""
        self._loop_side = _Crowd(asks, door, client or Client(door))
        self._thread = threading.Thread(target=self._loop_side.run, name="crowd", daemon=True)

    def __enter__(self) -> Self:
        """Start asking."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop asking."""
        self._loop_side.stop()
        self._thread.join(_STOPPING_TAKES_AT_MOST)

    def __iter__(self) -> Iterator[list[tuple[Ask, Answer]]]:
        """Yield all answers that lie ready; an empty list when somebody woke us."""
        outcome = self._loop_side.outcomes.get()
        while outcome is not None:
            ready: list[tuple[Ask, Answer]] = []
            while outcome is not None:
                self._take(outcome, ready)
                try:
                    outcome = self._loop_side.outcomes.get_nowait()
                except Empty:
                    break
            self._loop_side.handed_over = len(ready)
            yield ready
            self._loop_side.taken()
            if outcome is not None:
                outcome = self._loop_side.outcomes.get()

    def wake(self) -> None:
        """Say from any thread that the one who iterates has something else to see to."""
        self._loop_side.outcomes.put(_WOKEN)

    def skip(self, domain: str) -> None:
        """Say from any thread that nobody shall ask *domain* (see `pacing.registrable`) any more.

        Asks of it that are not in flight yet are dropped without an answer, those not yet walked to included.
        """
        self._loop_side.skip(domain)

    def _take(self, outcome: tuple[Ask, Answer] | BaseException, ready: list[tuple[Ask, Answer]]) -> None:
        if outcome is _WOKEN:
            return
        if isinstance(outcome, BaseException):
            raise outcome
        ready.append(outcome)


class _Crowd:
    """The loop’s side: all but `taken`, `skip` and `stop` runs in its thread."""

    def __init__(self, asks: Iterable[Ask], door: Door, client: Client) -> None:
        self.outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self.handed_over = 0  # answers the caller is busy with
        self._asks = iter(asks)
        self._more = True
        self._most = door.in_flight
        self._client = client
        self._pacer = Pacer(door.host_pause, door.rules.is_own)
        self._flying: dict[asyncio.Task[Answer], Ask] = {}
        self._runner = asyncio.Runner(loop_factory=_new_loop)
        self._loop = self._runner.get_loop()
        self._over = self._loop.create_future()
        self._alarm: asyncio.TimerHandle | None = None
        self._stuck = False  # waiting for the caller to take what lies ready

    def run(self) -> None:
        """Run until every ask is answered or somebody says stop; always end with an outcome of None."""
        try:
            with self._runner as runner:
                runner.run(self._converse())
        except BaseException as accident:  # noqa: BLE001, it belongs in the caller’s thread
            self.outcomes.put(accident)
        finally:
            self.outcomes.put(None)

    def taken(self) -> None:
        """Say from the caller’s thread that it is done with what it was handed."""
        self.handed_over = 0
        if self._stuck:
            self._call(self._go_on)

    def skip(self, domain: str) -> None:
        """Say from any thread that what waits for *domain* is not wanted any more."""
        self._call(partial(self._drop, domain))

    def stop(self) -> None:
        """Say from the caller’s thread that no more is wanted."""
        self._call(self._finish)

    def _call(self, what: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has gone home
            self._loop.call_soon_threadsafe(what)

    def _drop(self, domain: str) -> None:
        self._pacer.skip(domain)
        self._go_on()  # what was dropped may have been the last

    async def _converse(self) -> None:
        async with self._client:
            self._go_on()
            try:
                await self._over
            finally:
                left = list(self._flying)
                for task in left:
                    task.cancel()
                await asyncio.gather(*left, return_exceptions=True)

    def _finish(self, accident: BaseException | None = None) -> None:
        if self._over.done():
            return
        if accident:
            self._over.set_exception(accident)
        else:
            self._over.set_result(None)

    def _go_on(self) -> None:
        """Start what may start now, and see to it that somebody calls again when more may."""
        if self._over.done():
            return
        try:
            while self._has_room() and (ask := self._next_ask()):
                task = self._loop.create_task(self._client.get(ask))
                self._flying[task] = ask
                task.add_done_callback(self._landed)
        except Exception as accident:  # noqa: BLE001, the caller’s own asks may raise anything
            self._finish(accident)
            return
        if not self._flying and self._pacer.next_turn() is None and not self._more:
            self._finish()
        self._set_alarm()

    def _has_room(self) -> bool:
        """Say whether one more may fly: not when as many again lie ready and nobody takes them."""
        if len(self._flying) >= self._most:
            return False
        self._stuck = True  # said before counting: whoever takes one from now on will call
        waiting = self.outcomes.qsize() + self.handed_over
        self._stuck = len(self._flying) + waiting >= 2 * self._most
        return not self._stuck

    def _next_ask(self) -> Ask | None:
        """Take the next ask whose turn it is, walking on through *asks* only while nobody waiting may go."""
        now = self._loop.time()
        while (ask := self._pacer.take(now)) is None and self._more:
            following = next(self._asks, None)
            if following is None:
                self._more = False
            else:
                self._pacer.add(following, now)
        return ask

    def _landed(self, task: asyncio.Task[Answer]) -> None:
        ask = self._flying.pop(task)
        if task.cancelled():
            return
        if accident := task.exception():
            self._finish(accident)
            return
        self.outcomes.put((ask, task.result()))
        self._pacer.done(ask, self._loop.time())
        self._go_on()

    def _set_alarm(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        turn = self._pacer.next_turn()
        if turn is not None and not self._stuck and len(self._flying) < self._most and not self._over.done():
            self._alarm = self._loop.call_at(turn, self._go_on)


def _new_loop() -> asyncio.AbstractEventLoop:
    """Return uvloop’s loop where there is one: a quarter less time per ask."""
    try:
        import uvloop  # noqa: PLC0415, comes with uvicorn[standard], but not on every system
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
