"""What was found at an address somebody typed? Values alone: pages, feeds, and what they said lately."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.aggregate.reading.document import Entry
from hub.aggregate.reading.kinds import FEED, PAGES
from hub.kit.saying import NOTHING, Saying


class What(StrEnum):
    """What a feed of a site carries, the one most often wanted first."""

    POSTS = "posts"  # all of them
    TOPIC = "topic"  # those under one tag or category
    CALENDAR = "calendar"
    ASIDE = "aside"  # jobs, tenders, a forum: not what people follow a site for
    COMMENTS = "comments"  # what others wrote below the posts


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed a page names."""

    url: str
    title: str = ""
    language: str = ""  # as the link says


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page says to programs."""

    title: str = ""
    feeds: tuple[FeedLink, ...] = ()  # in its head
    me: frozenset[str] = frozenset()  # where its links with rel=me lead
    tokens: frozenset[str] = frozenset()  # what its meta elements “local-hub” say
    calendars: tuple[FeedLink, ...] = ()  # named in its head, linked to, or shown in a frame
    linked: tuple[FeedLink, ...] = ()  # what looks like a feed among the links people see
    topics: tuple[FeedLink, ...] = ()  # pages of one tag or category, each with what it is about
    generator: str = ""  # what wrote it, as it says
    language: str = ""
    channel: str = ""  # the id of a YouTube channel
    is_h_feed: bool = False  # whether its own posts are marked so that programs can tell them


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read."""

    url: str
    title: str
    entries: tuple[Entry, ...] = ()  # the newest first; of a calendar the soonest
    site: str = ""  # as it says itself
    what: What = What.POSTS
    reads: str = FEED.reads  # the kind of its document, as reading.kinds has it
    language: str = ""
    also: tuple[str, ...] = ()  # other addresses with the same posts
    notes: str = ""  # what was odd about a calendar, as its feed would keep it

    @property
    def is_comments(self) -> bool:
        """Whether it carries what others wrote below the posts."""
        return self.what is What.COMMENTS or "comment" in f"{self.url} {self.title}".casefold()

    @property
    def is_page(self) -> bool:
        """Whether people read the same document as a page of the site, which may name feeds besides."""
        return self.reads in PAGES


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A site that answered: where it is in the end, what it is called, what it says of itself, and its feeds."""

    url: str
    title: str
    page: WebPage = field(default_factory=WebPage)
    feeds: tuple[FoundFeed, ...] = ()
    mended: Saying = NOTHING  # what was wrong with the address somebody typed, where we could tell what they meant
    is_cut: bool = False  # whether the look ended before all was asked


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
