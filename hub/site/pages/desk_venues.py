"""Where do people meet, and what do calendars mean? A mentor keeps the venues of a place."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.meet.events.unknown import examples
from hub.meet.venues import queries
from hub.meet.venues.queries import VenueView
from hub.meet.venues.rules import Strategy
from hub.people import rules
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk import venue_deeds, venue_forms, venues
from hub.site.desk.reach import Acting, Looking, places, tended
from hub.site.desk.venue_deeds import DONE
from hub.site.desk.venue_forms import NO, YES
from hub.site.meeting_places import venue_here
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed
from hub.site.voices import speaking

router = APIRouter(include_in_schema=False)
LONGEST_WORDS = 300
NOTHING_MORE: Mapping[str, object] = MappingProxyType({})
Done = Annotated[str, Query(max_length=20)]


@router.get("/desk/venues/{place}")
def show_desk_venues(request: Request, place: str, asked: Looking, done: Done = "") -> HTMLResponse:
    """Show the venues of a place, where its calendars are, and what was said of locations."""
    here = tended(asked, place)
    inside = venue_forms.places_for(asked.db, here)
    values = {
        "here": here,
        "places": places(asked.db, asked.actor, rules.may_tend),
        "venues": queries.in_place(asked.db, here.id, with_retired=True),
        "calendars": venue_deeds.calendars(asked.db, here),
        "decided": queries.decided(asked.db, [each.id for each in inside]),
        "done": DONE.get(done),
    }
    return private(form_page(request, "people/desk_venues.html", values, Typed()))


@router.get("/desk/venues/{place}/new")
def show_new_venue(request: Request, place: str, asked: Looking, location: str = "") -> HTMLResponse:
    """Ask what a new venue is, with what a calendar writes of it filled in."""
    here = tended(asked, place)
    waiting = venues.waiting_at(asked.db, here, location, asked.now) if location else None
    filled = venue_forms.guessed(here, waiting.label if waiting else "")
    return _form(request, asked, here, filled, {"location": waiting.key if waiting else ""})


@router.post("/desk/venues/{place}/new")
def post_venue(request: Request, place: str, act: Acting, typed: FormTyped) -> Response:
    """Add a venue; of a location that waited for one, say that this is it."""
    here = tended(act, place)
    checked = typed.but(**venue_forms.faults(act.db, here, typed))
    alike = () if checked.wrong or typed["sure"] == YES else venue_deeds.likenesses(act.db, typed)
    if alike:
        checked = checked.but(sure=say("It may be there already: look at the venues above the form."))
    if checked.wrong:
        return _form(request, act, here, checked, {"alike": alike, "location": typed["location"]})
    waiting = venues.waiting_at(act.db, here, typed["location"], act.now)
    made = venue_deeds.add(act, typed)
    if waiting:
        venues.mean(act, here.id, waiting.label, made)
    return see(path("desk", "venues", here.slug, done="added"))


@router.get("/desk/venues/{place}/locations/{location}")
def show_location(request: Request, place: str, location: str, asked: Looking) -> Response:
    """Show a location nobody knows, who writes it, and the venues it may mean."""
    return _location(request, asked, tended(asked, place), location, Typed())


@router.post("/desk/venues/{place}/locations/{location}")
def post_location(request: Request, place: str, location: str, act: Acting, typed: FormTyped) -> Response:
    """Say which venue a location means, or that it is no place."""
    here = tended(act, place)
    waiting = venues.waiting_at(act.db, here, location, act.now)
    if waiting is None:
        return see(path("desk", "venues"))
    meant = next((each for each in venues.around(act.db, here.id) if each.slug == typed["venue"]), None)
    if meant is None and typed["do"] != "none":
        return _location(request, act, here, location, typed.but(venue=say("Choose the venue it means.")))
    venues.mean(act, here.id, waiting.label, meant.id if meant and typed["do"] != "none" else None)
    return see(path("desk", "venues", here.slug, done="said"))


@router.post("/desk/venues/{place}/locations/{location}/undo")
def post_unsaid(place: str, location: str, act: Acting) -> Response:
    """Take back what was said of a location."""
    here = tended(act, place)
    venues.unsay(act, here, location)
    return see(path("desk", "venues", here.slug, done="back"))


@router.get("/desk/venues/{place}/calendars/{feed}")
def show_calendar(request: Request, place: str, feed: str, asked: Looking) -> HTMLResponse:
    """Ask where what a calendar tells takes place."""
    here = tended(asked, place)
    found = venue_deeds.calendar(asked.db, here, as_id(feed))
    typed = Typed((("strategy", found.strategy), ("venue", found.venue.slug if found.venue else "")))
    return _calendar(request, asked, here, found, typed)


@router.post("/desk/venues/{place}/calendars/{feed}")
def post_calendar(request: Request, place: str, feed: str, act: Acting, typed: FormTyped) -> Response:
    """Say where what a calendar tells takes place."""
    here = tended(act, place)
    found = venue_deeds.calendar(act.db, here, as_id(feed))
    strategy = next((each for each, _ in venue_deeds.STRATEGIES if each == typed["strategy"]), None)
    venue = next((each for each in venues.around(act.db, here.id) if each.slug == typed["venue"]), None)
    if strategy is None:
        return _calendar(request, act, here, found, typed.but(strategy=say("Choose one of these.")))
    if venue is None and strategy is not Strategy.EVENT:
        return _calendar(request, act, here, found, typed.but(venue=say("Choose the venue.")))
    venue_deeds.settle(act, here, found.feed_id, strategy, venue)
    return see(path("desk", "venues", here.slug, done="settled"))


@router.get("/desk/venues/{place}/{venue}")
def show_desk_venue(request: Request, place: str, venue: str, asked: Looking, done: Done = "") -> HTMLResponse:
    """Show a venue with all a mentor may change of it."""
    here = tended(asked, place)
    found = venue_here(asked.db, here, venue)
    typed = venue_forms.as_typed(asked.db, found, queries.aliases(asked.db, found.id))
    return _form(request, asked, here, typed, {"venue": found, "done": DONE.get(done)})


@router.post("/desk/venues/{place}/{venue}")
def post_changed_venue(request: Request, place: str, venue: str, act: Acting, typed: FormTyped) -> Response:
    """Change what is kept of a venue."""
    here = tended(act, place)
    found = venue_here(act.db, here, venue)
    checked = typed.but(**venue_forms.faults(act.db, here, typed))
    if checked.wrong:
        return _form(request, act, here, checked, {"venue": found})
    venue_deeds.change(act, found, typed)
    return _seen(here, found, "changed")


@router.post("/desk/venues/{place}/{venue}/merge")
def post_merged_venue(request: Request, place: str, venue: str, act: Acting, typed: FormTyped) -> Response:
    """Say that a venue is another one."""
    here = tended(act, place)
    found = venue_here(act.db, here, venue)
    heir = next((each for each in venues.around(act.db, here.id) if each.slug == typed["heir"]), None)
    if heir is None or not venue_deeds.merge(act, found, heir):
        kept = venue_forms.as_typed(act.db, found, queries.aliases(act.db, found.id))
        return _form(request, act, here, kept.but(heir=say("Choose the venue it turned out to be.")), {"venue": found})
    return _seen(here, heir, "merged")


@router.post("/desk/venues/{place}/{venue}/part")
def post_parted_venue(place: str, venue: str, act: Acting) -> Response:
    """Take back that a venue is another one."""
    here = tended(act, place)
    found = venue_here(act.db, here, venue)
    venue_deeds.part(act, found)
    return _seen(here, found, "parted")


@router.post("/desk/venues/{place}/{venue}/retire")
def post_retired_venue(place: str, venue: str, act: Acting, typed: FormTyped) -> Response:
    """Say that people no longer meet at a venue, or that they do."""
    here = tended(act, place)
    found = venue_here(act.db, here, venue)
    return _seen(here, found, venue_deeds.retire(act, found, to=typed["to"] != NO))


@router.post("/desk/venues/{place}/{venue}/agree")
def post_agreed(request: Request, place: str, venue: str, act: Acting, typed: FormTyped) -> Response:
    """Note who said that a venue lists what others organise there, and how we know; or that it no longer does."""
    here = tended(act, place)
    found = venue_here(act.db, here, venue)
    words = "" if typed["to"] == NO else typed["words"]
    if typed["to"] != NO and not 0 < len(words) <= LONGEST_WORDS:
        kept = venue_forms.as_typed(act.db, found, queries.aliases(act.db, found.id))
        fault = say("Write who agreed and how you know, in at most %(most)s letters.", most=LONGEST_WORDS)
        return _form(request, act, here, kept.but(words=fault), {"venue": found})
    return _seen(here, found, venue_deeds.agree(act, found, words))


def _seen(here: PlaceView, venue: VenueView, done: str) -> Response:
    return see(path("desk", "venues", here.slug, venue.slug, done=done))


def _form(
    request: Request, asked: Doing, here: PlaceView, typed: Typed, more: Mapping[str, object] = NOTHING_MORE
) -> HTMLResponse:
    venue = more.get("venue")
    values = {
        "here": here,
        "within": [(each.slug, each.name) for each in venue_forms.places_for(asked.db, here)],
        "sources": [(each.slug, each.name) for each in speaking(asked.db, here)],
        "step_free": venue_forms.STEP_FREE,
        "others": _choices(asked, here, but=venue),
        "merged": queries.merged_into(asked.db, venue.id) if isinstance(venue, VenueView) else (),
        "heir": queries.view(asked.db, venue.heir_id) if isinstance(venue, VenueView) and venue.heir_id else None,
        "alike": (),
        "location": "",
        "venue": None,
        "done": None,
        **more,
    }
    return private(form_page(request, "people/desk_venue.html", values, typed))


def _location(request: Request, asked: Doing, here: PlaceView, key: str, typed: Typed) -> Response:
    waiting = venues.waiting_at(asked.db, here, key, asked.now)
    if waiting is None:
        return see(path("desk", "venues"))
    values = {
        "here": here,
        "waiting": waiting,
        "examples": examples(asked.db, waiting, asked.now),
        "choices": _choices(asked, here),
    }
    return private(form_page(request, "people/desk_location.html", values, typed))


def _calendar(
    request: Request, asked: Doing, here: PlaceView, found: venue_deeds.Calendar, typed: Typed
) -> HTMLResponse:
    values = {
        "here": here,
        "calendar": found,
        "strategies": venue_deeds.STRATEGIES,
        "choices": [
            ("", say("Choose a venue")),
            *((each.slug, each.name) for each in venues.around(asked.db, here.id)),
        ],
    }
    return private(form_page(request, "people/desk_calendar.html", values, typed))


def _choices(asked: Doing, here: PlaceView, but: object = None) -> Sequence[tuple[str, Saying | str]]:
    """Return the venues one may choose from, but for one."""
    found = [each for each in venues.around(asked.db, here.id) if each != but]
    return [("", say("Choose a venue")), *((each.slug, each.name) for each in found)]
