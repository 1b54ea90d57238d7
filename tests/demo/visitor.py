"""Cem, who visits the sample town with a browser of his own and a clock he can set."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx2

from hub.demo.content import Voice, wherrybridge
from hub.demo.server import Town

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
HREF = re.compile(r'href="([^"]+)"')


@dataclass
class Visit:
    """The town on the air, seen at a moment that only moves when we say so."""

    moment: datetime = NOON
    town: Town = field(init=False)
    browser: httpx2.Client = field(init=False)

    def get(self, path: str, **headers: str) -> httpx2.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.browser.get(path, headers=names)

    def feed(self, slug: str) -> httpx2.Response:
        return self.get(voice(slug).path)

    def wait(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


def voice(slug: str) -> Voice:
    return wherrybridge().voices[slug]


@contextmanager
def visit(moment: datetime = NOON) -> Iterator[Visit]:
    """Open the town at *moment* on a free port."""
    seen = Visit(moment)
    seen.town = Town(clock=lambda: seen.moment)
    seen.town.start(port=0)
    seen.browser = httpx2.Client(base_url=seen.town.url, trust_env=False)
    try:
        yield seen
    finally:
        seen.browser.close()
        seen.town.stop()
