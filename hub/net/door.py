"""How does this hub go out? Under which name, how fast, and past which exemptions."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from hub.net.body import MOST_BYTES
from hub.net.guard import Rules
from hub.settings import Settings


def anywhere(_url: str) -> bool:
    """Say of every address that a redirect may lead there."""
    return True


@dataclass(frozen=True, slots=True)
class Door:
    """What every ask of a round has in common; times are in seconds."""

    base_url: str = "http://127.0.0.1:8000"
    version: str = "0"
    contact: str = ""
    allow_private_networks: tuple[str, ...] = ()  # “host”, “CIDR”, “host:port”
    allow_ports: tuple[int, ...] = (80, 443)
    host_pause: float = 2.0
    in_flight: int = 20
    connect_timeout: float = 5.0
    deadline: float = 20.0  # for one ask in all, redirects included
    most_bytes: int = MOST_BYTES  # of one body, decoded
    may_lead: Callable[[str], bool] = anywhere  # asked of an address on another domain, before it is

    @property
    def rules(self) -> Rules:
        """What may be dialled; raise ValueError when an exemption cannot be read."""
        return Rules.of(self.allow_ports, self.allow_private_networks)

    @classmethod
    def of(cls, settings: Settings) -> "Door":
        """Take what the settings say."""
        return cls(
            base_url=settings.base_url,
            version=version("local-hub"),
            contact=settings.contact,
            allow_private_networks=settings.allow_private_networks,
            allow_ports=settings.allow_ports,
            host_pause=settings.host_pause,
            in_flight=settings.in_flight,
        )
