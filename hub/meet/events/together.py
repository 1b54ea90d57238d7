"""Which dates are one meeting, told by several calendars? Those of merged events that start at about the same time.

Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

ABOUT_THE_SAME = timedelta(minutes=30)  # between two starts: one names the doors, the other the first song


@dataclass(frozen=True, slots=True)
class Told:
    """One date as one calendar tells it."""

    id: UUID
    event_id: UUID
    group_id: UUID | None  # the same for events that tell of one meetup
    starts_at: datetime
    ends_at: datetime | None
    starts_on: date
    all_day: bool


def meetings(dates: Iterable[Told]) -> Mapping[UUID, Told]:
    """Return, for the id of every date, the first that is told of the same meeting; the order of *dates* is nothing.

    No two dates of one event are one meeting, however close they are.
    """
    found: dict[UUID, Told] = {}
    latest: dict[UUID, list[Told]] = {}  # of each group, the meeting that is being gathered
    for each in sorted(dates, key=lambda told: (told.starts_at, str(told.event_id), str(told.id))):
        meeting = latest.get(each.group_id, []) if each.group_id else []
        if not _is_of(meeting, each):
            meeting = []
        meeting.append(each)
        found[each.id] = meeting[0]
        if each.group_id:
            latest[each.group_id] = meeting
    return found


def _is_of(meeting: Sequence[Told], date: Told) -> bool:
    is_another_telling = all(date.event_id != each.event_id for each in meeting)
    return bool(meeting) and is_another_telling and date.starts_at - meeting[0].starts_at <= ABOUT_THE_SAME
