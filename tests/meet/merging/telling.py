"""Events as the stories of merging tell them, without a database."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from hub.aggregate.items.rules import page_key
from hub.meet.merging.rules import Begins, Telling

TODAY = date(2026, 3, 1)
HOUSE = UUID("6f1c8f0e-6d7e-4d6e-9f50-3a35d1c5b0aa")


def begins(*days: int, hour: int = 19, minute: int = 0, all_day: bool = False) -> tuple[Begins, ...]:
    """Return dates in March at the same time of the day."""
    return tuple(
        Begins(datetime(2026, 3, day, hour, minute, tzinfo=UTC), date(2026, 3, day), all_day=all_day) for day in days
    )


def told(feed: str = "hall", uid: str = "1", title: str = "Folk night", **more: Any) -> Telling:
    """Return an event of a calendar on the third of March, upstairs in the Mill Hall."""
    usual: dict[str, Any] = {"location": "Mill Hall, upstairs", "dates": begins(3), "source": feed}
    if url := more.get("url"):
        usual["page"] = page_key(url)
    feed_id = uuid5(HOUSE, feed)
    return Telling(id=uuid5(feed_id, uid), feed_id=feed_id, uid=uid, title=title, **usual | more)
