"""Did anything look further than this machine? An audit hook refuses it, and remembers."""

import socket
import sys
from contextlib import suppress
from ipaddress import ip_address

_DIALS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_ASKS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_NAMES_OF_NOBODY = (".localhost", ".invalid", ".test")  # reserved: asking for them tells the world nothing
_refused: list[str] = []
_installed: list[bool] = []


class DialledOut(OSError):
    """A test looked beyond this machine."""


def install() -> None:
    """Refuse every dial and every name that leaves the machine, in this process, for good."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_refuse_the_world)


def refused() -> list[str]:
    """Return what was refused so far; a test that swallowed the refusal cannot hide it."""
    return list(_refused)


def forget() -> None:
    """Start a clean list: for the fixture that reads it, and the one test that dials out on purpose."""
    _refused.clear()


def _refuse_the_world(event: str, arguments: tuple[object, ...]) -> None:
    if event in _DIALS:
        outside = not _stays_here(arguments[1])
    elif event in _ASKS:
        outside = not _is_a_local_name(arguments[0])
    else:
        return
    if outside:
        _refused.append(f"{event} {arguments!r}")
        raise DialledOut(f"{event} {arguments!r}: tests stay on this machine")


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
