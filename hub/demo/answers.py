"""What does the town's server answer at a path? A pure function of the path and the moment."""

import re
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
from hub.demo.lines import talk
from hub.demo.pictures import SILENCE, drawing, photograph
from hub.demo.timeline import Post, cycle, find, moment, published
from hub.demo.views import show

_ITEM = re.compile(r"items/[0-9]{1,18}")
_TURN = re.compile(r"[0-9]{1,9}")
BEYOND = "beyond"  # where sites of other towns are kept
LIVELY = 25  # lively posts in one feed
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Where and since when the town is being served."""

    written: Written
    url: str
    since: datetime
    hub: str = ""  # the address of the hub that listens, for those who write about it elsewhere


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
    if name == BEYOND:
        return _of_guest(town, rest)
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


def _of_guest(town: Broadcast, rest: str) -> Answer:
    """Answer with the post of somebody elsewhere that leads to the page of the hub that *rest* names."""
    slug, _, target = rest.partition("/")
    guest = next((each for each in talk().guests if each.slug == slug), None)
    if guest is None or not _ITEM.fullmatch(target):
        return _missing()
    return Answer(page("pages/beyond.html", guest=guest, target=f"{town.hub}/{target}"))


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
    post = find(town.written, slug, int(turn), town.since, now) if _TURN.fullmatch(turn) else None
    if post is None or post.path != f"/{voice.slug}/{rest}":
        return _missing()
    shown = show(town.written, post, town.url)
    kind = content_type(voice).partition(";")[0]
    return Answer(page("pages/post.html", voice=voice, post=shown, feed_type=kind), modified=post.at)


def _posts(town: Broadcast, voice: Voice, now: datetime) -> tuple[Post, ...]:
    said = [post for post in published(town.written, town.since, now) if post.writing.voice == voice.slug]
    # However long the town has been lively, whoever looks for the first time finds all of the last 60 days.
    too_old = {post.key for post in [each for each in said if each.writing.offset is None][LIVELY:]}
    return tuple(post for post in said if post.key not in too_old)


@lru_cache(maxsize=128)
def _rendered(voice: Voice, posts: tuple[Post, ...], url: str, written: Written) -> bytes:
    return feed(voice, [show(written, post, url) for post in posts], url)


@lru_cache(maxsize=16)
def _diary(slug: str, turn: int, url: str, written: Written) -> bytes:
    return diary(written, written.voices[slug], turn, url)


def _missing() -> Answer:
    return Answer(page("pages/missing.html"), status=HTTPStatus.NOT_FOUND)


_MADE: dict[str, Callable[[str], Answer]] = {
    "pictures": lambda name: (
        Answer(photograph(name), "image/jpeg") if name.endswith(".jpg") else Answer(drawing(name), "image/svg+xml")
    ),
    "audio": lambda _: Answer(SILENCE, "audio/mpeg"),
}
