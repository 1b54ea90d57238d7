"""Which postcode stands in a text? British ones, written in one way. Pure."""

import re

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)


def postcode_in(text: str) -> str:
    """Return the last British postcode in *text* as everybody writes it; empty where there is none.

    An address ends with it: what looks like one further to the front is a room, a flat or a bus.

    >>> postcode_in("The Red Lion, High St, b147qh"), postcode_in("Room 2")
    ('B14 7QH', '')
    """
    found = _POSTCODE.findall(text)
    return " ".join(found[-1]).upper() if found else ""
