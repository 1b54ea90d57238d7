"""Names of time zones as calendars write them, and what the IANA database calls them."""

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hub.kit.zones import is_zone

_PLAUSIBLE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{1,60}")
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT"})


@lru_cache(maxsize=2_000)
def iana(name: str) -> str:
    """Return the IANA name for a calendar's *name* of a zone; empty when nobody knows it.

    >>> iana("Europe/London"), iana("GMT Standard Time"), iana("/freeassociation.sourceforge.net/Europe/Berlin")
    ('Europe/London', 'Europe/London', 'Europe/Berlin')
    >>> iana("Middle-earth/Shire"), iana("../../etc/passwd")
    ('', '')
    """
    bare = name.strip().strip('"/')
    bare = WINDOWS_TO_OLSON.get(bare, bare)
    parts = bare.split("/")
    # A “globally unique” name ends with the common one: the longest ending that is known wins.
    candidates = ("/".join(parts[start:]) for start in range(min(len(parts), 8)) if len(parts) - start > 1 or not start)
    return next((each for each in candidates if _known(each)), "")


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA *name*; UTC where it is unknown."""
    return ZoneInfo(name if _known(name) else "UTC")


@lru_cache(maxsize=2_000)
def _known(name: str) -> bool:
    return _PLAUSIBLE.fullmatch(name) is not None and is_zone(name)
