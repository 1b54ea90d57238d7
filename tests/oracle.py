"""Did anything look further than this machine? An audit hook refuses it, and remembers.

Children that a test starts have the same hook: `tests/walls` is on their path, and what they are refused stands in a
book that they and the test read.
"""

import atexit
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

TRIES = 1_000  # of a thread that wants to be traced
_DIALS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_ASKS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_NAMES_OF_NOBODY = (".localhost", ".invalid", ".test")  # reserved: asking for them tells the world nothing
_ENVIRONMENT = os.environ  # noqa: TID251 -- what children inherit is no setting of the hub
_BOOK = "TESTS_ORACLE_BOOK"  # the variable that names the file in which children write what they were refused
_WALLS = str(Path(__file__).with_name("walls"))
_refused: list[str] = []
_installed: list[bool] = []
_open_book: list[int] = []  # in a child, where it writes


class DialledOut(OSError):
    """A test looked beyond this machine."""


def install() -> None:
    """Refuse every dial and every name that leaves the machine, in this process, for good."""
    if not _installed:
        _installed.append(True)
        if _BOOK in _ENVIRONMENT:
            # Opened now: a child that reads documents may open nothing for writing later.
            _open_book.append(os.open(_ENVIRONMENT[_BOOK], os.O_WRONLY | os.O_APPEND | os.O_CREAT))
        sys.addaudithook(_refuse_the_world)
        sys.settrace = _patiently(sys.settrace)


def _patiently(settrace: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return *settrace* that tries again while another thread is at it: an audit hook gives that one time for a pause.

    CPython 3.11 has a thread die of that (RuntimeError), which begins while coverage is measured.
    """

    def again(function: Any) -> None:
        for _ in range(TRIES):
            with suppress(RuntimeError):
                return settrace(function)
            time.sleep(0)
        return settrace(function)

    return again


def watch_children() -> None:
    """Have every Python started from here refuse the same, and tell us."""
    path = _ENVIRONMENT.get("PYTHONPATH", "").split(os.pathsep)
    _ENVIRONMENT["PYTHONPATH"] = os.pathsep.join([_WALLS, *(folder for folder in path if folder not in {"", _WALLS})])
    book, _ENVIRONMENT[_BOOK] = tempfile.mkstemp(prefix="oracle-")
    os.close(book)
    atexit.register(os.unlink, _ENVIRONMENT[_BOOK])


def refused() -> list[str]:
    """Return what was refused so far, to us or to a child; a test that swallowed the refusal cannot hide it."""
    told = _book().read_text("utf-8").splitlines() if _BOOK in _ENVIRONMENT else []
    return [*_refused, *told]


def forget() -> None:
    """Start a clean list: for the fixture that reads it, and the few tests that dial out on purpose."""
    _refused.clear()
    if _BOOK in _ENVIRONMENT:
        os.truncate(_book(), 0)  # children have it open


def _book() -> Path:
    return Path(_ENVIRONMENT[_BOOK])


def _refuse_the_world(event: str, arguments: tuple[object, ...]) -> None:
    if event in _DIALS:
        outside = not _stays_here(arguments[1])
    elif event in _ASKS:
        outside = not _is_a_local_name(arguments[0])
    else:
        return
    if outside:
        _remember(f"{event} {arguments!r}")
        raise DialledOut(f"{event} {arguments!r}: tests stay on this machine")


def _remember(deed: str) -> None:
    if _open_book:
        os.write(_open_book[0], f"in a child: {deed}\n".encode())
    else:
        _refused.append(deed)


def _stays_here(address: object) -> bool:
    # A str or bytes is a Unix socket's path; None is a socket that was connected, and so checked, before.
    return not isinstance(address, tuple) or _is_loopback(str(address[0])) or address[0] in {"localhost", ""}


def _is_a_local_name(host: object) -> bool:
    name = host.decode("idna", "replace") if isinstance(host, bytes) else str(host or "localhost")
    return name == "localhost" or name.rstrip(".").endswith(_NAMES_OF_NOBODY) or _is_a_number(name)


def _is_a_number(name: str) -> bool:
    # A number is no question to anybody.
    with suppress(ValueError):
        return bool(ip_address(name.partition("%")[0]))
    with suppress(OSError):
        return bool(socket.inet_aton(name))  # written oddly: 127.1, 0x7f.1, 2130706433
    return False


def _is_loopback(text: str) -> bool:
    with suppress(ValueError):
        number = ip_address(text.partition("%")[0])
        return (getattr(number, "ipv4_mapped", None) or number).is_loopback
    return False
