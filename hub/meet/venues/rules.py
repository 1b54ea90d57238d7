"""Which venue does a calendar mean? What it writes of where, against what mentors know. Pure, and never a guess."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from uuid import UUID

from rapidfuzz import fuzz, process

from hub.kit.postcodes import postcode_in
from hub.kit.saying import Saying, say
from hub.kit.text import label_key, squeeze, visible, words
from hub.meet.reading.terms import web_alone

LONGEST_LOCATION = 500  # characters that are looked at
MOST_PARTS = 12  # of a location: “Room 2, The Red Lion, High Street, B14 7QH” has four
ALIKE = 85  # of 100: from here on two names may be one
_BETWEEN = re.compile(r"[,;|\n\r]+| [-–] ")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ONLINE = frozenset(
    {"online", "onlineevent", "zoom", "viazoom", "onzoom", "onlineviazoom", "microsoftteams", "teams", "virtual"}
)
_USUAL_WORDS = frozenset({"the", "a", "of", "at", "in", "and"})


class Strategy(StrEnum):
    """Where what a calendar tells takes place."""

    EVENT = "event"  # where each event says
    ALWAYS = "always"  # at one venue, whatever it says
    ROOM = "room"  # at one venue, of which it names a room
    UNLESS = "unless"  # at one venue, unless an event says otherwise


class Because(StrEnum):
    """How we know where an event is."""

    NOTHING = ""  # we do not
    SAID = "said"  # a mentor said what these words mean
    NAME = "name"
    PART = "part"  # one part of a longer location is a name of it
    POSTCODE = "postcode"  # its postcode, and the words of its name
    ALWAYS = "always"  # all of its calendar is there
    ROOM = "room"
    USUAL = "usual"  # its calendar is there where it says nothing
    ONLINE = "online"
    NO_PLACE = "no-place"  # a mentor said that these words name none


_WHY: Mapping[Because, Saying] = {
    Because.SAID: say("A mentor said that “%(words)s” means this venue."),
    Because.NAME: say("Whoever announces it writes “%(words)s”, which is a name of this venue."),
    Because.PART: say("Whoever announces it names “%(words)s”, which is a name of this venue."),
    Because.POSTCODE: say("Whoever announces it gives the postcode %(words)s and the venue’s name."),
    Because.ALWAYS: say("Everything in this calendar takes place here, a mentor said."),
    Because.ROOM: say("This calendar names the rooms of this venue, a mentor said."),
    Because.USUAL: say("This calendar is of this venue, where it says nothing else."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A venue as far as matching goes."""

    id: UUID
    place_id: UUID
    name: str
    postcode: str = ""  # as ``postcode_in`` writes it


@dataclass(frozen=True, slots=True)
class Usual:
    """What a mentor said of a calendar."""

    strategy: Strategy
    venue_id: UUID


@dataclass(frozen=True, slots=True)
class Where:
    """Where an event is, how we know, and the words that told us; no venue where nobody knows."""

    venue_id: UUID | None = None
    because: Because = Because.NOTHING
    evidence: str = ""


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that is known of venues, as it stood at one moment."""

    venues: Mapping[UUID, Known]
    by_key: Mapping[str, Sequence[UUID]]  # names and other spellings
    by_postcode: Mapping[str, Sequence[UUID]]
    said: Mapping[tuple[UUID, str], UUID | None] = field(default_factory=dict)  # by place and key
    usual: Mapping[UUID, Usual] = field(default_factory=dict)  # by feed
    lines: Mapping[UUID, Sequence[UUID]] = field(default_factory=dict)  # a place and what it lies in, outwards


def where(atlas: Atlas, location: str, homes: Collection[UUID], usual: Usual | None = None) -> Where:
    """Say where an event is whose calendar writes *location* and speaks for the places *homes*."""
    if usual is not None and usual.strategy is Strategy.ALWAYS:
        return Where(usual.venue_id, Because.ALWAYS)
    if usual is not None and usual.strategy is Strategy.ROOM:
        return Where(usual.venue_id, Because.ROOM, tidy(location))
    plain = location[:LONGEST_LOCATION].strip()
    if not label_key(plain):
        is_usual = usual is not None and usual.strategy is Strategy.UNLESS
        return Where(usual.venue_id, Because.USUAL) if usual is not None and is_usual else NOWHERE
    return _match(atlas, plain, homes)


def tidy(location: str) -> str:
    r"""Return a location on one line, cut where nobody reads on.

    >>> tidy("Room 2\n The   Red Lion")
    'Room 2, The Red Lion'
    """
    lines = (squeeze(visible(line)) for line in location[:LONGEST_LOCATION].splitlines())
    return ", ".join(line.rstrip(",") for line in lines if line)


def is_of_the_web(location: str) -> bool:
    """Say whether a location is no place but an address of the web, or says “online”.

    >>> is_of_the_web("https://meet.example/abc"), is_of_the_web("Online (via Zoom)"), is_of_the_web("Zoom Street Hall")
    (True, True, False)
    """
    return bool(web_alone(tidy(location))) or says_online(location)


def says_online(location: str) -> bool:
    """Say whether a location says “online”, and no place.

    >>> says_online("Online: https://meet.example/abc"), says_online("https://meet.example/abc")
    (True, False)
    """
    return label_key(_ADDRESS.sub("", tidy(location))) in _ONLINE


def place_written(location: str) -> str:
    """Return a location as people read it: nothing where it is an address of the web alone, which is no place.

    >>> place_written("Mill Hall"), place_written("https://meet.example/abc")
    ('Mill Hall', '')
    """
    # Of a list with hundreds of them, hardly any has one: a quick look first.
    is_web = ("://" in location or "www." in location) and web_alone(tidy(location))
    return "" if is_web else location


@lru_cache(2_000)  # a list names a few rooms hundreds of times, and taking a location apart takes as long as a row
def room_of(location: str, because: str, evidence: str) -> str:
    """Return what a location names inside its venue, by how we know the venue; empty where it names nothing there.

    >>> room_of("Green room, Mill Hall, 1 Mill Lane", "part", "Mill Hall"), room_of("Mill Hall", "name", "Mill Hall")
    ('Green room', '')
    >>> room_of("Kiln Room", "room", "Kiln Room"), room_of("Mill Hall, B14 7QH", "postcode", "B14 7QH")
    ('Kiln Room', '')
    """
    if because == Because.ROOM:
        return tidy(location)
    if because != Because.PART:
        return ""
    before = takewhile(lambda part: part != evidence, parts_of(location))
    return ", ".join(before)


def parts_of(location: str) -> Sequence[str]:
    r"""Return the parts of a location between its commas and line ends, the first ones.

    >>> parts_of("Room 2, The Red Lion\nHigh St")
    ('Room 2', 'The Red Lion', 'High St')
    """
    parts = (squeeze(part) for part in _BETWEEN.split(location[:LONGEST_LOCATION]))
    return tuple(part for part in parts if part)[:MOST_PARTS]


def why(because: str, evidence: str) -> Saying | None:
    """Say how we know where an event is; None where we do not."""
    told = _WHY.get(Because(because)) if because in set(Because) else None
    return say(told.message, words=evidence) if told else None


def likely(label: str, venues: Sequence[Known]) -> Known | None:
    """Return the venue that *label* may mean, for somebody to say yes or no to; None where none is like it."""
    names = [_gist(each.name) for each in venues]
    found = process.extract(_gist(label), names, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=MOST_PARTS)
    best = [number for _, score, number in found if score == found[0][1]]
    # Of “Mill” and “Mill Hall” the longer name; but what names two venues goes from one to the other, or is either.
    longest = max(best, key=lambda number: len(names[number]), default=None)
    is_one = longest is not None and all(set(names[each].split()) <= set(names[longest].split()) for each in best)
    return venues[longest] if longest is not None and is_one else None


def nearest(label: str, venues: Sequence[Known], most: int) -> Sequence[Known]:
    """Return the venues whose names are nearest to *label*, the nearest first, then as they came."""
    names = [_gist(each.name) for each in venues]
    found = process.extract(_gist(label), names, scorer=fuzz.token_set_ratio, limit=most)
    return [venues[number] for _, _, number in found]


def alike(one: Known, others: Iterable[Known]) -> Sequence[Known]:
    """Return those of *others* that may be *one*: the same postcode or place, and nearly the same name."""
    return [other for other in others if other.id != one.id and _may_be_one(one, other)]


def _may_be_one(one: Known, other: Known) -> bool:
    have_both = one.postcode and other.postcode
    is_near = one.postcode == other.postcode if have_both else one.place_id == other.place_id
    return is_near and fuzz.token_set_ratio(_gist(one.name), _gist(other.name)) >= ALIKE


def _match(atlas: Atlas, location: str, homes: Collection[UUID]) -> Where:
    if (told := _said(atlas, location, homes)) is not None:
        return told
    if is_of_the_web(location):
        return Where(None, Because.ONLINE)
    postcode = postcode_in(location[:LONGEST_LOCATION])
    named = [(Because.NAME, tidy(location)), *((Because.PART, part) for part in parts_of(location))]
    for because, text in named:
        ids = [each for each in atlas.by_key.get(label_key(text), ()) if _fits(atlas.venues[each], postcode)]
        if near := _near(atlas, ids, homes):
            return Where(near[0], because, text) if len(near) == 1 else NOWHERE
    return _by_postcode(atlas, postcode, location)


def _said(atlas: Atlas, location: str, homes: Collection[UUID]) -> Where | None:
    key = label_key(tidy(location))
    places = dict.fromkeys(place for home in homes for place in atlas.lines.get(home, (home,)))
    for place in places:
        if (place, key) in atlas.said:
            venue_id = atlas.said[place, key]
            return Where(venue_id, Because.SAID if venue_id else Because.NO_PLACE, tidy(location))
    return None


def _fits(venue: Known, postcode: str) -> bool:
    # The Red Lion of the next street is another one.
    return not (postcode and venue.postcode) or postcode == venue.postcode


def _near(atlas: Atlas, ids: Collection[UUID], homes: Collection[UUID]) -> Sequence[UUID]:
    """Return the venues that lie in a home, else those that lie in what is around one."""
    inside = [each for each in ids if not _places_of(atlas, each).isdisjoint(homes)]
    around = {place for home in homes for place in atlas.lines.get(home, ())}
    return inside or [each for each in ids if atlas.venues[each].place_id in around]


def _places_of(atlas: Atlas, venue_id: UUID) -> frozenset[UUID]:
    """Return the places a venue lies in."""
    place_id = atlas.venues[venue_id].place_id
    return frozenset(atlas.lines.get(place_id, (place_id,)))


def _by_postcode(atlas: Atlas, postcode: str, location: str) -> Where:
    # A postcode names some fifteen houses of the whole country: where the name's words are there too, it is no guess.
    there = set(words(location).split())
    found = [each for each in atlas.by_postcode.get(postcode, ()) if _name_words(atlas.venues[each].name) <= there]
    return Where(found[0], Because.POSTCODE, postcode) if len(found) == 1 else NOWHERE


def _gist(name: str) -> str:
    every = words(name).split()
    return " ".join([each for each in every if each not in _USUAL_WORDS] or every)


def _name_words(name: str) -> set[str]:
    return set(_gist(name).split())
