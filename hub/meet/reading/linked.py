"""What does a thing mean by the name of another? In JSON-LD a venue is often told once, and named by each event."""

from collections.abc import Sequence

from hub.meet.reading.things import Thing, many

MOST_NODES = 20_000
DEEPEST = 40
MOST_MEANT = 200  # things that one names, of which each is put there
_LINKS = frozenset(
    ("location", "organizer", "offers", "subEvent", "subEvents", "eventSchedule", "address", "geo", "superEvent")
)
_CIRCLING = frozenset({"subEvent", "subEvents", "superEvent", "event", "events"})


def joined_up(roots: Sequence[object]) -> Sequence[object]:
    """Return *roots* with what they name by @id, as far as it is told among them, put where it is named.

    What is put there has its own names put in first, wherever it is told. No thing is put into itself: where things
    name each other in a circle, a name stays.
    """
    nodes = list(_nodes(roots))
    known: dict[str, Thing] = {}
    links = set[str]()
    for each in nodes:
        if not (name := _name(each)):
            continue
        if _is_name_alone(each):
            links.add(name)
        else:
            known.setdefault(name, each)
    if links & known.keys():
        joining = _Joining(known)
        for each in nodes:
            joining.join(each)
    return roots


class _Joining:
    """Puts what things name where they name it, each thing once."""

    def __init__(self, known: dict[str, Thing]) -> None:
        self._known = known
        self._begun = set[int]()  # also those on the way: who leads back to one finds the name

    def join(self, node: Thing, depth: int = 0) -> None:
        if id(node) in self._begun or depth > DEEPEST:
            return
        self._begun.add(id(node))
        for link in sorted(_LINKS & node.keys()):
            told = many(node[link])
            if any(self._named(each) for each in told[:MOST_MEANT]):
                meant = [self._meant(each, node, depth) for each in told[:MOST_MEANT]]
                node[link] = [*meant, *told[MOST_MEANT:]]

    def _named(self, value: object) -> Thing | None:
        if not isinstance(value, dict) or not _is_name_alone(value):
            return None
        return self._known.get(_name(value))

    def _meant(self, value: object, owner: Thing, depth: int) -> object:
        found = self._named(value)
        if found is None or found is owner:
            return value
        self.join(found, depth + 1)
        # A copy without links of its own to events: nothing can lead round in a circle.
        return {name: each for name, each in found.items() if name not in _CIRCLING}


def _nodes(roots: Sequence[object]) -> Sequence[Thing]:
    found: list[Thing] = []
    waiting: list[tuple[object, int]] = [(root, 0) for root in roots]
    while waiting and len(found) < MOST_NODES:
        value, depth = waiting.pop()
        if isinstance(value, dict):
            found.append(value)
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < DEEPEST:
            waiting += [(each, depth + 1) for each in inside if isinstance(each, (dict, list))]
    return found


def _name(thing: Thing) -> str:
    said = thing.get("@id", thing.get("id"))
    return said if isinstance(said, str) else ""


def _is_name_alone(thing: Thing) -> bool:
    return bool(_name(thing)) and not thing.keys() - {"@id", "id", "@type", "type"}
