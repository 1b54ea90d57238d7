"""A registry file that was loaded is a decision like any other: to be read, and to be taken back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.establish.deciding import actions, queries, rows
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Origin
from hub.establish.deciding.script import Spell
from hub.establish.tags.models import Tag, TagLabel
from hub.places.rules import WHOLE_HUB
from tests.duties.registry_files import NOW, Files

LATER = NOW + timedelta(days=1)


@pytest.fixture
def loaded(tmp_path: Path, engine: Engine) -> Files:
    files = Files(tmp_path, engine)
    files.load()
    return files


def test_what_a_file_brought_is_one_decision(loaded: Files) -> None:
    with reading(loaded.engine) as db:
        (listed,) = queries.decisions(db, None, None, 10)
        made = queries.decision(db, listed.id)
        assert (made.origin, made.place_id, made.by_id, made.at) == (Origin.FILE, WHOLE_HUB, None, NOW)
        assert (made.script, listed.images) == ((), ())  # they may be thousands
        assert all(each.before is None for each in made.images)
        assert sorted(map(repr, (each.after for each in made.images))) == sorted(map(repr, rows.registry(db)))
        bins = db.exec(select(Tag.id).where(Tag.slug == "bins")).one()
        assert [each.id for each in queries.decisions_of(db, bins, 10)] == [made.id]


def test_a_file_that_says_nothing_new_decides_nothing(loaded: Files) -> None:
    loaded.load(LATER)
    loaded.change("https://wherry.example/jobs.rss", "https://wherry.example/work.rss")
    loaded.load(LATER)
    with reading(loaded.engine) as db:
        assert len(queries.decisions(db, None, None, 10)) == 1


def test_a_change_of_the_file_is_told_and_can_be_taken_back(loaded: Files) -> None:
    loaded.change("also: [refuse,", "also: [rubbish,")
    loaded.load(LATER)
    with writing(loaded.engine) as db:
        newest = queries.decisions(db, None, None, 1)[0]
        told = list(map(str, queries.told_of(db, queries.decision(db, newest.id))))
        assert sorted(told) == [
            "“refuse” no longer means “Bins & recycling”.",
            "“rubbish” means “Bins & recycling” too.",
        ]
        assert isinstance(actions.undo(db, newest.id, None, "Not so fast.", LATER), int)
        assert "refuse" in db.exec(select(TagLabel.label)).all()
    assert not loaded.load(LATER).tags.anything  # the file says nothing it had not said before


def test_a_file_leaves_alone_what_the_desk_decided(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        asked = Asked((Spell("bins", "skips"),), WHOLE_HUB, None, "")
        assert isinstance(actions.decide(db, asked, Origin.MENTOR, NOW), int)
    loaded.change("meaning: Collections", "meaning: What is collected")
    loaded.load(LATER)
    with reading(loaded.engine) as db:
        assert "skips" in db.exec(select(TagLabel.label)).all()
        newest = queries.decisions(db, None, None, 1)[0]
        told = list(map(str, queries.told_of(db, queries.decision(db, newest.id))))
        assert told == ["“Bins & recycling” means: What is collected"]
