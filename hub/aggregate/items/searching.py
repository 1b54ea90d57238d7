"""What does the search index find, each article once? What is folded stands aside for what it is folded under."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.aggregate.items.twins import leads_of
from hub.db import search
from hub.db.sought import Sought

_BESIDE = 500  # items of one second among which one is looked for; SQLite tells apart no moments within it
_SECOND = timedelta(seconds=1)


def unfolded(db: Session, sought: Sought, limit: int) -> Sequence[int]:
    """Return the ids of the first *limit* articles that fit, newest first."""
    more = 0
    while True:
        found = search.newest(db, sought, limit + more)
        left_out = _left_out(db, sought, found)
        if len(found) < limit + more or len(found) - len(left_out) >= limit:
            return [each for each in found if each not in left_out][:limit]
        more += len(left_out)


def _left_out(db: Session, sought: Sought, found: Sequence[int]) -> frozenset[int]:
    """Return those of *found* whose lead fits too, on whichever page it stands."""
    there = frozenset(found)
    return frozenset(
        item_id
        for item_id, (lead_id, moment) in leads_of(db, found).items()
        if lead_id in there or _fits(db, sought, lead_id, moment)
    )


def _fits(db: Session, sought: Sought, item_id: int, moment: datetime) -> bool:
    since = max(sought.since or moment, moment.replace(microsecond=0))
    until = min(sought.until or moment + _SECOND, moment + _SECOND)
    beside = replace(sought, since=since, until=until, before=None)
    return since < until and item_id in search.newest(db, beside, _BESIDE)
