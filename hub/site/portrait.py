"""What is a place like? Who speaks and how much, what of, and when people meet: half a year of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import Named
from hub.aggregate.items import activity
from hub.aggregate.items.activity import Stretch
from hub.establish.tags.queries import TagView
from hub.kit.zones import midnight, wall
from hub.meet.events import queries as meetups
from hub.meet.events.values import Start
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.looks.charts import Bars, bars, radius
from hub.site.sheets.weeks import LENGTH, Week, week_of

WEEKS = 26
AHEAD = 13 * LENGTH  # calendars tell of what is to come, and forget what was
MOST_VOICES, MOST_TAGS, MOST_LISTED = 24, 9, 100
MOST_STARTS = 5_000
NOON, EVENING, NIGHT_ENDS = time(12), time(17), time(5)


class Part(StrEnum):
    """A part of the day; the small hours belong to the evening before."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ALL_DAY = "all-day"


@dataclass(frozen=True, slots=True)
class Row:
    """Something by name, and how much of it there was week by week."""

    slug: str
    name: str
    total: int
    bars: Bars


@dataclass(frozen=True, slots=True)
class Cell:
    """How many meetups begin on a weekday in a part of the day."""

    count: int
    radius: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """Half a year of a place and its next three months, in numbers small enough to be looked at."""

    weeks: tuple[Week, ...]
    items: int
    speaking: int  # sources that said anything
    voices: tuple[Row, ...]  # the liveliest first
    sources: tuple[Named, ...]  # who speaks for the place or one in it, by name; the first of them where there are many
    more_sources: int
    tags: tuple[Row, ...]
    meetups: int
    habits: tuple[tuple[date, tuple[Cell, ...]], ...]  # weekdays, each by one of its days, with a cell for each part
    likeliest: tuple[date, Part] | None  # a weekday and a part of the day

    @property
    def unheard(self) -> int:
        """How many sources said nothing in all this time."""
        return len(self.sources) + self.more_sources - self.speaking

    @property
    def parts(self) -> tuple[Part, ...]:
        """The columns of the habits."""
        return tuple(Part)


def portrait(db: Session, here: PlaceView, now: datetime) -> Portrait:
    """Return what *here* was like in the half year until *now*."""
    weeks = _weeks(wall(now, ZoneInfo(here.timezone)).date())
    stretches = [
        Stretch(midnight(each.monday, here.timezone), midnight(each.after.monday, here.timezone)) for each in weeks
    ]
    whole = Stretch(stretches[0].since, stretches[-1].until)
    speaking = _speaking(db, here)
    listed = sorted(feeds.named(db, speaking).values(), key=lambda each: each.name.casefold())
    voices, heard = _voices(db, speaking, whole, stretches)
    began = meetups.starts(db, here.id, Span(now, now + AHEAD), MOST_STARTS)
    counted = Counter(habit(each, here.timezone) for each in began)
    return Portrait(
        weeks=weeks,
        items=activity.count_in(db, here.id, whole),
        speaking=heard,
        voices=voices,
        sources=tuple(listed[:MOST_LISTED]),
        more_sources=max(len(listed) - MOST_LISTED, 0),
        tags=_tags(db, here, whole, stretches),
        meetups=len(began),
        habits=_habits(counted, weeks[-1]),
        likeliest=_likeliest(counted, weeks[-1]),
    )


def habit(start: Start, timezone: str) -> tuple[int, Part]:
    """Return on which weekday (Monday is 0) and in which part of the day something begins, as people there say it."""
    if start.all_day:
        return start.on.weekday(), Part.ALL_DAY
    local = wall(start.at, ZoneInfo(timezone))
    if local.time() < NIGHT_ENDS:
        return (local.weekday() - 1) % 7, Part.EVENING
    if local.time() < NOON:
        return local.weekday(), Part.MORNING
    return local.weekday(), Part.AFTERNOON if local.time() < EVENING else Part.EVENING


def _weeks(today: date) -> tuple[Week, ...]:
    last = week_of(today)
    return tuple(Week(last.monday - LENGTH * number) for number in reversed(range(WEEKS)))


def _speaking(db: Session, here: PlaceView) -> frozenset[UUID]:
    homes = feeds.homes(db)
    return frozenset[UUID]().union(*(homes.get(place.id, ()) for place in (here, *known(db).tree.within(here.id))))


def _voices(
    db: Session, speaking: frozenset[UUID], whole: Stretch, stretches: Sequence[Stretch]
) -> tuple[tuple[Row, ...], int]:
    """Return the liveliest sources, and how many said anything."""
    totals = {key: counts[0] for key, counts in activity.sources_by_stretch(db, speaking, [whole]).items() if counts[0]}
    liveliest = sorted(totals, key=lambda key: (-totals[key], key))[:MOST_VOICES]
    rows = _rows(feeds.named(db, liveliest), activity.sources_by_stretch(db, liveliest, stretches))
    return rows, len(totals)


def _tags(db: Session, here: PlaceView, whole: Stretch, stretches: Sequence[Stretch]) -> tuple[Row, ...]:
    totals = activity.tags_in(db, here.id, whole)
    most = {tag.id: tag for tag in known(db).most_used(here, totals)[:MOST_TAGS]}
    return _rows(most, activity.tags_by_stretch(db, here.id, most.keys(), stretches))


def _rows(named: Mapping[UUID, Named | TagView], counts: Mapping[UUID, tuple[int, ...]]) -> tuple[Row, ...]:
    """Draw each on one scale, so that rows may be compared."""
    top = max((max(each) for each in counts.values()), default=0)
    rows = [Row(each.slug, each.name, sum(counts[key]), bars(counts[key], top)) for key, each in named.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _habits(counted: Mapping[tuple[int, Part], int], week: Week) -> tuple[tuple[date, tuple[Cell, ...]], ...]:
    top = max(counted.values(), default=0)
    days = [date.fromordinal(week.monday.toordinal() + number) for number in range(7)]
    found = [[counted.get((day.weekday(), part), 0) for part in Part] for day in days]
    return tuple(
        (day, tuple(Cell(count, radius(count, top)) for count in counts))
        for day, counts in zip(days, found, strict=True)
    )


def _likeliest(counted: Counter[tuple[int, Part]], week: Week) -> tuple[date, Part] | None:
    if not counted:
        return None
    ((weekday, part), _), *_ = counted.most_common(1)
    return date.fromordinal(week.monday.toordinal() + weekday), part
