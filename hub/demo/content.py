"""What is written down about the town: its places, its voices and every post they have prepared."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATA = files("hub.demo") / "data"
_HEAD = re.compile(r"^== ", re.MULTILINE)
_PASSED_ON = re.compile(r"\A=> (\S+)\n")
_LATER = "\n\n++\n"  # what comes after it stands there instead of the last paragraph, once the post was edited


@dataclass(frozen=True, slots=True)
class Voice:
    """A source of the town, as its own site presents it."""

    slug: str
    name: str
    kind: str
    dialect: str  # the feed template; “diary” for a calendar, “closed” for a page where a feed should be
    feed: str  # the last part of the feed's address
    about: str
    places: tuple[str, ...]
    author: str = ""
    licence: str = ""
    shows: str = "excerpt"
    only_when_mentioned: bool = False
    moved_from: str = ""  # the old last part, which the registry still lists
    listed: bool = True  # False: nobody has registered it yet, so that a visitor of the demo can

    @property
    def path(self) -> str:
        """Return where its feed is."""
        return f"/{self.slug}/{self.feed}"

    @property
    def old_path(self) -> str:
        """Return where its feed was, and where the registry still looks for it; its path when it never moved."""
        return f"/{self.slug}/{self.moved_from or self.feed}"


@dataclass(frozen=True, slots=True)
class Writing:
    """A post as its author prepared it, before it has a moment."""

    slug: str
    voice: str
    title: str
    body: str  # see prose.html
    labels: tuple[str, ...] = ()
    place: str = ""  # where it happened, for voices that say so
    offset: timedelta | None = None  # wall time since the start of a cycle; none: one of the lively ones
    passes_on: str = ""  # the slug of a post that this one only leads to
    later: str = ""  # the body once its author has edited it; none: it stays as it is


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """Everything prepared: the slow posts are keyed by their days, the lively ones by their order."""

    places: Mapping[str, Mapping[str, Any]]
    tags: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Any]  # that are no tags
    voices: Mapping[str, Voice]
    slow: tuple[Writing, ...]
    lively: tuple[Writing, ...]
    diaries: Mapping[str, tuple[Mapping[str, Any], ...]]
    order: Mapping[str, int] = field(default_factory=dict)  # the position of each lively post, by its slug
    by_slug: Mapping[str, Writing] = field(default_factory=dict)


@lru_cache(maxsize=1)
def wherrybridge() -> Written:
    """Read the town from its data files, once."""
    town = yaml.safe_load(_read("town.yaml"))
    slow = tuple(_slow())
    lively = tuple(_lively())
    return Written(
        places=town["places"],
        tags=town["tags"],
        words=town["words"],
        voices={slug: _voice(slug, facts) for slug, facts in town["voices"].items()},
        slow=slow,
        lively=lively,
        diaries={slug: tuple(events) for slug, events in yaml.safe_load(_read("diaries.yaml")).items()},
        order={writing.slug: position for position, writing in enumerate(lively)},
        by_slug={writing.slug: writing for writing in (*slow, *lively)},
    )


def offset(words: str) -> timedelta:
    """Read “3 tue 09:30” or “3 tue” as the time since Monday of week 0.

    >>> offset("1 tue 09:30")
    datetime.timedelta(days=8, seconds=34200)
    """
    week, day, *clock = words.split()
    hours, minutes = (int(part) for part in (clock or ["0:0"])[0].split(":"))
    return timedelta(weeks=int(week), days=DAYS.index(day), hours=hours, minutes=minutes)


def _voice(slug: str, facts: Mapping[str, Any]) -> Voice:
    return Voice(slug=slug, **{**facts, "places": tuple(facts["places"])})


def _slow() -> Iterator[Writing]:
    for file in sorted((_DATA / "posts").iterdir(), key=lambda each: each.name):
        voice = file.name.removesuffix(".txt")
        for slug, when, labels, place, title, body in _posts(file.read_text("utf-8")):
            yield _writing(Writing(slug, voice, title, body, labels, place, offset(when)))


def _lively() -> Iterator[Writing]:
    for slug, voice, labels, place, title, body in _posts(_read("lively.txt")):
        yield _writing(Writing(slug, voice, title, body, labels, place))


def _writing(raw: Writing) -> Writing:
    """Read what a body says of itself: where it only leads, and what it says later."""
    leads = _PASSED_ON.match(raw.body)
    first, edited, last = raw.body[leads.end() if leads else 0 :].partition(_LATER)
    later = "\n\n".join((first.rpartition("\n\n")[0], last)).strip() if edited else ""
    return replace(raw, body=first, later=later, passes_on=leads[1] if leads else "")


def _posts(text: str) -> Iterator[tuple[str, str, tuple[str, ...], str, str, str]]:
    r"""Yield slug, when or voice, labels, place, title and body of each post of *text*.

    >>> [*_posts("== hello | 0 mon 09:00 | Bins, #news |\nThe title\nThe body.")]
    [('hello', '0 mon 09:00', ('Bins', '#news'), '', 'The title', 'The body.')]
    """
    for post in _HEAD.split(text)[1:]:
        head, title, body = post.split("\n", 2)
        slug, second, labels, place = (part.strip() for part in head.split("|"))
        words = tuple(filter(None, (label.strip() for label in labels.split(","))))
        yield slug, second, words, place, title, body.strip()


def _read(name: str) -> str:
    return (_DATA / name).read_text("utf-8")
