"""Which posts of strangers may come in by the feed of a tag, and who wrote them? The rules of adopting; pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from hub.aggregate.reading.cleaning import all_words
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.tagging.rules import path_of
from hub.kit.text import squeeze
from hub.kit.urls import bare_host

USUAL_CAP, LEAST_CAP, MOST_CAP = 10, 1, 50  # posts of one feed that come in on one day
SECONDS_A_DAY = 86_400
DIGEST = 8  # bytes
LONGEST_NAME = 200
_HANDLE = re.compile(r"/(?:@|users/)([\w.-]{1,100})(?:@([\w.-]{1,200}))?(?:/|\Z)")
_FLICKR = re.compile(r"/photos/([\w@-]{1,100})(?:/|\Z)")


class Stand(StrEnum):
    """What a mentor decided of somebody who writes in an adopted feed."""

    TRUSTED = "trusted"  # their posts appear at once
    REFUSED = "refused"  # nothing of theirs comes in


@dataclass(frozen=True, slots=True)
class Voice:
    """Who wrote a post: what tells them apart in one feed, and what they are called."""

    key: str  # empty: nobody can tell
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown of a post."""

    title: str
    summary: str
    link: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What is let in by a feed just now."""

    room: int  # how many new posts more today
    stands: Mapping[str, Stand]  # by Voice.key
    needs_place: bool = False  # only what names a place of ours


def voice_of(author: str, link: str) -> Voice:
    """Say who wrote a post, by the address it lies at and the name beside it.

    A name alone proves nothing, anybody may take it; so the host, and on it the account, tell people apart.

    >>> voice_of("", "https://mastodon.example/@ben/114").name
    '@ben@mastodon.example'
    >>> voice_of("Ben", "https://ben.example/bridge").key
    'ben.example ben'
    """
    host, path, name = bare_host(link), path_of(link), squeeze(author)[:LONGEST_NAME]
    handle = _HANDLE.match(path)
    if handle and host:
        account = f"@{handle[1]}@{handle[2] or host}"
        # Of an account elsewhere only this host says so: that is another author than the account itself.
        is_own = handle[2] in {None, host}
        return Voice((account if is_own else f"{host} {account}").casefold(), name or account)
    photos = _FLICKR.match(path)
    if photos and host:
        return Voice(f"{host} {photos[1].casefold()}", name or photos[1])
    return Voice(f"{host} {name.casefold()}" if name and host else "", name)


def is_cap(cap: int) -> bool:
    """Say whether so many posts a day may be let in by one feed."""
    return LEAST_CAP <= cap <= MOST_CAP


def day_began(now: datetime, zone: str) -> datetime:
    """Return when the day of *now* began at the wall clock of *zone*."""
    clock = ZoneInfo(zone)
    return datetime.combine(now.astimezone(clock).date(), time.min, clock)


def a_day(moments: Sequence[datetime]) -> float | None:
    """Return how many posts a day these *moments* of posts come to; None where that cannot be told.

    >>> from datetime import UTC
    >>> a_day([datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3)])
    1.0
    """
    if len(moments) < 2:  # noqa: PLR2004 -- one moment has no pace
        return None
    span = (max(moments) - min(moments)).total_seconds()
    return round((len(moments) - 1) * SECONDS_A_DAY / span, 1) if span else None


def let_in(document: Document, terms: Terms, known: Mapping[str, Said], placed: Collection[str] = ()) -> Document:
    """Return of a document what may be stored: what we know and is another now, and of the rest the newest.

    *known* is by guid what we show; where that stays as it is, nobody has to read it once more.

    What there is no room for today is forgotten whole, so that it may come in when the document says it again; what a
    refused author wrote, and what names no place where it must (*placed* are guids that do), is remembered as seen.
    """
    wanted = [each for each in document.entries if _is_wanted(each, terms, placed) and not _is_same(each, known)]
    fresh = [each for each in wanted if each.guid not in known]
    surplus = {each.guid: each.digest for each in fresh[: max(len(fresh) - max(terms.room, 0), 0)]}
    kept = tuple(excerpted(each) for each in wanted if each.guid not in surplus)
    return replace(document, entries=kept, digests=_without(document.digests, set(surplus.values())))


def excerpted(entry: Entry) -> Entry:
    """Return of a stranger's post no more than is shown of it: its excerpt, its link, and who wrote it."""
    author = voice_of(entry.author, entry.link).name
    return replace(entry, author=author, html="", text=all_words("", entry.summary), attachments=())


def _is_wanted(entry: Entry, terms: Terms, placed: Collection[str]) -> bool:
    stand = terms.stands.get(voice_of(entry.author, entry.link).key)
    return stand is not Stand.REFUSED and bool(entry.link) and (not terms.needs_place or entry.guid in placed)


def _is_same(entry: Entry, known: Mapping[str, Said]) -> bool:
    return known.get(entry.guid) == Said(entry.title, entry.summary, entry.link)


def _without(digests: bytes, forgotten: Collection[bytes]) -> bytes:
    each = (digests[start : start + DIGEST] for start in range(0, len(digests), DIGEST))
    return b"".join(digest for digest in each if digest not in forgotten)
