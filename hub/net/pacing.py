"""Whose turn is it? One request in flight per registrable domain, a pause between two, fair turns for all. Pure."""

from collections import deque
from collections.abc import Callable
from functools import cache, lru_cache
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from hub.net.address import address
from hub.net.answers import Ask, Stopped
from hub.net.guard import number_of

if TYPE_CHECKING:
    from tldextract import TLDExtract

_Waiting = tuple[Ask, bool]  # an ask, and whether it goes to a host of the operator's own


def registrable(url: str) -> str:
    """Return the domain that *url*’s owner registered, the number for a number, *url* itself for no address at all.

    >>> registrable("https://news.bbc.co.uk/rss"), registrable("http://127.0.0.1:8000/"), registrable("mailto:ben")
    ('bbc.co.uk', '127.0.0.1', 'mailto:ben')
    """
    try:
        return _registrable(address(url).host)
    except Stopped:
        return url


def tenant(url: str) -> str:
    """Return the domain under which *url*’s publisher is alone: on a platform that many share, that of one blog.

    Whom a publisher asks to stay away, or moves, is told by this; whose patience a platform’s blogs share, by
    ``registrable``.

    >>> tenant("https://ben.github.io/feed"), tenant("https://news.bbc.co.uk/rss"), tenant("mailto:ben")
    ('ben.github.io', 'bbc.co.uk', 'mailto:ben')
    """
    try:
        return _tenant(address(url).host)
    except Stopped:
        return url


def is_listed(name: str) -> bool:
    """Say whether the ending of a *name* with dots is one under which domains are registered.

    >>> is_listed("evil.org"), is_listed("7.30"), is_listed("co.uk")
    (True, False, False)
    """
    return bool(_domains().extract_str(name.lower()).top_domain_under_public_suffix)


def _nobody(_host: str, _port: int) -> bool:
    return False


class Pacer:
    """Holds the asks that wait for their turn; *now* is any clock that only goes forward, in seconds."""

    def __init__(self, pause: float, is_own: Callable[[str, int], bool] = _nobody) -> None:
        """Leave *pause* seconds between the end of one request to a domain and the start of the next.

        Where *is_own* says so of a host and a port, they belong to the operator, who named them exempt: what is asked
        of them waits for its turn, but neither takes a rest nor causes one.
        """
        self._pause = pause
        self._is_own = is_own
        self._waiting: dict[str, deque[_Waiting]] = {}  # a domain is a key while it has asks waiting or one in flight
        self._rested: dict[str, float] = {}  # when a domain may be asked again
        self._turns: list[tuple[float, int, str]] = []  # domains that wait and have nothing in flight, by turn
        self._skipped: set[str] = set()
        self._count = 0
        self._tidied = 0

    def add(self, ask: Ask, now: float) -> None:
        """Put *ask* at the end of its domain’s line, or drop it where its domain is skipped."""
        domain, own = self._place(ask)
        if self._skipped and tenant(ask.url) in self._skipped:
            return
        line = self._waiting.get(domain)
        if line is not None:
            line.append((ask, own))
            return
        self._waiting[domain] = deque(((ask, own),))
        self._queue_up(domain, now)

    def take(self, now: float) -> Ask | None:
        """Return an ask that may go now, from the domain that waited longest; its end must be told to `done`."""
        if not self._turns or self._turns[0][0] > now:
            return None
        _, _, domain = heappop(self._turns)
        return self._waiting[domain].popleft()[0]

    def done(self, ask: Ask, now: float) -> None:
        """Note that the request for *ask* has ended."""
        domain, own = self._place(ask)
        if self._pause and not own:
            self._rested[domain] = now + self._pause
            self._tidy(now)
        if self._waiting[domain]:
            self._queue_up(domain, now)
        else:
            del self._waiting[domain]

    def skip(self, domain: str) -> None:
        """Drop what waits for a `tenant`, and whatever is added for it from now on; what is in flight may end."""
        self._skipped.add(domain)
        shared = domain if domain in self._waiting else _registrable(domain)
        if shared not in self._waiting:
            return
        line = self._waiting[shared] = deque(each for each in self._waiting[shared] if tenant(each[0].url) != domain)
        left = [turn for turn in self._turns if turn[2] != shared]
        if not line and len(left) < len(self._turns):  # nothing of it is in flight
            del self._waiting[shared]
            heapify(left)
            self._turns = left

    def next_turn(self) -> float | None:
        """Return when the next ask may go; None when none waits but for requests in flight."""
        return self._turns[0][0] if self._turns else None

    def _queue_up(self, domain: str, now: float) -> None:
        _, own = self._waiting[domain][0]
        ready = now if own else max(now, self._rested.get(domain, now))
        self._count += 1
        heappush(self._turns, (ready, self._count, domain))

    def _place(self, ask: Ask) -> tuple[str, bool]:
        """Return the domain whose line *ask* stands in, and whether what it asks is the operator’s own."""
        try:
            where = address(ask.url)
        except Stopped:
            return ask.url, False
        return _registrable(where.host), self._is_own(where.host, where.port)

    def _tidy(self, now: float) -> None:
        if len(self._rested) > 2 * self._tidied + 100:
            self._rested = {domain: ready for domain, ready in self._rested.items() if ready > now}
            self._tidied = len(self._rested)


@lru_cache(maxsize=20_000)
def _registrable(host: str) -> str:
    return _domain(host, with_platforms=False)


@lru_cache(maxsize=20_000)
def _tenant(host: str) -> str:
    return _domain(host, with_platforms=True)


def _domain(host: str, *, with_platforms: bool) -> str:
    if number_of(host) is not None:
        return host
    name = host.rstrip(".")
    parts = _domains().extract_str(name, include_psl_private_domains=with_platforms)
    # Under an ending that nobody listed, the last two labels are the domain: the public suffix list's own rule.
    return parts.top_domain_under_public_suffix or (name if parts.suffix else ".".join(name.split(".")[-2:]))


@cache
def _domains() -> "TLDExtract":
    from tldextract import TLDExtract  # noqa: PLC0415 -- a fifth of a second, which a worker that shows pages never needs

    # The list it ships is all it may use: no download, no cache on disk. Blogs of one platform share its patience.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
