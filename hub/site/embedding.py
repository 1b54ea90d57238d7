"""How does another site show what is said here? As a small page in a frame, found by its address or by oEmbed."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlencode

from fastapi import Query

from hub.errors import NotFound
from hub.kit.saying import say
from hub.site.asking.asked import Asked, reread
from hub.site.render import environment, path
from hub.site.words.addresses import asked_for
from hub.site.words.speech import Language

FEWEST, USUAL, MOST = 3, 8, 20  # things in one frame
NARROWEST, WIDTH, WIDEST = 200, 480, 1_000  # pixels
SHORTEST, HEIGHT, TALLEST = 200, 560, 1_600
MOST_FILTERS = 20


class Show(StrEnum):
    """What a frame holds."""

    ITEMS = "items"
    MEETUPS = "meetups"
    TAGS = "tags"


class Theme(StrEnum):
    """Which colours a frame has; auto: those its reader prefers."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame is asked to hold, and how it looks; filters of the stream are asked for beside it."""

    show: Show = Show.ITEMS
    theme: Theme = Theme.AUTO
    count: int = USUAL

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What of it is not as usual, as the address says it."""
        known = (("show", self.show.value), ("items", str(self.count)), ("theme", self.theme.value))
        usual = {Show.ITEMS.value, str(USUAL), Theme.AUTO.value}
        return [(name, value) for name, value in known if value not in usual]


@dataclass(frozen=True, slots=True)
class Framed:
    """A page of ours that another site wants to show."""

    language: Language
    slug: str  # of its place
    show: Show
    asked: Asked
    tag: str = ""  # slug of the one the page is about
    source: str = ""  # likewise


def frame(
    show: Annotated[Show, Query(description="items, meetups or tags.")] = Show.ITEMS,
    theme: Annotated[Theme, Query(description="light, dark, or auto for what the reader prefers.")] = Theme.AUTO,
    items: Annotated[int, Query(description="How many, 3 to 20.")] = USUAL,
) -> Frame:
    """Read what a frame is asked to hold; too many or too few become as many as there can be."""
    return Frame(show, theme, within(items, FEWEST, MOST))


def address(base: str, slug: str, frame: Frame, filters: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the whole address of a frame of the place *slug*, in the language spoken now."""
    asked = urlencode([*frame.pairs, *filters])
    return f"{base}{path(slug, 'embed')}" + (f"?{asked}" if asked else "")


def code(source: str, title: str, width: int, height: int) -> str:
    """Return the HTML that shows the frame at *source* on another page."""
    values = {"source": source, "title": title, "width": width, "height": height}
    return environment().get_template("embeds/frame.html").render(values).strip()


def framed(base: str, url: str) -> Framed:
    """Read which page of ours *url* is; NotFound for what cannot be shown in a frame."""
    if not url.startswith((f"{base}/", f"{base}?")) or "\0" in unquote(url):  # no database takes a NUL
        raise NotFound(say("This address is not one of this hub."))
    # What follows the base is a path, however it looks: “//[x” is no host here.
    where, _, question = url.removeprefix(base).partition("#")[0].partition("?")
    language = asked_for(where)
    steps = [unquote(step) for step in where.removeprefix(language.prefix).split("/") if step]
    filters = parse_qsl(question)[:MOST_FILTERS]
    match steps:
        case [slug] | [slug, "search"]:
            return Framed(language, slug, Show.ITEMS, reread(filters))
        case [slug, ("meetups" | "tags") as whole]:
            return Framed(language, slug, Show(whole), Asked())
        case [slug, "tags", tag]:
            return Framed(language, slug, Show.ITEMS, reread([("tag", tag), *filters]), tag=tag)
        case [slug, "sources", source]:
            return Framed(language, slug, Show.ITEMS, replace(reread(filters), sources=(source,)), source=source)
    raise NotFound(say("Streams, tags, sources and meetups of a place can be embedded; this page cannot."))


def within(wanted: int, least: int, most: int) -> int:
    """Return what of *wanted* can be had.

    >>> within(1, 3, 20), within(7, 3, 20), within(99, 3, 20)
    (3, 7, 20)
    """
    return max(least, min(wanted, most))
