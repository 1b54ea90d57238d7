"""What does a mentor write of a venue? The form read into a draft, with a sentence beside what is wrong."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.errors import HubError
from hub.kit.postcodes import postcode_in
from hub.kit.saying import Saying, say
from hub.kit.shapes import Point
from hub.kit.text import label_key, squeeze
from hub.kit.urls import absolute
from hub.meet.venues import gazetteer
from hub.meet.venues.actions import Draft
from hub.meet.venues.queries import VenueView
from hub.meet.venues.rules import parts_of
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.typed import Typed, too_long

LONGEST_NAME, LONGEST_LINE, LONGEST_NOTES = 120, 300, 1_000
MOST_ALIASES = 50
YES, NO, UNSAID = "yes", "no", ""
STEP_FREE = ((YES, say("Yes")), (NO, say("No, there are steps")), (UNSAID, say("Nobody has said")))
_NO_POSTCODE = say("This is no whole postcode. Write it like B14 7QH, or leave it empty.")
_NO_POINT = say("Write latitude and longitude like 52.4319, -1.8934, or leave it empty.")
_NO_ADDRESS = say("This is no address of a website. It begins with https://")
_FREE: Mapping[str, bool | None] = {YES: True, NO: False}


def places_for(db: Session, here: PlaceView) -> Sequence[PlaceView]:
    """Return the places a venue of *here* may lie in."""
    return (here, *known(db).tree.within(here.id))


def faults(db: Session, here: PlaceView, typed: Typed) -> Mapping[str, Saying]:
    """Return what is wrong with a form about a venue, field by field."""
    lengths = {"name": LONGEST_NAME, "address": LONGEST_LINE, "url": LONGEST_LINE, "access": LONGEST_NOTES}
    too_many = say("These are too many: at most %(most)s.", most=MOST_ALIASES)
    wrong = {
        "name": (not label_key(typed["name"]), say("Type what people call it.")),
        "within": (typed["within"] not in _slugs(db, here), say("Choose the place it lies in.")),
        "postcode": (bool(typed["postcode"]) and not postcode_in(typed["postcode"]), _NO_POSTCODE),
        "point": (bool(typed["point"]) and point_of(typed["point"]) is None, _NO_POINT),
        "url": (bool(typed["url"]) and not absolute("", typed["url"]), _NO_ADDRESS),
        "source": (bool(typed["source"]) and _source(db, typed) is None, say("Choose one of these, or none.")),
        "aliases": (len(aliases_of(typed)) > MOST_ALIASES, too_many),
    }
    long = {name: fault for name, most in lengths.items() if (fault := too_long(typed[name], most))}
    return {name: fault for name, (is_wrong, fault) in wrong.items() if is_wrong} | long


def draft(db: Session, typed: Typed) -> Draft:
    """Return what was typed of a venue, which has no faults; its point is looked up where none was typed."""
    place = known(db).place(typed["within"])
    postcode = postcode_in(typed["postcode"]) or postcode_in(typed["address"])
    name, point = squeeze(typed["name"]), point_of(typed["point"])
    found = point or gazetteer.point_of(db, name, postcode, place.id)
    source = _source(db, typed)
    return Draft(
        name=name,
        place_id=place.id,
        address=squeeze(typed["address"]),
        postcode=postcode,
        lat=found.lat if found else None,
        lon=found.lon if found else None,
        url=absolute("", typed["url"]) if typed["url"] else "",
        access_notes=typed["access"],
        step_free=_FREE.get(typed["step_free"]),
        is_public=typed["public"] == YES,
        source_id=source.id if source else None,
    )


def guessed(here: PlaceView, location: str) -> Typed:
    """Return a form about a new venue, filled with what a calendar writes of it."""
    parts = parts_of(location)
    postcode = postcode_in(location)
    address = ", ".join(part for part in parts[1:] if postcode_in(part) != part.upper())
    return Typed(
        (("name", parts[0] if parts else ""), ("address", address), ("postcode", postcode), ("within", here.slug))
    )


def aliases_of(typed: Typed) -> Sequence[str]:
    """Return the other spellings that were typed, one a line."""
    lines = (squeeze(line)[:LONGEST_LINE] for line in typed["aliases"].splitlines())
    return [line for line in lines if label_key(line)]


def point_of(text: str) -> Point | None:
    """Return the point that *text* gives in degrees; None where it gives none.

    >>> point_of("52.4319, -1.8934"), point_of("Kings Heath"), point_of("520, 1")
    (Point(lat=52.4319, lon=-1.8934), None, None)
    """
    lat, _, lon = text.partition(",")
    try:
        point = Point(float(lat), float(lon))
    except ValueError:
        return None
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None  # noqa: PLR2004 -- degrees


def as_typed(db: Session, venue: VenueView, aliases: Sequence[str]) -> Typed:
    """Return what is kept of a venue as its form shows it."""
    source = feeds.named(db, [venue.source_id]).get(venue.source_id) if venue.source_id else None
    step_free = UNSAID if venue.step_free is None else (YES if venue.step_free else NO)
    point = "" if venue.lat is None or venue.lon is None else f"{venue.lat:.6g}, {venue.lon:.6g}"
    return Typed(
        (
            ("name", venue.name),
            ("within", known(db).tree.places[venue.place_id].slug),
            ("address", venue.address),
            ("postcode", venue.postcode),
            ("point", point),
            ("url", venue.url),
            ("access", venue.access_notes),
            ("step_free", step_free),
            ("public", YES if venue.is_public else ""),
            ("source", source.slug if source else ""),
            ("aliases", "\n".join(aliases)),
        )
    )


def _slugs(db: Session, here: PlaceView) -> Collection[str]:
    return {place.slug for place in places_for(db, here)}


def _source(db: Session, typed: Typed) -> feeds.SourceView | None:
    try:
        return feeds.source(db, typed["source"]) if typed["source"] else None
    except HubError:
        return None
