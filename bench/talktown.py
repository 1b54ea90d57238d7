"""What does a town look like whose people answer each other? A hundred thousand posts of one place, linked as in life.

`python -m bench.talktown [ITEMS]` makes `var/bench-talk.db`; one made by the same recipe stays. Most posts lead to
what was said in the last days, the loudest are answered most, one page is linked by five thousand posts, now and then
somebody lists two hundred links, and some events are told as stories.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from bench import townrows
from bench.bigtown import kept, this_week
from bench.server import ROOT
from bench.townsfolk import Author, Luck, Post, Size, tag_ids, voices
from hub.aggregate.items.rules import page_key
from hub.aggregate.stories.models import Story, StoryItem
from hub.aggregate.stories.rules import Because
from hub.db import bulk
from hub.db.engine import writing
from hub.duties.threading import think_all
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Sandbox

MANY = 100_000
HUB, HUB_LINKED = 1_000, 5_000  # the item everybody leads to, and by how many
LIST_EVERY, LIST_LINKS = 1_000, 200  # posts that are lists of links
STORY_EVERY = 40  # posts, of which the first and some after it tell one event
_BATCH = 5_000
_EDITION = 1
_LINKS_OF_A_POST = (0, 0, 0, 1, 1, 2, 3, 4, 6, 10)  # as likely as each other
_OWN, _ELSEWHERE = 0.25, 0.3  # links into the own site, and to pages of nobody here
_DAYS_BACK = 4.0  # on average, of what is answered


def talking_size(items: int = MANY) -> Size:
    """Return the size of one place of so many *items*."""
    return Size(items, sources=2_000, towns=1, places=1, meetups=50)


def built(items: int = MANY) -> Path:
    """Return a database of one place of so many *items*, with its links, its stories and its threads."""
    size = talking_size(items)
    name = "bench-talk.db" if items == MANY else f"bench-talk-{items}.db"
    return kept(ROOT / "var" / name, this_week(size, _EDITION), partial(_build, size=size))


class Weaver:
    """Adds links to what an author writes: mostly to what the loudest said in the last days."""

    def __init__(self, author: Author, size: Size, chance: Random) -> None:
        self._author, self._size, self._chance = author, size, chance
        self._sites = Luck(chance, len(author.voices))
        self._said: dict[str, list[str]] = {}  # the addresses of each site's posts, the newest last
        self._lately: list[str] = []
        self._a_day = size.items / size.days
        self._hub = ""

    def posts(self, start: int, number: int) -> Iterator[Post]:
        """Return posts with their links in them, and the key of their own page."""
        for post in self._author.posts(start, number):
            at, link = post.row["id"], post.row["link"]
            addresses = dict.fromkeys(self._leads(at, link))
            anchors = "".join(f'<p><a href="{each}">there</a></p>' for each in addresses if each != link)
            row = {"html": post.row["html"] + anchors, "page_key": page_key(link)}
            yield replace(post, row=post.row | row)
            self._remember(at, link)

    def _leads(self, at: int, link: str) -> Iterator[str]:
        number = LIST_LINKS if at % LIST_EVERY == 0 else self._chance.choice(_LINKS_OF_A_POST)
        for _ in range(number if self._lately else 0):
            yield self._one(link)
        if self._hub and self._chance.random() < HUB_LINKED / self._size.items:
            yield self._hub

    def _one(self, link: str) -> str:
        kind = self._chance.random()
        own = self._said.get(_site(link))
        if kind < _OWN and own:
            return self._chance.choice(own[-50:])
        if kind < _OWN + _ELSEWHERE:
            return f"https://elsewhere-{self._sites.draw()}.example/{self._chance.randint(1, 9_999)}"
        back = 1 + int(self._chance.expovariate(1 / (_DAYS_BACK * self._a_day)))
        return self._lately[-min(back, len(self._lately))]

    def _remember(self, at: int, link: str) -> None:
        self._hub = link if at == HUB else self._hub
        self._lately.append(link)
        self._said.setdefault(_site(link), []).append(link)


def _site(link: str) -> str:
    return link.rpartition("/")[0]


def _build(engine: Engine, size: Size) -> None:
    moment, chance = now(), Random(1)  # noqa: S311 -- an invented town, nothing secret
    speaking = voices(size)
    with writing(engine) as db:
        townrows.store_registry(db, size, speaking, moment)
        townrows.store_meetups(db, size, speaking, moment)
    weaver = Weaver(Author(size, speaking, tag_ids(), chance, moment), size, chance)
    for start in range(0, size.items, _BATCH):
        with writing(engine) as db:
            posts = list(weaver.posts(start, min(_BATCH, size.items - start)))
            townrows.store(db, iter(posts))
            _tell_stories(db, posts, speaking[0].places[0], chance)
    think_over(engine)


def answering(size: Size, lately: Sequence[str], number: int) -> Iterator[Post]:
    """Yield *number* posts more, each of which leads to twenty of the pages *lately*."""
    chance = Random(3)  # noqa: S311 -- invented news
    author = Author(size, voices(size), tag_ids(), chance, now())
    for post in author.posts(size.items, number):
        anchors = "".join(f'<p><a href="{each}">there</a></p>' for each in chance.sample(lately, 20))
        yield replace(post, row=post.row | {"html": post.row["html"] + anchors, "page_key": page_key(post.row["link"])})


def _tell_stories(db: Session, posts: Sequence[Post], place_id: UUID, chance: Random) -> None:
    """Have some posts tell one event: the first of each forty, and up to five soon after it."""
    firsts = [post.row["id"] for post in posts[::STORY_EVERY]]
    ids = bulk.next_ids(db, Story, len(firsts))
    stories = [{"id": each, "place_id": place_id, "made_at": posts[0].row["sort_at"], "heir_id": None} for each in ids]
    bulk.insert(db, Story, stories)
    bulk.insert(
        db,
        StoryItem,
        [
            {"place_id": place_id, "item_id": item_id, "story_id": story_id, "leads": item_id == first}
            | {"because": Because.LEAD if item_id == first else Because.WORDS, "evidence": ""}
            for story_id, first in zip(ids, firsts, strict=True)
            for item_id in range(first, min(first + chance.randint(2, 6), posts[-1].row["id"] + 1))
        ],
    )


def think_over(engine: Engine) -> None:
    """Have the hub see to all there is to see of who answers whom, as its own duty does."""
    with thinking(engine) as tools:
        think_all(tools)


@contextmanager
def thinking(engine: Engine) -> Iterator[Tools]:
    """Lend what that duty works with: nothing is fetched, and nothing read."""
    with Sandbox(children=1) as sandbox:
        yield Tools(engine, Door(), sandbox)


def main() -> None:
    """Make the database somebody asked for and say where it is."""
    began = perf_counter()
    path = built(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
    print(f"{path}: {path.stat().st_size / 1_000_000:.0f} MB, {perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
