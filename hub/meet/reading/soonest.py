"""Which events of a calendar are worth parsing? Those that are not over, and of too many the soonest."""

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from hub.meet.reading.lines import Blocks
from hub.meet.reading.values import LOOK_BACK, Span

_DAY = re.compile(r":(\d{8})")
_REPEATING = frozenset({"RRULE", "RDATE", "RECUR"})  # how the lines of those begin that may have dates ahead


def keep_soonest(found: Blocks, span: Span, most: int) -> bool:
    """Drop events that are long over before they cost anything, and all but the *most* soonest; say if more were."""
    # Two days more than a date can be away from its own UTC; an end decides where there is one.
    gone = f"{span.since - 2 * LOOK_BACK:%Y%m%d}"
    glances = [_glance(lines) for lines in found.events]
    repeating = {each.uid for each in glances if each.repeats}
    kept = [
        (each.start, lines)
        for each, lines in zip(glances, found.events, strict=True)
        if not each.last or each.last >= gone or each.uid in repeating
    ]
    is_cut = len(kept) > most
    if is_cut:
        # Those before today are repeating ones, which have dates ahead: they come first.
        kept = sorted(kept, key=itemgetter(0))[:most]
    found.events = [lines for _, lines in kept]
    return is_cut


class _Glance(NamedTuple):
    """What can be told of an event unparsed: days as eight digits, empty where they are not plain."""

    uid: str
    start: str
    last: str  # empty too where a length decides
    repeats: bool


def _glance(lines: Sequence[str]) -> _Glance:
    uid = start = end = ""
    repeats = lasts = False
    for line in lines:
        name = line[:5].upper()
        if name == "DTSTA":
            start = start or _day(line)
        elif name == "DTEND":
            end = end or _day(line)
        elif name.startswith("UID"):
            uid = uid or line
        lasts |= name == "DURAT"
        repeats |= name in _REPEATING
    return _Glance(uid, start, "" if lasts else max(start, end), repeats)


def _day(line: str) -> str:
    found = _DAY.search(line)
    return found[1] if found else ""
