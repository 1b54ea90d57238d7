"""Where do people meet in a place? Its venues by neighbourhood, what is on at each, and all of it on a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import Named
from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.kit.zones import midnight, wall
from hub.meet.events import queries as meetups
from hub.meet.events.locating import why_there
from hub.meet.events.values import EVERY, EventView, Meetup, Narrowed
from hub.meet.events.whereabouts import whereabouts
from hub.meet.reading.values import Span
from hub.meet.venues import queries as venues
from hub.meet.venues.queries import VenueView
from hub.meet.venues.rules import place_written, says_online, tidy, why
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.words import gettext

AHEAD = timedelta(days=90)
MOST_LISTED = 200  # dates of a venue that are looked through
MOST_SHOWN = 20
MOST_ON_MAP = 500  # dates
MOST_AT_ONE = 3  # dates beside one point
_DECIMALS = 5  # of a degree: a metre


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A place, and the venues that lie in it and in nothing smaller."""

    place: PlaceView
    venues: Sequence[VenueView]


@dataclass(frozen=True, slots=True)
class AtVenue:
    """A venue with all that its page shows."""

    venue: VenueView
    place: PlaceView  # it lies in
    coming: Sequence[Meetup]
    speaks: Named | None  # the source that is the venue's own
    has_more: bool = False  # than the dates listed
    others: int = 0  # dates others announce, as the list of meetups has them


@dataclass(frozen=True, slots=True)
class Where:
    """Where a meetup is: the venue or the words of its calendar, and how we know."""

    text: str  # as its calendar writes it
    venue: VenueView | None = None
    why: Saying | None = None
    is_online: bool = False
    room: str = ""  # in the venue, as its calendar writes it

    @property
    def in_full(self) -> str:
        """The words of its calendar, and of its venue what they leave out: its name, its address."""
        venue, said = self.venue, self.text.casefold()
        more = [venue.name, venue.full_address] if venue else []
        return ", ".join(filter(None, [self.text, *(each for each in more if each.casefold() not in said)]))


@dataclass(frozen=True, slots=True)
class Spot:
    """Something on the map: where it is, what it is called, where its page is, and what is on there soon."""

    anchor: str
    name: str
    point: tuple[float, float] | None
    venue: VenueView | None
    meetups: Sequence[Meetup]
    more: int  # dates that are not listed
    event_id: UUID | None = None  # what all its dates are of; None where they are of several


@dataclass(frozen=True, slots=True)
class Part:
    """A place on the map, with the spots in it."""

    place: PlaceView
    spots: Sequence[Spot]


@dataclass(frozen=True, slots=True)
class OnMap:
    """What is on ahead by where it is."""

    parts: Sequence[Part]
    elsewhere: Sequence[Spot]  # what has no venue and no point: online, in several places, nobody knows where
    is_cut: bool  # more is on than stands here


def neighbourhoods(db: Session, here: PlaceView) -> Sequence[Neighbourhood]:
    """Return the venues of *here* by the smallest place they lie in, *here* first."""
    found = venues.in_places(db, [place.id for place in _inside(db, here)])
    listed = [
        Neighbourhood(place, [venue for venue in found if venue.place_id == place.id]) for place in _inside(db, here)
    ]
    return [each for each in listed if each.venues]


def venue_here(db: Session, here: PlaceView, slug: str) -> VenueView:
    """Return a venue of *here* as it is kept, merged and retired ones too; NotFound where it lies elsewhere."""
    found = venues.venue(db, slug)
    if found is None or all(place.id != found.place_id for place in _inside(db, here)):
        raise NotFound(say("There is no such venue here."))
    return found


def at_venue(db: Session, here: PlaceView, venue: VenueView, now: datetime) -> AtVenue:
    """Return what the page of a venue shows: what others organise there only where it agreed to that."""
    speaks = feeds.named(db, [venue.source_id]).get(venue.source_id) if venue.source_id else None
    span = _ahead(here, now)
    coming = meetups.upcoming(db, here.id, span, Narrowed(venue_id=venue.id), limit=MOST_LISTED)
    shown = [each for each in coming if venue.lists_others or (speaks and each.source_slug == speaks.slug)]
    place, others = known(db).tree.places[venue.place_id], len(coming) - len(shown)
    return AtVenue(venue, place, shown[:MOST_SHOWN], speaks, len(shown) > MOST_SHOWN, others)


def where_is(db: Session, event: EventView) -> Where:
    """Return where a meetup is, and how we know."""
    venue = venues.view(db, event.venue.id) if event.venue else None
    because, evidence = why_there(db, event.id)
    return Where(
        text=tidy(place_written(event.location)),
        venue=venue,
        why=why(because, evidence) if venue else None,
        is_online=venue is None and _is_afar(event),
        room=event.venue.room if event.venue else "",
    )


def _is_afar(event: EventView) -> bool:
    """Say whether an event is nowhere but online: its address of the web is told apart from where it is."""
    is_nowhere = not place_written(event.location)
    return says_online(event.location) or (is_nowhere and event.suits.online is True)


def on_map(db: Session, here: PlaceView, now: datetime, narrowed: Narrowed = EVERY) -> OnMap:
    """Return what is on ahead by where it is: at venues of each neighbourhood, at a point of its own, or elsewhere."""
    coming = meetups.upcoming(db, here.id, _ahead(here, now), narrowed, limit=MOST_ON_MAP)
    loose = [each for each in coming if each.venue is None]
    points = {key: told.point for key, told in whereabouts(db, {each.event_id for each in loose}).items() if told.point}
    parts = _parts(db, here, coming, _loose(loose, points))
    lost = [each for each in loose if each.event_id not in points]
    return OnMap(parts, _elsewhere(lost), is_cut=len(coming) == MOST_ON_MAP)


def _parts(db: Session, here: PlaceView, coming: Sequence[Meetup], loose: Sequence[Spot]) -> Sequence[Part]:
    at = _by_venue(coming)
    shown = venues.views(db, list(at))
    parts = [
        Part(place, [_spot_of(shown[each], at[each]) for each in at if shown[each].place_id == place.id])
        for place in _inside(db, here)
    ]
    parts.append(Part(here, loose))
    beyond = [each for each in at if all(shown[each].place_id != place.id for place in _inside(db, here))]
    parts.append(Part(here, [_spot_of(shown[each], at[each]) for each in beyond]))
    return _together([part for part in parts if part.spots])


def _together(parts: Sequence[Part]) -> Sequence[Part]:
    """Put the spots of one place together, by name."""
    found: dict[UUID, Part] = {}
    for part in parts:
        spots = (*(found[part.place.id].spots if part.place.id in found else ()), *part.spots)
        found[part.place.id] = Part(part.place, sorted(spots, key=lambda spot: spot.name.casefold()))
    return list(found.values())


def _by_venue(coming: Sequence[Meetup]) -> Mapping[UUID, list[Meetup]]:
    found: dict[UUID, list[Meetup]] = {}
    for each in coming:
        if each.venue:
            found.setdefault(each.venue.id, []).append(each)
    return found


def _loose(coming: Sequence[Meetup], points: Mapping[UUID, tuple[float, float]]) -> Sequence[Spot]:
    """Return the spots of what has a point of its own, those of one point and one name together."""
    found: dict[tuple[tuple[float, float], str], list[Meetup]] = {}
    for each in coming:
        if each.event_id in points:
            lat, lon = (round(degrees, _DECIMALS) for degrees in points[each.event_id])
            found.setdefault(((lat, lon), tidy(each.location) or each.title), []).append(each)
    return [_spot(name, point, dates) for (point, name), dates in found.items()]


def _elsewhere(coming: Sequence[Meetup]) -> Sequence[Spot]:
    """Return the spots of what no map can show, by what calendars write of where it is; who writes nothing is last."""
    found: dict[str, list[Meetup]] = {}
    for each in coming:
        found.setdefault(tidy(each.location) or (gettext("online") if each.suits.online else ""), []).append(each)
    ordered = sorted(found.items(), key=lambda each: (not each[0], each[0].casefold()))
    return [_spot(name, None, dates) for name, dates in ordered]


def _spot(name: str, point: tuple[float, float] | None, dates: Sequence[Meetup]) -> Spot:
    more, told = max(len(dates) - MOST_AT_ONE, 0), {each.event_id for each in dates}
    only = dates[0].event_id if len(told) == 1 else None
    return Spot(f"at-{dates[0].event_id.hex}", name, point, None, dates[:MOST_AT_ONE], more, only)


def _spot_of(venue: VenueView, dates: Sequence[Meetup]) -> Spot:
    point = None if venue.lat is None or venue.lon is None else (venue.lat, venue.lon)
    more = max(len(dates) - MOST_AT_ONE, 0)
    return Spot(f"venue-{venue.slug}", venue.name, point, venue, dates[:MOST_AT_ONE], more)


def _inside(db: Session, here: PlaceView) -> Sequence[PlaceView]:
    return (here, *known(db).tree.within(here.id))


def _ahead(here: PlaceView, now: datetime) -> Span:
    first = wall(now, ZoneInfo(here.timezone)).date()
    return Span(midnight(first, here.timezone), midnight(first + AHEAD, here.timezone))
