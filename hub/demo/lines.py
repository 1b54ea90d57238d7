"""What do neighbours say on the hub about what was said in town, and when? Written down, and due by the town's time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from hub.demo.content import Written
from hub.demo.timeline import Post, latest


@dataclass(frozen=True, slots=True)
class Line:
    """Something somebody says at a post."""

    who: str  # the slug of a neighbour
    at: tuple[str, ...]  # posts: it is said at the newest of them
    words: str
    after: timedelta  # since that post
    to: str = ""  # whose words it answers
    local: bool = False  # for neighbours alone
    waits: bool = False  # a moderator reads it first
    read_by: str = ""  # the moderator who has done so, and let it through


@dataclass(frozen=True, slots=True)
class Guest:
    """A post on a site of another town that answers one of this one's."""

    slug: str
    site: str
    author: str
    title: str
    words: str
    at: tuple[str, ...]  # it answers the newest of these
    shown: bool  # somebody at the desk has let it through already


@dataclass(frozen=True, slots=True)
class Talk:
    """All that is prepared."""

    people: Mapping[str, str]  # who only talks: a name for each slug
    owners: Mapping[str, str]  # who of them speaks for which source
    introduced: frozenset[str]  # the two sources Ada introduces to each other
    introduction: str  # what she says to both
    lines: tuple[Line, ...]
    guests: tuple[Guest, ...]


@lru_cache(maxsize=1)
def talk() -> Talk:
    """Read what is prepared from its file, once."""
    told = yaml.safe_load((files("hub.demo") / "data" / "talk.yaml").read_text("utf-8"))
    return Talk(
        people=told["people"],
        owners=told["owners"],
        introduced=frozenset(told["introduced"]),
        introduction=told["introduction"],
        lines=tuple(_line(each) for each in told["replies"]),
        guests=tuple(Guest(slug, **facts | {"at": tuple(facts["at"])}) for slug, facts in told["elsewhere"].items()),
    )


def due(written: Written, now: datetime) -> Iterator[tuple[Line, Post, datetime]]:
    """Yield what should have been said by *now*, with the post it is said at and its moment; answers come last."""
    for line in talk().lines:
        post = newest(written, line.at, now)
        if post.at + line.after <= now:
            yield line, post, post.at + line.after


def newest(written: Written, slugs: tuple[str, ...], now: datetime) -> Post:
    """Return the post of these *slugs* that was published last."""
    return max((latest(written, written.by_slug[slug], now) for slug in slugs), key=lambda post: post.at)


def _line(facts: Mapping[str, Any]) -> Line:
    at = (facts["at"],) if isinstance(facts["at"], str) else tuple(facts["at"])
    return Line(**{**facts, "at": at, "after": timedelta(hours=facts["after"])})
