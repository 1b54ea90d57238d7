"""How long does it take to write everybody's digest, all of them due at one hour? Ends with 1 when the goal is missed.

    python -m bench.digests [--people 10000] [--database postgresql://…]

Twenty towns, forty voices in each, six hundred new posts a town of which a tenth tells a story with another one, and a
hundred conversations with new replies. Most people follow a town; all follow some tags, sources or conversations
besides, so that hardly two get the same mail; every fifth has muted something, and one in ten writes in Welsh.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func
from sqlmodel import Session, select

from hub import tables
from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.items.models import EVERYTHING, Item, ItemTag, StreamEntry
from hub.aggregate.stories.models import Story, StoryItem
from hub.communicate.following.models import DigestPlan, Following, Mute
from hub.communicate.replies.models import Reply
from hub.communicate.threads.models import Thread, ThreadItem
from hub.db import bulk
from hub.db.base import Table
from hub.db.engine import connect, reading, writing
from hub.duties.digesting import digest_round
from hub.duties.tools import Tools
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.people.mail.models import OutboxMail
from hub.people.persons.models import Person
from hub.places.models import Place
from hub.settings import Settings
from hub.site.digests.press import printer

GOAL = 60.0  # seconds of the processor, for 10,000: one process writes, and other work on the machine only waits
_PEOPLE, _TOWNS, _VOICES, _POSTS, _TAGS, _TALKS = 10_000, 20, 40, 600, 60, 100
_AT_ONCE = 10_000
_SEED = 13
_KINDS = ("council", "press", "blog", "community")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Town:
    """The towns, and what can be followed in them, by number."""

    moment: datetime
    luck: Random

    @staticmethod
    def place(town: int) -> UUID:
        """Return the id of a town."""
        return UUID(int=1_000 + town)

    @staticmethod
    def source(town: int, voice: int) -> UUID:
        """Return the id of a voice of a town."""
        return UUID(int=100_000 + town * _VOICES + voice)

    @staticmethod
    def tag(number: int) -> UUID:
        """Return the id of a tag."""
        return UUID(int=10_000 + number)

    @staticmethod
    def person(number: int) -> UUID:
        """Return the id of somebody."""
        return UUID(int=1_000_000 + number)


def main(arguments: Sequence[str]) -> int:
    """Fill a database, write all digests, print a line, and return the exit code."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,
            database_url=options.database or f"sqlite:///{Path(folder) / 'digests.db'}",
            base_url="https://hub.example",
            contact="ada@hub.example",
            secret_key="for this bench alone",  # noqa: S106 -- it protects nothing
        )
        engine = connect(settings.database_url)
        try:
            fill(engine, options.people, now())
            took, worked, mails, size = write_all(engine, settings)
        finally:
            engine.dispose()
    goal = GOAL * options.people / _PEOPLE
    print(f"{engine.dialect.name}: {mails} digests of {size / 1_000:.1f} kB each in {took:.1f} s, ", end="")
    print(f"processor time {worked:.1f} s; goal {goal:.0f} s of it {'reached' if worked <= goal else 'missed'}")
    return 0 if worked <= goal else 1


def write_all(engine: Engine, settings: Settings) -> tuple[float, float, int, float]:
    """Write every digest; return seconds on the wall and of the processor, how many mails, and their mean length."""
    tools = Tools(engine, None, None)  # type: ignore[arg-type] # nobody outside is asked
    began, worked = perf_counter(), process_time()
    digest_round(tools, printer(settings))
    took, worked = perf_counter() - began, process_time() - worked
    with reading(engine) as db:
        length = func.avg(func.length(OutboxMail.text) + func.length(OutboxMail.html))
        mails, size = db.execute(select(func.count(), length).select_from(OutboxMail)).one()
    return took, worked, mails, float(size or 0)


def fill(engine: Engine, people: int, moment: datetime) -> None:
    """Make the schema, the towns with what is new in them, and so many *people* whose digest is due."""
    tables.create_all(engine)
    town = Town(moment, Random(_SEED))  # noqa: S311 -- the same people each time
    for model, rows in (*_towns(town), *_said(town), *_talked(town, people), *_people(town, people)):
        _store(engine, model, rows)


def _towns(town: Town) -> Iterator[tuple[type[Table], Iterator[Row]]]:
    yield Place, (_row(Place, id=town.place(n), slug=f"town-{n}", name=f"Town {n}") for n in range(_TOWNS))
    yield Tag, (_row(Tag, id=town.tag(n), slug=f"tag-{n}", name=f"Tag {n}") for n in range(_TAGS))
    every = [(at, n) for at in range(_TOWNS) for n in range(_VOICES)]
    ids = {pair: town.source(*pair) for pair in every}
    kinds = {pair: _KINDS[pair[1] % len(_KINDS)] for pair in every}
    names = {pair: f"voice-{pair[0]}-{pair[1]}" for pair in every}
    yield Source, (_row(Source, id=ids[each], slug=names[each], name=names[each], kind=kinds[each]) for each in every)
    yield SourcePlace, ({"source_id": ids[each], "place_id": town.place(each[0])} for each in every)
    urls = {each: f"https://{names[each]}.example/feed" for each in every}
    feeds = (_row(Feed, id=ids[each], source_id=ids[each], url=urls[each], due_at=town.moment) for each in every)
    yield Feed, feeds


def _said(town: Town) -> Iterator[tuple[type[Table], Iterator[Row]]]:
    luck = town.luck
    tags = {n: luck.sample(range(_TAGS), luck.randint(0, 3)) for n in _posts()}
    ages = {n: timedelta(minutes=luck.randint(5, 1_400)) for n in _posts()}
    speaks = {n: town.source(n % _TOWNS, int(luck.triangular(0, _VOICES, 0))) for n in _posts()}
    yield Item, (_item(n, speaks[n], town.moment - ages[n]) for n in _posts())
    yield (
        StreamEntry,
        (
            {
                "place_id": town.place(n % _TOWNS),
                "tag_id": EVERYTHING,
                "sort_at": town.moment - ages[n],
                "item_id": n,
                "kind": "",
            }
            for n in _posts()
        ),
    )
    yield (
        ItemTag,
        (
            {"item_id": n, "tag_id": town.tag(tag), "because": "label", "evidence": ""}
            for n in _posts()
            for tag in tags[n]
        ),
    )
    told = [n for n in _posts() if n % 200 < _TOWNS and n + _TOWNS in speaks]
    yield Story, ({"id": n, "place_id": town.place(n % _TOWNS), "made_at": town.moment, "heir_id": None} for n in told)
    yield (
        StoryItem,
        (
            _row(StoryItem, place_id=town.place(n % _TOWNS), item_id=of, story_id=n, leads=of == n, because="words")
            for n in told
            for of in (n, n + _TOWNS)
        ),
    )


def _talked(town: Town, people: int) -> Iterator[tuple[type[Table], Iterator[Row]]]:
    luck, threads = town.luck, range(1, _TALKS * _TOWNS + 1)
    speakers = min(people, 300)
    # Who speaks is there before what they say.
    yield Person, (_person(town, n) for n in range(people))
    yield (
        Thread,
        (
            _row(Thread, id=n, place_id=town.place(n % _TOWNS), made_at=town.moment, last_at=town.moment)
            for n in threads
        ),
    )
    yield (
        ThreadItem,
        (_row(ThreadItem, place_id=town.place(n % _TOWNS), item_id=n, thread_id=n, because="lead") for n in threads),
    )
    yield (
        Reply,
        (
            _row(
                Reply,
                thread_id=n,
                person_id=town.person(luck.randrange(speakers)),
                name="Cem",
                words="So it is.",
                html="<p>So it is.</p>",
                is_local=luck.random() < 0.2,  # noqa: PLR2004 -- one in five
                state="shown",
                said_at=town.moment - timedelta(minutes=luck.randint(5, 1_400)),
            )
            for n in threads
            for _ in range(luck.randint(1, 5))
        ),
    )


def _people(town: Town, people: int) -> Iterator[tuple[type[Table], Iterator[Row]]]:
    luck = town.luck
    told = town.moment - timedelta(days=1)
    yield (
        DigestPlan,
        (
            _row(DigestPlan, person_id=town.person(n), rhythm="daily", told_until=told, due_at=town.moment, heard=0)
            for n in range(people)
        ),
    )
    yield Following, (row for n in range(people) for row in _followed(town, n))
    yield (
        Mute,
        (
            {
                "person_id": town.person(n),
                "kind": "source",
                "target_id": town.source(n % _TOWNS, luck.randrange(_VOICES)).hex,
                "since": told,
            }
            for n in range(0, people, 5)
        ),
    )


def _followed(town: Town, number: int) -> Iterator[Row]:
    luck, home = town.luck, number % _TOWNS
    targets = {("place", "")} if luck.random() < 0.8 else set()  # noqa: PLR2004 -- four of five
    for _ in range(luck.randint(1, 4)):
        tag, source = town.tag(luck.randrange(_TAGS)).hex, town.source(home, luck.randrange(_VOICES)).hex
        thread = str(luck.randrange(_TALKS) * _TOWNS + (home or _TOWNS))
        targets.add(luck.choice((("tag", tag), ("source", source), ("thread", thread))))
    for kind, target in sorted(targets):
        person_id, place_id = town.person(number), town.place(home)
        yield _row(Following, person_id=person_id, kind=kind, place_id=place_id, target_id=target, since=town.moment)


def _person(town: Town, number: int) -> Row:
    email = f"person-{number}@example.org"
    language = "en" if number % 10 else "cy"
    person_id = town.person(number)
    return _row(Person, id=person_id, email=email, email_key=email, language=language, joined_at=town.moment)


def _posts() -> range:
    return range(1, _POSTS * _TOWNS + 1)


def _item(number: int, source_id: UUID, at: datetime) -> Row:
    said = {"title": f"What was said about number {number} in the town hall", "summary": "More of it. " * 20}
    ids = {"id": number, "feed_id": source_id, "source_id": source_id, "guid": str(number)}
    return _row(Item, **ids, **said, link=f"https://voice.example/{number}", first_seen=at, sort_at=at)


def _row(model: Callable[..., Table], **given: object) -> Row:
    return model(**given).model_dump()


def _store(engine: Engine, model: type[Table], rows: Iterator[Row]) -> None:
    def next_ones() -> list[Row]:
        return [row for _, row in zip(range(_AT_ONCE), rows, strict=False)]

    while some := next_ones():
        with writing(engine) as db:
            _insert(db, model, some)


def _insert(db: Session, model: type[Table], rows: Sequence[Row]) -> None:
    bulk.insert(db, model, rows)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.digests")
    parser.add_argument("--people", type=int, default=_PEOPLE)
    parser.add_argument("--database", default="")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
