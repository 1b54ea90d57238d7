"""Which posts of a place make a story? Pure: posts, what stands already and what mentors decided in, stories out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hub.aggregate.stories.rules import ENOUGH, MOST_MEMBERS, Because, Bond, contradict
from hub.aggregate.stories.shelf import Pair, Shelf, pair_of

_DECIDED = Bond(1_000.0, Because.MENTOR, "")


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a story, and why it is one."""

    item_id: int
    because: Because
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A story: the item that leads it first. Its number is None while it is new."""

    parts: tuple[Part, ...]
    id: int | None = None

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The items it is made of."""
        return tuple(part.item_id for part in self.parts)


@dataclass(frozen=True, slots=True)
class Decided:
    """What mentors decided of two items each."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


def gather(shelf: Shelf, standing: Sequence[Gathered], news: Iterable[int], decided: Decided) -> tuple[Gathered, ...]:
    """Return the stories of a place after these *news*, each of two items or more.

    What stands stays as it is, but for news that no longer hold to their lead, and what mentors took apart; then the
    strongest bonds are tied first.
    """
    fresh = {item_id for item_id in news if item_id in shelf.posts}
    making = _Making(shelf, decided)
    for story in standing:
        making.begin(_still(shelf, story, fresh, decided))
    bonds = shelf.bonds(fresh) | dict.fromkeys(sorted(decided.together), _DECIDED)
    for pair, bond in sorted(bonds.items(), key=lambda tied: (-tied[1].evidence, tied[0])):
        if bond.evidence >= ENOUGH:
            making.tie(pair, bond)
    return making.gathered()


def _still(shelf: Shelf, story: Gathered, fresh: set[int], decided: Decided) -> Gathered:
    """Return what of a story holds: changed posts, or all where its lead has changed, are held against the lead."""
    lead, *others = story.parts
    is_anew = lead.because is not Because.LEAD or lead.item_id in fresh
    kept = [replace(lead, because=Because.LEAD, evidence="")]
    for part in others:
        is_asked = (is_anew or part.item_id in fresh) and part.because is not Because.MENTOR
        if is_asked and not _holds(shelf, lead.item_id, part.item_id):
            continue
        if not any(pair_of(part.item_id, each.item_id) in decided.apart for each in kept):
            kept.append(part)
    return replace(story, parts=tuple(kept))


def _holds(shelf: Shelf, lead: int, other: int) -> bool:
    """Say whether a post still holds to its lead; what has left the shelf stays as it was."""
    return not {lead, other} <= shelf.posts.keys() or shelf.between(lead, other) is not None


@dataclass(slots=True)
class _Group:
    """A story in the making; a single post is one too."""

    parts: list[Part]
    id: int | None = None

    @property
    def lead(self) -> int:
        return self.parts[0].item_id

    @property
    def is_standing(self) -> bool:
        return self.id is not None


@dataclass(slots=True)
class _Making:
    """Ties posts and stories together, as far as they fit."""

    shelf: Shelf
    decided: Decided
    _of: dict[int, _Group] = field(default_factory=dict)

    def begin(self, story: Gathered) -> None:
        """Start from a story that stands; what is left of one alone is a post like any other."""
        if len(story.parts) > 1:
            group = _Group(list(story.parts), story.id)
            self._of |= dict.fromkeys(story.item_ids, group)

    def tie(self, pair: Pair, bond: Bond) -> None:
        """Tie the stories of two posts together, where they fit or a mentor decided it."""
        one, other = (self._of.get(item_id) or _Group([Part(item_id, Because.LEAD)]) for item_id in pair)
        if one is other:
            return
        first, second = sorted((one, other), key=self._rank)
        if bond.because is Because.MENTOR or self._fit(first, second):
            self._join(first, second, bond)

    def gathered(self) -> tuple[Gathered, ...]:
        """Return what was made, in the order it began."""
        groups = {id(group): group for group in self._of.values()}
        return tuple(Gathered(tuple(group.parts), group.id) for group in groups.values())

    def _rank(self, group: _Group) -> tuple[bool, int, object, int]:
        """Return what decides which of two goes on: the one that stands, the older story, the post told earlier."""
        post = self.shelf.posts.get(group.lead)
        return not group.is_standing, group.id or 0, post.at.timestamp() if post else 0.0, group.lead

    def _fit(self, first: _Group, second: _Group) -> bool:
        if second.is_standing or len(first.parts) + len(second.parts) > MOST_MEMBERS:
            return False
        if any(self._oppose(one.item_id, other.item_id) for one in first.parts for other in second.parts):
            return False
        return all(self.shelf.between(first.lead, part.item_id) for part in second.parts)

    def _oppose(self, one: int, other: int) -> bool:
        if pair_of(one, other) in self.decided.apart:
            return True
        posts = self.shelf.posts
        return one in posts and other in posts and contradict(posts[one], posts[other])

    def _join(self, first: _Group, second: _Group, bond: Bond) -> None:
        for part in self._joining(first, second, bond):
            first.parts.append(part)
        self._of |= dict.fromkeys((part.item_id for part in first.parts), first)

    def _joining(self, first: _Group, second: _Group, bond: Bond) -> Iterator[Part]:
        """Yield what joins a story, and why: by what ties it to the lead, else by what tied the two together."""
        for part in list(second.parts):
            to_lead = self.shelf.between(first.lead, part.item_id)
            why = bond if bond.because is Because.MENTOR and part is second.parts[0] else to_lead or bond
            yield Part(part.item_id, why.because, why.said)
