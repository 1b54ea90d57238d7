"""What did a command cost? Wall and processor time and memory of a process with everything it started."""

import ctypes
import os
import resource
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic

_SET_CHILD_SUBREAPER = 36
_LOOK_EVERY = 0.05  # seconds between two looks at the memory
_SESSION = 3  # the field of /proc/…/stat, counted after the name
KIB = 1024
PROC = Path("/proc")


class Fell(Exception):
    """The command ended badly; its own words say why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command and all its descendants used."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    largest: float  # MiB resident in the largest process, at its peak
    together: float  # MiB of all processes at their peak, shared pages counted once
    said: str = field(repr=False, default="")  # what it wrote to standard output


def measure(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Run *command* in *folder* with nothing but *environment*; raise Fell when it ends badly."""
    _adopt_orphans()
    started = monotonic()
    # A session of its own is how its descendants are told from all other processes.
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    assert process.stdout  # noqa: S101 -- a pipe by our own wish
    with process.stdout, _memory_watched(process.pid) as memory:
        said = process.stdout.read()
        ended = _reap(process)
    if process.returncode:
        raise Fell(f"{' '.join(command)} ended with code {process.returncode}")
    cpu = sum(each.ru_utime + each.ru_stime for each in ended)
    return Cost(monotonic() - started, cpu, memory.largest / KIB, memory.together / KIB, said)


def _adopt_orphans() -> None:
    """Have descendants whose parent ends become our children: only whom we wait for tells us what it used."""
    if ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this system does not let us wait for orphans")


def _reap(process: "subprocess.Popen[str]") -> list[resource.struct_rusage]:
    """Wait for *process* and every orphan it leaves; what they waited for themselves is in their own figures."""
    ended = []
    with suppress(ChildProcessError):
        while True:
            pid, status, used = os.wait4(-process.pid, 0)
            ended.append(used)
            if pid == process.pid:
                process.returncode = os.waitstatus_to_exitcode(status)
    return ended


@dataclass(slots=True)
class _Memory:
    """Peaks in KiB; what the system tells of an ended process would be no less than what its parent had."""

    largest: int = 0
    together: int = 0

    def look(self, session: int) -> None:
        """Note what the processes of *session* have now."""
        together = 0
        for process in _members(session):
            with suppress(OSError):  # it has ended meanwhile
                self.largest = max(self.largest, _kib(process / "status", "VmHWM:"))
                together += _kib(process / "smaps_rollup", "Pss:")
        self.together = max(self.together, together)


@contextmanager
def _memory_watched(session: int) -> Iterator[_Memory]:
    memory, over = _Memory(), Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY):
            memory.look(session)

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield memory
    finally:
        over.set()
        watching.join()


def _members(session: int) -> Iterator[Path]:
    for each in PROC.glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if int((each / "stat").read_text().rpartition(")")[2].split()[_SESSION]) == session:
                yield each


def _kib(file: Path, name: str) -> int:
    for line in file.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
