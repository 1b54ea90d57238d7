"""Who sets sheets for printing? One killable child of a web worker, a few sheets at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import BoundedSemaphore

from hub.errors import NotReady
from hub.kit.saying import say
from hub.sandbox import Crashed, Sandbox, Stopped

MOST_WAITING = 4  # sheets being set or waiting for it; each holds a thread that could answer somebody else
CPU_SECONDS = 5.0  # a sheet takes an eighth of one


class Press:
    """Sets sheets as PDF in a child that starts with the first one."""

    def __init__(self, child: Sandbox, most_waiting: int = MOST_WAITING) -> None:
        self._child = child
        self._turns = BoundedSemaphore(most_waiting)

    def pdf(self, told: str, made: date, size: str) -> bytes:
        """Set what the printer is *told*; NotReady when too many ask, or when it takes too much."""
        from hub.site.outlets import typesetting  # noqa: PLC0415 -- seven megabytes a worker that prints nothing spares

        if not self._turns.acquire(blocking=False):
            raise NotReady(say("Many sheets are being printed just now."))
        try:
            return self._child.submit(typesetting.pdf, told, made, size).result()
        except (Stopped, Crashed) as trouble:
            raise NotReady(
                say("This sheet could not be printed. The page and the plain text say the same.")
            ) from trouble
        finally:
            self._turns.release()


@contextmanager
def opened() -> Iterator[Press]:
    """Keep a press ready for the life of a web worker."""
    # What a sheet took, a hundred megabytes, is given back at once: the next one is a quarter of an hour away.
    with Sandbox(1, preload=["hub.site.outlets.typesetting"], cpu_seconds=CPU_SECONDS, tasks_each=1) as child:
        yield Press(child)
