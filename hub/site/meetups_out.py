"""Which meetups does an address that leaves the house give? What its page shows, under the name of what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.zones import wall
from hub.meet.events import queries as meetups
from hub.meet.events.values import Meetup, Narrowed
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.agenda import AHEAD, HORIZON, of_leaf, within_reach
from hub.site.filtered import Filtered, Narrowing, narrowing
from hub.site.kept.known import known
from hub.site.meeting_places import venue_here
from hub.site.render import path
from hub.site.views import View, leaf
from hub.site.voices import voice
from hub.site.wordbook.leading import agreed
from hub.site.words import gettext, said

MOST = 300  # dates in a feed
MOST_IN_CALENDARS = 2_000
_NOBODY = UUID(int=0)  # no source has this id


@dataclass(frozen=True, slots=True)
class Leaving:
    """Some of the meetups of a place: what they are called together, on which page they stand, and which they are."""

    title: str
    page: str  # its path
    narrowed: Narrowed
    query: tuple[tuple[str, str], ...] = ()  # the same filters, for an address


def narrowed(db: Session, here: PlaceView, asked: Filtered) -> Leaving:
    """Return what the filters of the page of meetups leave."""
    found = narrowing(db, here, asked)
    query = asked.query()
    return Leaving(_title(here, found), path(here.slug, "meetups", **query), found.narrowed, tuple(query.items()))


def of_tag(db: Session, here: PlaceView, slug: str) -> Leaving:
    """Return the meetups under a tag, or under what it became; NotFound where there is none of this name."""
    return narrowed(db, here, Filtered(tag=agreed(db, slug).slug))


def at_venue(db: Session, here: PlaceView, slug: str) -> Leaving:
    """Return the meetups at a venue that its page shows; NotFound where it lies elsewhere."""
    venue = venue_here(db, here, slug)
    whose = None if venue.lists_others else venue.source_id or _NOBODY
    title = gettext("Meetups at %(venue)s") % {"venue": venue.name}
    return Leaving(title, path(here.slug, "venues", slug), Narrowed(venue_id=venue.id, source_id=whose))


def of_source(db: Session, here: PlaceView, slug: str) -> Leaving:
    """Return the meetups a source tells of; NotFound where it neither speaks here nor tells of any."""
    told = voice(db, here, slug, now())
    if known(db).around(here).isdisjoint(told.place_ids) and not meetups.invites_to(db, told.id, here.id):
        raise NotFound(gettext("There is no such source here."))
    title = gettext("Meetups of %(source)s in %(place)s") % {"source": told.name, "place": here.name}
    return Leaving(title, path(here.slug, "sources", slug), Narrowed(source_id=told.id))


def for_calendars(db: Session, here: PlaceView, leaving: Leaving) -> Sequence[Meetup]:
    """Return their dates as far as repeating ones are worked out, soonest first."""
    return meetups.upcoming(db, here.id, _ahead(here, HORIZON), leaving.narrowed, limit=MOST_IN_CALENDARS)


def for_calendars_of(
    db: Session, here: PlaceView, leaving: Leaving, view: View, since: date | None
) -> Sequence[Meetup]:
    """Return the dates of a day, a weekend, a week or a month; of all days ahead where that is the view."""
    if view is View.DAYS:
        return for_calendars(db, here, leaving)
    today = wall(now(), ZoneInfo(here.timezone)).date()
    day = since or today
    # A page is asked for by any of its days, its calendar by the first: of the oldest one, some may be out of reach.
    within_reach(leaf(view, day).last if day < today else day, today)
    found = of_leaf(db, here, leaf(view, day), leaving.narrowed, most=MOST_IN_CALENDARS)
    return [entry.meetup for day in found.days for entry in day.entries]


def for_feeds(db: Session, here: PlaceView, leaving: Leaving) -> Sequence[Meetup]:
    """Return the dates of the next months, soonest first."""
    return meetups.upcoming(db, here.id, _ahead(here, AHEAD), leaving.narrowed, limit=MOST)


def midnight_of(here: PlaceView, moment: datetime) -> datetime:
    """Return when the day of *moment* began: what began this morning is still listed in the evening."""
    return moment.astimezone(ZoneInfo(here.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _ahead(here: PlaceView, length: timedelta) -> Span:
    start = midnight_of(here, now())
    return Span(start, start + length)


def _title(here: PlaceView, found: Narrowing) -> str:
    title = gettext("Meetups in %(place)s") % {"place": here.name}
    chips = ", ".join(said(chip.words) for chip in found.chips)
    return gettext("%(meetups)s: %(filters)s") % {"meetups": title, "filters": chips} if chips else title
