"""The hand-labelled pairs: which two items tell of the same event, and in which part does each pair stand?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import blake2s
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


class Part(StrEnum):
    """Which pairs are asked for: the rule was tuned on the open half alone."""

    OPEN = "open half"
    HELD_OUT = "held-out half"
    FRESH = "fresh pairs"  # by another hand, of other towns


@dataclass(frozen=True, slots=True)
class Post:
    """An item as somebody of an invented town published it."""

    id: str  # its event and its letter
    kind: str
    source: str
    town: str
    title: str
    text: str
    at: datetime
    link: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts, and whether they tell of the same event."""

    id: str
    posts: tuple[Post, Post]
    same: bool
    why: str


def half(event: str) -> Part:
    """Return the half an event stands in, with all its pairs."""
    return Part.HELD_OUT if blake2s(event.encode()).digest()[0] % 2 else Part.OPEN


@cache
def pairs(part: Part) -> tuple[Pair, ...]:
    """Return the pairs of a part, in the order of their files."""
    return tuple(_pairs(part))


@cache
def posts(part: Part) -> Mapping[str, Post]:
    """Return the posts of a part by their ids."""
    return {post.id: post for event in _events(part) for post in _posts(event, _folder(part))}


def _folder(part: Part) -> Path:
    return HERE / ("fresh" if part is Part.FRESH else "pairs")


def _events(part: Part) -> Iterator[Any]:
    return (each for each in _told(_folder(part)) if part is Part.FRESH or half(each["event"]) is part)


@cache
def _told(folder: Path) -> Sequence[Any]:
    files = [file for file in sorted(folder.glob("*.yaml")) if file.stem != "sources"]
    return [event for file in files for event in yaml.safe_load(file.read_text("utf-8"))]


def _pairs(part: Part) -> Iterator[Pair]:
    for event in _events(part):
        for letters, told in event["pairs"].items():
            first, second = (posts(part)[f"{event['event']}/{letter}"] for letter in letters)
            yield Pair(f"{event['event']}/{letters}", (first, second), told["same"], told["why"])


def _posts(event: Any, folder: Path) -> Iterator[Post]:
    speakers = _speakers(folder)
    for letter, told in event["items"].items():
        name, by = event["event"], speakers[told["by"]]
        yield Post(
            id=f"{name}/{letter}",
            kind=by["kind"],
            source=by["name"],
            town=by["town"],
            title=told["title"],
            text=told["text"],
            at=datetime.fromisoformat(told["at"]).replace(tzinfo=UTC),
            link=told.get("link", f"https://{by['site']}/{name}-{letter}"),
            links=tuple(told.get("links", ())),
        )


@cache
def _speakers(folder: Path) -> Any:
    return yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))
