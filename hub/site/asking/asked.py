"""What does an address ask for? Query strings become values here, or a sentence about what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from hub.aggregate.items.queries import Cursor
from hub.errors import BadQuestion, NotFound
from hub.kit import question
from hub.kit.question import Filter
from hub.kit.saying import say
from hub.kit.text import slugify, squeeze

MOST_LETTERS = 200  # of a search; the rest of a paste is left out
MOST_VALUES = 12  # of one filter
LONGEST_DAY = 30  # letters of what is typed for one
MOST_DIGITS = 18  # of a number that every database can hold
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LISTS = {"tag": "tags", "not": "without", "kind": "kinds", "source": "sources", "place": "places"}
_TYPED = (
    "Words, “phrases”, -not, start*, and filters as one types them: tag:bins, -tag:bins, kind:press, source:courier, "
    "place:mill-end, since:2026-03, until:2026."
)
_SINGLE = ("since", "until", "q", "order")


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    RELEVANT = "relevant"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a stream as the address gives them; an empty one asks for nothing."""

    tags: tuple[str, ...] = ()  # slugs; all of them must be there
    without: tuple[str, ...] = ()  # slugs of tags; none of them may be there
    kinds: tuple[str, ...] = ()  # of sources; any of them
    sources: tuple[str, ...] = ()  # slugs; any of them
    places: tuple[str, ...] = ()  # slugs; any of them
    since: date | None = None  # in the place's zone
    until: date | None = None  # that day too
    q: str = ""  # words as kit.question reads them, and filters that could not be read
    order: Order = Order.NEWEST
    before: Cursor | None = None
    is_cut: bool = False  # more values of a filter were given than count

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The filters that are set, by their names in the address, always in the same order, without the page."""
        listed = ((name, value) for name, attribute in _LISTS.items() for value in getattr(self, attribute))
        order = self.order if self.order != Order.NEWEST else ""
        days = (("since", _iso(self.since)), ("until", _iso(self.until)))
        return (*listed, *((name, value) for name, value in (*days, ("q", self.q), ("order", order)) if value))

    def toggled(self, name: str, value: str) -> "Asked":
        """Put a filter on, or take it off where it is on already, from the first page; a tag is wanted or not."""
        if name not in _LISTS:
            is_on = (name, value) in self.filters
            return self.cleared(name) if is_on else replace(self.cleared(name), **_single(name, value))
        changed: dict[str, Any] = {_LISTS[name]: _with_or_without(getattr(self, _LISTS[name]), value)}
        if opposite := {"tag": "not", "not": "tag"}.get(name):
            rest = tuple(each for each in getattr(self, _LISTS[opposite]) if each != value)
            changed[_LISTS[opposite]] = rest
        return replace(self, **changed, before=None)

    def cleared(self, *names: str) -> "Asked":
        """Take filters off, from the first page; without a name all of them."""
        empty = Asked()
        attributes = [_LISTS.get(name, name) for name in names or (*_LISTS, *_SINGLE)]
        return replace(self, **{each: getattr(empty, each) for each in attributes}, before=None)


class Address(BaseModel):
    """The filters of a list, as an address or a form sends them."""

    tag: list[str] = Field(default=[], description="Slug of an agreed tag; every one named must be there.")
    without: list[str] = Field(default=[], alias="not", description="Slug of an agreed tag that must not be there.")
    kind: list[str] = Field(default=[], description="Kind of source: council, press, blog…; any of those named.")
    source: list[str] = Field(default=[], description="Slug of a source; any of those named.")
    place: list[str] = Field(default=[], description="Slug of a place; any of those named.")
    since: str = Field(default="", description="First day, as 2026-03-01, 2026-03 or 2026.")
    until: str = Field(default="", description="Last day, likewise.")
    q: str = Field(default="", description=_TYPED)
    order: str = Field(default="", description="newest, or relevant where there are words.")
    before: str = Field(default="", description="Where the last page ended, as it said.")


def asked(given: Annotated[Address, Query()]) -> Asked:
    """Read the filters of a list, those typed among the words too; BadQuestion when the page mark is none of ours.

    A filter that cannot be read stays among the words, so that it can be mended where it was typed.
    """
    typed = question.parse(squeeze(given.q)[:MOST_LETTERS])
    since = question.filter_by(question.Field.SINCE, given.since[:LONGEST_DAY])
    until = question.filter_by(question.Field.UNTIL, given.until[:LONGEST_DAY])
    filters = (*typed.filters, *since, *until)
    read = {each: told for each in filters if (told := _read(each)) is not None}
    words = str(replace(typed, filters=tuple(each for each in filters if each not in read)))
    return Asked(
        tags=_values(given.tag, read, "tag"),
        without=_values(given.without, read, "not"),
        kinds=_values(given.kind, read, "kind"),
        sources=_values(given.source, read, "source"),
        places=_values(given.place, read, "place"),
        since=max(_days(read, "since"), default=None),
        until=min(_days(read, "until"), default=None),
        q=words or ("" if typed.filters else squeeze(given.q)[:MOST_LETTERS]),
        order=Order.RELEVANT if given.order == Order.RELEVANT and typed else Order.NEWEST,
        before=cursor(given.before) if given.before else None,
        is_cut=max(len(set(each)) for each in _lists(given)) > MOST_VALUES,
    )


Question = Annotated[Asked, Depends(asked)]


def reread(pairs: Iterable[tuple[str, str]]) -> Asked:
    """Read the filters of an address of ours that somebody names to us, as its page would, from the first page.

    >>> reread([("tag", "bins"), ("colour", "red"), ("q", "kind:press")]).filters
    (('tag', 'bins'), ('kind', 'press'))
    """
    given: dict[str, Any] = {}
    for name, value in pairs:
        if name in _LISTS:
            given.setdefault(name, []).append(value)
        elif name in _SINGLE:
            given[name] = value
    return asked(Address.model_validate(given))


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
        raise BadQuestion(say("This page mark is not one of ours."))
    try:
        return Cursor(_EPOCH + int(moment) * _MICROSECOND, int(item_id))
    except OverflowError:
        raise BadQuestion(say("This page mark is not one of ours.")) from None


def number(text: str) -> int:
    """Read the number of an item; NotFound for what cannot be one.

    >>> number("42")
    42
    """
    if not _is_number(text):
        raise NotFound(say("There is no such item here."))
    return int(text)


def thread_number(text: str) -> int:
    """Read the number of a conversation; NotFound for what cannot be one.

    >>> thread_number("7")
    7
    """
    if not _is_number(text):
        raise NotFound(say("There is no such conversation here."))
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _read(typed: Filter) -> tuple[str, str | date] | None:
    """Return a typed filter by its name in the address; None for one that cannot be read."""
    value: str | date | None
    match typed.field:
        case question.Field.SINCE:
            value = question.first_day(typed.value)
        case question.Field.UNTIL:
            value = question.last_day(typed.value)
        case _:
            value = slugify(typed.value)
    is_tag = typed.field == question.Field.TAG
    if not value or (typed.is_not and not is_tag):
        return None
    return ("not" if typed.is_not else str(typed.field)), value


def _lists(given: Address) -> Iterator[Sequence[str]]:
    yield from (given.tag, given.without, given.kind, given.source, given.place)


def _values(given: Iterable[str], read: Mapping[Filter, tuple[str, str | date]], name: str) -> tuple[str, ...]:
    typed = (str(value) for of, value in read.values() if of == name)
    return tuple(dict.fromkeys(filter(None, (*map(squeeze, given), *typed))))[:MOST_VALUES]


def _days(read: Mapping[Filter, tuple[str, str | date]], name: str) -> list[date]:
    return [value for of, value in read.values() if of == name and isinstance(value, date)]


def _single(name: str, value: str) -> dict[str, Any]:
    match name:
        case "since" | "until":
            return {name: date.fromisoformat(value)}
        case "order":
            return {name: Order(value)}
    return {name: value}


def _with_or_without(values: Sequence[str], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value) if value in values else (*values, value)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
