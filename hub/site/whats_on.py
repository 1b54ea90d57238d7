"""What does the page of meetups show? The days asked for, narrowed down, where one turns to, and what else there is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query
from sqlmodel import Session

from hub.kit.saying import Saying, listed, say, say_count
from hub.kit.zones import midnight, wall
from hub.meet.events import queries as meetups
from hub.meet.events.values import Meetup
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.agenda import HORIZON, Agenda, agenda, number_ahead, of_leaf, within_reach
from hub.site.filtered import Filtered, Filters, Narrowing, narrowing
from hub.site.meetup_offers import Offers, offers
from hub.site.monthly import Month, month
from hub.site.render import path
from hub.site.typed_days import first_day
from hub.site.views import Leaf, View, called, leaf, meant

Since = Annotated[str, Query(description="First day, as 2026-03-01, 2026-03 or 2026.")]
VIEWS = {
    View.DAYS: say("Day by day"),
    View.TODAY: say("Today"),
    View.WEEKEND: say("This weekend"),
    View.WEEK: say("This week"),
    View.MONTH: say("Month"),
}
_TURNS = {  # one back, one on
    View.TODAY: (say("The day before"), say("The day after")),
    View.WEEKEND: (say("The weekend before"), say("The weekend after")),
    View.WEEK: (say("The week before"), say("The week after")),
    View.MONTH: (say("The month before"), say("The month after")),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks for."""

    view: View
    since: date | None
    filtered: Filtered


@dataclass(frozen=True, slots=True)
class Turn:
    """A link to what is before or after."""

    words: Saying
    address: str


@dataclass(frozen=True, slots=True)
class WhatsOn:
    """The page of meetups."""

    here: PlaceView
    asked: Asked
    leaf: Leaf
    title: Saying
    narrowing: Narrowing
    offers: Offers
    agenda: Agenda | None  # in all views but a month
    month: Month | None
    earlier: Turn | None
    later: Turn | None
    current: View | None  # whose days these are; none where one turned to another day, weekend or week
    empty: Saying | None = None  # in words, where nothing is on
    soonest: Meetup | None = None  # what is on next, where nothing is on the days of a leaf
    unfiltered: Saying | None = None  # what there is without the filters, where these leave nothing

    @property
    def views(self) -> tuple[tuple[View, Saying, str], ...]:
        """Every view, what it is called, and its address, with the same filters."""
        return views(self.here, self.asked.filtered)

    @property
    def leaf_days(self) -> dict[str, str]:
        """The days of a leaf, for the address of its calendar, that stays the same tomorrow; nothing day by day."""
        return (
            {} if self.asked.view is View.DAYS else {"view": str(self.leaf.view), "since": self.leaf.first.isoformat()}
        )

    @property
    def is_counted(self) -> bool:
        """Whether the numbers beside tags and venues are of this list: they are of all that is on from today on."""
        return self.asked.view is View.DAYS and not self.asked.since and not self.asked.filtered

    @property
    def turned(self) -> dict[str, str]:
        """The view and the day the address of this page names, for another one."""
        return _days_of(self.asked)

    @property
    def whole(self) -> str:
        """The address of this page without filters."""
        return address(self.here, Asked(self.asked.view, self.asked.since, Filtered()))

    def on(self, day: date) -> str:
        """Return the address of one day."""
        return address(self.here, Asked(View.TODAY, day, self.asked.filtered))


def views(here: PlaceView, filtered: Filtered) -> tuple[tuple[View, Saying, str], ...]:
    """Return every view of the meetups of a place, what it is called, and its address, with the same filters."""
    return tuple((view, words, address(here, Asked(view, None, filtered))) for view, words in VIEWS.items())


def address(here: PlaceView, asked: Asked) -> str:
    """Return where what is *asked* is shown."""
    return path(here.slug, "meetups", **_days_of(asked), **asked.filtered.query())


def _days_of(asked: Asked) -> dict[str, str]:
    view = {} if asked.view is View.DAYS else {"view": str(asked.view)}
    return view | ({"since": asked.since.isoformat()} if asked.since else {})


def asked(filters: Filters, view: str = "", since: Since = "") -> Asked:
    """Read what the page is asked for; a view nobody knows is day by day, BadQuestion for what is no day."""
    return Asked(View(view) if view in set(View) else View.DAYS, first_day(since), filters)


Wanted = Annotated[Asked, Depends(asked)]


def whats_on(db: Session, here: PlaceView, asked: Asked, now: datetime) -> WhatsOn:
    """Put together the page; BadQuestion for a day so far away that nobody knows what is on then."""
    today = wall(now, ZoneInfo(here.timezone)).date()
    day = asked.since or today
    within_reach(day, today)
    shown, narrow = leaf(asked.view, day), narrowing(db, here, asked.filtered)
    months = month(db, here, shown, today, narrow.narrowed) if asked.view is View.MONTH else None
    listed = None if months else _days(db, here, asked, today, narrow)
    earlier, later = _turns(here, asked, shown, today, listed)
    is_empty = not (months.count if months else listed and listed.days)
    empty, unfiltered = _nothing(db, here, narrow, shown, today) if is_empty else (None, None)
    return WhatsOn(
        here=here,
        asked=asked,
        leaf=shown,
        title=called(shown, today),
        narrowing=narrow,
        offers=offers(db, here, today),
        agenda=listed,
        month=months,
        earlier=earlier,
        later=later,
        current=asked.view if asked.view in {View.DAYS, View.MONTH} or shown.holds(today) else None,
        empty=empty,
        soonest=_soonest(db, here, narrow, shown, today) if is_empty else None,
        unfiltered=unfiltered,
    )


def _days(db: Session, here: PlaceView, asked: Asked, today: date, narrow: Narrowing) -> Agenda:
    if asked.view is View.DAYS:
        return agenda(db, here, today, asked.since, narrow.narrowed)
    return of_leaf(db, here, leaf(asked.view, asked.since or today), narrow.narrowed)


def _turns(
    here: PlaceView, asked: Asked, shown: Leaf, today: date, listed: Agenda | None
) -> tuple[Turn | None, Turn | None]:
    """Return where one turns back and on to, as far as anything is known there."""
    if asked.view is View.DAYS:
        later = listed.later if listed else None
        since = Asked(asked.view, later, asked.filtered)
        return None, Turn(say("Later meetups"), address(here, since)) if later else None
    before, after = shown.before.first, shown.next.first
    back, on = _TURNS[asked.view]
    return (
        _turn(here, asked, back, before) if before >= today - HORIZON else None,
        _turn(here, asked, on, after) if after <= today + HORIZON else None,
    )


def _turn(here: PlaceView, asked: Asked, words: Saying, day: date) -> Turn:
    return Turn(words, address(here, Asked(asked.view, day, asked.filtered)))


def _nothing(db: Session, here: PlaceView, narrow: Narrowing, shown: Leaf, today: date) -> tuple[Saying, Saying | None]:
    """Say that nothing is on, and how much there is without the filters."""
    when = meant(shown, today)
    if not narrow.filtered:
        if shown.view is View.DAYS:
            return say("Nothing announced. What the calendars of this place hold will appear here."), None
        return say("Nothing is on %(when)s.", when=when), None
    filters = listed([each if isinstance(each, Saying) else say("%(name)s", name=each) for each in narrow.words])
    count = _number(db, here, shown, today)
    whole = say_count("Show the one meetup %(when)s", "Show all %(count)s meetups %(when)s", count, when=when)
    return say("Nothing %(when)s fits: %(filters)s.", when=when, filters=filters), whole if count else None


def _soonest(db: Session, here: PlaceView, narrow: Narrowing, shown: Leaf, today: date) -> Meetup | None:
    """Return what fits and is on next after a leaf without anything; None for days that are over."""
    if shown.view is View.DAYS or shown.after <= today:
        return None
    span = Span(midnight(shown.after, here.timezone), midnight(today + HORIZON, here.timezone))
    return meetups.soonest(db, here.id, span, narrow.narrowed) if span.since < span.until else None


def _number(db: Session, here: PlaceView, shown: Leaf, today: date) -> int:
    """Return how much is on while a leaf lasts, whatever it is narrowed to."""
    if shown.view is View.DAYS:
        return number_ahead(db, here, shown.first, today)
    if shown.view is View.MONTH:
        return meetups.number_in(db, here.id, (shown.first, shown.last))
    return sum(len(day.entries) for day in of_leaf(db, here, shown).days)
