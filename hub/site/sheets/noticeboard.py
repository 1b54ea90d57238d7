"""What hangs on a place's noticeboard this week? One sheet of plain words, for paper and for reading aloud."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, zip_longest
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.items import activity
from hub.aggregate.items.activity import Said, Stretch
from hub.aggregate.items.cards import Card, cards
from hub.kit.saying import WEEKDAY_ONLY
from hub.kit.text import excerpt, storable, visible
from hub.kit.urls import absolute
from hub.kit.zones import midnight, wall
from hub.meet.events import queries as meetups
from hub.meet.events.rules import Day, days
from hub.meet.events.values import Meetup
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.sheets.weeks import DAY, LENGTH, Week, week_of
from hub.site.words import hours, kind_name, said
from hub.site.words.speech import voice

MOST_NOTICES, MOST_OF_ONE_SOURCE = 8, 2
MOST_LOOKED_AT = 400  # of a week's newest items, before few are chosen
MOST_MEETINGS = 18
MOST_LISTED = 200
MOST_TAGS = 8
AHEAD = 14 * DAY
TITLE, WORDS, LOCATION, NAME = 120, 170, 90, 60  # characters of foreign words on paper
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=-|\Z)")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was said."""

    title: str
    words: str
    source: str
    kind: str
    day: str
    language: str  # two or three letters; empty where it is not told
    link: str  # where its author published it, else our own page
    address: str  # of our page, as one would write it by hand


@dataclass(frozen=True, slots=True)
class Meeting:
    """One date of a meetup."""

    title: str
    hours: str
    location: str
    source: str
    repeats: str
    link: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A day, and what is on."""

    name: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A week of a place: chosen, cut to size and written in the reader's language."""

    place: str
    week: Week
    current: bool  # the week we are in
    made: date
    earlier: bool  # whether anything was said in the week before
    notices: tuple[Notice, ...]
    days: tuple[MeetingDay, ...]
    more_meetings: int  # that did not fit
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    url: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said and nothing is on."""
        return not (self.notices or self.days)

    @property
    def asked(self) -> str:
        """The week as an address asks for it; empty for this one, whose sheet has an address that stays."""
        return "" if self.current else str(self.week)

    @property
    def address(self) -> str:
        """The address of the place as one would write it by hand."""
        return by_hand(self.url)


def sheet(db: Session, here: PlaceView, week: Week, now: datetime, base: str) -> Sheet:
    """Put together the sheet of *here* for *week*; *base* is the address of this hub.

    This week's looks back seven days from today, so that it is full on a Monday too.
    """
    today = wall(now, ZoneInfo(here.timezone)).date()
    current = week == week_of(today)
    first = today - LENGTH + DAY if current else week.monday
    begins = midnight(week.monday, here.timezone)
    chosen = _chosen(db, here, _stretch(here, first, first + LENGTH))
    # What is over when the sheet is made would only be read with regret.
    coming, cut = _coming(db, here, max(now, begins) if current else begins)
    return Sheet(
        place=_clear(here.name),
        week=week,
        current=current,
        made=today,
        earlier=bool(activity.said_in(db, here.id, _stretch(here, week.before.monday, week.monday), 1)),
        notices=tuple(_notice(card, here, base) for card in chosen),
        days=tuple(_day(each, here, base) for each in coming),
        more_meetings=cut,
        tags=_tags(db, here, _stretch(here, first, first + LENGTH)),
        sources=_sources(chosen, coming),
        url=base + path(here.slug),
    )


def balanced(heard: Iterable[Said], most: int, of_one_source: int) -> list[Said]:
    """Choose at most *most*, kinds of source in turn, at most *of_one_source* of each source; newest first.

    *heard* is newest first. A source's second is taken after every other source of its kind had its first.
    """
    ranks: Counter[object] = Counter()
    kinds: dict[str, list[list[Said]]] = {}
    for each in heard:
        rank = ranks[each.source_id]
        ranks[each.source_id] += 1
        if rank < of_one_source:
            kinds.setdefault(each.kind, [[] for _ in range(of_one_source)])[rank].append(each)
    turns = zip_longest(*(chain(*ranked) for ranked in kinds.values()))
    taken = [each for turn in turns for each in turn if each is not None][:most]
    return sorted(taken, key=lambda each: (each.sort_at, each.item_id), reverse=True)


def once(listed: Iterable[Meetup]) -> list[Meetup]:
    """Leave out of *listed*, soonest first, what repeats and was listed before: its first date says when it repeats.

    A date that is cancelled is always listed, and never the one that stands for the rest.
    """
    seen: set[UUID] = set()
    kept: list[Meetup] = []
    for meetup in listed:
        if meetup.cancelled or not (meetup.repeats and meetup.event_id in seen):
            kept.append(meetup)
        if not meetup.cancelled:
            seen.add(meetup.event_id)
    return kept


def by_hand(url: str) -> str:
    """Return *url* as one would write it down: without the scheme.

    >>> by_hand("https://hub.example/kings-heath")
    'hub.example/kings-heath'
    """
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def _stretch(here: PlaceView, first: date, after: date) -> Stretch:
    return Stretch(midnight(first, here.timezone), midnight(after, here.timezone))


def _chosen(db: Session, here: PlaceView, stretch: Stretch) -> Sequence[Card]:
    heard = activity.said_in(db, here.id, stretch, MOST_LOOKED_AT)
    return cards(db, [each.item_id for each in balanced(heard, MOST_NOTICES, MOST_OF_ONE_SOURCE)])


def _coming(db: Session, here: PlaceView, since: datetime) -> tuple[Sequence[Day], int]:
    """Return what is not over at *since*, day by day for two weeks, and how many dates did not fit."""
    first = wall(since, ZoneInfo(here.timezone)).date()
    span = Span(since, midnight(first + AHEAD, here.timezone))
    listed = once(meetups.upcoming(db, here.id, span, limit=MOST_LISTED))
    return days(listed[:MOST_MEETINGS], here.timezone, since=first), max(len(listed) - MOST_MEETINGS, 0)


def _tags(db: Session, here: PlaceView, stretch: Stretch) -> tuple[str, ...]:
    counts = activity.tags_in(db, here.id, stretch)
    return tuple(_clear(tag.name) for tag in known(db).most_used(here, counts)[:MOST_TAGS])


def _notice(card: Card, here: PlaceView, base: str) -> Notice:
    page = base + path("items", card.id)
    found = _LANGUAGE.match(card.language.lower())
    return Notice(
        title=_foreign(card.title, TITLE) or kind_name(card.source.kind),
        words=_foreign(card.summary, WORDS) if card.summary != card.title else "",
        source=_foreign(card.source.name, NAME),
        kind=kind_name(card.source.kind),
        day=voice().day(wall(card.sort_at, ZoneInfo(here.timezone)).date(), WEEKDAY_ONLY),
        language=found[0] if found else "",
        link=absolute("", card.link) or page,
        address=by_hand(page),
    )


def _day(day: Day, here: PlaceView, base: str) -> MeetingDay:
    return MeetingDay(
        voice().day(day.day, WEEKDAY_ONLY), tuple(_meeting(entry.meetup, here, base) for entry in day.entries)
    )


def _meeting(meetup: Meetup, here: PlaceView, base: str) -> Meeting:
    return Meeting(
        title=_foreign(meetup.title, TITLE) or _foreign(meetup.source_name, NAME),
        hours=hours(meetup, here.timezone),
        location=_foreign(meetup.location, LOCATION),
        source=_foreign(meetup.source_name, NAME),
        repeats=said(meetup.repeats),
        link=base + path(here.slug, "meetups", meetup.event_id),
        cancelled=meetup.cancelled,
    )


def _sources(chosen: Sequence[Card], coming: Sequence[Day]) -> tuple[str, ...]:
    names = [card.source.name for card in chosen]
    names += [entry.meetup.source_name for day in coming for entry in day.entries]
    return tuple(sorted({_foreign(name, NAME) for name in names}, key=str.casefold))


def _foreign(text: str, limit: int) -> str:
    return excerpt(_clear(text), limit)


def _clear(text: str) -> str:
    # Some signs are nothing to see, others tell a terminal what to do: paper and plain text have use for neither.
    return storable(visible(text))
