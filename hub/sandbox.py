"""Killable children: a function run where it can hurt nobody, stopped when it takes too much.

A child has its limits of processor time, memory and open files. Python code in it is refused (PermissionError):

- the network: connecting, binding, sending without a connection, looking up names and numbers;
- other programs: starting one by whatever call, becoming one, and copying itself;
- the disk: opening a file or a SQLite database for writing, and making, moving, linking, cutting short or deleting
  files and folders. Reading stays allowed: modules and time zones are files.

The refusal stands in Python's audit hook. C code that calls the system by itself passes it: the walls behind that are
the user the hub runs as and its container.
"""

import gc
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

T = TypeVar("T")

CPU_SECONDS = 2.0
MEMORY_BYTES = 512 * 1024 * 1024  # over what the child has when it starts
OPEN_FILES = 64
WALL_SECONDS = 20.0  # for a child that sleeps instead of working
_UNLIMITED = resource.RLIM_INFINITY
_LOOK_FOR_GARBAGE = 10_000  # objects made and not given back; a document makes some thousand
_TOO_SLOW = {-signal.SIGPROF, -signal.SIGXCPU}
_FORBIDDEN = frozenset(
    {f"socket.{deed}" for deed in ("connect", "bind", "sendto", "sendmsg")}
    | {f"socket.{deed}" for deed in ("getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyaddr")}
    | {f"os.{deed}" for deed in ("system", "posix_spawn", "spawn", "exec", "fork", "forkpty")}
    | {f"os.{deed}" for deed in ("mkdir", "rename", "link", "symlink", "truncate", "remove", "rmdir")}
    | {"subprocess.Popen", "pty.spawn", "sqlite3.connect", "sqlite3.connect/handle"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class Stopped(Exception):
    """The child used more processor time, or more time altogether, than it was given."""


class Crashed(Exception):
    """The child died, or ran out of memory."""


class Sandbox:
    """A few children that run pure, importable functions over picklable values; a context manager.

    A child that is stopped takes only its own task with it. *preload* names the modules its children should already
    have imported when they start. After *tasks_each* a child makes way for a new one and gives
    its memory back (0: never).
    """

    def __init__(
        self, children: int = 2, *, preload: Sequence[str] = (), cpu_seconds: float = CPU_SECONDS, tasks_each: int = 0
    ) -> None:
        context = multiprocessing.get_context("forkserver")  # never fork: our process has threads
        context.set_forkserver_preload(["hub.sandbox", *preload])
        self._cpu_seconds = cpu_seconds
        self._pool = ProcessPool(
            max_workers=children,
            max_tasks=tasks_each,
            context=context,
            initializer=_confine,
            initargs=(list(preload),),
        )

    def __enter__(self) -> Self:
        """Return the sandbox itself; children start with the first task."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wait for what was submitted; after an error stop it instead."""
        self.close(wait=kind is None)

    def submit(self, function: Callable[..., T], *args: Any, **named: Any) -> Future[T]:  # noqa: ANN401 - anything that can be pickled
        """Run *function* in a child; the future gives its value, or raises Stopped, Crashed or the function's error."""
        ours: Future[T] = Future()
        theirs = self._pool.schedule(_run, args=(self._cpu_seconds, function, args, named), timeout=WALL_SECONDS)

        def hand_over(done: Future[T]) -> None:
            if ours.set_running_or_notify_cancel():
                _settle(ours, done)

        theirs.add_done_callback(hand_over)
        return ours

    def close(self, *, wait: bool = True) -> None:
        """End the children: after their work, or at once."""
        if wait:
            self._pool.close()  # type: ignore[no-untyped-call]  # pebble has no type for it
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has no type for it
        self._pool.join()


def _settle(ours: Future[T], theirs: Future[T]) -> None:
    try:
        ours.set_result(theirs.result())
    except TimeoutError:
        ours.set_exception(Stopped("too long altogether"))
    except ProcessExpired as error:
        too_slow = error.exitcode in _TOO_SLOW
        ours.set_exception(Stopped("too much processor time") if too_slow else Crashed(f"code {error.exitcode}"))
    except (MemoryError, CancelledError):
        ours.set_exception(Crashed("out of memory"))
    except Exception as error:  # noqa: BLE001 - the caller's function may raise anything, and the caller hears of it
        ours.set_exception(error)


def _run(cpu_seconds: float, function: Callable[..., T], args: tuple[Any, ...], named: dict[str, Any]) -> T:
    """Renew the processor limit, then do the work; in the child."""
    _limit(cpu_seconds)
    try:
        return function(*args, **named)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit(cpu_seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    # The timer is exact and its signal ends the process; the limit counts whole seconds and stands behind it.
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 2 + ceil(cpu_seconds), _UNLIMITED))
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def take_longer(cpu_seconds: float) -> None:
    """Give the work of this child so much processor time from now on; outside of a child this does nothing.

    For a kind of document that is known to take longer. What a document says has no part in it.
    """
    if signal.getitimer(signal.ITIMER_PROF)[0]:
        _limit(cpu_seconds)


def _confine(preload: list[str]) -> None:
    """Take from this child what it does not need: memory, files, the network, other programs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the parent, who ends us when it is done
    for module in preload:
        __import__(module)
    gc.freeze()  # what was loaded stays: nobody need look through it for garbage again and again
    gc.set_threshold(_LOOK_FOR_GARBAGE)
    statm = Path("/proc/self/statm")
    if statm.exists():  # macOS has neither this nor a working RLIMIT_AS
        base = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (base + MEMORY_BYTES, _UNLIMITED))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = True  # what is imported from now on could not be kept
    sys.addaudithook(_refuse)


def _refuse(event: str, told: tuple[object, ...]) -> None:
    if event in _FORBIDDEN or (event == "open" and _writes(*told)):
        raise PermissionError(f"{event} is not allowed in a child")


def _writes(file: object, _mode: object, flags: object) -> bool:
    """Say whether this opens a file for writing; a number is a file that is open already."""
    return not isinstance(file, int) and isinstance(flags, int) and bool(flags & _WRITING)
