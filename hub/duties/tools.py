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
    """Says that duties shall end after what is under way, and wakes them where they wait; from any thread or signal."""

    def __init__(self) -> None:
        """Begin unset."""
        self._signal = Signal()
        self._wakes: list[Callable[[], None]] = []  # of all who wait now: duties run beside each other

    def is_set(self) -> bool:
        """Say whether it was asked for."""
        return self._signal.is_set()

    def set(self) -> None:
        """Ask for it."""
        self._signal.set()
        for wake in tuple(self._wakes):
            wake()

    def clear(self) -> None:
        """Take it back."""
        self._signal.clear()

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Iterator[None]:
        """Call *wake* too when the stop is asked for inside the block, or was before."""
        self._wakes.append(wake)
        try:
            if self.is_set():
                wake()
            yield
        finally:
            self._wakes.remove(wake)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a round works with."""

    engine: Engine
    door: Door
    sandbox: Sandbox
    stop: Stop = field(default_factory=Stop)
    pulse: Callable[[Session], None] = lambda _db: None  # called now and then in long work, to show that it goes on
