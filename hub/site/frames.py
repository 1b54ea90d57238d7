"""What of a page stands around its list? Rendered once for an address and kept for a minute, the list put in anew.

A hundred links to narrow a list by, the meetups ahead and the way around cost ten times what the list does, and are the
same for everybody who comes to one address. What was said is never kept here: it stands as the database has it now.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import zip_longest
from sys import getsizeof
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.kit.zones import wall
from hub.meet.values import Meetup
from hub.site.known import known
from hub.site.render import answer, environment, rendered
from hub.site.shown import Shown
from hub.site.store import EachDatabase, Store
from hub.site.view import Seen, view

MOST_BYTES = 16_000_000
LONGEST_QUESTION = 200  # bytes of one whose frame is worth keeping
SLOT = b"<!--said-->"  # where a template wants the list: foreign text is escaped, so nobody else can say it
RUN = b"<!--run-->"  # where the list wants stories that follow each other


class Key(NamedTuple):
    """What a frame is found by: the address as it was asked for, its language in front."""

    template: str
    path: str
    question: bytes


class State(NamedTuple):
    """What a frame is made from: it is kept while this is the same."""

    version: int  # of the hub's registry
    heard_at: datetime  # when what stands beside the list was counted; that is done anew every minute
    meetups: tuple[Meetup, ...]
    today: date


class Frame(NamedTuple):
    """A page in two halves, as they leave; *slot* is empty where its list has no place in it."""

    opening: bytes
    slot: bytes
    closing: bytes


_frames = EachDatabase[Store[Key, State, Frame]](lambda: Store(MOST_BYTES, lambda frame: sum(map(getsizeof, frame))))


def listed(
    request: Request, db: Session, seen: Seen, template: str, more: Callable[[], Mapping[str, object]] = dict
) -> HTMLResponse:
    """Answer with the page of a list in *template*; *more* tells what its frame shows besides, where that is made."""
    frame = _kept(request, db, seen, template) or _made(request, db, seen, template, more)
    said = _said(seen.shown) if frame.slot else ()
    return answer(b"".join((frame.opening, *said, frame.closing)))


def _said(shown: Shown) -> Iterator[bytes]:
    """Yield what was said, piece by piece: a page of sixty kilobytes is put together once, not at every turn."""
    parts: Any = environment().get_template("parts/listing.html").module  # macros are attributes
    between: list[bytes] = parts.said_of(shown).encode().split(RUN)
    for before, run in zip_longest(between, shown.runs):
        yield before
        yield from run.stories if run else ()


def _kept(request: Request, db: Session, seen: Seen, template: str) -> Frame | None:
    key = _key(request, template)
    return _frames.of(db).take({key: _state(db, seen)}).get(key)


def _made(request: Request, db: Session, seen: Seen, template: str, more: Callable[[], Mapping[str, object]]) -> Frame:
    values = {"here": seen.listing.here, "view": view(db, seen), **more()}
    made = Frame(*rendered(request, template, values).encode().partition(SLOT))
    # Why a list is empty is looked into each time.
    if seen.shown.days and len(request.scope["query_string"]) <= LONGEST_QUESTION:
        _frames.of(db).put([(_key(request, template), _state(db, seen), made)])
    return made


def _key(request: Request, template: str) -> Key:
    return Key(template, request.scope["path"], request.scope["query_string"])


def _state(db: Session, seen: Seen) -> State:
    today = wall(seen.now, ZoneInfo(seen.listing.here.timezone)).date()
    return State(known(db).version, seen.side.heard.at, tuple(seen.side.meetups), today)
