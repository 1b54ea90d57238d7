"""What of a page is there already? What stands around its list is kept for a minute, the list while it is the same.

A hundred links to narrow a list by, the meetups ahead and the way around cost ten times what the list does, and are the
same for everybody who comes to one address. What was said is asked of the database each time: which items stand on the
page, and the mark of what each of them says.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from sys import getsizeof
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.items.queries import Cursor, Head
from hub.db.kept import EachDatabase, Store
from hub.kit.zones import wall
from hub.meet.events.values import Meetup
from hub.site.kept.known import known
from hub.site.listing.shown import Shown, shown
from hub.site.listing.stories import Stories
from hub.site.listing.view import Seen, view
from hub.site.render import answer, environment, rendered

MOST_BYTES, MOST_BYTES_OF_LISTS = 6_000_000, 6_000_000
LONGEST_QUESTION = 200  # bytes of one whose frame is worth keeping
SLOT = b"<!--said-->"  # where a template wants the list: foreign text is escaped, so nobody else can say it
RUN = b"<!--run-->"  # where the list wants cards that follow each other


class Key(NamedTuple):
    """What a page is found by: the address as it was asked for, its language in front."""

    template: str
    path: str
    question: bytes


class Around(NamedTuple):
    """What a frame is made from: it is kept while this is the same."""

    version: int  # of the hub's registry
    today: date
    heard_at: datetime  # when what stands beside the list was counted; that is done anew every minute
    meetups: tuple[Meetup, ...]
    beside: Hashable = None  # whatever else it shows that must not grow old


class Inside(NamedTuple):
    """What the list on a page is made from: it is put together anew when any of this differs."""

    version: int
    today: date
    heads: tuple[Head, ...]  # each with the mark of its content
    following: Cursor | None
    stories: Stories


class Frame(NamedTuple):
    """A page in two halves, as they leave; *slot* is empty where its list has no place in it."""

    opening: bytes
    slot: bytes
    closing: bytes


@dataclass(frozen=True, slots=True)
class Besides:
    """What a frame shows besides its list: told where it is made, which it is anew when the *state* of that differs."""

    told: Callable[[], Mapping[str, object]] = dict
    state: Hashable = None


NOTHING_BESIDES = Besides()
Pieces = tuple[bytes, ...]  # of a list; most of them are cards, the same objects in every list while those are kept
_frames = EachDatabase[Store[Key, Around, Frame]](lambda: Store(MOST_BYTES, lambda frame: sum(map(getsizeof, frame))))
_lists = EachDatabase[Store[Key, Inside, Pieces]](lambda: Store(MOST_BYTES_OF_LISTS, lambda each: sum(map(len, each))))


def listed(
    request: Request, db: Session, seen: Seen, template: str, besides: Besides = NOTHING_BESIDES
) -> HTMLResponse:
    """Answer with the page of a list in *template*, and what its frame shows *besides*."""
    key = Key(template, request.scope["path"], request.scope["query_string"])
    around, inside = _states(db, seen, besides)
    frame = _frames.of(db).take({key: around}).get(key)
    pieces = _lists.of(db).take({key: inside}).get(key)
    if frame is None or pieces is None:
        page = shown(db, seen.paged, seen.now)
        pieces = tuple(_pieces(page))
        frame = frame or _frame(
            request, template, {"here": seen.listing.here, "view": view(db, seen, page), **besides.told()}
        )
        # Why a list is empty is looked into each time; and without a version nobody would know of a changed name.
        if page.days and around.version and len(key.question) <= LONGEST_QUESTION:
            _frames.of(db).put([(key, around, frame)])
            _lists.of(db).put([(key, inside, pieces)])
    return answer(b"".join((frame.opening, *(pieces if frame.slot else ()), frame.closing)))


def _states(db: Session, seen: Seen, besides: Besides) -> tuple[Around, Inside]:
    version, today = known(db).version, wall(seen.now, ZoneInfo(seen.listing.here.timezone)).date()
    around = Around(version, today, seen.side.heard.at, tuple(seen.side.meetups), besides.state)
    return around, Inside(version, today, seen.paged.heads, seen.paged.following, seen.paged.stories)


def _frame(request: Request, template: str, values: Mapping[str, object]) -> Frame:
    return Frame(*rendered(request, template, values).encode().partition(SLOT))


def _pieces(page: Shown) -> Iterator[bytes]:
    """Yield what was said, piece by piece: a page of sixty kilobytes is put together once, not at every turn."""
    parts: Any = environment().get_template("parts/listing.html").module  # macros are attributes
    between: list[bytes] = parts.said_of(page).encode().split(RUN)
    for before, run in zip_longest(between, page.runs):
        yield before
        yield from run.cards if run else ()
