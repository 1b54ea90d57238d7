"""How is another site told that we mention it, and what does its answer mean? Data and time in, data out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlsplit

from hub.aggregate.feeds.rules import DAY, HOUR, retry_after
from hub.kit.urls import absolute
from hub.net.answers import Answer, Failure, NoReply

PACE = timedelta(seconds=12)  # between two asks of whomever: 300 an hour at most
OF_DOMAIN = timedelta(minutes=1)  # between two asks of one registrable domain
CLAIMED = timedelta(minutes=2)  # far longer than an ask may take
AGAIN = (timedelta(minutes=5), HOUR, 6 * HOUR, DAY)  # after the first failure, the second, …; then no more
MOST_LEADS = 3  # from endpoint to endpoint
MOST_TARGETS = 20  # of one page of ours
DEADLINE = 5.0  # seconds an answer may take, as the Recommendation has it
MOST_BYTES = 1_000_000  # of a page, likewise
TOLD_KEPT = 30 * DAY  # of what is gone, from when that was told
UNTOLD = 7 * DAY  # then nobody need hear of it: the hub was off, or nobody was let out
GONE = "gone"  # the edit that leaves out a target, or takes the whole page back
_TAKEN_IN = (HTTPStatus.CREATED, HTTPStatus.ACCEPTED)
_LEADS_ON = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)
_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
_NEVER = (Failure.BAD_ADDRESS, Failure.NOT_PUBLIC, Failure.TOO_BIG, Failure.BOMB, Failure.STACKED)


class SendState(StrEnum):
    """What became of telling a page that we mention it."""

    WAITING = "waiting"  # to be asked where it wants to be told
    FOUND = "found"  # it said where; to be told there
    TOLD = "told"
    NOBODY = "nobody"  # it wants to be told nowhere
    REFUSED = "refused"  # it said no, or is nobody we may ask
    FAILED = "failed"  # it did not answer, however often we tried


WAITS = frozenset({SendState.WAITING, SendState.FOUND})


class Hitch(StrEnum):
    """Why a page was not told."""

    NONE = ""
    OWN = "own"  # it wants to be told at an address of ours
    GONE = "gone"  # there is no such page
    SAID_NO = "said-no"
    BUSY = "busy"  # its site has a fault, or asks us to come later
    NO_ANSWER = "no-answer"
    NOT_ALLOWED = "not-allowed"  # it is none the whole internet can reach
    TOO_BIG = "too-big"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to note of one ask."""

    state: SendState
    due_at: datetime | None = None  # the next ask
    tries: int = 0
    endpoint: str = ""
    status_url: str = ""
    hitch: Hitch = Hitch.NONE


def told_of(page_url: str, targets: Iterable[str]) -> Sequence[str]:
    """Return the addresses of other sites among *targets*, each once, at most so many as one page may tell.

    >>> told_of("https://hub.example/replies/1", ["https://ben.example/a", "mailto:ben", "https://hub.example/b"])
    ['https://ben.example/a']
    """
    plain = dict.fromkeys(absolute("", each) for each in targets)
    return [url for url in plain if url and not is_same_site(url, page_url)][:MOST_TARGETS]


def is_same_site(url: str, other: str) -> bool:
    """Say whether two addresses are of one host and port."""
    return urlsplit(url).netloc.lower() == urlsplit(other).netloc.lower()


def looked(answer: Answer, found: str, tries: int, now: datetime) -> Outcome:
    """Say what comes of a look at a page in which *found* was named, after *tries* failures."""
    if isinstance(answer, NoReply) or not _is_well(answer.status):
        return _failed(SendState.WAITING, answer, tries, now)
    if not found:
        return Outcome(SendState.NOBODY)
    return Outcome(SendState.FOUND, now, tries, found)


def told(answer: Answer, tries: int, now: datetime) -> Outcome:
    """Say what comes of an ask that told an endpoint, after *tries* failures."""
    if isinstance(answer, NoReply):
        return _failed(SendState.FOUND, answer, tries, now)
    location = absolute(answer.url, answer.headers.get("location", ""))
    if _is_well(answer.status):
        return Outcome(SendState.TOLD, status_url=location if answer.status in _TAKEN_IN else "")
    if answer.status in _LEADS_ON and location and tries < MOST_LEADS:
        return Outcome(SendState.FOUND, now, tries + 1, location)
    return _failed(SendState.FOUND, answer, tries, now)


def pause(answer: Answer, now: datetime) -> timedelta:
    """Return how long a site asks to be left alone; at least as long as every site is."""
    asked = None if isinstance(answer, NoReply) else retry_after(answer.headers, now)
    is_busy = not isinstance(answer, NoReply) and _is_busy(answer.status)
    return max(asked, OF_DOMAIN) if asked and is_busy else OF_DOMAIN


def _failed(state: SendState, answer: Answer, tries: int, now: datetime) -> Outcome:
    if isinstance(answer, NoReply) and answer.failure is Failure.OFFLINE:  # nothing is said of the site
        return Outcome(state, now + AGAIN[0], tries, hitch=Hitch.NO_ANSWER)
    hitch = _hitch(answer)
    if hitch not in {Hitch.BUSY, Hitch.NO_ANSWER}:
        return Outcome(SendState.REFUSED, hitch=hitch)
    if tries >= len(AGAIN):
        return Outcome(SendState.FAILED, hitch=hitch)
    return Outcome(state, now + max(AGAIN[tries], pause(answer, now)), tries + 1, hitch=hitch)


def _hitch(answer: Answer) -> Hitch:
    if isinstance(answer, NoReply):
        if answer.failure in {Failure.BAD_ADDRESS, Failure.NOT_PUBLIC}:
            return Hitch.NOT_ALLOWED
        return Hitch.TOO_BIG if answer.failure in _NEVER else Hitch.NO_ANSWER
    if _is_busy(answer.status):
        return Hitch.BUSY
    return Hitch.GONE if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else Hitch.SAID_NO


def _is_well(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _is_busy(status: int) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER
