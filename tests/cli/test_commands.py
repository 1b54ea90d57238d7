"""Every command as a person meets it: its words, its exit code, its JSON."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.tagging.models import RuleKind, SourceRule
from hub.db import schema
from hub.db.engine import connect, writing
from hub.demo.registry import feeds_yaml, tags_yaml
from hub.demo.server import Town
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from tests import databases
from tests.cli.conftest import Hub

POST = """<item><title>Bin strike in Kings Heath</title><link>https://ben.example/1</link><guid>1</guid>
<pubDate>Tue, 03 Mar 2026 12:00:00 GMT</pubDate><category>refuse</category></item>"""
FEED = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Ben’s blog</title>{POST}</channel></rss>'
PLACES = "places:\n  kings-heath: {name: Kings Heath}\n"
SOURCES = "sources:\n  - {name: Ben, kind: blog, places: [kings-heath], feeds: [https://ben.example/feed]}\n"
TAGS = "tags:\n  bins: {name: Bins, also: [refuse]}\n"

only_sqlite = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="about the file of a SQLite database")


@pytest.fixture
def registered(hub: Hub) -> Hub:
    Path("feeds.yaml").write_text(PLACES + SOURCES, "utf-8")
    Path("tags.yaml").write_text(TAGS, "utf-8")
    assert hub("load").code == 0
    return hub


def test_loading_twice_changes_nothing(registered: Hub) -> None:
    again = registered("load")
    assert (again.code, again.out) == (0, "Nothing changed.\n")


def test_faults_of_the_registry_are_all_named_and_nothing_is_loaded(hub: Hub) -> None:
    Path("feeds.yaml").write_text(
        PLACES + SOURCES.replace("blog", "blgo").replace("[kings-heath]", "[moseley]"), "utf-8"
    )
    Path("tags.yaml").write_text(TAGS, "utf-8")
    said = hub("load")
    assert said.code == 1
    assert said.err.count("feeds.yaml:") == 2
    assert "Nothing was changed" in said.err
    assert "No place is registered" in hub("doctor").out


def test_a_missing_registry_file_is_named(hub: Hub) -> None:
    said = hub("load")
    assert said.code == 1
    assert "feeds.yaml" in said.err


def test_a_feed_is_explained_with_the_tags_its_items_would_get(registered: Hub) -> None:
    Path("ben.xml").write_text(FEED, "utf-8")
    said = registered("check", "ben.xml")
    assert said.code == 0
    assert "RSS 2.0: “Ben’s blog”, 1 items." in said.out
    assert "tags:   Bins" in said.out
    assert "places: Kings Heath" in said.out


def test_what_is_wrong_with_a_feed_is_said_with_how_to_mend_it(hub: Hub) -> None:
    Path("page.html").write_text("<!doctype html><html><p>Hello</p></html>", "utf-8")
    said = hub("check", "page.html")
    assert said.code == 1
    assert "A web page came where the feed should be." in said.out
    assert "To mend" in said.out


def test_a_check_of_a_feed_that_is_listed_knows_the_rules_of_its_source(registered: Hub, database_url: str) -> None:
    """What is shown beforehand is what is stored: tags by the rules of Ben's feed, and his own place."""
    engine = connect(database_url)
    with writing(engine) as db:
        feed, tag = db.exec(select(Feed)).one(), db.exec(select(Tag)).one()
        Path("ben.xml").write_text(FEED.replace("refuse", "x").replace("Bin strike in Kings Heath", "Cup"), "utf-8")
        db.add(SourceRule(source_id=feed.source_id, kind=RuleKind.PATH, match="/1/", shown="/1", tag_id=tag.id))
        feed.url = "ben.xml"
    engine.dispose()
    said = registered("check", "ben.xml")
    assert "tags:   Bins" in said.out
    assert "places: Kings Heath" in said.out
    assert "How it is doing on this hub" in said.out
    assert "Waiting for its first look." in said.out


def test_a_check_answers_as_one_json_document(hub: Hub) -> None:
    Path("ben.xml").write_text(FEED, "utf-8")
    assert json.loads(hub("check", "ben.xml", "--json").out)["items"][0]["title"] == "Bin strike in Kings Heath"


def test_a_check_of_nothing_says_so(hub: Hub) -> None:
    assert "There is no file “nowhere.xml”" in hub("check", "nowhere.xml").err


def test_a_check_never_reaches_inside_this_machine(hub: Hub) -> None:
    said = hub("check", "http://127.0.0.1/feed")
    assert said.code == 1
    assert "not on the public internet" in said.out


@pytest.fixture
def heard(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub that has looked at the sample town once."""
    moment = now()  # its clock stands, so that nothing new comes between two looks
    with Town(lambda: moment) as on_air:
        Path("feeds.yaml").write_text(feeds_yaml(on_air.url), "utf-8")
        Path("tags.yaml").write_text(tags_yaml(), "utf-8")
        monkeypatch.setenv("HUB_ALLOW_PRIVATE_NETWORKS", on_air.host_and_port)
        monkeypatch.setenv("HUB_HOST_PAUSE", "0")
        hub("load")
        first = json.loads(hub("fetch", "--all", "--json").out)
        second = json.loads(hub("fetch", "--all", "--json").out)
        table = hub("fetch", "--all")
    assert set(first) == {"feeds", "unchanged", "new_items", "changed_items", "troubled", "seconds"}
    assert first["new_items"] >= 200
    assert (second["unchanged"], second["new_items"]) == (first["feeds"] - 1, 0)
    assert table.code == 1
    assert "Troubled feeds" in table.out
    assert first["troubled"][0]["reason"] in table.out
    return hub


def test_a_backup_of_a_town_comes_back_whole(heard: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copied = heard("backup", "town.backup")
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/restored/hub.db")
    restored = heard("restore", "town.backup")
    assert (copied.code, restored.code) == (0, 0)
    assert copied.out.split()[1] == restored.out.split()[0]
    assert "not empty" in heard("restore", "town.backup").err
    assert "feeds" in heard("doctor").out


def test_restoring_from_nothing_says_so(hub: Hub) -> None:
    assert "There is no file" in hub("restore", "nothing.backup").err


def test_restoring_from_something_else_says_so(hub: Hub, monkeypatch: pytest.MonkeyPatch, bare_url: str) -> None:
    Path("README.md").write_text("# A town\n", "utf-8")
    monkeypatch.setenv("HUB_DATABASE_URL", bare_url)
    said = hub("restore", "README.md")
    assert (said.code, said.err.splitlines()[0]) == (1, "“README.md” is not a backup, or is damaged.")
    assert not Path("bare.db").exists()


def test_addresses_nobody_registered_are_said(hub: Hub) -> None:
    said = hub("fetch", "https://nobody.example/feed")
    assert said.code == 1
    assert "Not registered" in said.err


def test_fetching_two_ways_at_once_is_used_wrongly(hub: Hub) -> None:
    assert hub("fetch", "--all", "--due").code == 2


def test_migrating_the_newest_schema_does_nothing(hub: Hub) -> None:
    assert hub("migrate").out == "The schema was the newest already.\n"


@only_sqlite
def test_a_new_database_gets_its_tables(hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/new/hub.db")
    assert "No place is registered" in hub("doctor").out


def test_an_older_schema_is_refused_with_the_command_that_mends_it(hub: Hub, bare_url: str, monkeypatch) -> None:
    engine = connect(bare_url)
    with engine.begin() as connection:
        command.upgrade(schema.config(connection), "f1257ab1e5")
    engine.dispose()
    monkeypatch.setenv("HUB_DATABASE_URL", bare_url)
    for refused in (hub("fetch"), hub("serve", "--port", 0), hub("clock")):
        assert (refused.code, "hub migrate" in refused.err) == (1, True)
    assert hub("migrate").out == "The schema is the newest now.\n"
    assert hub("fetch").code == 0


def test_a_schema_of_a_newer_hub_is_refused(hub: Hub, database_url: str) -> None:
    _revise(database_url, "unknown")
    for refused in (hub("fetch"), hub("migrate")):
        assert (refused.code, "upgrade" in refused.err) == (1, True)


@only_sqlite
def test_a_locked_database_is_one_plain_sentence(
    registered: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("hub.db.engine._PRAGMAS", ("busy_timeout=10",))
    held = sqlite3.connect(tmp_path / "hub.db")
    held.execute("BEGIN IMMEDIATE")
    said = registered("load")
    held.close()
    assert (said.code, said.err.startswith("The database is busy")) == (1, True)


@only_sqlite
def test_a_file_that_is_no_database_is_one_plain_sentence(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"not a database, but long enough to look like one" * 40)
    said = hub("doctor")
    assert (said.code, said.err) == (1, "The file behind HUB_DATABASE_URL is not a database.\n")


def _revise(database_url: str, revision: str) -> None:
    engine = connect(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


@pytest.mark.parametrize("url", ["nonsense", "mysql://town/hub", "oracle://x"])
def test_an_address_that_names_no_database_of_ours_is_said(hub: Hub, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", url)
    said = hub("doctor")
    assert (said.code, "HUB_DATABASE_URL" in said.err) == (1, True)


def test_settings_that_cannot_be_are_named_one_a_line(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_IN_FLIGHT", "0")
    monkeypatch.setenv("HUB_LOG_FORMAT", "poems")
    said = hub("doctor")
    assert said.code == 2
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["HUB_IN_FLIGHT", "HUB_LOG_FORMAT"]


@only_sqlite
def test_a_feed_is_explained_before_there_is_any_database(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/none/hub.db")
    Path("feeds.yaml").write_text(PLACES + SOURCES, "utf-8")
    Path("tags.yaml").write_text(TAGS, "utf-8")
    Path("ben.xml").write_text(FEED, "utf-8")
    assert "tags:   Bins" in hub("check", "ben.xml").out
    assert not (tmp_path / "none").exists()


def test_a_hub_without_feeds_says_what_to_do(hub: Hub) -> None:
    assert "hub load" in hub("fetch", "--all").out


@only_sqlite
@pytest.mark.parametrize("command", [["serve"], ["demo", "--database", "var/demo.db"]])
def test_a_port_that_is_taken_ends_the_command_before_anything_is_touched(command: list[str], tmp_path: Path) -> None:
    with Town() as taken:
        port = taken.host_and_port.partition(":")[2]
        # A process of its own: the server library leaves the refused socket to its end.
        started = [sys.executable, "-m", "hub", *command, "--port", port]
        said = subprocess.run(started, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert (said.returncode, f"Port {port}" in said.stderr) == (1, True)
    assert list(tmp_path.rglob("*.db")) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [("HUB_BASE_URL", "example"), ("HUB_ALLOW_PORTS", "99999"), ("HUB_ALLOW_PRIVATE_NETWORKS", "10.0.0.0/99")],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_name(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    said = hub("doctor")
    assert (said.code, said.err.startswith(setting)) == (2, True)


def test_everything_public_leaves_in_files(registered: Hub) -> None:
    said = registered("export", "out")
    assert said.code == 0
    assert "1 places, 1 sources, 1 tags" in said.out
    assert sorted(file.name for file in Path("out").iterdir()) == [
        "events.json",
        "feeds.yaml",
        "items.json",
        "sources.opml",
        "tags.yaml",
    ]
    assert "https://ben.example/feed" in Path("out/sources.opml").read_text("utf-8")


def test_an_export_writes_over_nothing(registered: Hub) -> None:
    Path("out").mkdir()
    assert registered("export", "out").code == 0
    again = registered("export", "out")
    assert again.code == 1
    assert "is there already" in again.err
