"""Which lines of a calendar belong to which event? Lenient, so that one broken event never costs the others.

The strict parser stops at the first odd line of a document; so the document is cut into its components first, with
lines that are no iCalendar left out, and every component is parsed on its own.
"""

import re
from dataclasses import dataclass, field
from time import process_time

LONGEST_LINE = 65_536
LONGEST_EVENT = 131_072
DEEPEST = 100
WANTED = frozenset(
    {
        *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "ORGANIZER", "CATEGORIES", "CLASS", "STATUS", "SEQUENCE"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("GEO", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
        *("X-LOCAL-HUB-PRICE", "X-LOCAL-HUB-FREE", "X-LOCAL-HUB-ONLINE", "X-LOCAL-HUB-CHILDREN"),
    }
)
_FOLD = re.compile(rb"(?<!\r)\r*\n[ \t]")  # a row of returns is looked at once: from its first
_BREAK = re.compile(r"(?<!\r)\r*\n|\r")
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]*)\s*(?=[;:])")
_MARKER = re.compile(r"(BEGIN|END)\s*:\s*([A-Za-z0-9-]+)\s*", re.IGNORECASE)
_FIRSTS = frozenset("BbEe")  # letters that lines begin with which open or close a component
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@dataclass(slots=True)
class Blocks:
    """A calendar's components as lists of whole lines, without their BEGIN and END."""

    head: dict[str, str] = field(default_factory=dict)  # the calendar's own properties: name → value
    zones: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)
    seen: bool = False  # there is a calendar at all
    too_deep: bool = False  # nested beyond all reason
    repaired: bool = False  # something was left out or put right
    cut_off: bool = False  # it ends in the middle
    recoded: bool = False  # it is not the UTF-8 it should be
    began: float = field(default_factory=process_time)  # seconds of the processor that were spent before it


def blocks(body: bytes) -> Blocks:
    """Cut a calendar into its components, whatever state it is in."""
    text, recoded = _decode(body)
    walk = _Walk(Blocks(recoded=recoded))
    for line in _BREAK.split(text):
        if line and not line.isspace():
            walk.read(line)
    walk.finish()
    return walk.found


class _Walk:
    """The state between two lines: which components are open, and where their lines go."""

    def __init__(self, found: Blocks) -> None:
        self.found = found
        self.open: list[str] = []
        self.into: list[str] | None = None  # the lines of the event or zone we are in
        self.length = 0  # of the event's lines so far

    def read(self, line: str) -> None:
        """Take in one whole line."""
        marker = _MARKER.fullmatch(line) if line[:1] in _FIRSTS else None
        if marker is None:
            self._property(line)
        elif marker[1].upper() == "BEGIN":
            self._begin(marker[2].upper())
        else:
            self._end(marker[2].upper())

    def finish(self) -> None:
        """Close what the document left open."""
        self.found.cut_off = bool(self.open)

    def _begin(self, name: str) -> None:
        if len(self.open) >= DEEPEST:
            self.found.too_deep = True
            return
        self.found.seen |= name in {"VCALENDAR", "VEVENT"}
        if name == "VEVENT" and name in self.open:  # its END is missing
            self.found.repaired = True
            self._end(name)
        if "VTIMEZONE" in self.open and self.into is not None:
            self.into.append(f"BEGIN:{name}")
        self.open.append(name)
        if name in {"VEVENT", "VTIMEZONE"}:
            self.into = []
            (self.found.events if name == "VEVENT" else self.found.zones).append(self.into)

    def _end(self, name: str) -> None:
        if name not in self.open:
            self.found.repaired = True
            return
        while self.open.pop() != name:  # what was left open inside ends with it
            self.found.repaired = True
        if name in {"VEVENT", "VTIMEZONE"}:
            self.into = None
        elif "VTIMEZONE" in self.open and self.into is not None:
            self.into.append(f"END:{name}")

    def _property(self, line: str) -> None:
        name = _NAME.match(line)
        if name is None:
            self.found.repaired = True
        elif self.open[-1:] == ["VEVENT"] and self.into is not None:
            self._keep(name[1].upper(), line, self.into)
        elif "VTIMEZONE" in self.open and self.into is not None:
            self.into.append(_shortened(line))
        elif self.open == ["VCALENDAR"]:
            self.found.head.setdefault(name[1].upper(), line.partition(":")[2].strip()[:LONGEST_LINE])

    def _keep(self, name: str, line: str, event: list[str]) -> None:
        if name not in WANTED:
            return
        short = _shortened(line)
        self.length = len(short) + (self.length if event else 0)
        if self.length <= LONGEST_EVENT:
            event.append(short)
        else:
            self.found.repaired = True


def _shortened(line: str) -> str:
    clean = _CONTROLS.sub("", line)
    if len(clean) <= LONGEST_LINE:
        return clean
    cut = clean[:LONGEST_LINE]
    # Half a date at the end would make the whole list unreadable; half an escape only loses a character.
    return cut.rpartition(",")[0] if clean[:6].upper() in {"EXDATE", "RDATE;", "RDATE:"} else cut.rstrip("\\")


def _decode(body: bytes) -> tuple[str, bool]:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _unfolded(body.decode("utf-16", "replace").encode()).decode(), True
    # A fold may fall between the bytes of one letter, so lines are joined before they are decoded.
    whole = _unfolded(body)
    try:
        return whole.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return whole.decode("cp1252", "replace"), True


def _unfolded(body: bytes) -> bytes:
    return _FOLD.sub(b"", body)
