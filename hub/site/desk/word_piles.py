"""Which words wait at a desk, on which pile? What each pile is called, and where in one somebody is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hub.kit.saying import Saying, say
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk.word_heaps import Heap, ambiguous_heap, open_heap, phrase_heap
from hub.site.render import path_with
from hub.site.typed import Typed

OPEN, AMBIGUOUS, PHRASES = "", "ambiguous", "phrases"  # piles, as their addresses end
LONGEST_AT = 3  # digits


@dataclass(frozen=True, slots=True)
class Pile:
    """A sort of words that wait."""

    title: Saying
    lead: Saying
    none: Saying
    heap: Callable[[Doing, PlaceView, str], Heap]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the queue somebody is."""

    place: str
    pile: str = OPEN
    after: str = ""
    at: int = 0  # which row of the page

    @classmethod
    def of(cls, here: PlaceView, typed: Typed) -> "Spot":
        """Return where a form was sent from; the first word where it does not say."""
        at = typed["at"]
        is_row = at.isascii() and at.isdigit() and len(at) <= LONGEST_AT
        return cls(
            here.slug, typed["pile"] if typed["pile"] in PILES else OPEN, typed["after"], int(at) if is_row else 0
        )

    @property
    def address(self) -> str:
        """The page of the queue, where the next word is the one before one's eyes."""
        asked = [("place", self.place), ("after", self.after), ("at", str(self.at))]
        return path_with(pile_parts(self.pile), asked)


PILES: Mapping[str, Pile] = {
    OPEN: Pile(
        title=say("Words nobody agreed on yet"),
        lead=say(
            "Publishers file their posts under these words, and nobody here has agreed what they mean. "
            "Decide one at a time: you see first what it would change, and can undo it for a week."
        ),
        none=say("Every word in use means something here. Well done."),
        heap=open_heap,
    ),
    AMBIGUOUS: Pile(
        title=say("Words that mean different things"),
        lead=say(
            "Publishers still use these words, and here they mean no tag. "
            "Say what one means in a part of the place, or leave it."
        ),
        none=say("Nobody uses a word here that means different things."),
        heap=ambiguous_heap,
    ),
    PHRASES: Pile(
        title=say("What many talk about"),
        lead=say(
            "Many posts say this lately, few did the month before, and no tag covers it. "
            "It is only a hint: make a tag of what people will look for."
        ),
        none=say("Nothing new is on everybody’s lips."),
        heap=phrase_heap,
    ),
}


def pile_parts(pile: str) -> Sequence[str]:
    """Return the parts of the address of a pile."""
    return ("desk", "words", pile) if pile else ("desk", "words")


def look_address(here: PlaceView, typed: Typed) -> str:
    """Return where a choice is looked at."""
    return path_with(("desk", "words", here.slug, "decide"), typed.fields)
