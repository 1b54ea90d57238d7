"""How long does a sound last? Its publisher writes seconds, or hours, minutes and seconds."""

import re

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:\.\d*)?|(\d{1,6})(?:\.\d*)?", re.ASCII)
LONGEST = 100 * 3600


def seconds(said: str) -> int | None:
    """Return how many seconds *said* means; None where it is no time, or beyond reason.

    >>> seconds("1:02:03"), seconds("62:03"), seconds("3723"), seconds("soon"), seconds("0:00")
    (3723, 3723, 3723, None, None)
    """
    found = _CLOCK.fullmatch(said.strip()[:20])
    if found is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups()[:3])
    lasts = int(found[4] or 0) + rest + 60 * minutes + 3600 * hours
    return lasts if 0 < lasts <= LONGEST else None
