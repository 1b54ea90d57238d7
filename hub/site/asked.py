"""What does an address ask for? Query strings become values here, or a sentence about what is wrong with them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Query

from hub.aggregate.items.queries import Cursor
from hub.errors import BadQuestion, NotFound
from hub.kit.text import squeeze

MOST_WORDS = 200  # characters of a search; the rest of a paste is left out
MOST_DIGITS = 18  # of a number that every database can hold
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a stream as the address gives them; an empty one asks for nothing."""

    tag: str = ""
    kind: str = ""
    q: str = ""
    before: Cursor | None = None

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, by their names in the address, without the page."""
        named = {"tag": self.tag, "kind": self.kind, "q": self.q}
        return {name: value for name, value in named.items() if value}


def asked(
    tag: Annotated[str, Query(description="Slug of an agreed tag.")] = "",
    kind: Annotated[str, Query(description="Kind of source: council, press, blog…")] = "",
    q: Annotated[str, Query(description="Words and “phrases” to look for.")] = "",
    before: Annotated[str, Query(description="Where the last page ended, as it said.")] = "",
) -> Asked:
    """Read the filters of a stream; BadQuestion when the page mark is none of ours."""
    return Asked(squeeze(tag), squeeze(kind), squeeze(q)[:MOST_WORDS], cursor(before) if before else None)


Question = Annotated[Asked, Depends(asked)]


def mark(place: Cursor) -> str:
    """Write a cursor for an address.

    >>> mark(Cursor(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), 42))
    '1000000-42'
    """
    # Microseconds since 1970; what was said before then has a minus in front.
    return f"{(place.sort_at - _EPOCH) // _MICROSECOND}-{place.item_id}"


def cursor(text: str) -> Cursor:
    """Read what ``mark`` wrote; BadQuestion for anything else.

    >>> cursor("1000000-42").item_id
    42
    >>> cursor("-1000000-42").sort_at.year
    1969
    """
    moment, dash, item_id = text.rpartition("-")
    if not (dash and _is_number(moment.removeprefix("-")) and _is_number(item_id)):
        raise BadQuestion("This page mark is not one of ours.")
    try:
        return Cursor(_EPOCH + int(moment) * _MICROSECOND, int(item_id))
    except OverflowError:
        raise BadQuestion("This page mark is not one of ours.") from None


def number(text: str) -> int:
    """Read the number of an item; NotFound for what cannot be one.

    >>> number("42")
    42
    """
    if not _is_number(text):
        raise NotFound("There is no such item here.")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
