"""What a document says before anything is cleaned: the one shape all readers of dialects hand on."""

from collections.abc import Callable
from dataclasses import dataclass, field

import xxhash

from hub.aggregate.reading.document import Attachment, Hints, Note

_UNIT = "\x1f"  # parts one field from the next in a digest; no text in XML can contain it


@dataclass(slots=True)
class Words:
    """A text as it was written, and how it wants to be read."""

    text: str = ""
    is_html: bool = True
    base: str = ""


@dataclass(slots=True)
class Draft:
    """One entry, field by field as the publisher wrote it; nothing in it can be trusted."""

    guid: str = ""
    link: str = ""  # already absolute http(s), or empty
    title: Words | None = None
    content: Words | None = None
    summary: Words | None = None
    author: str = ""
    published: str = ""
    updated: str = ""
    labels: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    point: tuple[str, str] | None = None  # latitude, longitude
    language: str = ""
    licence: str = ""
    lasts: str = ""  # how long what came with it sounds


@dataclass(slots=True)
class Sketch:
    """An entry of which only what identifies it was read so far; the rest waits until someone needs it."""

    guid: str
    link: str
    title: str
    date: str
    digest: bytes


@dataclass(slots=True)
class Head:
    """What a document says about itself."""

    dialect: str
    title: Words = field(default_factory=Words)
    description: Words = field(default_factory=Words)
    site: str = ""
    author: str = ""
    language: str = ""
    licence: str = ""
    hints: Hints = field(default_factory=Hints)


@dataclass(slots=True)
class Found:
    """An entry found: its sketch, and how to read the rest of it."""

    sketch: Sketch
    draft: Callable[[], Draft]


@dataclass(slots=True)
class Feed:
    """A document taken apart, nothing cleaned yet; entries in the document's order."""

    head: Head
    entries: list[Found]
    notes: set[Note]
    halves: int = 0  # entries left out, because the document ends inside


def digest_of(parts: list[str]) -> bytes:
    """Return eight bytes that change whenever one of *parts* does."""
    return xxhash.xxh3_64_digest(_UNIT.join(parts).encode("utf-8", "surrogatepass"))
