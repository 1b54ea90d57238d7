"""A sandbox without children, for tests that trust what they read: starting one takes longer than the test."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class AtOnce:
    """Runs what it is given right here."""

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(function(*args))
        except Exception as error:  # noqa: BLE001 -- whatever it was, a child would hand it over too
            done.set_exception(error)
        return done

    def close(self, *, wait: bool = True) -> None:
        """Have nothing to end."""
