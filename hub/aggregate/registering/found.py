"""What was found at an address somebody typed? Values alone: pages, feeds, and what they said lately."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from hub.aggregate.reading.document import Entry


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed a page names in its head."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page says of itself in what people do not see."""

    title: str = ""
    feeds: tuple[FeedLink, ...] = ()
    me: frozenset[str] = frozenset()  # where its links with rel=me lead
    tokens: frozenset[str] = frozenset()  # what its meta elements “local-hub” say


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read."""

    url: str
    title: str
    entries: tuple[Entry, ...] = ()  # the newest first
    site: str = ""  # as it says itself

    @property
    def is_comments(self) -> bool:
        """Whether it carries what others wrote below the posts."""
        return "comment" in f"{self.url} {self.title}".casefold()


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A site that answered: where it is in the end, what it is called, what it says of itself, and its feeds."""

    url: str
    title: str
    page: WebPage = field(default_factory=WebPage)
    feeds: tuple[FoundFeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post as somebody sees it before anything of it is in the stream."""

    title: str
    link: str
    at: datetime | None
    tags: tuple[str, ...] = ()  # what the agreed tags it would get are called
    places: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """The post as JSON can hold it."""
        return {**asdict(self), "at": self.at.isoformat() if self.at else ""}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Post":
        """Return the post that was kept as JSON."""
        at = datetime.fromisoformat(told["at"]) if told["at"] else None
        return cls(told["title"], told["link"], at, tuple(told["tags"]), tuple(told["places"]))
