"""What does a URL ask for? Its scheme, host, port and target, or nothing a hub may ask for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from hub.net.answers import Failure, Stopped

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 4_000  # characters; browsers and servers give up at about twice that
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_BRACKETS = re.compile(r"\[[0-9A-Fa-f:.]+\](?::\d*)?")
_NEVER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # controls, and halves of characters that nothing can write down
_PLAIN = re.compile(r"[!-~]*")
_KEPT = "/?%:@!$&'()*+,;=~[]|^{}`\\\"<>"  # servers take these as they stand; only what is no visible ASCII is quoted


@dataclass(frozen=True, slots=True)
class Address:
    """Where a URL leads, taken apart once."""

    url: str  # without fragment
    scheme: str
    host: str  # lower case, ASCII, an IPv6 number without its brackets
    port: int
    target: str  # path and query, visible ASCII only

    @property
    def authority(self) -> str:
        """Return the host, and the port where it is not the usual one, as the Host header wants them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


@lru_cache(maxsize=1_024)  # each is taken apart when it stands in line, when it is asked and when it is done
def address(url: str) -> Address:
    """Take *url* apart; raise Stopped (BAD_ADDRESS) when it is nothing a hub may ask for.

    >>> address("https://News.example:8443/feed?page=1#top").authority
    'news.example:8443'
    >>> address("http://ben:secret@blog.example/")
    Traceback (most recent call last):
    hub.net.answers.Stopped: (<Failure.BAD_ADDRESS: 'bad-address'>, 'it has a name or a password inside')
    """
    text = url.strip(" \t\r\n")
    if len(text) > LONGEST:
        raise _bad("it is too long")
    parts, port = _split(text)
    if parts.scheme not in DEFAULT_PORTS:
        raise _bad("it does not start with http:// or https://")
    if "@" in parts.netloc:
        raise _bad("it has a name or a password inside")
    host = _host(parts.hostname or "")
    target = _target(parts)
    kept, _, _ = text.partition("#")
    return Address(kept, parts.scheme, host, DEFAULT_PORTS[parts.scheme] if port is None else port, target)


def led_to(base: Address, location: bytes) -> str:
    """Return the URL a redirect from *base* leads to; servers write it relative, or in UTF-8 though they should not."""
    try:
        text = location.decode()
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    try:
        joined, _, _ = urljoin(base.url, text.strip()).partition("#")
    except ValueError:
        raise _bad("it leads to no address") from None
    return joined


def _split(text: str) -> tuple[SplitResult, int | None]:
    if _NEVER.search(text) or "\\" in text.partition("?")[0]:
        raise _bad("it has characters no address has")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _bad("it is written wrongly") from None
    if "[" in parts.netloc and not _BRACKETS.fullmatch(parts.netloc):
        raise _bad("it is written wrongly")
    return parts, port


def _host(host: str) -> str:
    if ":" in host:  # urlsplit has seen the brackets; what the number means is the guard's question
        return host
    if not host.isascii():
        import httpx2  # noqa: PLC0415 -- a thirtieth of a second, for the few names that are not ASCII

        try:
            host = httpx2.URL(scheme="http", host=host).raw_host.decode()
        except httpx2.InvalidURL:
            raise _bad("there is no such host name") from None
    if not _HOST.fullmatch(host):
        raise _bad("there is no such host name")
    return host


def _target(parts: SplitResult) -> str:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return target if _PLAIN.fullmatch(target) else quote(target, safe=_KEPT)


def _bad(detail: str) -> Stopped:
    return Stopped(Failure.BAD_ADDRESS, detail)
