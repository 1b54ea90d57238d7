"""What do a thousand hostile sites answer, and when was each of them asked? They stand in for the network.

Time is what a clock says that we set. Nothing is dialled: a site's manner follows from its number alone.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.net.client import Client
from hub.net.pacing import registrable

SITES = 1_000
_HTML = {"content-type": "text/html; charset=utf-8"}
_FARM = "".join(f'<a href="https://farm-{at}.example/">cheap</a>' for at in range(2_000))
_DEEP = "<div>" * 20_000
_LONG = "very long " * 60_000


@dataclass(slots=True)
class Time:
    """A clock that moves when it is told to."""

    moment: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC)

    def now(self) -> datetime:
        """Return what the time is."""
        return self.moment

    def wait(self, duration: timedelta) -> None:
        """Let time pass."""
        self.moment += duration


@dataclass(slots=True)
class Strangers:
    """All sites, and who was asked at which moment."""

    time: Time
    target: str  # the page of ours that those lead to who do
    asked: list[tuple[datetime, str, str]] = field(default_factory=list)  # when, whom, and what for

    def client(self) -> type[Client]:
        """Return what stands in for the hub's own client."""
        strangers = self

        class Stub(Client):
            async def get(self, ask: Ask) -> Answer:
                strangers.asked.append((strangers.time.now(), ask.url, ask.name))
                return strangers.answer(ask)

        return Stub

    def answer(self, ask: Ask) -> Answer:
        """Answer as the site of this number does, rightly or wrongly."""
        return _MANNERS[_number(ask.url) % len(_MANNERS)](ask.url, self.target)

    def busiest(self, window: timedelta) -> int:
        """Return the most asks within any *window*."""
        moments = [moment for moment, _, _ in self.asked]
        return max(
            (at - bisect_left(moments, moment - window, hi=at) + 1 for at, moment in enumerate(moments)), default=0
        )

    def closest(self, why: str, of: Callable[[str], str] = registrable) -> timedelta:
        """Return the shortest time between two asks of one site for one reason; with *of*, of what else is one."""
        by_name: defaultdict[str, list[datetime]] = defaultdict(list)
        for moment, url, name in self.asked:
            if name.startswith(why):
                by_name[of(url)].append(moment)
        gaps = (later - earlier for each in by_name.values() for earlier, later in pairwise(each))
        return min(gaps, default=timedelta.max)


def page(site: int, number: int) -> str:
    """Return the address of a page of a site."""
    return f"https://stranger-{site}.example/posts/{number}"


def _number(url: str) -> int:
    return int(url.partition("stranger-")[2].partition(".")[0])


def _said(url: str, html: str) -> Reply:
    return Reply(200, url, _HTML, html.encode())


def _mention(target: str) -> str:
    return f'<article class="h-entry"><p class="e-content">I read <a href="{target}">this</a>.</p></article>'


_MANNERS: Sequence[Callable[[str, str], Answer]] = (
    lambda url, target: _said(url, _mention(target)),  # true
    lambda url, _: _said(url, "<p>Nothing of yours is here.</p>"),
    lambda url, target: _said(url, _mention(target) + _FARM),
    lambda url, target: _said(url, _DEEP + _mention(target)),
    lambda url, target: _said(url, f"<!-- {target} --><script>'{target}'</script>"),
    lambda url, target: _said(url, _mention(target).replace("this", _LONG)),
    lambda url, _: NoReply(Failure.TIMEOUT, url),
    lambda url, _: NoReply(Failure.BOMB, url),
    lambda url, _: Reply(500, url),
    lambda url, _: Reply(200, url, {"content-type": "image/gif"}, b"GIF89a" * 100_000),
    lambda url, _: Reply(410, url),
    lambda url, target: _said(url, f'<a class="u-like-of" href="{target}">x</a>' * 5_000),
)
