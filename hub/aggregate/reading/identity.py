"""Which entry is which: an identity for each, whatever the publisher put into its guids."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import xxhash

from hub.aggregate.reading.document import Note
from hub.aggregate.reading.draft import Sketch
from hub.kit import urls
from hub.kit.text import storable, visible

LONGEST = 1_000  # bytes of UTF-8, which is what an index counts
_KEPT = 900  # bytes of a longer one; the hash of the whole follows
_TOLERATED = 0.05  # of a feed's entries may have a bad guid before its guids are not believed

_Key = Callable[[Sketch], str]


class Way(StrEnum):
    """What tells the entries of a feed apart; chosen at its first good document and kept with the feed."""

    GUID = "guid"
    LINK = "link"
    MADE = "made"  # of link, date and title together


@dataclass(frozen=True, slots=True)
class Told:
    """The entries of a document told apart."""

    guids: list[str]  # one for each, in their order
    way: str  # a Way, or empty while there was nothing to choose by
    notes: frozenset[Note]  # what was wrong with the guids the publisher gave


def identities(sketches: Sequence[Sketch], way: str = "") -> Told:
    """Tell *sketches* apart in the *way* chosen before, or choose one where none is given.

    A later document never changes the way of the whole feed: an entry whose guid is missing, or stands for different
    contents, is known by its link, and if that will not do, by link, date and title together.
    """
    missing = sum(not _guid(sketch) for sketch in sketches)
    repeated = _repeated(sketches, _guid)
    notes = frozenset(
        ([Note.NO_IDS] if missing > _TOLERATED * len(sketches) else []) + ([Note.REPEATED_IDS] if repeated else [])
    )
    if not sketches:
        return Told([], way, notes)
    chosen = Way(way) if way in set(Way) else _choose(sketches, missing, repeated)
    if chosen is Way.GUID:
        guids = [_guid(sketch) for sketch in sketches]
        if missing or repeated:  # links cost time, and are seldom asked
            believed = set(guids) - repeated - {""}
            others = _linked(sketches, believed)
            guids = [guid if guid in believed else other for guid, other in zip(guids, others, strict=True)]
    else:
        guids = _linked(sketches) if chosen is Way.LINK else [_made(sketch) for sketch in sketches]
    return Told([_capped(guid) for guid in guids], chosen, notes)


def _choose(sketches: Sequence[Sketch], missing: int, repeated: set[str]) -> Way:
    """Believe the guids, or else the links, where no more than one in twenty is missing or stands for several."""
    tolerated = _TOLERATED * len(sketches)
    if missing + sum(_guid(sketch) in repeated for sketch in sketches) <= tolerated:
        return Way.GUID
    linked = _repeated(sketches, _link)
    unlinked = sum(not sketch.link or _link(sketch) in linked for sketch in sketches)
    return Way.LINK if unlinked <= tolerated else Way.MADE


def _linked(sketches: Sequence[Sketch], taken: Collection[str] = ()) -> list[str]:
    """Return the link of each, and of those without one of their own what is made of date and title as well."""
    unfit = _repeated(sketches, _link).union(taken, {""})
    links = [_link(sketch) for sketch in sketches]
    return [_made(sketch) if link in unfit else link for sketch, link in zip(sketches, links, strict=True)]


def _repeated(sketches: Sequence[Sketch], key: _Key) -> set[str]:
    """Return the keys that stand for more than one content."""
    contents = Counter(name for name, _ in {(key(sketch), sketch.digest) for sketch in sketches})
    return {name for name, count in contents.items() if count > 1 and name}


def _guid(sketch: Sketch) -> str:
    return storable(visible(sketch.guid)).strip()


def _link(sketch: Sketch) -> str:
    return storable(urls.canonical(sketch.link))


def _made(sketch: Sketch) -> str:
    whole = "\x1f".join((_link(sketch), sketch.date.strip(), " ".join(sketch.title.split())))
    return f"hub:{_hash(whole)}"


def _capped(guid: str) -> str:
    if len(guid) * 4 <= LONGEST or len(guid.encode()) <= LONGEST:
        return guid
    return f"{guid.encode()[:_KEPT].decode(errors='ignore')}#{_hash(guid)}"


def _hash(whole: str) -> str:
    return xxhash.xxh3_128_hexdigest(whole.encode("utf-8", "surrogatepass"))
