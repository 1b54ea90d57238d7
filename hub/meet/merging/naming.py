"""Which meetups does a post name? Those whose title it says whole, near their day; none rather than wrong. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hub.aggregate.stories.moments import days_of
from hub.kit.text import Folded, words
from hub.meet.merging.rules import About, title_words

FEWEST_WORDS = 3  # that tell something: “Coffee morning” is said by many who mean another one
BEFORE, AFTER = 14, 3  # days a post stands before a date, and after it, where it names no day
MOST_NAMED = 3  # meetups: a post that names more is a list
MOST_DAYS = 31  # that a post speaks of: so is one of more
MOST_READ = 4_000  # letters of a post


@dataclass(frozen=True, slots=True)
class Said:
    """What a post says, and when."""

    text: Folded
    days: frozenset[date]  # on which the meetup would have to be
    is_dated: bool  # it names these days, else they are those around it


@dataclass(frozen=True, slots=True)
class Nameable:
    """A meetup on one of those days, in the same place."""

    event_id: UUID
    group_id: UUID | None
    title: str

    @property
    def meetup(self) -> UUID:
        """What is the same for all that tell of one meetup."""
        return self.group_id or self.event_id


@dataclass(frozen=True, slots=True)
class Naming:
    """A meetup that a post names."""

    event_id: UUID
    because: About
    evidence: str  # its title


def said(title: str, text: str, published: date) -> Said:
    """Return what a post says; whoever names a day means that one, and who names none means what is on soon.

    >>> said("Join us", "Repair café on 3 March", date(2026, 2, 1)).days
    frozenset({datetime.date(2026, 3, 3)})
    """
    whole = f"{title}. {text}"[:MOST_READ]
    named = days_of(whole, published)
    around = frozenset(published + timedelta(days=step) for step in range(-AFTER, BEFORE + 1))
    days = (named if len(named) <= MOST_DAYS else frozenset()) if named else around
    return Said(words(whole), days, is_dated=bool(named))


def phrase(title: str) -> Folded:
    """Return the words of a title that a post has to say one after the other; none where they tell too little.

    >>> phrase("Repair Café: Bring your bike"), phrase("Coffee morning at the hall")
    ('repair cafe bring your bike', 'coffee morning at the hall')
    >>> phrase("A coffee morning")
    ''
    """
    return words(title) if len(title_words(title)) >= FEWEST_WORDS else Folded("")


def named(post: Said, there: Iterable[Nameable]) -> Sequence[Naming]:
    """Return which of the meetups *there*, all of them on a day of the post, it names.

    Two meetups of one title are none, as nobody knows which is meant; of two titles one in the other the longer counts.
    """
    found = [(spoken, each) for each in there if (spoken := phrase(each.title)) and _says(post.text, spoken)]
    whole = _outermost({spoken for spoken, _ in found})
    meant = [(spoken, each) for spoken, each in found if spoken in whole and _is_alone(spoken, each, found)]
    if len({each.meetup for _, each in meant}) > MOST_NAMED:
        return ()
    because = About.DAY if post.is_dated else About.SOON
    return [Naming(each.event_id, because, each.title) for _, each in meant]


def _says(text: str, spoken: str) -> bool:
    return f" {spoken} " in f" {text} "


def _outermost(phrases: Collection[str]) -> frozenset[str]:
    return frozenset(each for each in phrases if not any(each != other and _says(other, each) for other in phrases))


def _is_alone(spoken: str, told: Nameable, found: Iterable[tuple[str, Nameable]]) -> bool:
    return all(each.meetup == told.meetup for other, each in found if other == spoken)
