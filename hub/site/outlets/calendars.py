"""How do meetups leave the house for people's own calendars? With our page, our tags, and where exactly they are."""

from collections.abc import Sequence

from fastapi import Response
from sqlmodel import Session

from hub.meet.events import queries as meetups
from hub.meet.events.ics import Entry, Head, to_ics
from hub.meet.events.values import Meetup
from hub.meet.events.whereabouts import at_date, whereabouts
from hub.places.queries import PlaceView
from hub.site.deps import chosen
from hub.site.outlets.formats import kept
from hub.site.render import path
from hub.site.words import gettext


def calendar(db: Session, here: PlaceView, dates: Sequence[Meetup], name: str, page: str) -> Response:
    """Answer with *dates* as the calendar *name*; *page* is the path of the same list, for people."""
    base = chosen(db).base_url
    body = to_ics(_entries(db, here, dates, base), Head(name, base + page, gettext("Cancelled:"), here.timezone))
    return kept(body, "text/calendar")


def webcal(address: str) -> str:
    """Return the whole *address* of a calendar as phones and desktops subscribe to it when it is pressed.

    >>> webcal("https://hub.example/ayton/meetups.ics?free=1")
    'webcal://hub.example/ayton/meetups.ics?free=1'
    """
    return f"webcal://{address.partition('://')[2]}"


def _entries(db: Session, here: PlaceView, dates: Sequence[Meetup], base: str) -> list[Entry]:
    ids = {each.event_id for each in dates}
    tags, where = meetups.tags_of(db, ids), whereabouts(db, ids)
    return [
        Entry(
            meetup=each,
            page=base + path(here.slug, "meetups", each.event_id),
            tags=[tag.name for tag in tags.get(each.event_id, ())],
            where=at_date(where, each).line,
            point=at_date(where, each).point,
            online=each.online_url,
        )
        for each in dates
    ]
