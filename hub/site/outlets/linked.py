"""What do search engines and phones read of a meetup? The same as people, in the words of schema.org."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.kit.zones import is_zone, wall
from hub.meet.events.rules import last_day
from hub.meet.events.values import EventView, Meetup
from hub.meet.events.whereabouts import Whereabouts, at_date, whereabouts
from hub.places.queries import PlaceView
from hub.site.deps import chosen
from hub.site.render import path

SCHEMA = "https://schema.org"
Said = dict[str, object]


def linked_data(db: Session, here: PlaceView, event: EventView, dates: Sequence[Meetup]) -> Sequence[Said]:
    """Return an event as JSON-LD: each of its *dates* as an event of schema.org."""
    where = whereabouts(db, [event.id])
    page = chosen(db).base_url + path(here.slug, "meetups", event.id)
    return [_said(each, event, at_date(where, each), page) | hours(each, here.timezone) for each in dates]


def hours(date: Meetup, timezone: str) -> Said:
    """Return when a date is: its days where it has no hours, else by the clock of its organiser, with the offset.

    *timezone* is that of the place, for a date whose own clock is not known.
    """
    zone = ZoneInfo(date.timezone if is_zone(date.timezone) else timezone)
    if date.all_day:
        return {"startDate": date.starts_on.isoformat(), "endDate": last_day(date, zone).isoformat()}
    ends = {"endDate": _written(date.ends_at, zone)} if date.ends_at else {}
    return {"startDate": _written(date.starts_at, zone), **ends}


def _said(date: Meetup, event: EventView, where: Whereabouts, page: str) -> Said:
    places = _locations(date, where, page)
    told: Said = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": date.title,
        "url": page,
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if date.cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{_attendance(date)}EventAttendanceMode",
        "organizer": {"@type": "Organization", "name": event.organiser or event.source_name},
    }
    known: Mapping[str, object] = {
        "description": event.summary,
        "sameAs": event.url,
        "location": places[0] if len(places) == 1 else places,
        "isAccessibleForFree": event.suits.free,
    }
    return told | {name: value for name, value in known.items() if value not in ("", None, [])}


def _is_somewhere(date: Meetup) -> bool:
    return bool(date.venue or date.location) or not (date.online_url or date.suits.online)


def _attendance(date: Meetup) -> str:
    if date.online_url or date.suits.online:
        return "Mixed" if _is_somewhere(date) else "Online"
    return "Offline"


def _locations(date: Meetup, where: Whereabouts, page: str) -> Sequence[Said]:
    """Return where one goes, and where one joins from afar; what has no address of its own is joined by our page."""
    found: list[Said] = []
    if where.name or date.location:
        found.append(_place(where, date.location))
    if date.online_url or date.suits.online:
        found.append({"@type": "VirtualLocation", "url": date.online_url or page})
    return found


def _place(where: Whereabouts, written: str) -> Said:
    name = ", ".join(filter(None, (where.room, where.name)))
    told: Said = {"@type": "Place", "name": name or written, "address": where.address or written}
    if where.point:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": where.point[0], "longitude": where.point[1]}
    return {name: value for name, value in told.items() if value}


def _written(moment: datetime, zone: ZoneInfo) -> str:
    return wall(moment, zone).isoformat(timespec="seconds")
