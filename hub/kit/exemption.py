"""What does one entry of the operator's list exempt? A host, a range of numbers, or one port of either."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network
_NAME = re.compile(r"(?=.*[^\d.])[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")  # ASCII, and not all digits
_BRACKETS = re.compile(r"\A\[(.*)\]\Z")


@dataclass(frozen=True, slots=True)
class Exemption:
    """One entry: a host name or numbers, and one port or all of them."""

    name: str = ""
    network: IPNetwork | None = None
    port: int | None = None

    @classmethod
    def of(cls, entry: str) -> "Exemption":
        """Read “host”, “host:port”, “CIDR” or “[IPv6]:port”; raise ValueError for anything else.

        >>> Exemption.of("intranet.example:8080")
        Exemption(name='intranet.example', network=None, port=8080)
        >>> Exemption.of("127.1.0.0/16").network
        IPv4Network('127.1.0.0/16')
        """
        text = entry.strip().lower()
        network = _network(text)
        if network is not None:
            return cls(network=network)
        host, colon, digits = text.rpartition(":")
        host, port = (host, _port(digits, entry)) if colon else (text, None)
        network = _network(_BRACKETS.sub(r"\1", host))
        if network is None and not _NAME.fullmatch(host):
            raise _unreadable(entry)
        return cls("" if network else host.rstrip("."), network, port)

    def covers(self, host: str, number: IPAddress, port: int) -> bool:
        """Say whether this entry exempts dialling *number* and *port* for someone who asked for *host*."""
        if self.port not in {None, port}:
            return False
        return number in self.network if self.network else host.rstrip(".") == self.name

    def is_just(self, host: str | IPAddress, port: int) -> bool:
        """Say whether this entry is about that single *host*, a name or a number, and has *port* in it."""
        if self.port not in {None, port}:
            return False
        if isinstance(host, str):
            return host.rstrip(".") == self.name
        return self.network is not None and self.network.num_addresses == 1 and host in self.network


def _network(text: str) -> IPNetwork | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _port(digits: str, entry: str) -> int:
    if digits.isascii() and digits.isdigit() and 0 < int(digits) < 2**16:
        return int(digits)
    raise _unreadable(entry)


def _unreadable(entry: str) -> ValueError:
    return ValueError(f"“{entry}” is not a host, a range of addresses or host:port")
