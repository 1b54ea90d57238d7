"""Where is an event on the map, and on what terms does one take part? From the properties of its component."""

import re
from dataclasses import replace

from hub.kit.urls import absolute
from hub.meet.reading.plainly import Properties
from hub.meet.reading.terms import Terms, terms_of, web_alone

_POINT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*[;,]\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*")
_JOINED_AT = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
OWN = "X-LOCAL-HUB-"  # what begins the properties by which a reader of ours writes down what iCalendar has no word for
_OUTRIGHT = frozenset({*_JOINED_AT, *(f"{OWN}{name}" for name in ("PRICE", "FREE", "ONLINE", "CHILDREN"))})
NOWHERE = (None, None)
_POLE, _DATE_LINE = 90, 180


def taking_part(event: Properties, title: str, summary: str, location: str, categories: tuple[str, ...]) -> Terms:
    """Return on what terms one takes part: what properties say outright, else what the words do."""
    terms = terms_of(title, summary, location, categories, links=[str(event.get("URL", ""))])
    return _outright(event, terms, web_alone(location)) if any(name in _OUTRIGHT for name in event) else terms


def _outright(event: Properties, terms: Terms, address: str) -> Terms:
    online = _yes_or_no(event, "ONLINE")
    named = next((url for name in _JOINED_AT if (url := _address(event, name))), "")
    joined_at = named or terms.online_url or (address if online else "")
    free, children = _yes_or_no(event, "FREE"), _yes_or_no(event, "CHILDREN")
    return replace(
        terms,
        price=_own(event, "PRICE") or terms.price,
        free=terms.free if free is None else free,
        children=terms.children if children is None else children,
        online=(True if joined_at else terms.online) if online is None else online,
        online_url=joined_at,
    )


def point(event: Properties) -> tuple[float, float] | tuple[None, None]:
    """Return where a component says it is: north and east in degrees; nothing where that is no point of this world."""
    found = _POINT.fullmatch(_text(event.get("GEO")))
    if found is None:
        return NOWHERE
    lat, lon = float(found[1]), float(found[2])
    # Programs that know of no point write the one off Africa where both are nothing.
    is_somewhere = abs(lat) <= _POLE and abs(lon) <= _DATE_LINE and (lat or lon)
    return (lat, lon) if is_somewhere else NOWHERE


def _text(value: object) -> str:
    pair = (getattr(value, "latitude", None), getattr(value, "longitude", None))
    return "" if value is None else str(value) if None in pair else f"{pair[0]};{pair[1]}"


def _address(event: Properties, name: str) -> str:
    said = event.get(name, "")
    return next((url for each in (said if isinstance(said, list) else [said]) if (url := absolute("", str(each)))), "")


def _own(event: Properties, name: str) -> str:
    return str(event.get(f"{OWN}{name}", "")).strip()


def _yes_or_no(event: Properties, name: str) -> bool | None:
    return {"TRUE": True, "FALSE": False}.get(_own(event, name).upper())
