"""What every test may ask for: an empty database of its own, and a network that ends at this machine."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import connect, writing
from hub.settings import Settings
from tests import databases, oracle
from tests.neighbours import Neighbour, neighbour

BROWSER_TESTS = Path(__file__).parent / "browser"
DATABASE_FIXTURES = {"engine", "database_url", "bare_url", "fresh"}  # every other one of ours asks for one of these


def pytest_configure(config: pytest.Config) -> None:
    oracle.install()
    if (
        hasattr(config, "workerinput") or config.getoption("dist", "no") == "no"
    ):  # who runs tests, and not who hands them out
        oracle.watch_children()
    # The same examples each time: see tests/run.py. No deadline: what waits for its turn on a busy machine is
    # not slow, and where a time is promised a test of its own holds it.
    hypothesis.settings.register_profile("settled", derandomize=True, deadline=None)
    hypothesis.settings.register_profile("usual", deadline=None)
    if not config.getoption("hypothesis_profile", None):
        hypothesis.settings.load_profile("usual")
    if not hasattr(config, "workerinput"):
        databases.start_postgres()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while tests are collected, nor ever look through them again: they stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    # The browser tests are a process of their own (`make test` starts it): Playwright keeps an event loop running.
    asked_for = any("browser" in argument for argument in config.args)
    return True if collection_path == BROWSER_TESTS and not asked_for else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; the rest has nothing to add to its run on SQLite."""
    if not databases.wanted_postgres():
        return
    touches = {item: not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if not touches[item]])
    items[:] = [item for item in items if touches[item]]


@pytest.fixture
def engine() -> Engine:
    """An engine on a database with the newest schema and no rows.

    On SQLite it is one connection in memory: one transaction at a time. Ask for `many` where several are needed.
    """
    if databases.wanted_postgres():
        databases.empty_postgres()
        return databases.lasting(databases.postgres_url())
    return databases.sqlite_in_memory()


@pytest.fixture(scope="session")
def fresh() -> databases.Fresh:
    """What opens an empty database for each example of a property."""
    return databases.fresh


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    """One writing transaction on the fresh database."""
    with writing(engine) as session:
        yield session


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The address of a fresh database that an app, a command or several connections can open."""
    if databases.wanted_postgres():
        databases.empty_postgres()
        return databases.postgres_url()
    return databases.sqlite_file(tmp_path / "hub.db")


@pytest.fixture
def bare_url(tmp_path: Path) -> str:
    """The address of a database without any schema, for migrations and restores."""
    return databases.bare_postgres() if databases.wanted_postgres() else f"sqlite:///{tmp_path / 'bare.db'}"


@pytest.fixture
def many(database_url: str) -> Iterator[Engine]:
    """An engine that can have several connections at once, on a fresh database."""
    opened = databases.lasting(database_url) if databases.wanted_postgres() else connect(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fail a test that dialled out, itself or by a child, even when somebody caught the refusal."""
    yield
    refused = oracle.refused()
    oracle.forget()
    assert refused == []


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of a hub on a fresh database, without a .env file."""
    return Settings(_env_file=None, database_url=database_url, base_url="http://hub.test", contact="ada@hub.test")


@pytest.fixture
def ada(settings: Settings) -> Iterator[Neighbour]:
    """Ada, the mentor who tends the hub."""
    with neighbour("Ada", settings) as person:
        yield person


@pytest.fixture
def ben(settings: Settings) -> Iterator[Neighbour]:
    """Ben, the blogger."""
    with neighbour("Ben", settings) as person:
        yield person


@pytest.fixture
def cem(settings: Settings) -> Iterator[Neighbour]:
    """Cem, the visitor: no account, an old phone, no script."""
    with neighbour("Cem", settings) as person:
        yield person
