"""The guard at work: look a name up once, refuse it unless every answer may be dialled, dial the checked numbers."""

import asyncio
import errno
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, ip_address
from itertools import zip_longest

from hub.kit.exemption import IPAddress
from hub.net.answers import Failure, Stopped
from hub.net.guard import Rules, is_public, number_of
from hub.net.wire import Wire

Resolve = Callable[[str, int], Awaitable[Sequence[IPAddress]]]
Connect = Callable[[IPAddress, int], Awaitable[socket.socket]]
MOST_NUMBERS = 4  # tried in turn; more would leave each less time than a packet needs to come again
LOOKING_UP_TAKES = 8.0  # seconds at most, so that a dead name server is not taken for a slow website
NAMES_OF_NOBODY = (".invalid", ".test", ".example", ".localhost")  # reserved: that they have no number means nothing
NAME_OF_SOMEBODY = "a.root-servers.net"  # as sure to exist as anything; asked for only when in doubt
_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN})


async def look_up(host: str, port: int) -> list[IPAddress]:
    """Return the numbers of *host*, IPv6 and IPv4 by turns; raise OSError (gaierror) as the system does.

    Each question has a thread of its own that nobody waits for: a dead name server must not hold up a stop.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[IPAddress]] = loop.create_future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            tell(answer.set_exception, error if isinstance(error, OSError) else socket.gaierror(str(error)))
        else:
            tell(answer.set_result, _by_turns(ip_address(str(sockaddr[0])) for *_, sockaddr in found))

    def tell(how: Callable[..., None], what: object) -> None:
        with suppress(RuntimeError):  # the loop has gone home
            loop.call_soon_threadsafe(lambda: None if answer.done() else how(what))

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    return await answer


async def connect(number: IPAddress, port: int) -> socket.socket:
    """Return a socket connected to *number* and *port*; raise OSError."""
    family = socket.AF_INET if isinstance(number, IPv4Address) else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, (str(number), port))
    except BaseException:
        sock.close()
        raise
    return sock


class Guard:
    """The only way a byte leaves this hub: the client dials through here, every hop of every ask."""

    def __init__(self, rules: Rules, *, resolve: Resolve = look_up, connect: Connect = connect) -> None:
        """Keep the rules; *resolve* and *connect* are the system's, unless a test stands in for the world."""
        self._rules = rules
        self._resolve = resolve
        self._connect = connect
        self._online: bool | None = None  # not known before a name was looked up

    async def connect_tcp(self, host: str, port: int, patience: float | None = None) -> Wire:
        """Dial *host* within *patience* seconds once its numbers are known; raise Stopped when it must or can not."""
        if self._rules.never_allows(host, port):
            raise Stopped(Failure.NOT_PUBLIC)
        number = number_of(host)
        numbers = await self._numbers(host, port) if number is None else [number]
        if not numbers or not all(self._rules.allows(host, number, port) for number in numbers):
            raise Stopped(Failure.NOT_PUBLIC)
        return await self._in_turn(numbers[:MOST_NUMBERS], port, patience)

    async def _numbers(self, host: str, port: int) -> Sequence[IPAddress]:
        try:
            async with asyncio.timeout(LOOKING_UP_TAKES):
                numbers = await self._resolve(host, port)
        except OSError:  # TimeoutError is one
            nobody = host.rstrip(".").endswith(NAMES_OF_NOBODY) or await self._is_online()
            raise Stopped(Failure.NO_SUCH_HOST if nobody else Failure.OFFLINE) from None
        if any(map(is_public, numbers)):
            self._online = True
        return numbers

    async def _is_online(self) -> bool:
        """Say whether names can be looked up at all: some systems without a network say that no name exists."""
        if self._online is None:
            try:
                async with asyncio.timeout(LOOKING_UP_TAKES / 2):
                    self._online = any(map(is_public, await self._resolve(NAME_OF_SOMEBODY, 53)))
            except OSError:
                self._online = False
        return self._online

    async def _in_turn(self, numbers: Sequence[IPAddress], port: int, patience: float | None) -> Wire:
        share = None if patience is None else patience / len(numbers)
        failed: dict[type[IPAddress], OSError] = {}
        for number in numbers:
            try:
                async with asyncio.timeout(share):
                    return Wire(await self._connect(number, port))
            except OSError as error:
                failed[type(number)] = error
        raise Stopped(_unreached(failed))


def _unreached(failed: Mapping[type[IPAddress], OSError]) -> Failure:
    """Tell from the last error of each family why nobody could be reached."""
    # Without a way to any IPv6 number a machine is still online, and most are like that.
    if IPv4Address in failed and failed[IPv4Address].errno in _NO_NETWORK:
        return Failure.OFFLINE
    if any(isinstance(error, TimeoutError) for error in failed.values()):
        return Failure.TIMEOUT
    refused = any(isinstance(error, ConnectionRefusedError) for error in failed.values())
    return Failure.REFUSED if refused else Failure.NO_ANSWER


def _by_turns(numbers: Iterable[IPAddress]) -> list[IPAddress]:
    """Mix the families, so that a dead one costs one try and not all of them; the system's first stays first."""
    unique = list(dict.fromkeys(numbers))
    first = [number for number in unique if number.version == unique[0].version]
    second = [number for number in unique if number.version != unique[0].version]
    return [number for pair in zip_longest(first, second) for number in pair if number]
