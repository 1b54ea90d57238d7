"""A world for the doors: every name leads inside, but for the sites that a test opens."""

import socket
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest

from hub.duties.eyes import Eyes
from hub.duties.tools import Tools
from hub.kit.exemption import IPAddress
from hub.net.dial import Guard
from hub.net.guard import Rules
from hub.settings import Settings
from tests.net.inside import NAMES


@dataclass
class World:
    """Every name leads inside, but for the sites that were opened here; a dial ends at what such a site says."""

    sites: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # by host: its number, and what it answers
    dialled: list[str] = field(default_factory=list)
    ends: list[socket.socket] = field(default_factory=list)

    def opens(self, said: bytes, path: str = "/") -> str:
        """Open a site that answers everything with *said*; return its address."""
        count = len(self.sites)
        host = f"site{count}.example"
        self.sites[host] = (f"93.184.{count // 250}.{count % 250 + 1}", said)
        return f"http://{host}{path}"

    def leads_to(self, url: str) -> str:
        """Open a site that redirects to *url*."""
        head = b"HTTP/1.1 308 Permanent Redirect\r\nContent-Length: 0\r\nLocation: "
        return self.opens(head + url.encode() + b"\r\n\r\n")

    def shows(self, page: str) -> str:
        """Open a site that shows a web page."""
        body = page.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return self.opens(head.encode() + body)

    def guard(self, rules: Rules) -> Guard:
        """Return the guard of this world."""
        return Guard(rules, resolve=self.resolve, connect=self.connect)

    async def resolve(self, host: str, _: int) -> list[IPAddress]:
        name = host.rstrip(".")
        numbers = [self.sites[name][0]] if name in self.sites else NAMES.get(name, ["127.0.0.1"])
        return [ip_address(text) for text in numbers]

    async def connect(self, number: IPAddress, _: int) -> socket.socket:
        self.dialled.append(str(number))
        said = dict(self.sites.values()).get(str(number), b"HTTP/1.1 200 OK\r\n\r\n<rss/>")
        here, there = socket.socketpair()
        here.setblocking(False)
        there.sendall(said)
        there.shutdown(socket.SHUT_WR)
        self.ends.append(there)
        return here

    @property
    def inside(self) -> set[str]:
        """What was dialled though no site was opened there."""
        return set(self.dialled) - {number for number, _ in self.sites.values()}

    @property
    def missed(self) -> set[str]:
        """The sites nobody asked."""
        return {number for number, _ in self.sites.values()} - set(self.dialled)


@dataclass(frozen=True)
class House:
    """What every door may need."""

    world: World
    tools: Tools
    settings: Settings
    monkeypatch: pytest.MonkeyPatch

    @property
    def eyes(self) -> Eyes:
        """A pair of eyes that have looked at nothing yet."""
        return Eyes(self.tools.door, self.tools.sandbox)
