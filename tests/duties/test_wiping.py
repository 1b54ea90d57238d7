"""Who is erased is gone from the disk, and does not come back with a backup."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, make_url
from sqlmodel import select

from hub.db import search
from hub.db.engine import connect, reading, writing
from hub.db.sought import Sought
from hub.db.wiping import wipe
from hub.duties import erasures, forgetting
from hub.duties.keeping import backup, restore
from hub.kit.question import parse
from hub.people.helping.models import SafetyDocument
from hub.people.persons.models import Person
from tests import databases
from tests.duties.traces import ADDRESS, DAY, NAME, WORDS, count, fill
from tests.town import NOON

only_sqlite = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="about the file of a SQLite database")


# --- not one byte ---


@only_sqlite
def test_not_one_byte_of_who_is_erased_is_left_on_the_disk(many: Engine, tmp_path: Path) -> None:
    with writing(many) as db:
        ben = fill(db)
        for number in range(9):
            fill(db, f"n{number}@other.example", f"Neighbour{number} Oak", f"wombat{number}")
    assert WORDS.encode() in _bytes(tmp_path)
    with writing(many) as db:
        forgetting.erase(db, ben, NOON)
        for row in db.exec(select(SafetyDocument).where(SafetyDocument.kind == WORDS)):
            db.delete(row)
    assert wipe(many)
    left = _bytes(tmp_path)
    for trace in (ADDRESS, ADDRESS.casefold(), NAME, NAME.casefold(), WORDS, "zephyr", "quokka"):
        assert trace.encode() not in left, trace
    with reading(many) as db:
        assert ben in forgetting.erased(db)
        assert search.newest(db, Sought(parse("wombat7")), 10)


@only_sqlite
def test_a_wipe_waits_for_who_still_reads_an_older_state(many: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.db.wiping.PATIENCE", 1)
    with reading(many) as older:
        assert count(older, Person) == 0
        with writing(many) as db:
            fill(db)
        assert not wipe(many)
    assert wipe(many)


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("hub.db*"))).lower() + b"".join(
        file.read_bytes() for file in sorted(folder.glob("hub.db*"))
    )


# --- what comes back with a backup ---


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder for backups."""
    made = tmp_path / "shelf"
    made.mkdir()
    return made


def test_who_was_erased_does_not_come_back_with_a_backup(many: Engine, shelf: Path, bare_url: str) -> None:
    with writing(many) as db:
        ben, cem = fill(db), fill(db, "cem@other.example", "Cem Othman", "wombatology")
    backup(many, shelf / "before")
    erasures.write_down(connect(bare_url).url, {ben: NOON})
    restore(shelf / "before", bare_url)
    restored = connect(bare_url)
    with reading(restored) as db:
        assert db.get(Person, ben) is None
        assert db.get(Person, cem) is not None
        assert forgetting.erased(db) == {ben: NOON}
    restored.dispose()


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what lies under var/ lie in a folder of this test."""
    monkeypatch.chdir(tmp_path)


def test_what_is_written_down_is_added_to_and_read_again(tmp_path: Path) -> None:
    url, ben, cem = make_url(f"sqlite:///{tmp_path / 'deep' / 'hub.db'}"), uuid4(), uuid4()
    assert erasures.written_down(url) == {}
    erasures.write_down(url, {ben: NOON})
    erasures.write_down(url, {cem: NOON + DAY, ben: NOON + DAY})
    assert erasures.written_down(url) == {ben: NOON, cem: NOON + DAY}


def test_a_database_in_memory_has_nothing_beside_it() -> None:
    erasures.write_down(make_url("sqlite://"), {uuid4(): NOON})
    assert erasures.written_down(make_url("sqlite://")) == {}
