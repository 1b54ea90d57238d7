"""Which posts can still become part of a story, and which of them are worth holding against each other? Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hub.aggregate.stories.happenings import alike
from hub.aggregate.stories.rules import Bond, Commonness, Post, bond

MOST_SHARING = 60  # posts that have a word in common: by a more common one nobody is looked for
ALIKE = 0.3  # in kind: less does not make one shared word worth a look
Pair = tuple[int, int]  # the smaller number first
_Index = dict[str, set[int]]


@dataclass(slots=True)
class Shelf:
    """The posts of a place that can still become part of a story, found by their words and pages."""

    posts: dict[int, Post] = field(default_factory=dict)
    _by_word: _Index = field(default_factory=dict)
    _by_page: _Index = field(default_factory=dict)

    def put(self, post: Post) -> None:
        """Place a post; what stood there under its number goes."""
        self.take(post.id)
        self.posts[post.id] = post
        for index, keys in self._places(post):
            for key in keys:
                index.setdefault(key, set()).add(post.id)

    def take(self, item_id: int) -> None:
        """Take a post away, if it is there."""
        post = self.posts.pop(item_id, None)
        for index, keys in self._places(post) if post else ():
            for key in keys:
                index[key].discard(item_id)
                if not index[key]:
                    del index[key]

    def common(self) -> Commonness:
        """Return how common each word and page is among these posts now."""
        return Commonness(len(self.posts), _Counts(self._by_word), _Counts(self._by_page))

    def bonds(self, item_ids: Iterable[int]) -> dict[Pair, Bond]:
        """Return what binds each of these posts to any other, as far as anything does."""
        common, wanted, found = self.common(), set(item_ids), dict[Pair, Bond]()
        for item_id in sorted(wanted):
            for other in self._near(self.posts[item_id]):
                # Of two that are both wanted, one look is enough.
                if (other not in wanted or item_id < other) and (
                    tied := bond(self.posts[item_id], self.posts[other], common)
                ):
                    found[pair_of(item_id, other)] = tied
        return found

    def between(self, one: int, other: int) -> Bond | None:
        """Return what binds two posts; None where nothing does, or one of them is not here."""
        if one not in self.posts or other not in self.posts:
            return None
        return bond(self.posts[one], self.posts[other], self.common())

    def _near(self, post: Post) -> Iterator[int]:
        """Yield the posts that share a page with this one, or two rarer words, or one and a day, a number or a kind."""
        shared = Counter[int]()
        for word in post.wording.all:
            shared.update(self._sharing(self._by_word[word]))
        for page in post.pages:
            shared.update(dict.fromkeys(self._sharing(self._by_page[page]), 2))
        del shared[post.id]
        return (other for other, count in shared.items() if count > 1 or _agree(post, self.posts[other]))

    def _sharing(self, item_ids: set[int]) -> set[int]:
        return item_ids if len(item_ids) <= MOST_SHARING else set()

    def _places(self, post: Post) -> tuple[tuple[_Index, frozenset[str]], ...]:
        return (self._by_word, post.wording.all), (self._by_page, post.pages)


def pair_of(one: int, other: int) -> Pair:
    """Return two numbers, the smaller one first."""
    return (one, other) if one < other else (other, one)


def _agree(one: Post, other: Post) -> bool:
    return bool(
        one.days & other.days or one.wording.figures & other.wording.figures or alike(one.kinds, other.kinds) >= ALIKE
    )


class _Counts(Mapping[str, int]):
    """How many posts stand under each word of an index."""

    def __init__(self, index: _Index) -> None:
        self._index = index

    def __getitem__(self, word: str) -> int:
        return len(self._index[word])

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)
