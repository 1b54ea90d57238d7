"""Which agreed tags and places an item belongs to. Pure, over a compiled registry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from hub.aggregate.reading.cleaning import all_words
from hub.aggregate.reading.document import Entry
from hub.establish.meaning.rules import Meaning, Ruled, resolve
from hub.establish.meaning.vocabulary import Vocabulary
from hub.kit.markup import plain
from hub.kit.shapes import Point
from hub.kit.text import Folded, label_key


@dataclass(frozen=True, slots=True)
class Habits:
    """What a source's items mean by where they stand there: its rules, each tag with the words it is shown in."""

    always: tuple[UUID, ...] = ()
    by_category: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)  # by kit.text.label_key
    by_path: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)  # each begins and ends with a slash


@dataclass(frozen=True, slots=True)
class Speaker:
    """What resolving needs to know of an item's source."""

    kind: str
    home: frozenset[UUID]  # the places it speaks for
    only_when_mentioned: bool
    timezone: str = "UTC"  # of its place: what its floating times are meant in
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True, slots=True)
class Registry:
    """The compiled vocabulary and all speakers, as they stood at one moment."""

    vocabulary: Vocabulary
    speakers: Mapping[UUID, Speaker]


def text_of(html: str, summary: str) -> Folded:
    """Return the words of a stored item, the same as when it was read."""
    return all_words(plain(html), summary)


def meaning(  # noqa: PLR0913 -- all that is known of an item, each by its name
    vocabulary: Vocabulary,
    speaker: Speaker,
    *,
    labels: Sequence[str],
    title: str,
    text: Folded,
    link: str = "",
    point: Point | None = None,
) -> Meaning:
    """Say what the registry makes of an item today; *point* is where its publisher put it on the map."""
    return resolve(
        vocabulary,
        labels=labels,
        title=title,
        text=text,
        home=speaker.home,
        only_when_mentioned=speaker.only_when_mentioned,
        ruled=ruled(speaker.habits, labels, link),
        point=point,
    )


def meaning_of_entry(vocabulary: Vocabulary, speaker: Speaker, entry: Entry) -> Meaning:
    """Say what the registry makes of an entry: what is shown of it beforehand is what is stored with it."""
    return meaning(
        vocabulary,
        speaker,
        labels=entry.labels,
        title=entry.title,
        text=entry.text,
        link=entry.link,
        point=point_of(entry.lat, entry.lon),
    )


def point_of(lat: float | None, lon: float | None) -> Point | None:
    """Return where an item says it happened; None where it does not."""
    return None if lat is None or lon is None else Point(lat, lon)


def ruled(habits: Habits, labels: Sequence[str], link: str) -> Iterator[Ruled]:
    """Yield the tags a source's rules give to an item with these *labels* and this *link*.

    >>> sport = UUID(int=1)
    >>> [each.evidence for each in ruled(Habits(by_path={"/sport/": (sport,)}), [], "https://paper.example/sport/cup")]
    ['/sport/']
    """
    yield from (Ruled(tag_id) for tag_id in habits.always)
    for label in labels if habits.by_category else ():
        yield from (Ruled(tag_id, label) for tag_id in habits.by_category.get(label_key(label), ()))
    for start in _starts(path_of(link)) if habits.by_path else ():
        yield from (Ruled(tag_id, start) for tag_id in habits.by_path.get(start, ()))


def path_of(link: str) -> str:
    """Return the path of an address; nothing where it is none."""
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def _starts(path: str) -> Iterator[str]:
    """Yield every way *path* begins, in whole parts.

    >>> list(_starts("/sport/cup"))
    ['/', '/sport/', '/sport/cup/']
    """
    start = "/"
    yield start
    for part in path.strip("/").split("/"):
        start += f"{part}/"
        yield start
