"""Which posts make a conversation? Pure: posts, what ties them and what mentors decided in, threads out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hub.communicate.threads.rules import MOST_PARTS, Because, Post, Tie

Pair = tuple[int, int]  # the smaller number first


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a thread, and why it is one."""

    item_id: int
    toward: int | None
    because: Because
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A conversation, its posts in the order of time. Its number is None while it is new."""

    parts: tuple[Part, ...]
    id: int | None = None

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The items it is made of."""
        return tuple(part.item_id for part in self.parts)


@dataclass(frozen=True, slots=True)
class Around:
    """All that is needed to say which conversations some posts of a place are part of."""

    posts: Mapping[int, Post]  # that stand in the stream of the place
    ties: Mapping[int, tuple[Tie, ...]]  # of a post towards earlier ones, the strongest first
    standing: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # the items of each thread so far
    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    began: Mapping[int, int] = field(default_factory=dict)  # with which post a thread began, of those ever joined
    gone: Mapping[int, int] = field(default_factory=dict)  # the same of threads that went on in another one


@dataclass(frozen=True, slots=True)
class Outcome:
    """The conversations there are now, and which of those before go on in another one."""

    threads: tuple[Gathered, ...]
    heirs: Mapping[int, int]


def gather(around: Around) -> Outcome:
    """Return the conversations that these posts make, each post tied to one earlier post at most.

    What mentors put together is together; then each post, in the order of time, joins the one its strongest tie leads
    to, unless a mentor took two of theirs apart or the thread is full. What stood before keeps its number where its
    first post is; of several numbers the oldest is kept. What went on in another one and leaves it has its own again.
    """
    making = _Making(around)
    for pair in sorted(around.together):
        making.put_together(pair)
    for post in sorted(around.posts.values(), key=lambda each: each.turn):
        making.join(post.id)
    groups = making.groups()
    numbers, heirs = _numbers(around, groups)
    made = (
        Gathered(making.parts(group), numbers.get(group[0]))
        for group in groups
        if len(group) > 1 or group[0] in numbers
    )
    return Outcome(tuple(made), heirs)


def pair_of(one: int, other: int) -> Pair:
    """Return two numbers, the smaller one first."""
    return (one, other) if one < other else (other, one)


@dataclass(slots=True)
class _Making:
    """Joins posts to each other, as far as they fit."""

    around: Around
    _of: dict[int, list[int]] = field(default_factory=dict)
    _tie: dict[int, Tie] = field(default_factory=dict)
    _apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self._of = {item_id: [item_id] for item_id in self.around.posts}
        for one, other in self.around.apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def put_together(self, pair: Pair) -> None:
        """Put two posts together, however many there are: a mentor decided it."""
        if pair[0] in self._of and pair[1] in self._of:
            self._merge(*pair)

    def join(self, item_id: int) -> None:
        """Have a post join what its strongest tie leads to, of those it may join."""
        for tie in self.around.ties.get(item_id, ()):
            if tie.toward in self._of and self._fit(item_id, tie.toward):
                self._tie[item_id] = tie
                self._merge(tie.toward, item_id)
                return

    def groups(self) -> list[tuple[int, ...]]:
        """Return which posts are together, in the order of time."""
        found = {id(group): group for group in self._of.values()}
        return [tuple(sorted(group, key=lambda each: self.around.posts[each].turn)) for group in found.values()]

    def parts(self, group: tuple[int, ...]) -> tuple[Part, ...]:
        """Return the posts of a group, and why each is part of it."""
        return tuple(self._part(item_id, group) for item_id in group)

    def _part(self, item_id: int, group: tuple[int, ...]) -> Part:
        if tie := self._tie.get(item_id):
            return Part(item_id, tie.toward, tie.because, tie.evidence)
        if item_id == group[0]:
            return Part(item_id, None, Because.FIRST if len(group) > 1 else Because.TALK)
        return Part(item_id, next(self._partners(item_id, group), None), Because.MENTOR)

    def _partners(self, item_id: int, group: tuple[int, ...]) -> Iterator[int]:
        """Yield the earlier posts of its group that a mentor put a post together with."""
        for earlier in group[: group.index(item_id)]:
            if pair_of(earlier, item_id) in self.around.together:
                yield earlier

    def _fit(self, one: int, other: int) -> bool:
        here, there = self._of[one], self._of[other]
        if here is there:
            return True
        if len(here) + len(there) > MOST_PARTS:
            return False
        return not self._apart or all(self._apart[each].isdisjoint(there) for each in here)

    def _merge(self, one: int, other: int) -> None:
        here, there = self._of[one], self._of[other]
        if here is there:
            return
        large, small = (here, there) if len(here) >= len(there) else (there, here)
        large += small
        self._of |= dict.fromkeys(small, large)


def _numbers(around: Around, groups: Iterable[tuple[int, ...]]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Return the number of each group, by its first post, and the heirs of the threads that have none any more."""
    of = {item_id: group for group in groups for item_id in group}
    numbers: dict[int, int] = {}
    heirs: dict[int, int] = {}
    for thread_id, item_ids in sorted(around.standing.items()):
        left = [around.posts[item_id] for item_id in item_ids if item_id in around.posts]
        if not left:
            continue
        began = around.began.get(thread_id)
        group = of[began if began in item_ids and began in of else min(left, key=lambda post: post.turn).id]
        if numbers.setdefault(group[0], thread_id) != thread_id:
            heirs[thread_id] = numbers[group[0]]
    for thread_id, began in sorted(around.gone.items()):
        if began in of:
            numbers.setdefault(of[began][0], thread_id)
    return numbers, heirs
