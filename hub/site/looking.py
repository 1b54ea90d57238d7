"""How does the web look at a site while somebody waits? Through the guarded door, with a child that reads.

Nothing of it is opened, nor even loaded, before the first look.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from fastapi import Request

from hub.aggregate.registering.found import FoundSite
from hub.errors import NotReady
from hub.kit.saying import Saying, say
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.duties.discovering import Eyes

MOST = 4  # looks at once: each of them keeps a thread of the web worker for up to half a minute
TASKS = 50  # of a child, then another one takes its place


class Looker:
    """Looks at sites for the web; close it when the worker ends."""

    def __init__(self, settings: Settings) -> None:
        """Prepare; nothing is opened before the first look."""
        self._door = Door.of(settings)
        self._turns = BoundedSemaphore(MOST)
        self._looking: set[str] = set()  # the networks for which somebody looks
        self._opening = Lock()
        self._sandbox: Sandbox | None = None

    def discover(self, network: str, typed: str, now: datetime) -> FoundSite | Saying:
        """Return the site at what somebody *typed*, or why it could not be looked at.

        NotReady when many look, or one from this *network* does: nobody takes the turns of all.
        """
        from hub.duties.discovering import discover  # noqa: PLC0415 -- a worker that never looks needs none of it

        with self._turn(network) as eyes:
            return discover(eyes, typed, now)

    def look_again(self, network: str, site: str, feeds: Sequence[str], now: datetime) -> FoundSite | Saying:
        """Return a site and *feeds* of it as they are now; NotReady as above."""
        from hub.duties.discovering import look_again  # noqa: PLC0415 -- likewise

        with self._turn(network) as eyes:
            return look_again(eyes, site, feeds, now)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._sandbox is not None:
            self._sandbox.close(wait=False)

    @contextmanager
    def _turn(self, network: str) -> "Iterator[Eyes]":
        from hub.duties.discovering import Eyes  # noqa: PLC0415 -- likewise

        if not self._begins(network):
            raise NotReady(say("Several sites are being looked at just now. Wait a minute, then send it again."))
        try:
            yield Eyes(self._door, self._child())
        finally:
            self._looking.discard(network)
            self._turns.release()

    def _begins(self, network: str) -> bool:
        with self._opening:
            if network in self._looking or not self._turns.acquire(blocking=False):
                return False
            self._looking.add(network)
            return True

    def _child(self) -> Sandbox:
        from hub.duties.children import READERS  # noqa: PLC0415 -- likewise

        with self._opening:
            self._sandbox = self._sandbox or Sandbox(1, preload=READERS, tasks_each=TASKS)
            return self._sandbox


@contextmanager
def opened(settings: Settings) -> Iterator[Looker]:
    """Keep a looker ready for the life of a web worker."""
    looker = Looker(settings)
    try:
        yield looker
    finally:
        looker.close()


def looker_of(request: Request) -> Looker:
    """Return what this site's lifespan opened."""
    found: Looker = request.state.looker
    return found
