"""What does a mentor see of meetups that several calendars tell, and do about them? Split, join, take back."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session

from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.kit.urls import bare_host
from hub.meet.merging import actions, queries
from hub.meet.merging.rules import Because, ordered
from hub.meet.merging.values import Bond, Likened, Line
from hub.people import rules
from hub.people.audit.actions import Entry, Facts, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk.bins import Bin, offers
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.typed import Typed

DONE: Mapping[str, Saying] = MappingProxyType(
    {
        "together": say("Done: they are one meetup now. It stands in the log, and you can take it back."),
        "apart": say("Done: these are two meetups now. It stands in the log, and you can take it back."),
        "back": say("Done: what was decided is taken back."),
    }
)
WHY: Mapping[str, Saying] = MappingProxyType(
    {
        Because.UID: say("Both calendars know it by the same number."),
        Because.PAGE: say("Both lead to the same page."),
        Because.ALIKE: say("Title, start and place agree."),
        Because.MENTOR: say("Somebody who looks after this place said so."),
    }
)
MAYBE: Mapping[str, Saying] = MappingProxyType(
    {
        Because.PAGE: say("Both lead to the same page, but they name different days."),
        Because.ALIKE: say("Title and start agree. Whether the place does is not sure."),
    }
)
_EVENT = re.compile(r"(?:^|/meetups/)([0-9a-f-]{32,36})(?=$|[/?#])")


@dataclass(frozen=True, slots=True)
class Told:
    """An event that is told with others, and why it is."""

    line: Line
    leads: bool
    why: Saying | None  # of whoever leads: none
    evidence: str = ""  # the number, the page or the titles that tell so


@dataclass(frozen=True, slots=True)
class Maybe:
    """Two events that may be one meetup."""

    one: Line
    other: Line
    why: Saying
    evidence: str  # the page or the titles that tell so


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at a moment."""

    since: str
    at: datetime
    together: bool
    titles: tuple[str, ...]


def address(here: PlaceView, done: str = "") -> str:
    """Return where a mentor sees what was put together in a place, and is told what was *done* (a key of DONE)."""
    return path("desk", "same", here.slug, **({"done": done} if done else {}))


@offers(rules.may_tend)
def bins(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Bin]:
    """Offer what may be one meetup, at the widest place that lists it."""
    tree, found = known(db).tree, queries.number_unsure(db, place_ids, now)
    # A wider place lists what its neighbourhoods do: nobody is to be asked twice.
    asking = [each for each in found if each in tree.places and not any(up.id in found for up in tree.above(each))]
    named = sorted((tree.places[each] for each in asking), key=lambda here: here.name)
    return [Bin("same", _asks(here), found[here.id], None, address(here)) for here in named]


def merged(doing: Doing, here: PlaceView) -> Sequence[Sequence[Told]]:
    """Return what was put together in a place, the events of each meetup together, whoever leads first."""
    groups = queries.merged(doing.db, here.id, doing.now)
    known = queries.reasons(doing.db, [line.id for group in groups for line in group])
    return [[_told(line, group, known) for line in group] for group in groups]


def unsure(doing: Doing, here: PlaceView) -> Sequence[Maybe]:
    """Return the pairs of a place that may be one meetup."""
    found = queries.unsure(doing.db, here.id, doing.now)
    lines = queries.lines(doing.db, {each for pair in found for each in (pair.one, pair.other)}, doing.now)
    return [
        Maybe(lines[each.one], lines[each.other], MAYBE[each.because], each.evidence)
        for each in found
        if each.one in lines and each.other in lines
    ]


def decided(doing: Doing, here: PlaceView) -> Sequence[Decision]:
    """Return what was decided last in a place, the newest first."""
    found = queries.decided(doing.db, here.id)
    lines = queries.lines(doing.db, {each for bond in found for each in (bond.one, bond.other)}, doing.now)
    return [
        _decision(since, tuple(bonds), lines, together=together)
        for (since, together), bonds in groupby(found, key=lambda bond: (bond.since, bond.together))
    ]


def put_together(doing: Doing, here: PlaceView, typed: Typed) -> None:
    """Have two events be one meetup, and write that down; both were checked."""
    one, other = _pair(typed)
    actions.put_together(doing.db, here.id, ordered(one, other), doing.now)
    _note(doing, here, Deed.JOIN_MEETUPS, one, {"event": one.hex, "other": other.hex})


def put_apart(doing: Doing, here: PlaceView, typed: Typed) -> bool:
    """Have an event be another meetup than the other one, or than all it is told with; False where that is none."""
    named = [event_of(typed[name]) for name in ("one", "other")]
    one, other = named
    if one is None or not queries.stands_in(doing.db, here.id, one):
        return False
    if other is not None and one != other and queries.stands_in(doing.db, here.id, other):
        actions.put_apart(doing.db, here.id, ordered(one, other), doing.now)
    elif not actions.take_out(doing.db, here.id, one, doing.now):
        return False
    _note(doing, here, Deed.SPLIT_MEETUPS, one, {"event": one.hex})
    return True


def take_back(doing: Doing, here: PlaceView, since: datetime) -> bool:
    """Take back what was decided at a moment, and write that down; False where nothing was."""
    pairs = actions.take_back(doing.db, here.id, since, doing.now)
    if not pairs:
        return False
    one, other = pairs[0]
    _note(doing, here, Deed.RETHINK_MEETUPS, one, {"event": one.hex, "other": other.hex})
    return True


def faults(doing: Doing, here: PlaceView, typed: Typed, ours: str) -> dict[str, Saying]:
    """Return what is wrong with the meetups in the fields ``one`` and ``other``; *ours* is an address of this hub."""
    wrong = {name: fault for name in ("one", "other") if (fault := _fault(doing, here, typed[name], ours))}
    if not wrong and (fault := _pair_fault(doing, *_pair(typed))):
        wrong["other"] = fault
    return wrong


def event_of(said: str) -> UUID | None:
    """Return the id of an event from what was typed: the address of its page here, or the id itself.

    >>> event_of("https://hub.example/mill/meetups/8d9c0f3e4a1b4c5d8e9f0a1b2c3d4e5f?past=1") is None, event_of("x")
    (False, None)
    """
    found = _EVENT.search(said.strip().lower())
    return as_id(found[1]) if found else None


def _pair(typed: Typed) -> tuple[UUID, UUID]:
    one, other = event_of(typed["one"]), event_of(typed["other"])
    assert one is not None and other is not None  # noqa: S101, PT018 -- they were checked
    return one, other


def _fault(doing: Doing, here: PlaceView, said: str, ours: str) -> Saying | None:
    if "://" in said and bare_host(said) != bare_host(ours):
        return say("This address is of another website. Give that of the page of the meetup here.")
    event_id = event_of(said)
    if event_id is None:
        return say("Give the address of the page of the meetup here, as https://…/meetups/….")
    if not queries.stands_in(doing.db, here.id, event_id):
        return say("No such meetup is listed in %(place)s.", place=here.name)
    return None


def _pair_fault(doing: Doing, one: UUID, other: UUID) -> Saying | None:
    if one == other:
        return say("This is the same meetup. Name another one.")
    lines = queries.lines(doing.db, [one, other], doing.now)
    groups = {line.group_id for line in lines.values()}
    return say("They are together already.") if len(groups) == 1 and None not in groups else None


def _asks(here: PlaceView) -> Saying:
    return say("One meetup, or two? %(place)s", place=here.name)


def _told(line: Line, group: Sequence[Line], known: Sequence[Likened]) -> Told:
    found = None if line.id == line.group_id else _reason(line, group, known)
    why, evidence = (WHY[found.because], found.evidence) if found else (None, "")
    return Told(line, line.id == line.group_id, why, evidence)


def _reason(line: Line, group: Sequence[Line], known: Sequence[Likened]) -> Likened | None:
    """Return how one of a group is known to belong to it: by whoever leads, where both are alike, else by any other."""
    ids = {each.id for each in group}
    own = [each for each in known if line.id in (each.one, each.other) and {each.one, each.other} <= ids]
    own.sort(key=lambda each: line.group_id not in (each.one, each.other))
    return own[0] if own else None


def _decision(since: datetime, bonds: Sequence[Bond], lines: Mapping[UUID, Line], *, together: bool) -> Decision:
    ids = dict.fromkeys(each for bond in bonds for each in (bond.one, bond.other))
    titles = tuple(f"{lines[each].title} ({lines[each].source_name})" for each in ids if each in lines)
    return Decision(since.isoformat(), since, together, titles)


def _note(doing: Doing, here: PlaceView, deed: Deed, event_id: UUID, after: Facts) -> None:
    note(doing.db, doing.actor, Entry(deed, Thing.MEETUP, event_id, here.id, after=after), doing.now)
