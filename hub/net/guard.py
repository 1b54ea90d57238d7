"""May this hub dial that number? Only what the whole internet can reach, and what the operator exempted by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from hub.kit.exemption import Exemption, IPAddress

# The whole IANA special-purpose registry, though some of it can be reached: no feed lives there.
_SPECIAL_V4 = tuple(
    (int(network.netmask), int(network.network_address))
    for network in map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4"),  # multicast; reserved, with broadcast at its end
            "168.63.129.16/32",  # a public number that is the inside of one large cloud
        ),
    )
)
# An allow-list: mapped, compatible, translated, local and future ranges need not be known to be refused.
_GLOBAL_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


def is_public(number: IPAddress) -> bool:
    """Say whether *number* is one that anybody on the internet can reach.

    >>> is_public(ip_address("9.9.9.9")), is_public(ip_address("127.0.0.1")), is_public(ip_address("::ffff:9.9.9.9"))
    (True, False, False)
    """
    if isinstance(number, IPv4Address):
        value = int(number)
        return not any(value & mask == start for mask, start in _SPECIAL_V4)
    within = number in _GLOBAL_V6 and number.scope_id is None
    return within and not any(number in network for network in _SPECIAL_V6)


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be dialled: these ports of public numbers, and what is exempt from both rules."""

    ports: frozenset[int] = frozenset({80, 443})
    exemptions: tuple[Exemption, ...] = ()

    @classmethod
    def of(cls, ports: Iterable[int], entries: Iterable[str]) -> "Rules":
        """Compile the operator's settings; raise ValueError for an entry that cannot be read."""
        return cls(frozenset(ports), tuple(Exemption.of(entry) for entry in entries))

    def exempts(self, host: str, number: IPAddress, port: int) -> bool:
        """Say whether the operator exempted this dial."""
        return any(entry.covers(host, number, port) for entry in self.exemptions)

    def allows(self, host: str, number: IPAddress, port: int) -> bool:
        """Say whether *number* and *port* may be dialled for someone who asked for *host*."""
        if self.exemptions and self.exempts(host, number, port):
            return True
        return port in self.ports and is_public(number)

    def is_own(self, host: str, port: int) -> bool:
        """Say whether the operator exempted that very *host* and *port*, not by a range: nobody else answers there."""
        asked = number_of(host) or host
        return any(entry.is_just(asked, port) for entry in self.exemptions)

    def never_allows(self, host: str, port: int) -> bool:
        """Say whether *port* is refused whatever number *host* has, so that nobody need look it up."""
        if port in self.ports:
            return False
        return not any(
            entry.port in {None, port} and (entry.network or entry.name == host.rstrip("."))
            for entry in self.exemptions
        )


def number_of(host: str) -> IPAddress | None:
    """Return the number *host* is, or None for a name, which must be looked up.

    >>> number_of("192.0.2.7"), number_of("0x7f.1")
    (IPv4Address('192.0.2.7'), None)
    """
    if not (":" in host or host[-1:].isdigit()):
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None
