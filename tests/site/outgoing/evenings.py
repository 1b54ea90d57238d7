"""How tests let the calendar of Alderford tell of an evening."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.kit.clock import now
from hub.meet.events.models import Event
from tests import town

LONDON = ZoneInfo("Europe/London")


def held(db: Session, feed: Feed, title: str, days: int = 2, **more: object) -> Event:
    """Have the town's calendar tell of an evening."""
    evening = datetime.combine((now() + timedelta(days=days)).date(), datetime.min.time(), LONDON) + timedelta(hours=19)
    return town.meetup(db, feed, title, evening.astimezone(UTC), timezone="Europe/London", **more)
