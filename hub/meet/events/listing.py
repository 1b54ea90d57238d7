"""Which meetings stand in the list of a place, and who tells of each? One line for what several calendars tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, CompoundSelect, Integer, Select, Subquery, bindparam, func, union
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, or_

from hub.db.reads import Read
from hub.meet.events.models import Event, ListedDate, Occurrence
from hub.meet.events.shown import Condition, Shown, shown
from hub.meet.events.telling import Telling, one_line, tellings
from hub.meet.events.together import ABOUT_THE_SAME
from hub.meet.events.values import Meetup, Narrowed
from hub.meet.reading.values import Span

BEFORE = timedelta(days=1) + ABOUT_THE_SAME  # so long before, what does not go on for days may have been told to begin
Days = tuple[date, date]  # the first and the last
_Keys = Select[datetime, UUID] | CompoundSelect[datetime, UUID]
_SHAPES = 64  # of statements, that are kept compiled: by what is asked for, and by what is taken down
_MOST = bindparam("most", type_=Integer)
_SINCE: BindParameter[datetime] = bindparam("since")
_UNTIL: BindParameter[datetime] = bindparam("until")
_BEFORE: BindParameter[datetime] = bindparam("before")
_NAMED = (col(Event.id), col(Event.title), col(Occurrence.title))


@dataclass(frozen=True, slots=True)
class Titled:
    """A meeting in a day of a month."""

    event_id: UUID
    title: str
    starts_at: datetime
    all_day: bool


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """How much begins on a day, and what of it first."""

    count: int
    first: tuple[Titled, ...]


def during(db: Session, place_id: UUID, span: Span, narrowed: Narrowed, limit: int) -> Sequence[Meetup]:
    """Return the meetings in a place that touch *span*, those under way too, soonest first."""
    asked = shown(db, place_id, narrowed)
    return _lines(_asked_often(asked.shape).rows(db, **asked.values, **_bounds(span), most=limit))


def seldom_during(db: Session, place_id: UUID, span: Span, narrowed: Narrowed, limit: int) -> Sequence[Meetup]:
    """Return the same as ``during``, sooner where hardly anything fits."""
    asked = shown(db, place_id, narrowed)
    return _lines(_asked_seldom(asked.shape).rows(db, **asked.values, **_bounds(span), most=limit))


def number_during(db: Session, place_id: UUID, span: Span, narrowed: Narrowed) -> int:
    """Return how many meetings in a place touch *span*, those under way too."""
    asked = shown(db, place_id, narrowed)
    return int(_number_during(asked.shape).value(db, **asked.values, **_bounds(span)))


def beginning(db: Session, place_id: UUID, condition: Condition, narrowed: Narrowed, limit: int) -> Sequence[Meetup]:
    """Return the first meetings in a place whose dates meet a *condition*, soonest first."""
    asked = shown(db, place_id, narrowed)
    found = _keys(condition, *asked.often)
    ordered = found.order_by(col(ListedDate.meeting_at), col(ListedDate.meeting))
    return _lines(db.execute(_told(asked, ordered.limit(limit))))


def by_day(db: Session, place_id: UUID, days: Days, narrowed: Narrowed, most: int) -> Mapping[date, DayOfMonth]:
    """Return how many meetings begin on each day from the first of *days* to the last, and the first *most* of each.

    What is cancelled is not counted.
    """
    asked = shown(db, place_id, narrowed)
    counts: dict[date, int] = {}
    titles: dict[date, dict[UUID, Titled]] = {}
    rows = _titles(asked.shape).rows(db, **asked.values, first=days[0], last=days[1], most=most)
    for day, number, meeting, event_id, title, own, starts_at, all_day in rows:
        counts[day] = number
        # Of several, the last one counts: whoever says most.
        titles.setdefault(day, {})[meeting] = Titled(event_id, own or title, starts_at, all_day)
    return {day: DayOfMonth(counts[day], tuple(titles[day].values())[:most]) for day in counts}


def number_beginning(db: Session, place_id: UUID, days: Days, narrowed: Narrowed) -> int:
    """Return how many meetings begin on the days from the first of *days* to the last, without what is cancelled."""
    asked = shown(db, place_id, narrowed)
    return int(_number_beginning(asked.shape).value(db, **asked.values, first=days[0], last=days[1]))


def shown_in(db: Session, place_id: UUID, narrowed: Narrowed) -> list[Condition]:
    """Return the conditions on listed dates by which they are shown in a place, to who narrows it down so."""
    return shown(db, place_id, narrowed).often


@lru_cache(_SHAPES)
def _asked_often(asked: Shown) -> Read:
    return Read(_told(asked, _first_of(_during(asked.often))))


@lru_cache(_SHAPES)
def _asked_seldom(asked: Shown) -> Read:
    # Not the union of two: all events would be looked through for each.
    return Read(_told(asked, _first_of(_keys(or_(*_touching()), *asked.seldom))))


@lru_cache(_SHAPES)
def _number_during(asked: Shown) -> Read:
    return Read(columns(func.count()).select_from(_during(asked.often).subquery()))


@lru_cache(_SHAPES)
def _number_beginning(asked: Shown) -> Read:
    return Read(columns(func.count()).select_from(_beginning_on(asked.often)))


@lru_cache(_SHAPES)
def _titles(asked: Shown) -> Read:
    """Ask what the first meetings of days are called, by all who tell of each: whoever says most of it last."""
    first = _first_of_days(asked.often).subquery()
    dates = (col(ListedDate.starts_at), col(ListedDate.all_day))
    rows = columns(first.c.day, first.c.number, first.c.meeting, *_NAMED, *dates).select_from(Occurrence)
    told = func.length(col(Event.summary)), (col(Event.url) == "").desc(), col(Event.id).desc()
    named = _dates_of(rows.join(Event, col(Occurrence.event_id) == Event.id), asked, first)
    return Read(named.order_by(first.c.day, first.c.meeting_at, first.c.meeting, *told))


def _during(shown: Sequence[Condition]) -> CompoundSelect[datetime, UUID]:
    """Ask for the meetings that touch a span, whose bounds are given when it is asked, in the order of the table."""
    return union(*(_keys(each, *shown) for each in _touching()))


def _touching() -> tuple[Condition, Condition]:
    date = ListedDate
    touching = or_(col(date.starts_at) >= _SINCE, col(date.ends_at) > _SINCE)
    near = and_(col(date.meeting_at) >= _BEFORE, col(date.starts_at) < _UNTIL, touching)
    bound = col(date.meeting_at) < _UNTIL
    # What goes on for days may have begun long ago: it is looked for by its end, and is rare.
    on = and_(col(date.goes_on), col(date.ends_at) > _SINCE, col(date.meeting_at) < _BEFORE)
    return and_(near, bound), on


def _bounds(span: Span) -> Mapping[str, datetime]:
    return {"since": span.since, "until": span.until, "before": span.since - BEFORE}


def _first_of(keys: _Keys) -> _Keys:
    return keys.order_by("meeting_at", "meeting").limit(_MOST)


def _first_of_days(shown: Sequence[Condition]) -> Select[Any]:
    """Ask for the first meetings of each day, and those that begin with the last of them, with its number.

    Ranking all of a month would sort them all; here an index is read on each day as far as it is needed.
    """
    each = _beginning_on(shown)
    counted = columns(each.c.day, func.count().label("number")).group_by(each.c.day).subquery()
    key = (col(ListedDate.meeting_at), col(ListedDate.meeting))
    of_day = (*shown, col(ListedDate.day) == counted.c.day, col(ListedDate.cancelled).is_(False))
    some = columns(*key).where(*of_day).group_by(*key).order_by(*key).limit(_MOST).correlate(counted).subquery()
    last = columns(func.max(some.c.meeting_at)).scalar_subquery()
    rows = columns(counted.c.day, counted.c.number, *key).join_from(counted, ListedDate, and_(*of_day))
    return rows.where(key[0] <= last).group_by(counted.c.day, counted.c.number, *key)


def _beginning_on(shown: Sequence[Condition]) -> Subquery:
    within = and_(
        col(ListedDate.day).between(bindparam("first"), bindparam("last")), col(ListedDate.cancelled).is_(False)
    )
    key = (col(ListedDate.day), col(ListedDate.meeting_at), col(ListedDate.meeting))
    return columns(*key).where(within, *shown).group_by(*key).subquery()


def _keys(*conditions: Condition) -> Select[datetime, UUID]:
    return columns(col(ListedDate.meeting_at), col(ListedDate.meeting)).where(*conditions).distinct()


def _told(asked: Shown, keys: _Keys) -> Select[Any]:
    """Ask what is told of the meetings of some *keys*, in one question: to name each key anew costs as much again."""
    return _dates_of(tellings(col(ListedDate.meeting)), asked, keys.subquery())


def _dates_of(rows: Select[Any], asked: Shown, keys: Subquery) -> Select[Any]:
    """Have *rows* of dates read for the meetings of some *keys*, as far as they are listed."""
    here = and_(col(ListedDate.meeting_at) == keys.c.meeting_at, col(ListedDate.meeting) == keys.c.meeting)
    return rows.join(ListedDate, col(ListedDate.occurrence_id) == Occurrence.id).join(keys, here).where(*asked.listed)


def _lines(rows: Iterable[Sequence[Any]]) -> Sequence[Meetup]:
    """Return a line for each meeting, soonest first, of rows that name it before what is told of it."""
    found: dict[UUID, list[Telling]] = {}
    for meeting, *telling in rows:
        found.setdefault(meeting, []).append(Telling._make(telling))
    return sorted(map(one_line, found.values()), key=lambda each: (each.starts_at, each.title, str(each.event_id)))
