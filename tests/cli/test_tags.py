"""The operator takes in another town's words, and writes back what the desk decided."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from hub.aggregate.tagging.reaching import Reach
from hub.db.engine import connect, reading, writing
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.rules import Level
from hub.establish.sharing.reading import read
from hub.establish.tags.models import Tag, TagLabel
from hub.settings import Settings
from hub.tables import metadata
from tests.cli.conftest import Hub

FEEDS = """places:
  kings-heath: {name: Kings Heath}
sources:
  - {name: Ben, kind: blog, places: [kings-heath], feeds: [https://ben.example/feed]}
"""
TAGS = "tags:\n  bins: {name: Bins, also: [refuse]}\n"
THEIRS = """tags:
  waste: {name: Refuse, also: [litter]}
  plots: {name: Allotments, broader: [waste]}
  fog: {name: bins!}
"""


@pytest.fixture
def registered(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Hub:
    # A child takes a second to start, and has tests of its own.
    monkeypatch.setattr("hub.cli.tags.read_words", read)
    Path("feeds.yaml").write_text(FEEDS, "utf-8")
    Path("tags.yaml").write_text(TAGS, "utf-8")
    assert hub("load").code == 0
    Path("theirs.yaml").write_text(THEIRS, "utf-8")
    return hub


def test_words_of_another_town_are_proposed_and_nothing_is_applied(registered: Hub) -> None:
    dry = registered("tags", "import", "theirs.yaml", "--place", "kings-heath", "--dry-run")
    assert dry.out == (
        "3 words, 1 new, 2 known, with more spellings or bonds.\n"
        "  Allotments: a new tag; also plots; part of Bins.\n"
        "  Refuse: more for “Bins”; also litter, waste.\n"
        "  bins!: more for “Bins”; also fog.\n"
    )

    said = registered("tags", "import", "theirs.yaml", "--place", "kings-heath")

    assert (said.code, "Proposed 6 changes, which touch 0 items." in said.out) == (0, True)
    engine = connect(Settings().database_url)
    with reading(engine) as db:
        made = db.exec(select(Proposal)).one()
        assert (made.by_id, made.level, made.reason) == (None, "silence", "From the words of theirs.yaml.")
        assert db.exec(select(Tag.slug)).all() == ["bins"]
    engine.dispose()
    again = registered("tags", "import", "theirs.yaml", "--place", "kings-heath")
    assert "Not proposed: Somebody has proposed exactly this" in again.out


def test_what_touches_more_than_can_be_counted_waits_for_two(registered: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.cli.tags.reach", lambda *_: Reach(3, 1, is_whole=False))
    said = registered("tags", "import", "theirs.yaml", "--place", "kings-heath")
    assert "Proposed 6 changes, which may touch more than 2000 items." in said.out
    engine = connect(Settings().database_url)
    with reading(engine) as db:
        assert db.exec(select(Proposal.level)).all() == [Level.TWO]
    engine.dispose()


def test_what_cannot_be_taken_in_is_told(registered: Hub) -> None:
    Path("theirs.rdf").write_text("<rdf/>", "utf-8")
    assert "ends in none of" in registered("tags", "import", "theirs.rdf", "--place", "kings-heath").err
    Path("theirs.ttl").write_text("nonsense", "utf-8")
    told = registered("tags", "import", "theirs.ttl", "--place", "x").err
    assert "theirs.ttl: Line 1 cannot be read as Turtle." in told
    missing = registered("tags", "import", "none.ttl", "--place", "x")
    assert (missing.code, "none.ttl: cannot be read: no such file or directory." in missing.err) == (1, True)


def test_one_word_that_is_refused_keeps_no_other_back(registered: Hub) -> None:
    Path("theirs.yaml").write_text(
        "tags:\n  odd: {name: R\u043eads}\n  plots: {name: Allotments}\n  none: {}\n", "utf-8"
    )
    dry = registered("tags", "import", "theirs.yaml", "--place", "kings-heath", "--dry-run")
    said = registered("tags", "import", "theirs.yaml", "--place", "kings-heath")

    assert (dry.code, said.code) == (1, 1)
    for told in (dry.out, said.out):
        assert "  Allotments: a new tag; also plots.\n" in told
        assert "  none: It has no name.\n" in told
        assert "Left aside:\n  R\u043eads: “r\u043eads” holds a letter that only looks right" in told
    assert "Proposed 2 changes, which touch 0 items." in said.out


def test_every_command_that_opens_the_database_knows_all_its_tables() -> None:
    asked = "import hub.cli.tags; from hub.db.base import Table; print(len(Table.metadata.sorted_tables))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert (told.stdout.strip(), told.stderr) == (str(len(metadata.sorted_tables)), "")


def test_what_the_desk_decided_is_written_back(registered: Hub) -> None:
    nothing = registered("load", "--write-back")
    assert nothing.out == "Nothing changed.\nNo tag had changed at the desk.\n"
    engine = connect(Settings().database_url)
    with writing(engine) as db:
        bins = db.exec(select(Tag)).one()
        db.add(TagLabel(tag_id=bins.id, key="wheelie", label="wheelie"))
    engine.dispose()

    said = registered("load", "--write-back")

    assert said.out == "Nothing changed.\n1 tag written back.\n"
    assert "also: [refuse, wheelie]" in Path("tags.yaml").read_text("utf-8")
    assert registered("load").out == "Nothing changed.\n"


def test_a_load_without_one_of_the_files_of_tags_is_refused_until_ada_says_retire(registered: Hub) -> None:
    Path("more.yaml").write_text("tags:\n" + "".join(f"  t-{n}: {{name: T {n}}}\n" for n in range(12)), "utf-8")
    assert registered("load", "feeds.yaml", "tags.yaml", "more.yaml", "--write-back").code == 0

    refused = registered("load", "feeds.yaml", "tags.yaml", "--write-back")

    assert refused.code == 1
    assert "12 of the 13 tags stand in none of these files and would be retired: T 0, T 1, " in refused.err
    assert "T 7 and 2 more. " not in refused.err
    assert " and 2 more." in refused.err
    assert "--retire" in refused.err
    assert registered("load", "feeds.yaml", "tags.yaml", "--retire").out.startswith("tags: 12 retired.\n")
