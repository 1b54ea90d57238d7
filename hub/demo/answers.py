"""What does the town's server answer at a path? A pure function of the path and the moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import unquote

from hub.demo.content import Voice, Written
from hub.demo.diary import diary
from hub.demo.feeds import content_type, feed, page
from hub.demo.pictures import SILENCE, drawing
from hub.demo.timeline import SHOWN, Post, at_pulse, cycle, in_cycle, moment, published
from hub.demo.views import show

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Where and since when the town is being served."""

    written: Written
    url: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A page or a feed with its validators, or where it went."""

    body: bytes = b""
    content_type: str = _HTML
    status: HTTPStatus = HTTPStatus.OK
    modified: datetime | None = None
    location: str = ""

    @property
    def etag(self) -> str:
        """Return a strong validator of the body."""
        return f'"{sha256(self.body).hexdigest()[:20]}"'


def answer(town: Broadcast, path: str, now: datetime) -> Answer:
    """Answer a request for *path* at the moment *now*."""
    name, _, rest = unquote(path).split("?", 1)[0].lstrip("/").partition("/")
    voice = town.written.voices.get(name)
    if voice is not None:
        return _of_voice(town, voice, rest, now)
    if not name:
        return Answer(page("pages/town.html", voices=town.written.voices.values()))
    maker = _MADE.get(name)
    return maker(rest) if maker and rest else _missing()


def _of_voice(town: Broadcast, voice: Voice, rest: str, now: datetime) -> Answer:
    if voice.moved_from and rest == voice.moved_from:
        return Answer(status=HTTPStatus.MOVED_PERMANENTLY, location=town.url + voice.path)
    if rest == voice.feed:
        return _feed(town, voice, now)
    if not rest:
        posts = _posts(town, voice, now)
        kind = "" if voice.dialect == "closed" else content_type(voice).partition(";")[0]
        shown = [show(town.written, post, town.url) for post in posts]
        return Answer(page("pages/site.html", voice=voice, posts=shown, feed_type=kind))
    return _post(town, voice, rest, now)


def _feed(town: Broadcast, voice: Voice, now: datetime) -> Answer:
    if voice.dialect == "closed":
        return Answer(page("pages/closed.html", voice=voice))
    if voice.dialect == "diary":
        turn = cycle(now)
        body = _diary(voice.slug, turn, town.url, town.written)
        return Answer(body, content_type(voice), modified=moment(timedelta(), turn))
    posts = _posts(town, voice, now)
    body = _rendered(voice, posts, town.url, town.written)
    return Answer(body, content_type(voice), modified=posts[0].at if posts else None)


def _post(town: Broadcast, voice: Voice, rest: str, now: datetime) -> Answer:
    slug, _, turn = rest.rpartition("/")[2].rpartition("-")
    writing = town.written.by_slug.get(slug)
    if writing is None or not turn.isdecimal() or len(turn) > len("100000000"):
        return _missing()
    post = at_pulse(town.written, int(turn)) if writing.offset is None else in_cycle(writing, int(turn))
    if post.path != f"/{voice.slug}/{rest}" or post.at > now:
        return _missing()
    shown = show(town.written, post, town.url)
    kind = content_type(voice).partition(";")[0]
    return Answer(page("pages/post.html", voice=voice, post=shown, feed_type=kind), modified=post.at)


def _posts(town: Broadcast, voice: Voice, now: datetime) -> tuple[Post, ...]:
    said = published(town.written, town.since, now)
    return tuple(post for post in said if post.writing.voice == voice.slug)[:SHOWN]


@lru_cache(maxsize=128)
def _rendered(voice: Voice, posts: tuple[Post, ...], url: str, written: Written) -> bytes:
    return feed(voice, [show(written, post, url) for post in posts], url)


@lru_cache(maxsize=16)
def _diary(slug: str, turn: int, url: str, written: Written) -> bytes:
    return diary(written, written.voices[slug], turn, url)


def _missing() -> Answer:
    return Answer(page("pages/missing.html"), status=HTTPStatus.NOT_FOUND)


_MADE: dict[str, Callable[[str], Answer]] = {
    "pictures": lambda name: Answer(drawing(name), "image/svg+xml"),
    "audio": lambda _: Answer(SILENCE, "audio/mpeg"),
}
