"""Whose turn is it? One request in flight per registrable domain, a pause between two, fair turns for all. Pure."""

from collections import deque
from collections.abc import Container
from functools import lru_cache
from heapq import heappop, heappush

from tldextract import TLDExtract

from hub.net.address import address
from hub.net.answers import Ask, Stopped
from hub.net.guard import number_of

# The list it ships is all it may use: no download, no cache on disk. Blogs of one platform share its patience.
_domains = TLDExtract(suffix_list_urls=(), cache_dir=None)


def registrable(url: str) -> str:
    """Return the domain that *url*’s owner registered, the number for a number, *url* itself for no address at all.

    >>> registrable("https://news.bbc.co.uk/rss"), registrable("http://127.0.0.1:8000/"), registrable("mailto:ben")
    ('bbc.co.uk', '127.0.0.1', 'mailto:ben')
    """
    try:
        return _registrable(address(url).host)
    except Stopped:
        return url


class Pacer:
    """Holds the asks that wait for their turn; *now* is any clock that only goes forward, in seconds."""

    def __init__(self, pause: float, ours: Container[str] = ()) -> None:
        """Leave *pause* seconds between the end of one request to a domain and the start of the next.

        Domains in *ours* belong to the operator, who named them exempt: they get one request at a time, but no pause.
        """
        self._pause = pause
        self._ours = ours
        self._waiting: dict[str, deque[Ask]] = {}  # a domain is a key while it has asks waiting or one in flight
        self._rested: dict[str, float] = {}  # when a domain may be asked again
        self._turns: list[tuple[float, int, str]] = []  # domains that wait and have nothing in flight, by turn
        self._count = 0
        self._tidied = 0

    def add(self, ask: Ask, now: float) -> None:
        """Put *ask* at the end of its domain’s line."""
        domain = registrable(ask.url)
        line = self._waiting.get(domain)
        if line is not None:
            line.append(ask)
            return
        self._waiting[domain] = deque((ask,))
        self._queue_up(domain, max(now, self._rested.get(domain, now)))

    def take(self, now: float) -> Ask | None:
        """Return an ask that may go now, from the domain that waited longest; its end must be told to `done`."""
        if not self._turns or self._turns[0][0] > now:
            return None
        _, _, domain = heappop(self._turns)
        return self._waiting[domain].popleft()

    def done(self, ask: Ask, now: float) -> None:
        """Note that the request for *ask* has ended."""
        domain = registrable(ask.url)
        ready = now + (0 if domain in self._ours else self._pause)
        if self._waiting[domain]:
            self._queue_up(domain, ready)
            return
        del self._waiting[domain]
        if self._pause:
            self._rested[domain] = ready
            self._tidy(now)

    def next_turn(self) -> float | None:
        """Return when the next ask may go; None when none waits but for requests in flight."""
        return self._turns[0][0] if self._turns else None

    def _queue_up(self, domain: str, ready: float) -> None:
        self._count += 1
        heappush(self._turns, (ready, self._count, domain))

    def _tidy(self, now: float) -> None:
        if len(self._rested) > 2 * self._tidied + 100:
            self._rested = {domain: ready for domain, ready in self._rested.items() if ready > now}
            self._tidied = len(self._rested)


@lru_cache(maxsize=20_000)
def _registrable(host: str) -> str:
    if number_of(host) is not None:
        return host
    name = host.rstrip(".")
    parts = _domains.extract_str(name)
    # Under an ending that nobody listed, the last two labels are the domain: the public suffix list's own rule.
    return parts.top_domain_under_public_suffix or (name if parts.suffix else ".".join(name.split(".")[-2:]))
