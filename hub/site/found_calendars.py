"""What is said of a calendar that was found, before it is sent: what it is, what is on, and what is odd about it."""

import re
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from hub.aggregate.feeds.states import notes_in_words
from hub.aggregate.reading.kinds import PAGES
from hub.aggregate.registering.found import FoundFeed
from hub.kit.saying import NOTHING, Dated, Saying, say, say_count

_SECRET = re.compile(r"https?://(?:calendar|www)\.google\.com/calendar/ical/[^/]+/private-")
_IS_SECRET: Final = say(
    "This is the secret address of a Google calendar. Everybody can see here from where we read, and with it all "
    "that is in the calendar. Better make it public, and give us its public address."
)
_ONE_ALONE: Final = say(
    "The page tells of one event alone. If there is a page or a calendar with all of them, give us that: then new ones "
    "come by themselves."
)


def told_of_calendar(feed: FoundFeed, timezone: str) -> Sequence[Saying]:
    """Return the sentences about a calendar that was found, days being those of *timezone*."""
    is_page = feed.reads in PAGES
    secret = _IS_SECRET if _SECRET.match(feed.url) else NOTHING
    alone = _ONE_ALONE if is_page and len(feed.entries) == 1 else NOTHING
    said = (_on(feed, timezone, is_page=is_page), alone, secret, *notes_in_words(feed.notes))
    return [each for each in said if each]


def _on(feed: FoundFeed, timezone: str, *, is_page: bool) -> Saying:
    """Say how many events are ahead, and when the next is."""
    soonest = feed.entries[0].published_at if feed.entries else None
    if soonest is None:
        return NOTHING
    day = Dated(soonest.astimezone(ZoneInfo(timezone)).date())
    if is_page:
        return say_count(
            "We found no calendar file, but the page tells programs of %(count)s event ahead, on %(day)s. "
            "We look at it as at a calendar, and everything stays in step.",
            "We found no calendar file, but the page tells programs of %(count)s events ahead, the next on %(day)s. "
            "We look at it as at a calendar, and everything stays in step.",
            len(feed.entries),
            day=day,
        )
    return say_count(
        "We found a calendar with %(count)s event ahead, on %(day)s. What changes there changes here.",
        "We found a calendar with %(count)s events ahead, the next on %(day)s. What changes there changes here.",
        len(feed.entries),
        day=day,
    )
