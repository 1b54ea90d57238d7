"""How does the web look at a site while somebody waits? Through the guarded door, with a child that reads.

Nothing of it is opened, nor even loaded, before the first look.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from fastapi import Request

from hub.aggregate.adopting.sampled import Refused, Sample
from hub.aggregate.importing.listed import Listed
from hub.aggregate.registering.found import FoundSite
from hub.errors import NotReady
from hub.kit.saying import Saying, say
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.duties.eyes import Eyes

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

    def discover(self, network: str, typed: str, now: datetime, about: Sequence[str] = ()) -> FoundSite | Saying:
        """Return the site at what somebody *typed*, or why it could not be looked at; *about* are names of the place.

        NotReady when many look, or one from this *network* does: nobody takes the turns of all.
        """
        from hub.duties.discovering import discover  # noqa: PLC0415 -- a worker that never looks needs none of it

        with self._turn(network) as eyes:
            return discover(eyes, typed, now, about)

    def look_again(self, network: str, site: str, feeds: Sequence[str], now: datetime) -> FoundSite | Saying:
        """Return a site and *feeds* of it as they are now; NotReady as above."""
        from hub.duties.discovering import look_again  # noqa: PLC0415 -- likewise

        with self._turn(network) as eyes:
            return look_again(eyes, site, feeds, now)

    def sample(self, network: str, url: str, now: datetime) -> Sample | Refused:
        """Return what the one feed at *url* says just now, or why nothing came of it; NotReady as above."""
        from hub.duties.sampling import sample  # noqa: PLC0415 -- likewise

        with self._turn(network) as eyes:
            return sample(eyes, url, now)

    def list_at(self, network: str, typed: str) -> Listed | Saying:
        """Return the list of feeds at the address *typed*, or why there is none; NotReady as above."""
        from hub.duties.lists import list_at  # noqa: PLC0415 -- likewise

        with self._turn(network) as eyes:
            return list_at(eyes, typed)

    def read_list(self, network: str, body: bytes) -> Listed | Saying:
        """Return what a file lists, or why it cannot be read; NotReady as above."""
        from hub.duties.lists import read  # noqa: PLC0415 -- likewise

        with self._turn(network) as eyes:
            return read(eyes, body)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._sandbox is not None:
            self._sandbox.close(wait=False)

    @contextmanager
    def _turn(self, network: str) -> "Iterator[Eyes]":
        from hub.duties.eyes import Eyes  # noqa: PLC0415 -- likewise

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
