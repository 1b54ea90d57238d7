"""What becomes of an entry, and of those that lead to the same page? Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum

import xxhash

from hub.kit.urls import ending, one_page

MOST_SLIGHT = 24  # edits that change nothing but figures: a feed that stamps the time into its posts is left alone then
_APART = timedelta(days=1)  # between posts without a date that were there before we first looked
_FIGURES = re.compile(r"\d+")
_KEY_BITS = (1 << 63) - 1  # what a database's whole numbers hold without a sign


class Sort(StrEnum):
    """What a file is to people."""

    SOUND = "sound"
    PICTURE = "picture"
    FILM = "film"
    FILE = "file"


_SORTS = {"audio": Sort.SOUND, "image": Sort.PICTURE, "video": Sort.FILM}
# Where a publisher does not say what a file is, its name does.
_ENDINGS = {
    **dict.fromkeys(("mp3", "m4a", "ogg", "opus", "oga", "wav", "flac"), Sort.SOUND),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif"), Sort.PICTURE),
    **dict.fromkeys(("mp4", "m4v", "webm", "mov"), Sort.FILM),
}


def sort_of(media_type: str, url: str) -> Sort:
    """Return what a file is by what its publisher calls it, else by its name; its bytes are nobody's business here.

    >>> sort_of("audio/mpeg", "https://a.example/1.jpg").value, sort_of("", "https://a.example/1.JPG?w=2").value
    ('sound', 'picture')
    >>> sort_of("", "").value, sort_of("application/pdf", "https://a.example/1.png").value
    ('file', 'file')
    """
    said = media_type.partition("/")[0].lower()
    return _SORTS.get(said, Sort.FILE) if said else _ENDINGS.get(ending(url), Sort.FILE)


class Verdict(Enum):
    """What to do with an entry of a feed."""

    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Known:
    """What we already hold under an entry's guid."""

    item_id: int
    digest: str  # hexadecimal
    first_seen: datetime


def judge(digest: str, known: Known | None) -> Verdict:
    """Say what to do with an entry of this *digest*, given what we already hold.

    >>> judge("a1", None).name
    'ADD'
    """
    if known is None:
        return Verdict.ADD
    return Verdict.KEEP if known.digest == digest else Verdict.CHANGE


def sort_moment(published: datetime | None, first_seen: datetime) -> datetime:
    """Return where an item stands in the stream: a future date never parks it on top, a missing one never hides it."""
    return min(published, first_seen) if published else first_seen


def archive_moments(published: Sequence[datetime | None], first_seen: datetime) -> list[datetime]:
    """Return where the entries of a feed's first document stand in the stream, oldest first as they come.

    Nobody knows when those without a date were written, or with one still to come, but that it was before we looked:
    each stands beside its older neighbour, or a day before its newer one where no older one has a date. So an archive
    never stands on top as if it were all news.
    """
    dates = [moment if moment and moment <= first_seen else None for moment in published]
    older: list[datetime | None] = []
    for moment in dates:
        older.append(moment or (older[-1] if older else None))
    found, newer = [], first_seen
    for moment in reversed(older):
        newer = moment or newer - _APART
        found.append(newer)
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Said:
    """What an item says, as far as an edit of it can be seen."""

    title: str
    link: str
    author: str
    text: str  # plain words
    published: datetime | None
    marks: frozenset[str]  # its labels, and the files that came with it


class Weight(Enum):
    """How much of an item an edit changes."""

    NOTHING = "nothing"  # that one could see
    FIGURES = "figures"  # and dates
    WORDS = "words"


def weigh(before: Said, after: Said) -> Weight:
    """Say how much an edit changes.

    >>> said = Said("Bins", "", "", "At 12:03.", None, frozenset())
    >>> weigh(said, replace(said, text="At 12:18.")).name, weigh(said, replace(said, text="At noon.")).name
    ('FIGURES', 'WORDS')
    """
    if before == after:
        return Weight.NOTHING
    return Weight.FIGURES if _without_figures(before) == _without_figures(after) else Weight.WORDS


def _without_figures(said: Said) -> Said:
    title, text = (_FIGURES.sub("0", words) for words in (said.title, said.text))
    return replace(said, title=title, text=text, published=None)


@dataclass(frozen=True, slots=True)
class Member:
    """One of the items that lead to the same page, the only one of its feed."""

    item_id: int
    first_seen: datetime
    is_own: bool  # the page lies on the site of its source
    has_ended: bool = False  # its source is no longer listened to


def page_key(link: str) -> int | None:
    """Return what stands for the page a link leads to in whichever feed; None for no page, or a front page.

    >>> page_key("http://www.example.org/bins/?utm_source=x") == page_key("https://example.org/bins")
    True
    """
    page = one_page(link)
    return xxhash.xxh3_64_intdigest(page.encode("utf-8", "surrogatepass")) & _KEY_BITS if page else None


def folds(members: Sequence[Member]) -> Mapping[int, int]:
    """Return which of the items that lead to one page fold under which.

    Whoever published the page leads, else who told of it first; nobody who has fallen silent where others speak. What a
    feed says several times of one page are several things: an index, a running report. None of those is a member.
    """
    fit = sorted(members, key=_precedence)
    return {each.item_id: fit[0].item_id for each in fit[1:]}


def _precedence(member: Member) -> tuple[bool, bool, datetime, int]:
    return member.has_ended, not member.is_own, member.first_seen, member.item_id
