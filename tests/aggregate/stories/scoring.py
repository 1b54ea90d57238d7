"""How often does the rule put together what belongs together? Counted over the labelled pairs, each part by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from hub.aggregate.stories.grouping import Decided, gather
from hub.aggregate.stories.rules import Post, Written, read
from hub.aggregate.stories.shelf import Shelf
from tests.aggregate.stories.labelled import Pair, Part, pairs, posts
from tests.aggregate.stories.labelled import Post as Labelled


@dataclass(frozen=True, slots=True)
class Score:
    """What the rule made of the pairs of one part."""

    right: Sequence[Pair]  # told together, as they should be
    wrong: Sequence[Pair]  # told together, though they should not be
    missed: Sequence[Pair]
    mixed: int  # stories made of several events

    @property
    def precision(self) -> float:
        """How much of what was put together belongs together."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        """How much of what belongs together was put together."""
        return len(self.right) / (len(self.right) + len(self.missed))

    def of(self, is_asked: Callable[[str], bool]) -> "Score":
        """Return the same for those pairs only whose name is asked for."""
        right, wrong, missed = (
            [pair for pair in several if is_asked(pair.id)] for several in (self.right, self.wrong, self.missed)
        )
        return replace(self, right=right, wrong=wrong, missed=missed)


def score(part: Part) -> Score:
    """Tell all posts of one part to a hub at once, and look at which pairs stand in one story."""
    here = list(posts(part).values())
    story_of = _stories(here)
    asked = pairs(part)
    told = {pair.id: _is_told(pair, story_of) for pair in asked}
    events: dict[int, set[str]] = {}
    for post_id, story in story_of.items():
        events.setdefault(story, set()).add(event_of(post_id))
    return Score(
        right=[pair for pair in asked if told[pair.id] and pair.same],
        wrong=[pair for pair in asked if told[pair.id] and not pair.same],
        missed=[pair for pair in asked if not told[pair.id] and pair.same],
        mixed=sum(len(several) > 1 for several in events.values()),
    )


def post_of(number: int, labelled: Labelled) -> Post:
    """Return a labelled post as the rule knows it."""
    told = Written(labelled.title, labelled.text, labelled.link, labelled.links, labelled.source, (labelled.town,))
    spoken_of = f"{labelled.title} {labelled.text}"
    places = frozenset({labelled.town, *(town for town in _towns() if town in spoken_of)})
    return read(number, told, labelled.source, labelled.at, places)


@cache
def _towns() -> frozenset[str]:
    return frozenset(post.town for part in Part for post in posts(part).values())


def _stories(here: Sequence[Labelled]) -> Mapping[str, int]:
    shelf = Shelf()
    for number, each in enumerate(here):
        shelf.put(post_of(number, each))
    stories = gather(shelf, (), range(len(here)), Decided())
    return {here[item_id].id: n for n, story in enumerate(stories) for item_id in story.item_ids}


def _is_told(pair: Pair, story_of: Mapping[str, int]) -> bool:
    first, second = (story_of.get(post.id) for post in pair.posts)
    return first is not None and first == second


def event_of(post_id: str) -> str:
    """Return the event a post stands near."""
    return post_id.partition("/")[0]
