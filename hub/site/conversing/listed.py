"""Which conversations of a place are asked for? About a tag, and where the page begins."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session

from hub.communicate.threads import queries
from hub.communicate.threads.queries import Cursor
from hub.errors import BadQuestion
from hub.establish.tags.queries import TagView
from hub.kit.saying import say
from hub.places.queries import PlaceView
from hub.site.conversing.rows import Row, rows_of
from hub.site.kept.known import known, tag_called
from hub.site.render import path

MOST_TAGS = 6
_CURSOR = re.compile(r"(-?\d{1,9}(?:\.\d{1,20})?)-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list, as it stands in its address."""

    tag: str = ""
    before: str = ""

    @property
    def cursor(self) -> Cursor | None:
        """Where the page begins; BadQuestion where that is said in no way of ours."""
        if not self.before:
            return None
        found = _CURSOR.fullmatch(self.before)
        if found is None:
            raise BadQuestion(say("This is no place in a list of conversations."))
        return Cursor(float(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of conversations."""

    rows: Sequence[Row]
    tag: TagView | None
    tags: Sequence[TagView]  # that may be asked for
    first: str  # the address of the first page
    itself: str
    older: str  # that of the next one; empty on the last
    is_first: bool


def wanted(tag: str = "", before: str = "") -> Wanted:
    """Return what an address asks for."""
    return Wanted(tag, before)


Asked = Annotated[Wanted, Depends(wanted)]


def listed(db: Session, here: PlaceView, asked: Wanted, now: datetime) -> Listed:
    """Return the page of conversations that is asked for; a tag nobody agreed on has none."""
    tag = tag_called(db, asked.tag) if asked.tag else None
    if asked.tag and tag is None:
        known(db).tag(asked.tag)  # raises
    found = queries.ranked(db, here.id, now, tag_id=tag.id if tag else None, before=asked.cursor)
    rows = rows_of(db, here, found.rows)
    about = {"tag": tag.slug} if tag else {}
    first = path(here.slug, "conversations", **about)
    older = path(here.slug, "conversations", **about, before=mark(found.next)) if found.next else ""
    itself = path(here.slug, "conversations", **about, before=asked.before)
    return Listed(rows, tag, _offered(db, rows, tag), first, itself, older, not asked.before)


def mark(cursor: Cursor) -> str:
    """Write where a page begins as its address says it.

    >>> mark(Cursor(812.5, 7)), Wanted(before="812.5-7").cursor
    ('812.5-7', Cursor(heat=812.5, thread_id=7))
    """
    return f"{cursor.heat!r}-{cursor.thread_id}"


def _offered(db: Session, rows: Sequence[Row], tag: TagView | None) -> Sequence[TagView]:
    """Return the tags that most of these conversations are about, without names of places, and the one asked for."""
    counted = Counter(slug for row in rows for slug in row.tags)
    names = known(db).tags_by_slug
    found = [names[slug] for slug, _ in counted.most_common() if slug in names and names[slug].place_id is None]
    offered = [tag, *(each for each in found if each.id != tag.id)] if tag else found
    return sorted(offered[:MOST_TAGS], key=lambda each: each.name)
