"""Where people of a hub that is lived in meet: a venue, and a location a mentor still has to name."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.meet.events.locating import locate_now
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from tests import town
from tests.site.waiting import Here


def meeting_places(here: Here) -> Mapping[str, str]:
    """Have a venue be known, a location wait for a name, and a calendar say nothing of where it is."""
    made = actions.add(here.db, Draft("Old Library", here.place_id, address="1 Mill Lane", lat=52.1, lon=-1.1))
    calendar = here.db.exec(select(Feed).where(Feed.reads == "events")).first()
    assert calendar is not None
    town.meetup(here.db, calendar, "Folk night", here.now + timedelta(days=2), location="The usual pub")
    locate_now(here.db)
    assert isinstance(made, UUID)
    desk = "/desk/venues/{place}"
    return {"venue": "old-library", "location": "theusualpub", f"{desk}/calendars/feed": str(calendar.id)}
