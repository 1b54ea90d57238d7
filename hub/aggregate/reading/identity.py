"""Which entry is which: an identity for each, whatever the publisher put into its guids."""

from collections import Counter
from collections.abc import Callable, Sequence

import xxhash

from hub.aggregate.reading.document import Note
from hub.aggregate.reading.draft import Sketch
from hub.kit import urls

LONGEST = 1_000
_KEPT = 900  # characters of a longer one; the hash of the whole follows
_TOLERATED = 0.05  # of a feed's entries may have a bad guid before its guids are not believed


def identities(sketches: Sequence[Sketch]) -> tuple[list[str], frozenset[Note]]:
    """Return an identity for each of *sketches*, and what was wrong with those the publisher gave.

    Where more than one in twenty is missing or stands for different contents, the whole feed is told apart by link,
    and if that will not do, by link, date and title together.
    """
    missing = sum(not sketch.guid for sketch in sketches)
    repeated = _repeated(sketches, lambda sketch: sketch.guid)
    notes = frozenset(
        ([Note.NO_IDS] if missing > _TOLERATED * len(sketches) else []) + ([Note.REPEATED_IDS] if repeated else [])
    )
    clashes = sum(sketch.guid in repeated for sketch in sketches)
    if missing + clashes <= _TOLERATED * len(sketches):
        return [
            _told(sketch) if sketch.guid in repeated else _capped(sketch.guid) or _told(sketch) for sketch in sketches
        ], notes
    linked = _repeated(sketches, _link)
    unlinked = sum(not sketch.link or _link(sketch) in linked for sketch in sketches)
    if unlinked <= _TOLERATED * len(sketches):
        return [
            _told(sketch) if _link(sketch) in linked else _capped(_link(sketch)) or _told(sketch) for sketch in sketches
        ], notes
    return [_told(sketch) for sketch in sketches], notes


def _repeated(sketches: Sequence[Sketch], key: Callable[[Sketch], str]) -> set[str]:
    """Return the keys that stand for more than one content."""
    contents = Counter(name for name, _ in {(key(sketch), sketch.digest) for sketch in sketches})
    return {name for name, count in contents.items() if count > 1 and name}


def _link(sketch: Sketch) -> str:
    return urls.canonical(sketch.link)


def _told(sketch: Sketch) -> str:
    """Return an identity made of link, date and title."""
    whole = "\x1f".join((_link(sketch), sketch.date.strip(), " ".join(sketch.title.split())))
    return f"hub:{xxhash.xxh3_128_hexdigest(whole.encode('utf-8', 'surrogatepass'))}"


def _capped(guid: str) -> str:
    if len(guid) <= LONGEST:
        return guid
    return f"{guid[:_KEPT]}#{xxhash.xxh3_128_hexdigest(guid.encode('utf-8', 'surrogatepass'))}"
