"""What the demo puts beside its database: the registry files, which keep what was decided."""

from pathlib import Path

import pytest

from hub.cli.demo import _said_first, _settings, _write_registry
from hub.demo.registry import tags_yaml
from hub.demo.server import Town


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tags.yaml").write_text("tags:\n  bins: {name: Bins}\n  brum: {name: Brum, place: brum}\n", "utf-8")
    return tmp_path / "demo"


def test_the_settings_to_say_first_name_every_file(folder: Path) -> None:
    files = _write_registry("http://127.0.0.1:8701", folder, None)

    with Town() as town:
        said = _said_first(_settings(town, folder.parent / "demo.db", "http://127.0.0.1:8000", files))

    assert f"export HUB_FEEDS_FILE={folder / 'feeds.yaml'}\n" in said
    assert f"export HUB_TAGS_FILE={folder / 'tags.yaml'},{folder / 'hub-wide-tags.yaml'}\n" in said
    assert "brum" not in (folder / "hub-wide-tags.yaml").read_text("utf-8")


def test_real_places_bring_their_own_files(folder: Path) -> None:
    files = _write_registry("http://127.0.0.1:8701", folder, Path("feeds.yaml"))

    assert files.feeds == (folder / "feeds.yaml", Path("feeds.yaml"))
    assert files.tags == (folder / "tags.yaml", Path("tags.yaml"))


def test_a_file_that_holds_what_was_decided_is_not_written_over(folder: Path) -> None:
    _write_registry("http://127.0.0.1:8701", folder, None)
    for name in ("tags.yaml", "hub-wide-tags.yaml"):
        (folder / name).write_text("tags: {}\n", "utf-8")
    (folder / "hub-wide-tags.yaml~").write_text("tags: {}\n", "utf-8")

    _write_registry("http://127.0.0.1:8701", folder, None)

    assert (folder / "tags.yaml").read_text("utf-8") == tags_yaml()
    assert (folder / "hub-wide-tags.yaml").read_text("utf-8") == "tags: {}\n"
