"""Who sets sheets for printing? One killable child of a web worker, a few sheets at a time."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from hub.db.kept import Store
from hub.errors import NotReady
from hub.kit.saying import say
from hub.sandbox import Crashed, Sandbox, Stopped

MOST_WAITING = 12  # different sheets being set or waiting for it
MOST_BYTES = 4_000_000  # of sheets that are kept: some dozens
CPU_SECONDS = 5.0  # a sheet takes an eighth of one


@dataclass(frozen=True, slots=True)
class Order:
    """What decides every byte of a sheet."""

    told: str  # all its words, in their language, as JSON
    made: date
    size: str

    @property
    def mark(self) -> str:
        """What tells it from every other."""
        return sha256(f"{self.made}{self.size}\n{self.told}".encode("utf-8", "surrogatepass")).hexdigest()


class Press:
    """Sets sheets as PDF in a child that starts with the first one; the same sheet is set once, however it is asked."""

    def __init__(self, child: Sandbox, most_waiting: int = MOST_WAITING) -> None:
        self._child = child
        self._most_waiting = most_waiting
        self._kept: Store[str, None, bytes] = Store(MOST_BYTES, len)
        self._setting: dict[str, asyncio.Task[bytes]] = {}

    async def pdf(self, order: Order) -> bytes:
        """Set a sheet, or return it as it was set before; NotReady when too many are asked for, or it takes too much.

        Who waits holds no thread and no transaction; who goes away does not take the sheet from the others.
        """
        mark = order.mark
        kept = self._kept.take({mark: None})
        if mark in kept:
            return kept[mark]
        return await asyncio.shield(self._setting.get(mark) or self._begun(mark, order))

    def _begun(self, mark: str, order: Order) -> asyncio.Task[bytes]:
        if len(self._setting) >= self._most_waiting:
            raise NotReady(say("Many sheets are being printed just now."))
        begun = self._setting[mark] = asyncio.create_task(self._set(mark, order))
        begun.add_done_callback(lambda _: self._setting.pop(mark))
        return begun

    async def _set(self, mark: str, order: Order) -> bytes:
        try:
            made = await asyncio.wrap_future(await asyncio.to_thread(self._handed_over, order))
        except (Stopped, Crashed) as trouble:
            raise NotReady(
                say("This sheet could not be printed. The page and the plain text say the same.")
            ) from trouble
        self._kept.put([(mark, None, made)])
        return made

    def _handed_over(self, order: Order) -> Future[bytes]:
        """Hand *order* to the child; the first one starts it, which takes a moment."""
        from hub.site.sheets import typesetting  # noqa: PLC0415 -- seven megabytes a worker that prints nothing spares

        return self._child.submit(typesetting.pdf, order.told, order.made, order.size)


@contextmanager
def opened() -> Iterator[Press]:
    """Keep a press ready for the life of a web worker."""
    # What a sheet took, a hundred megabytes, is given back at once: the next one is a quarter of an hour away.
    with Sandbox(1, preload=["hub.site.sheets.typesetting"], cpu_seconds=CPU_SECONDS, tasks_each=1) as child:
        yield Press(child)
