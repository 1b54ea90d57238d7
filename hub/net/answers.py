"""What asking an address can lead to, as values: a reply, or a reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Failure(StrEnum):
    """Why there was no reply we can use; the words for people are in net.words."""

    BAD_ADDRESS = "bad-address"  # not http(s), with a password inside, or not an address at all
    NOT_PUBLIC = "not-public"  # the guard refused it
    NO_SUCH_HOST = "no-such-host"
    REFUSED = "refused"  # nobody listens there
    NO_ANSWER = "no-answer"  # reset or unreachable
    TIMEOUT = "timeout"
    TLS = "tls"
    TOO_BIG = "too-big"
    BOMB = "bomb"  # compressed beyond all reason
    STACKED = "stacked"  # compressed twice
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BROKEN_REPLY = "broken-reply"  # not HTTP, cut off, wrong length
    OFFLINE = "offline"  # no network here at all


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to look at, with the validators of last time, byte for byte."""

    url: str
    etag: str = ""
    last_modified: str = ""
    name: str = ""  # whose look this is, for the User-Agent: “feed 3f2a…”
    plainly: bool = False  # without saying whose, or where to read about us: some firewalls refuse addresses in a name
    form: tuple[tuple[str, str], ...] = ()  # what is sent: with a form it is a POST, and no redirect is followed
    stays: bool = False  # no redirect is followed: where it leads is all that is asked for


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way."""

    status: int
    url: str  # where it led


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP, whatever its status; the body is decoded and within its caps."""

    status: int
    url: str  # after redirects
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class NoReply:
    """Nothing usable came back, and why."""

    failure: Failure
    url: str
    detail: str = ""  # never says more of a refused host than that it is not public
    hops: tuple[Hop, ...] = field(default=(), compare=False)  # who was asked besides says nothing of why


Answer = Reply | NoReply


class Stopped(Exception):
    """An ask that cannot go on; the client turns it into a NoReply, so it never leaves this room."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        """Keep why, and what may be said of it."""
        super().__init__(failure, detail)
        self.failure = failure
        self.detail = detail
