"""Ada keeps what people trusted the hub with: backups that are whole, and nothing lost on the way."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.facets import of_source
from hub.aggregate.items.models import Item
from hub.communicate.threads.models import Thread
from hub.db import schema, search
from hub.db.engine import connect, reading, writing
from hub.db.schema import Schema
from hub.db.sought import Sought
from hub.duties.keeping import NotBackedUp, NotRestored, backup, restore
from hub.kit.question import parse
from tests import databases, town

only_sqlite = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="about the file of a SQLite database")


@pytest.fixture
def hub(many: Engine) -> Engine:
    """A hub in which Ben said something."""
    with writing(many) as db:
        heath = town.place(db, "Kings Heath", parent=town.place(db, "Birmingham"))
        town.item(db, town.feed(db, town.source(db, "Ben", heath)), "Bin strike")
    return many


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder for backups."""
    made = tmp_path / "shelf"
    made.mkdir()
    return made


@pytest.fixture
def copy(hub: Engine, shelf: Path) -> Path:
    """A backup of it, alone in its folder."""
    backup(hub, shelf / "town.backup")
    return shelf / "town.backup"


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def test_a_backup_is_one_file_and_comes_back_with_its_search(copy: Path, bare_url: str) -> None:
    assert list(copy.parent.iterdir()) == [copy]
    counts = restore(copy, bare_url)
    assert (counts["item"], counts["place"]) == (1, 2)
    assert list(copy.parent.iterdir()) == [copy]
    with opened(bare_url) as engine, writing(engine) as db:
        strike = db.exec(select(Item)).one()
        filed = Sought(parse("strike"), groups=((of_source(strike.source_id),),))
        assert search.newest(db, filed, 10) == [strike.id]
        town.item(db, town.feed(db, town.source(db, "Cem")), "The next item has an id of its own")


def test_conversations_come_back_with_where_they_went_and_the_next_has_a_number_of_its_own(
    hub: Engine, shelf: Path, bare_url: str
) -> None:
    with writing(hub) as db:
        facts: dict[str, Any] = {"place_id": town.place(db, "Moseley").id, "made_at": town.NOON, "last_at": town.NOON}
        db.add(Thread(id=2, **facts))
        db.flush()
        db.add(Thread(id=1, heir_id=2, **facts))
    backup(hub, shelf / "town.backup")
    restore(shelf / "town.backup", bare_url)
    with opened(bare_url) as engine, writing(engine) as db:
        new = Thread(**facts)
        db.add(new)
        db.flush()
        assert (db.get_one(Thread, 1).heir_id, new.id) == (2, 3)


def test_a_newer_backup_takes_the_place_of_the_one_before(hub: Engine, copy: Path) -> None:
    with writing(hub) as db:
        town.place(db, "Moseley")
    assert backup(hub, copy)["place"] == 3
    assert list(copy.parent.iterdir()) == [copy]


@only_sqlite
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_the_database_is_never_written_over_by_its_own_backup(hub: Engine, suffix: str, shelf: Path) -> None:
    ours = Path(str(hub.url.database))
    link = shelf / "link.backup"
    link.symlink_to(ours.with_name(ours.name + suffix))
    for target in (ours.with_name(ours.name + suffix), ours.parent / "shelf" / ".." / (ours.name + suffix), link):
        with pytest.raises(NotBackedUp, match="is the database itself"):
            backup(hub, target)
    with writing(hub) as db:
        assert len(db.exec(select(Item)).all()) == 1


def test_what_another_program_left_beside_a_file_is_not_touched(hub: Engine, copy: Path) -> None:
    left = copy.with_name("town.backup-wal")
    left.write_bytes(b"unfinished changes")
    before = copy.read_bytes()
    with pytest.raises(NotBackedUp, match=r"town\.backup-wal” lies beside it"):
        backup(hub, copy)
    assert (left.read_bytes(), copy.read_bytes()) == (b"unfinished changes", before)


def test_a_backup_that_cannot_be_written_leaves_nothing(hub: Engine, shelf: Path) -> None:
    (shelf / "README.md").write_text("hello")
    for target in (shelf, shelf / "README.md" / "town.backup"):
        with pytest.raises(NotBackedUp):
            backup(hub, target)
    assert [file.name for file in shelf.iterdir()] == ["README.md"]


def test_a_backup_that_breaks_off_leaves_the_one_before(
    hub: Engine, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_engine: Engine) -> None:
        raise OSError(28, "No space left on device")

    before = copy.read_bytes()
    monkeypatch.setattr("hub.duties.keeping.counts", breaks)
    with pytest.raises(NotBackedUp, match="cannot be written: no space left on device"):
        backup(hub, copy)
    assert (list(copy.parent.iterdir()), copy.read_bytes()) == ([copy], before)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 40 * 1024])


def _scratch(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    for page in range(4096, len(whole), 4096):
        whole[page : page + 64] = b"\xa5" * 64
    file.write_bytes(whole)


def _renumber(file: Path) -> None:
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")


def _make_prose(file: Path) -> None:
    file.write_text("# A town\n\nNot a backup.\n" * 300, "utf-8")


def _make_foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as foreign:
        foreign.execute("CREATE TABLE recipe (words)")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_cut, "is not a backup, or is damaged"),
        (_scratch, "damaged"),
        (_renumber, "was written by a newer hub"),
        (_make_prose, "is not a backup"),
        (_make_foreign, "is not a backup of a hub"),
        (lambda file: file.write_bytes(b""), "is not a backup of a hub"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_is_left(
    copy: Path, bare_url: str, tmp_path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(copy)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotRestored, match=words):
        restore(copy, bare_url)
    assert sorted(tmp_path.rglob("*")) == before
    if databases.wanted_postgres():
        with opened(bare_url) as engine:
            assert schema.state(engine) is Schema.EMPTY


def test_a_restore_that_breaks_off_can_be_tried_again(
    copy: Path, bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_rows: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("hub.duties.keeping._index" if databases.wanted_postgres() else "pathlib.Path.replace", breaks)
        with pytest.raises(NotRestored, match="no space left on device"):
            restore(copy, bare_url)
    assert restore(copy, bare_url)["item"] == 1


@only_sqlite
def test_a_folder_that_cannot_be_written_is_one_plain_sentence(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("hello")
    with pytest.raises(NotRestored, match="cannot be written"):
        restore(copy, f"sqlite:///{tmp_path}/README.md/hub.db")
    with pytest.raises(NotRestored, match="names no file"):
        restore(copy, "sqlite://")


@only_sqlite
def test_nothing_is_restored_over_a_database_in_use(copy: Path, hub: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotRestored, match="not empty"):
        restore(copy, str(hub.url))
    with closing(sqlite3.connect(tmp_path / "recipes.db")) as foreign:
        foreign.execute("CREATE TABLE recipe (words)")
    with pytest.raises(NotRestored, match="not empty"):
        restore(copy, f"sqlite:///{tmp_path}/recipes.db")
    (tmp_path / "gone.db-wal").write_bytes(b"unfinished changes")
    with pytest.raises(NotRestored, match="lies beside it"):
        restore(copy, f"sqlite:///{tmp_path}/gone.db")


@only_sqlite
def test_a_database_still_in_use_is_restored_with_its_last_changes(hub: Engine, tmp_path: Path) -> None:
    with reading(hub) as db:  # as long as somebody has it open, the last changes lie beside it
        assert len(db.exec(select(Item)).all()) == 1
        taken = tmp_path / "taken"
        taken.mkdir()
        for file in tmp_path.glob("hub.db*"):
            shutil.copy(file, taken)
        assert (taken / "hub.db-wal").exists()
        assert restore(taken / "hub.db", f"sqlite:///{tmp_path}/again.db")["item"] == 1
