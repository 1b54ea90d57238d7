"""No page asks more of the database because there is more to show; and none asks more than is written here."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from hub.db.engine import connect, writing
from hub.kit.clock import now
from hub.settings import Settings
from hub.site.app import Site, create_app
from hub.site.pages import ROUTERS
from tests import databases, town

pytestmark = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="SQLite tells of each statement it is asked")

FEW, MANY = 5, 30
NAMES = {
    "place": "alderford",
    "word": "tag-0",
    "tag": "tag-0",
    "source": "voice-0",
    "item": "1",
    "outlet": "atom",
    "sheet": "json",
    "name": "none.png",
    "copy": "0-none.webp",
}
# The most statements a first visit takes, to a process that remembers nothing. Raise one only knowing why.
# One of them wherever items are shown: where else the same articles stand; one more where they are searched.
# Two wherever meetups are shown: which ones, in order, and then what is told of each.
MOST = {
    "/{place}": 20,  # one of them, here and on all lists: which of these posts tell one story; one: who mentions it
    "/{place}/search": 19,
    # Each tag with its spellings, newest items and first decision; two: how many meetups are ahead.
    "/{place}/tags": 13,
    # One of them: which meetups are withheld, as on each page that shows some; six: how it is written and came about.
    # Four: what people talk about under it, and who mentions it. Four: its next meetups, and how many are ahead.
    "/{place}/tags/{word}": 38,
    "/{place}/tags/{word}.{outlet}": 11,
    # Three of them: its posts by week, its newest ones, and how those are tagged; one: who mentions it.
    "/{place}/sources/{source}": 32,
    "/{place}/sources/{source}.{outlet}": 18,
    "/{place}/about": 17,  # three of them: who looks after it, and whose week it is
    # One of them: whether anything holds of it; two: who else tells its story; eight: its conversation, which posts
    # lead to it and where it leads, what neighbours reply, and who mentions it; two: which meetups it is about.
    "/items/{item}": 23,
    "/items/{item}/reply": 13,  # three of them: its conversation
    "/items/{item}/report": 10,  # one of them: whether anything holds of it
    "/{place}/meetups": 16,  # what is on, who tells of it, what lies beyond, and the tags and venues one may choose
    "/{place}/meetups/map": 13,  # five of them: the tags, venues and parts of the place one may choose, as in the list
    "/{place}/noticeboard": 15,
    "/{place}/noticeboard.txt": 15,
    "/{place}/sources/{source}.ics": 11,
    "/api/v1/events": 12,  # three of them: under which tags they are, and where
}
ANY_OTHER = 10
BY_FILTERS = 10  # more, for what is named in them, for what search looks up, and for which meetups of both are withheld
PAGES = sorted(
    {
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and not route.path.endswith((".pdf", ".png"))  # set and drawn, at some cost
        # What is shown by an id that only somebody's mail or desk tells is a matter of its own tests.
        if "GET" in (route.methods or ()) and set(route.param_convertors) <= NAMES.keys()
    }
)
ASKED = (
    "?tag=tag-1&not=tag-2",
    "?kind=blog",
    "?q=bridge",
    "?q=brigde",
    "?q=bridge&order=relevant",
    "?since=2026-01-01",
)


@dataclass
class Counted:
    """What SQLite was asked while somebody looked."""

    statements: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """Remember what reads or writes rows; what FTS5 asks for itself begins with two dashes."""
        if statement.split(maxsplit=1)[0].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            self.statements.append(statement)


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A town with a few things of each sort, and one with many."""
    folder = tmp_path_factory.mktemp("towns")
    return {number: _town(folder / f"{number}.db", number) for number in (FEW, MANY)}


def test_every_address_is_known_here() -> None:
    assert MOST.keys() <= set(PAGES)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_as_often_for_many_as_for_few(towns: dict[int, Path], address: str) -> None:
    few, many = (_asked(towns[number], address) for number in (FEW, MANY))
    assert len(few) == len(many), _differing(few, many)
    assert len(many) <= MOST.get(address, ANY_OTHER), "\n".join(many)


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("address", ["/{place}", "/{place}/search", "/{place}.{outlet}"])
def test_filters_cost_no_more_for_many(towns: dict[int, Path], address: str, question: str) -> None:
    few, many = (_asked(towns[number], address, question) for number in (FEW, MANY))
    assert len(many) <= MOST["/{place}"] + BY_FILTERS, "\n".join(many)
    assert len(few) == len(many), _differing(few, many)


def test_a_second_visit_asks_for_little_more_than_what_was_said(towns: dict[int, Path]) -> None:
    with _watched() as counted, _site(towns[MANY]) as browser:
        browser.get("/alderford")
        counted.statements.clear()
        browser.get("/alderford")
    assert len(counted.statements) <= 3, "\n".join(counted.statements)


def _asked(town_file: Path, address: str, question: str = "") -> list[str]:
    """Return the statements of a first visit."""
    with _watched() as counted, _site(town_file) as browser:
        counted.statements.clear()  # what starting took
        path = address.format(**NAMES, event=_event(town_file)) + (question or _needed(address))
        answer = browser.get(path)
        assert answer.status_code in {200, 404}, answer.text
    return counted.statements


@contextmanager
def _site(town_file: Path) -> Iterator[TestClient]:
    # Who may be somebody is answered anew each time; and each start forgets what the one before remembered.
    with TestClient(_app(town_file), headers={"Authorization": "Somebody"}) as browser:
        yield browser


@cache
def _app(town_file: Path) -> Site:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{town_file}")
    return create_app(settings, look_every=3_600)  # nothing is looked at between two requests


@contextmanager
def _watched() -> Iterator[Counted]:
    counted = Counted()

    def watch(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(counted.note)

    event.listen(Engine, "connect", watch)
    yield counted
    event.remove(Engine, "connect", watch)


def _needed(address: str) -> str:
    """Return the question an address makes no sense without."""
    asks_for_place = address.startswith("/api/v1/") and address not in {"/api/v1/places", "/api/v1/items/{item}"}
    return (
        "?place=alderford" if asks_for_place else {"/oembed": "?url=http://127.0.0.1:8000/alderford"}.get(address, "")
    )


def _event(town_file: Path) -> str:
    with sqlite3.connect(town_file) as db:
        (event_id,) = db.execute("SELECT id FROM event ORDER BY title LIMIT 1").fetchone()
    return bytes(event_id).hex()


def _town(town_file: Path, number: int) -> Path:
    engine = connect(databases.sqlite_file(town_file))
    moment = now() - timedelta(minutes=5)
    with writing(engine) as db:
        alderford = town.place(db, "Alderford", also=["Old Alderford"])
        tags = [town.tag(db, f"Tag {n}", also=[f"Word {n}"]) for n in range(number)]
        for n in range(number):
            inside = town.place(db, f"Street {n}", alderford)
            feed = town.feed(db, town.source(db, f"Voice {n}", alderford, inside, kind="blog"), looked_at=moment)
            at = moment - timedelta(minutes=n)
            town.item(db, feed, f"The bridge, part {n}", [alderford, inside], [tags[n], tags[n - 1]], at)
            calendar = town.feed(db, town.source(db, f"Diary {n}", alderford, kind="events"), reads="events")
            town.meetup(db, calendar, f"Repair café {n}", now() + timedelta(days=1 + n), location="Old Library")
    engine.dispose()
    return town_file


def _differing(few: list[str], many: list[str]) -> str:
    shapes = [[statement.split("WHERE")[0] for statement in each] for each in (few, many)]
    more = [each for each in shapes[1] if shapes[1].count(each) > shapes[0].count(each)]
    return f"{len(few)} statements became {len(many)}:\n" + "\n".join(dict.fromkeys(more))
