"""Sites of known names on loopback: what is asked of https://name/path, a publisher here answers at /name/path."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from hub.duties.eyes import Eyes
from hub.net.answers import Answer, Ask, Reply
from tests.duties.publisher import Publisher


class Abroad(Eyes):
    """Eyes that look at the names of this world, and see what the publisher on loopback shows under each."""

    __slots__ = ()

    def ask(self, asks: Sequence[Ask]) -> Iterator[tuple[Ask, Answer]]:
        here = self.door.allow_private_networks[0]
        asked = {_at(str(here), each.url): each for each in asks}
        for ask, answer in super().ask([replace(each, url=url) for url, each in asked.items()]):
            told = replace(answer, url=_back(str(here), answer.url)) if isinstance(answer, Reply) else answer
            yield asked[ask.url], told


def shows(publisher: Publisher, url: str, body: str = "", status: int = 200, **headers: str) -> str:
    """Have *url* answered so from now on; return it."""
    publisher.says(f"/{url.partition('://')[2]}", status, body, **headers)
    return url


def asked(publisher: Publisher) -> list[str]:
    """Return what was asked, without its scheme."""
    return [path.removeprefix("/") for path in publisher.asked]


def _at(here: str, url: str) -> str:
    parts = urlsplit(url)
    return f"http://{here}/{parts.netloc}{parts.path}{f'?{parts.query}' if parts.query else ''}"


def _back(here: str, url: str) -> str:
    return url.replace(f"http://{here}/", "https://", 1)
