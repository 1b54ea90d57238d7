"""How does a month of meetups stand on a page? Weeks from Monday on, each day with its number and what is first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from hub.meet.events import queries as meetups
from hub.meet.events.listing import DayOfMonth
from hub.meet.events.values import EVERY, Narrowed
from hub.places.queries import PlaceView
from hub.site.views import Leaf

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_TITLES = 3  # of a day
NOTHING = DayOfMonth(0, ())


@dataclass(frozen=True, slots=True)
class Square:
    """A day in the table of a month."""

    day: date
    on: DayOfMonth
    is_of_month: bool
    is_today: bool

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.on.count - len(self.on.first)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, week by week."""

    weeks: tuple[tuple[Square, ...], ...]

    @property
    def days(self) -> tuple[Square, ...]:
        """The days of the month that have something on."""
        return tuple(square for week in self.weeks for square in week if square.is_of_month and square.on.count)

    @property
    def count(self) -> int:
        """How many meetups begin in the month."""
        return sum(square.on.count for square in self.days)


def month(db: Session, here: PlaceView, shown: Leaf, today: date, narrowed: Narrowed = EVERY) -> Month:
    """Return the month of a leaf, with what begins on each of its days."""
    first = shown.first - DAY * shown.first.weekday()
    found = meetups.month(db, here.id, (shown.first, shown.last), narrowed, most=MOST_TITLES)
    return Month(tuple(_weeks(first, shown, today, found)))


def _weeks(first: date, shown: Leaf, today: date, found: Mapping[date, DayOfMonth]) -> Iterator[tuple[Square, ...]]:
    while first < shown.after:
        week = (first + DAY * number for number in range(7))
        yield tuple(Square(day, found.get(day, NOTHING), shown.holds(day), day == today) for day in week)
        first += WEEK
