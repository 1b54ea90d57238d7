"""How a post is told, once its moment and the server's address are known."""

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from hub.demo import prose
from hub.demo.content import Voice, Written
from hub.demo.timeline import LONDON, Post, latest

# What a lively post ends with, another one each time it comes round.
_ENDINGS = (
    "",
    "More when I know more.",
    "Pass it on to anyone who is not online.",
    "Corrections welcome, as ever.",
    "That is all for now.",
    "If you know better, say so.",
    "Back later.",
)
# How it begins when it does: the town repeats itself after four hours, and knows it.
_AGAIN = ("Again: ", "Once more: ", "Not for the first time: ", "As so often: ", "Yet again: ")
_SPREAD = 0.004  # degrees: posts of one place do not lie on one point


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with its words, links and addresses filled in."""

    key: str
    number: int  # for platforms that count
    url: str
    title: str
    html: str
    summary: str
    at: datetime
    author: str
    labels: tuple[str, ...]
    licence: str
    image: str = ""
    image_words: str = ""
    lat: float | None = None
    lon: float | None = None


def show(written: Written, post: Post, url: str) -> Shown:
    """Tell *post* on the server at *url*."""
    voice = written.voices[post.writing.voice]
    text = _text(written, post)
    picture = prose.image(text)
    lat, lon = _point(written, post)
    return Shown(
        key=post.key,
        number=_number(post),
        url=address(written, post, post.writing.passes_on, url) if post.writing.passes_on else url + post.path,
        title=_title(post),
        html=prose.html(text, lambda target: address(written, post, target, url)),
        summary=prose.first_words(text),
        at=post.at,
        author=voice.author,
        labels=post.writing.labels,
        licence=voice.licence,
        image=address(written, post, picture[0], url) if picture else "",
        image_words=picture[1] if picture else "",
        lat=lat,
        lon=lon,
    )


def address(written: Written, post: Post, target: str, url: str) -> str:
    """Find what *target* in *post* means: a path of ours, an address, ``~voice`` or the slug of an earlier post."""
    if target.startswith("/"):
        return url + target
    if ":" in target:
        return target
    if target.startswith("~"):
        return site(written.voices[target[1:]], url)
    return url + latest(written, written.by_slug[target], post.at).path


def site(voice: Voice, url: str) -> str:
    """Return the address of a voice's own site."""
    return f"{url}/{voice.slug}/"


def _title(post: Post) -> str:
    title = prose.dated(post.writing.title, _wall(post))
    return _AGAIN[(post.again - 1) % len(_AGAIN)] + title if post.again else title


def _text(written: Written, post: Post) -> str:
    text = prose.dated(post.writing.later if post.edited else post.writing.body, _wall(post))
    if post.writing.offset is not None:
        return text
    turns, position = divmod(post.turn, len(written.lively))
    return f"{text}\n\n{_ENDINGS[(turns + position) % len(_ENDINGS)]}".strip()


def _number(post: Post) -> int:
    """Return a number no other post of the same voice has: lively ones count in the tens of millions."""
    return post.turn if post.writing.offset is None else crc32(post.key.encode()) % 900_000 + 100_000


def _wall(post: Post) -> datetime:
    return post.at.astimezone(LONDON)


def _point(written: Written, post: Post) -> tuple[float | None, float | None]:
    if not post.writing.place:
        return None, None
    place = written.places[post.writing.place]
    north, east = divmod(crc32(post.writing.slug.encode()) % 10_000, 100)
    return round(place["lat"] + (north / 50 - 1) * _SPREAD, 5), round(place["lon"] + (east / 50 - 1) * _SPREAD, 5)
