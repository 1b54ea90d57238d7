"""What becomes of a line of a list? Its states, what was found there in numbers, and what is suggested; pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.reading.kinds import FEED
from hub.aggregate.registering.found import FoundFeed, Post
from hub.kit.urls import canonical, host

SILENT_AFTER = timedelta(days=365)
UNDO_FOR = timedelta(days=7)
SHOWN_POSTS = 3
LEAST_SAME = 2  # newest posts that have to be the same, before two feeds are called one
MOST_COMPARED = 5
BETWEEN = timedelta(seconds=1)  # of the first looks at two feeds of a list
_MONTH, _LATELY = 30.0, 90.0  # days
_LEAST_SPAN = 1.0  # days: five posts in an hour are no hundred a day
_START = 20_000  # bytes of a page in which it says that its name is for sale
_SELLERS = frozenset(
    {
        *("sedo.com", "sedoparking.com", "hugedomains.com", "dan.com", "afternic.com", "bodis.com", "parkingcrew.net"),
        *("undeveloped.com", "buydomains.com", "domainmarket.com", "above.com", "parklogic.com", "namebright.com"),
    }
)
_FOR_SALE = re.compile(
    rb"domain(?: name)?\b(?:<[^>]{0,60}>|[^<]){0,40}?(?:is|may be|could be) (?:for sale|parked|available)"
    rb"|buy this domain|this domain (?:has )?expired|domain is parked|sedoparking|parkingcrew",
    re.IGNORECASE,
)
# What people call a folder that is for one kind of source, where it is no kind by name.
_FOLDERS: Mapping[str, str] = {
    **dict.fromkeys(("news", "newspaper", "newspapers", "papers", "media", "local news"), "press"),
    **dict.fromkeys(("calendar", "calendars", "what's on", "what’s on", "event", "diary"), "events"),
    **dict.fromkeys(("authority", "government", "local government", "councillors"), "council"),
    **dict.fromkeys(("bloggers", "weblogs", "personal"), "blog"),
    **dict.fromkeys(("groups", "charities", "community groups", "neighbours"), "community"),
    **dict.fromkeys(("church", "churches", "religion"), "faith"),
    **dict.fromkeys(("libraries",), "library"),
    **dict.fromkeys(("photo", "photography", "flickr"), "photos"),
    **dict.fromkeys(("nhs", "doctors"), "health"),
    **dict.fromkeys(("shops", "companies"), "business"),
    **dict.fromkeys(("travel", "trains", "buses"), "transport"),
}


class State(StrEnum):
    """How it stands with a line of a list."""

    WAITING = "waiting"  # to be looked at
    ALIVE = "alive"
    SILENT = "silent"  # it answers, and has said nothing for a year
    EMPTY = "empty"  # a feed without posts, or without their dates
    DEAD = "dead"  # nothing we can read came; its words say why
    PARKED = "parked"  # its name is for sale
    KNOWN = "known"  # in the stream already
    TWICE = "twice"  # another line of the list has the same
    REFUSED = "refused"  # never looked at
    TAKEN = "taken"  # a source was made of it
    LEAVING = "leaving"  # what was made of it is being taken back


TAKEABLE = (State.ALIVE, State.SILENT, State.EMPTY)
ORDER = (  # in which they are shown
    *(*TAKEABLE, State.TAKEN, State.LEAVING, State.WAITING),
    *(State.DEAD, State.PARKED, State.REFUSED, State.KNOWN, State.TWICE),
)
AGAIN = (State.DEAD, State.PARKED, State.EMPTY, State.SILENT)  # what is looked at again when somebody asks


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a line brought."""

    title: str = ""
    site: str = ""
    language: str = ""
    reads: str = FEED.reads
    last_at: datetime | None = None
    a_month: float = 0.0  # posts, lately
    posts: tuple[Post, ...] = ()
    links: tuple[str, ...] = ()  # of the newest posts, as kit.urls.canonical has them
    moved_to: str = ""  # where permanent redirects led

    @property
    def told(self) -> dict[str, Any]:
        """What was found as JSON can hold it."""
        last = self.last_at.isoformat() if self.last_at else ""
        return {**asdict(self), "last_at": last, "posts": [post.told for post in self.posts]}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Found":
        """Return what was kept as JSON; nothing was found where nothing was kept."""
        if not told:
            return cls()
        last = datetime.fromisoformat(told["last_at"]) if told["last_at"] else None
        lists = {"posts": tuple(map(Post.of, told["posts"])), "links": tuple(told["links"]), "last_at": last}
        return cls(**{**told, **lists})


def found_in(feed: FoundFeed, posts: Sequence[Post], moved_to: str, now: datetime) -> Found:
    """Return what a feed that was read says of itself; *posts* are its newest, as they are shown."""
    moments = [entry.published_at for entry in feed.entries if entry.published_at and entry.published_at <= now]
    links = [canonical(entry.link) for entry in feed.entries[:MOST_COMPARED] if entry.link]
    return Found(
        title=feed.title,
        site=feed.site,
        language=feed.language,
        reads=feed.reads,
        last_at=max(moments, default=None),
        a_month=a_month(moments, now),
        posts=tuple(posts[:SHOWN_POSTS]),
        links=tuple(links),
        moved_to=moved_to,
    )


def a_month(moments: Sequence[datetime], now: datetime) -> float:
    """Return how many posts come in thirty days, from those of the last ninety that a feed still lists.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> a_month([now - timedelta(days=day) for day in range(0, 90, 10)], now)
    3.4
    """
    lately = [(now - moment) / timedelta(days=1) for moment in moments if now - moment <= timedelta(days=_LATELY)]
    if not lately:
        return 0.0
    reaches_back = len(lately) < len(moments)  # it lists older ones too: so nothing of these ninety days is missing
    span = _LATELY if reaches_back else max(*lately, _LEAST_SPAN)
    return round(len(lately) / span * _MONTH, 1)


def state_of(found: Found, now: datetime) -> State:
    """Say whether a feed that could be read is alive."""
    if found.last_at is None:
        return State.ALIVE if found.reads != FEED.reads and found.posts else State.EMPTY
    return State.SILENT if now - found.last_at > SILENT_AFTER else State.ALIVE


def is_ticked(state: State, *, ticked: bool | None) -> bool:
    """Say whether a line is to be taken: what somebody ticked, else what is alive."""
    return state in TAKEABLE and (state is State.ALIVE if ticked is None else ticked)


def is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two feeds carry the same, by the links of their newest posts."""
    shared = set(one) & set(other)
    return len(shared) >= LEAST_SAME and len(shared) >= min(len(set(one)), len(set(other)))


def is_parked(url: str, body: bytes) -> bool:
    """Say whether a page says no more than that its name is for sale.

    >>> is_parked("https://ben.example/", b"<h1>Buy this domain</h1>"), is_parked("https://ben.example/", b"My blog")
    (True, False)
    """
    seller = ".".join(host(url).split(".")[-2:])
    return seller in _SELLERS or bool(_FOR_SALE.search(body[:_START]))


def kind_of(folder: str, category: str, *, is_calendar: bool = False) -> str:
    """Return the kind of source a folder or a category is called after; empty where it is called otherwise.

    >>> kind_of("Brighton/Local news", ""), kind_of("", "/council,/Brighton"), kind_of("Mine", "")
    ('press', 'council', '')
    """
    names = [*category.replace("/", ",").split(","), *reversed(folder.split("/"))]
    kinds = (_kind(name.strip().casefold()) for name in names)
    return "events" if is_calendar else next((kind for kind in kinds if kind), "")


def may_undo(taken_at: datetime | None, undone_at: datetime | None, now: datetime) -> bool:
    """Say whether what was taken of a list may still be taken back as a whole."""
    return taken_at is not None and (undone_at is None or undone_at < taken_at) and now - taken_at <= UNDO_FOR


def _kind(name: str, kinds: Collection[str] = KINDS) -> str:
    spelt = (name, name.removesuffix("s"), f"{name}s")
    return next((each for each in spelt if each in kinds), _FOLDERS.get(name, ""))
