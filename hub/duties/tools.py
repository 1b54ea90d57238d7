"""What a duty works with, and how it is told to stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event as Signal

from sqlalchemy import Engine
from sqlmodel import Session

from hub.net.door import Door
from hub.sandbox import Sandbox


class Stop:
    """Says that a duty shall end after what is under way, and wakes it where it waits; from any thread or signal."""

    def __init__(self) -> None:
        """Begin unset."""
        self._signal = Signal()
        self._wake: Callable[[], None] = _nobody

    def is_set(self) -> bool:
        """Say whether it was asked for."""
        return self._signal.is_set()

    def set(self) -> None:
        """Ask for it."""
        self._signal.set()
        self._wake()

    def clear(self) -> None:
        """Take it back."""
        self._signal.clear()

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Iterator[None]:
        """Call *wake* too when the stop is asked for inside the block, or was before."""
        self._wake = wake
        if self.is_set():
            wake()
        try:
            yield
        finally:
            self._wake = _nobody


@dataclass(frozen=True, slots=True)
class Tools:
    """What a round works with."""

    engine: Engine
    door: Door
    sandbox: Sandbox
    stop: Stop = field(default_factory=Stop)
    pulse: Callable[[Session], None] = lambda _db: None  # called now and then in long work, to show that it goes on


def _nobody() -> None:
    """Wake nobody."""
