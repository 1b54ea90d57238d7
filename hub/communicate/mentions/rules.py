"""Which mentions are believed, which are shown at once, and when is a page looked at again? Data and time in, data out.

The words are those of the W3C Recommendation Webmention (https://www.w3.org/TR/webmention/).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from hub.kit import urls

ENDPOINT = "/webmention"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BETWEEN_LOOKS = HOUR  # at one page, however often it is said that it mentions us
BETWEEN_SITE = MINUTE  # at pages of one registrable domain
SEEN_AGAIN, SEEN_SELDOM = DAY, 30 * DAY  # what is shown: daily in its first week, then less often, once a month at last
TRIED_AGAIN = (HOUR, 3 * HOUR, 6 * HOUR, DAY)  # no page is asked twice in an hour; then it is given up
MOST_BYTES, PATIENCE = 1_000_000, 5.0  # of a page that is looked at, and the seconds it may take
MOST_WAITING, MOST_OF_SITE = 2_000, 100  # pages that wait for a look: in all, and of one domain
MOST_OF_STRANGERS = 1_500  # of all: a flood of strangers leaves room for sites that are known
MOST_HELD_OF_SITE = 20  # of one writer nobody knows, that somebody is to read
MANY_TARGETS = 10  # pages of ours one page mentions before somebody reads it, whoever wrote it
MANY_LINKS = 150  # to other sites, on a page of a stranger: somebody is told of it who reads it first
FARM_LINKS = 1_000  # and of a farm of links, which is not taken
REFUSED_KEPT, FAILED_KEPT = 365 * DAY, 30 * DAY  # of what is not shown
LONGEST_WORDS, LONGEST_NAME, LONGEST_TITLE = 500, 80, 160
_LANGUAGE_LETTERS = 2


class Target(StrEnum):
    """What of ours can be mentioned; the id of each is told by what makes it."""

    ITEM = "item"  # its number
    THREAD = "thread"  # its number
    STORY = "story"  # its number
    REPLY = "reply"  # its id, in hexadecimal
    TAG = "tag"  # see id_of_tag
    PLACE = "place"  # its id, in hexadecimal
    SOURCE = "source"  # its id, in hexadecimal
    EVENT = "event"  # its id, in hexadecimal


class State(StrEnum):
    """Where a mention stands."""

    WAITING = "waiting"  # its page was not looked at yet
    HELD = "held"  # it is true, and somebody reads it before it appears
    SHOWN = "shown"
    REFUSED = "refused"  # somebody read it; it stays so, however often it is sent
    FAILED = "failed"  # its page does not mention ours, or could not be looked at
    GONE = "gone"  # it was true once


class Kind(StrEnum):
    """What a page does with ours; the first of these that it says of itself."""

    RSVP = "rsvp"
    REPLY = "reply"
    REPOST = "repost"
    LIKE = "like"
    BOOKMARK = "bookmark"
    MENTION = "mention"


class Trouble(StrEnum):
    """Why a mention is not shown, or what who reads it is told."""

    NONE = ""
    NO_LINK = "no-link"
    GONE = "gone"  # 410: its author took it down
    NOT_FOUND = "not-found"
    NO_ANSWER = "no-answer"
    NOT_PUBLIC = "not-public"
    TOO_BIG = "too-big"
    UNREADABLE = "unreadable"
    OURS = "ours"  # it leads back to a page of this hub
    FARM = "farm"
    STRANGER = "stranger"
    MANY_TARGETS = "many-targets"
    MANY_LINKS = "many-links"
    NO_WORDS = "no-words"
    LANGUAGE = "language"
    CHANGED = "changed"  # it was let through with other words
    BLOCKED = "blocked"  # a moderator takes nothing from its site


SILENT = frozenset({Kind.LIKE, Kind.REPOST, Kind.BOOKMARK})  # stand in one line of names
SPEAKING = frozenset({Kind.REPLY, Kind.MENTION})
RSVPS = ("yes", "no", "maybe", "interested")
_LOOKED: Final = frozenset({State.SHOWN, State.HELD})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page says that mentions one of ours: plain text, cut where it is too long."""

    kind: Kind = Kind.MENTION
    author_name: str = ""
    author_url: str = ""  # http or https, or empty
    title: str = ""
    words: str = ""
    rsvp: str = ""
    published_at: datetime | None = None
    links: int = 0  # to other sites
    language: str = ""  # its first letters, where the page says


@dataclass(frozen=True, slots=True)
class Where:
    """The page that is read, and the page of ours that it is said to mention."""

    url: str  # where it came from in the end
    target: str
    base_url: str  # of this hub
    now: datetime

    def is_target(self, url: str) -> bool:
        """Say whether *url* is the page of ours."""
        return url == self.target or same_target(url, self.target, self.base_url)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mention stands before its page is looked at."""

    state: State
    tries: int = 0
    seen: Seen = Seen()  # at its page before; see shown_of
    said_at: datetime | None = None  # when it was last sent


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of who wrote a page."""

    is_known: bool = False  # a source of the hub, or let through for good
    is_blocked: bool = False
    was_refused: bool = False  # somebody read another page of theirs about the same, and refused it
    targets: int = 1  # pages of ours that this page is said to mention
    spoken: Collection[str] = ()  # languages people read here


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a mention after a look at its page."""

    state: State
    trouble: Trouble = Trouble.NONE
    due_at: datetime | None = None
    tries: int = 0


def judge(standing: Standing, seen: Seen, site: Site, now: datetime) -> Verdict:
    """Say what becomes of a mention whose page does mention ours."""
    was_refused = site.was_refused and not site.is_known and standing.state is not State.SHOWN
    if standing.state is State.REFUSED or site.is_blocked or was_refused:
        return Verdict(State.REFUSED, Trouble.BLOCKED if site.is_blocked else Trouble.NONE)
    doubt = doubts(seen, site)
    if doubt is Trouble.FARM:
        return Verdict(State.FAILED, doubt)
    if standing.state is State.SHOWN and not site.is_known and doubt is not Trouble.MANY_TARGETS:
        doubt = Trouble.NONE if shown_of(standing.seen) == shown_of(seen) else Trouble.CHANGED
    if doubt:
        return Verdict(State.HELD, doubt)
    return Verdict(State.SHOWN, due_at=seen_again(standing.said_at, now))


def seen_again(said_at: datetime | None, now: datetime) -> datetime:
    """Return when to look at a page again that is shown, and was last said to mention ours at *said_at*.

    A page that goes mostly goes soon. So the pause is a seventh of its age, a day at least and a month at most.
    """
    age = now - said_at if said_at else timedelta()
    return now + max(SEEN_AGAIN, min(SEEN_SELDOM, age / 7))


def shown_of(seen: Seen) -> tuple[str, ...]:
    """Return all that stands beside a page of ours of what another says: who reads it reads all of it."""
    return seen.kind, seen.author_name, seen.author_url, seen.title, seen.words, seen.rsvp


def doubts(seen: Seen, site: Site) -> Trouble:
    """Say why somebody reads a mention before it appears; NONE where it appears at once."""
    if site.targets > MANY_TARGETS:
        return Trouble.MANY_TARGETS
    return Trouble.NONE if site.is_known else _doubts_of_stranger(seen, site)


def _doubts_of_stranger(seen: Seen, site: Site) -> Trouble:
    """Return the first that is true: nothing at all is said of a farm, and something of every other."""
    is_foreign = bool(seen.language and site.spoken) and seen.language not in site.spoken
    reasons = (
        (seen.links > FARM_LINKS, Trouble.FARM),
        (seen.links > MANY_LINKS, Trouble.MANY_LINKS),
        (seen.kind in SPEAKING and not seen.words, Trouble.NO_WORDS),
        (is_foreign, Trouble.LANGUAGE),
    )
    return next((why for is_so, why in reasons if is_so), Trouble.STRANGER)


def failed(standing: Standing, trouble: Trouble, now: datetime) -> Verdict:
    """Say what becomes of a mention whose page could not be seen to mention ours.

    What its author took away goes at once; what only does not answer is tried a few times before it goes.
    """
    if standing.state is State.REFUSED:
        return Verdict(State.REFUSED)
    is_final = trouble in {Trouble.NO_LINK, Trouble.GONE, Trouble.OURS, Trouble.NOT_PUBLIC}
    if not is_final and standing.tries < len(TRIED_AGAIN):
        return Verdict(standing.state, trouble, now + TRIED_AGAIN[standing.tries], standing.tries + 1)
    was_true = standing.state in _LOOKED or standing.state is State.GONE
    return Verdict(State.GONE if was_true else State.FAILED, trouble)


def looked_at_again(state: State, looked_at: datetime | None, now: datetime) -> datetime | None:
    """Return when to look at a page that is said once more to mention ours; None where nobody looks any more."""
    if state is State.REFUSED:
        return None
    return now if looked_at is None else max(now, looked_at + BETWEEN_LOOKS)


def asked_again(state: State) -> State:
    """Say where a mention stands that is sent once more: what was not true may be by now."""
    return State.WAITING if state in {State.FAILED, State.GONE} else state


def id_of_tag(place_id: UUID, tag_id: UUID) -> str:
    """Return what stands for the page of a tag: each place has its own.

    >>> id_of_tag(UUID(int=1), UUID(int=2))[31:]
    '1.00000000000000000000000000000002'
    """
    return f"{place_id.hex}.{tag_id.hex}"


def page_of(url: str) -> str:
    """Return the address of the page at *url*: without a fragment, so that one page is one source.

    >>> page_of("https://ben.example/post?id=1#a"), page_of("https://ben.example/post")
    ('https://ben.example/post?id=1', 'https://ben.example/post')
    """
    return url.partition("#")[0]


def path_of(url: str, base_url: str) -> str:
    """Return the path of a page of ours, without language, question, fragment and closing slash; empty for another's.

    >>> path_of("https://hub.example/cy/items/7/?x=1#top", "https://hub.example")
    '/items/7'
    >>> path_of("https://hub.example.org/items/7", "https://hub.example")
    ''
    """
    if not is_ours(url, base_url):
        return ""
    path = unquote(urlsplit(url).path).rstrip("/")
    first, _, rest = path.lstrip("/").partition("/")
    is_language = len(first) == _LANGUAGE_LETTERS and first.isascii() and first.isalpha()
    return f"/{rest}" if is_language else path or "/"


def is_ours(url: str, base_url: str) -> bool:
    """Say whether a page is on this hub's host: by http or https, whatever the port says or whoever is named before it.

    >>> [is_ours(url, "https://hub.example") for url in ("http://HUB.example.:8080/a", "https://ben.example/")]
    [True, False]
    """
    return bool(_host(url)) and _host(url) == _host(base_url)


def same_target(one: str, other: str, base_url: str) -> bool:
    """Say whether two addresses are those of one page of ours."""
    path = path_of(one, base_url)
    return bool(path) and path == path_of(other, base_url)


def host_of(url: str) -> str:
    """Return the host of a page as it is shown: in letters nobody can mistake.

    >>> host_of("https://www.ben.example/a"), host_of("https://llŷn.example/")
    ('ben.example', 'xn--lln-k2a.example')
    """
    name = urls.bare_host(url)
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return ascii(name).strip("'")


def _host(url: str) -> str:
    return urls.host(url).rstrip(".").removeprefix("www.")
