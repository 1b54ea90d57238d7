"""Which events does a page tell in the words of schema.org, and what of each? JSON-LD and microdata come as one shape.

Bounded by what is looked at: nesting, values and characters. Contexts are not loaded: what is called Event is one.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from zoneinfo import ZoneInfo

from hub.kit.text import squeeze
from hub.kit.urls import absolute
from hub.meet.reading.linked import joined_up
from hub.meet.reading.schedules import by_schedule, times, zone_meant
from hub.meet.reading.terms import meeting_link
from hub.meet.reading.things import Thing, bare, kinds, many, parts, text
from hub.meet.reading.writing import moment, own, written

MOST_THINGS = 200_000  # values of a page
DEEPEST = 60
MOST_EVENTS = 6_000
LONGEST_JSON = 6_000_000  # characters of one script
_KINDS: Final = frozenset({"Festival", "Hackathon", "CourseInstance", "EventSeries"})
_NO_MEETUPS: Final = frozenset({"DeliveryEvent", "PublicationEvent", "OnDemandEvent", "BroadcastEvent"})
_FRAME = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|-->)\s*\Z"
)
_PREFIXED = re.compile(r'"(?:schema:|https?://schema\.org/)\w+"\s*:')
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_AGES = re.compile(r"\s*(\d{1,2})\s*(?:-|–|to|\+|\Z)")
_GROWN_UP = 18
_SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$"}


def loaded(text: str) -> object:
    """Return what a script of JSON-LD says; None where it cannot be read, or is longer or deeper than any real one."""
    if len(text) > LONGEST_JSON:
        return None
    try:
        hook = _without_prefixes if _PREFIXED.search(text) else None
        return json.loads(_FRAME.sub("", text), strict=False, object_hook=hook)
    except (ValueError, RecursionError):
        return None


def _without_prefixes(thing: Thing) -> Thing:
    return {name if name.startswith("@") else bare(name): value for name, value in thing.items()}


def events_in(roots: Iterable[object]) -> Iterator[Thing]:
    """Yield the events told anywhere inside *roots*, each as its thing; what is only named as part of another is not.

    A series whose single dates are told as events of its own gives these, with what it says of all of them.
    """
    waiting: list[tuple[object, int, str]] = [(root, 0, "") for root in joined_up(list(roots))]
    waiting.reverse()
    seen = told = 0
    while waiting and seen < MOST_THINGS and told < MOST_EVENTS:
        value, depth, under = waiting.pop()
        seen += 1
        if depth > DEEPEST or not isinstance(value, (dict, list)):
            continue
        if isinstance(value, dict) and is_event(value) and under != "superEvent":
            for each in _apart(value):
                told += 1
                yield each
            under = "event"
        waiting += reversed([(each, depth + 1, name) for name, each in _inside(value, under)])


def _inside(value: Thing | list[Any], under: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((under, each) for each in value)
    else:
        # The single dates of an event were told with it.
        yield from (
            (name, each) for name, each in value.items() if not (under == "event" and name in {"subEvent", "subEvents"})
        )


def is_event(thing: Thing) -> bool:
    """Say whether a thing is something people meet at."""
    told = kinds(thing)
    return any(kind.endswith("Event") or kind in _KINDS for kind in told) and not told & _NO_MEETUPS


def lines_of(thing: Thing, base: str, home: ZoneInfo) -> list[str]:
    """Return the lines that say in iCalendar what *thing* says; without a start that can be read, they have none."""
    status, mode = statuses(thing), text(thing.get("eventAttendanceMode"))
    home = zone_meant(thing, home)
    where, online_url = _where(thing.get("location"), base)
    price, free = _offered(thing)
    online = {"Online": True, "Mixed": True, "Offlin": False}.get(bare(mode).removesuffix("EventAttendanceMode")[:6])
    is_online = True if online_url or "movedonline" in status else online
    url = _address(thing, base)
    return written(
        home,
        (
            ("UID", _identity(thing, url, base)),
            ("SUMMARY", text(thing.get("name")) or text(thing.get("headline"))),
            ("DESCRIPTION", text(thing.get("description"))),
            ("LOCATION", where),
            ("URL", url),
            ("ORGANIZER", _name(thing.get("organizer"))),
            ("STATUS", "CANCELLED" if is_off(status) else ""),
            *times(thing),
            *(("CATEGORIES", label) for label in _labels(thing)),
            ("GEO", _point(thing.get("location"))),
            ("CONFERENCE", online_url),
            own("PRICE", price),
            own("FREE", free),
            own("ONLINE", is_online),
            own("CHILDREN", _for_children(thing)),
        ),
    )


def statuses(thing: Thing) -> frozenset[str]:
    """Return what is said of whether an event takes place, of which several may be true: rescheduled, and online."""
    told = many(thing.get("eventStatus"))[:5]
    return frozenset(bare(text(each)).casefold().removeprefix("event") for each in told)


def is_off(status: frozenset[str]) -> bool:
    """Say whether nobody should stand before the door: cancelled, or postponed to no day that is known."""
    return bool(status & {"cancelled", "canceled"}) or ("postponed" in status and "rescheduled" not in status)


def _apart(thing: Thing) -> list[Thing]:
    told = (each for name in ("subEvent", "subEvents") for each in parts(thing.get(name), MOST_EVENTS))
    dates = [each for each in told if each.get("startDate")]
    if not dates:
        return by_schedule(thing)
    of_all = {
        name: thing[name]
        for name in ("name", "location", "organizer", "description", "offers", "@type")
        if name in thing
    }
    whole = [thing] if moment(text(thing.get("startDate"))) and not _is_series(thing) else []
    return whole + [{**of_all, **each} for each in dates[:MOST_EVENTS]]


def _is_series(thing: Thing) -> bool:
    return "EventSeries" in kinds(thing)


def _address(thing: Thing, base: str) -> str:
    said = [*many(thing.get("url")), *many(thing.get("mainEntityOfPage"))]
    return next((url for each in said if (url := absolute(base, text(each)))), "")


def _identity(thing: Thing, url: str, base: str) -> str:
    """Return what tells an event from others: its own id, or its page."""
    own_id = text(thing.get("@id")) or text(thing.get("identifier"))
    page = absolute("", base).partition("#")[0]
    named = absolute(base, own_id) if own_id.startswith(("#", "/", "http")) else own_id
    # The page itself is the identity of none of several events on it, and an id like _:b0 is given anew each time.
    candidates = (each for each in (named, url) if each and each != page and not each.startswith("_:"))
    return next(candidates, "")


def _where(location: object, base: str) -> tuple[str, str]:
    """Return where people come to, in words, and where they join from afar."""
    said, online_url, addresses = [], "", []
    for each in many(location)[:10]:
        if isinstance(each, dict) and "VirtualLocation" in kinds(each):
            online_url = online_url or absolute(base, text(each.get("url")))
            said += [] if text(each.get("name")).startswith("http") else [text(each.get("name"))]
        elif isinstance(each, dict):
            said.append(_place(each))
        elif absolute("", str(each)):
            addresses.append(str(each))  # where one joins, or only the site of where it is: the same rule says for all
        else:
            said.append(squeeze(str(each)))
    return "; ".join(filter(None, said)) or "".join(addresses[:1]), online_url or meeting_link(" ".join(addresses))


def _place(place: Thing) -> str:
    address = place if "streetAddress" in place else next(iter(many(place.get("address"))), None)
    parts = [text(place.get("name"))]
    if isinstance(address, dict):
        parts += [text(address.get(name)) for name in ("name", "streetAddress", "addressLocality", "postalCode")]
    else:
        parts.append(text(address))
    told: list[str] = []
    for part in map(squeeze, parts):
        if part and part.casefold() not in ", ".join(told).casefold():
            told.append(part)
    return ", ".join(told)


def _point(location: object) -> str:
    for place in many(location)[:10]:
        for geo in many(place.get("geo"))[:2] if isinstance(place, dict) else ():
            lat, lon = (
                (text(geo.get(name)) for name in ("latitude", "longitude")) if isinstance(geo, dict) else ("", "")
            )
            if lat and lon:
                return f"{lat};{lon}"
    return ""


def _name(who: object) -> str:
    said = next((each for each in many(who)[:5]), None)
    name = text(said.get("name")) if isinstance(said, dict) else text(said)
    return "" if name.startswith(("http://", "https://")) else name


def _labels(thing: Thing) -> list[str]:
    labels = [label for each in many(thing.get("keywords"))[:50] for label in text(each).split(",")]
    return [squeeze(label) for label in labels if label.strip()][:50]


def _offered(thing: Thing) -> tuple[str, bool | None]:
    """Return what it costs, in words, and whether it costs nothing."""
    prices = [each for offer in many(thing.get("offers"))[:20] if isinstance(offer, dict) for each in _prices(offer)]
    outright = truth(thing.get("isAccessibleForFree"))
    amounts = [amount for amount, _ in prices]
    paid = sorted({(amount, sign) for amount, sign in prices if amount > 0})
    free = outright if outright is not None else (not paid if amounts else None)
    if free or not paid:
        return "", free
    low, high = (f"{sign}{amount:.2f}".removesuffix(".00") for amount, sign in (paid[0], paid[-1]))
    return (low if low == high else f"{low}–{high}"), (None if min(amounts) == 0 and outright is None else free)


def _prices(offer: Thing) -> Iterator[tuple[float, str]]:
    specified = offer.get("priceSpecification")
    said = [offer, *(each for each in many(specified)[:5] if isinstance(each, dict))]
    for each in said:
        currency = text(each.get("priceCurrency")) or text(offer.get("priceCurrency"))
        for name in ("price", "lowPrice", "highPrice"):
            amount = _amount(text(each.get(name)))
            if amount is not None:
                yield amount, _SIGNS.get(currency.upper(), f"{currency[:3]} " if currency else "£")


def _amount(said: str) -> float | None:
    if said.casefold() in {"free", "am ddim"}:
        return 0.0
    found = re.fullmatch(r"\D{0,3}(\d{1,6})(?:[.,](\d\d?))?", said.strip())
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def truth(value: object) -> bool | None:
    """Return what a property says of yes or no, as JSON or as a word; None where it says neither."""
    if isinstance(value, bool):
        return value
    said = bare(text(value)).casefold()
    return True if said in _YES else False if said in _NO else None


def _for_children(thing: Thing) -> bool | None:
    if "ChildrensEvent" in kinds(thing):
        return True
    found = _AGES.match(text(thing.get("typicalAgeRange")))
    return None if found is None else int(found[1]) < _GROWN_UP
