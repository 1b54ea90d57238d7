"""The registry files and the desk: neither writes over the other."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, FeedAlias, Source
from hub.db.engine import reading, writing
from hub.establish.tags.models import Tag, TagLabel
from hub.places.models import Place
from tests import town
from tests.duties.registry_files import PLACES, SOURCES, Files, row


@pytest.fixture
def files(tmp_path: Path, engine: Engine) -> Files:
    return Files(tmp_path, engine)


@pytest.fixture
def loaded(files: Files) -> Files:
    files.load()
    return files


def test_a_feed_that_moved_by_itself_is_not_moved_back(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://wherry.example/rss")).one()
        db.add(FeedAlias(url=feed.url, feed_id=feed.id))
        feed.url = "https://wherry.example/feed"
    assert not loaded.load().anything
    loaded.change("https://wherry.example/rss,", "https://wherry.example/feed,")
    assert not loaded.load().feeds.anything


def test_what_the_desk_changed_stays_when_the_file_says_nothing_new(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        row(db, Tag, "bins").name = "Rubbish"
        row(db, Tag, "quay").retired = True
    loaded.change("Collections", "Collections and tips")
    assert loaded.load().words() == ("tags: 1 changed.",)
    with reading(loaded.engine) as db:
        bins = row(db, Tag, "bins")
        assert (bins.name, bins.meaning) == ("Rubbish", "Collections and tips")
        assert row(db, Tag, "quay").retired


def test_a_spelling_from_the_desk_and_one_from_the_file_both_stay(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        db.add(TagLabel(tag_id=row(db, Tag, "bins").id, key="wheelie", label="wheelie"))
    loaded.change("[refuse, ", "[rubbish, ")
    loaded.load()
    with reading(loaded.engine) as db:
        labels = db.exec(select(TagLabel.key).where(TagLabel.tag_id == row(db, Tag, "bins").id)).all()
        assert {"wheelie", "rubbish"} <= set(labels)
        assert "refuse" not in labels


def test_a_conflict_is_listed_every_time_and_nothing_is_overwritten(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        row(db, Place, "mill").name = "Mill Row"
    loaded.change("name: Mill End", "name: Mill Green")
    words = "place “mill”: name: the file now says “Mill Green”, the desk “Mill Row”; left as it is."
    for _ in range(2):
        assert loaded.load().conflicts == (words,)
    with reading(loaded.engine) as db:
        assert row(db, Place, "mill").name == "Mill Row"
    loaded.change("name: Mill Green", "name: Mill Row")
    assert loaded.load().words() == ("Nothing changed.",)


def test_removing_what_the_desk_changed_is_a_conflict(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        row(db, Source, "town-diary").licence = "CC BY"
    loaded.write(PLACES + SOURCES.split("  - {name: Town diary", maxsplit=1)[0])
    report = loaded.load()
    assert report.conflicts == (
        "source “town-diary”: is gone from the file, but its licence was changed at the desk; left as it is.",
    )
    assert not report.anything


def test_rows_of_the_desk_are_never_touched(files: Files) -> None:
    with writing(files.engine) as db:
        mill = town.place(db, "The old mill", slug="mill", origin="desk")
        desk = town.source(db, "Ben", mill, origin="desk")
        town.feed(db, desk, "https://wherry.example/jobs.rss")
    report = files.load()
    assert report.conflicts == (
        "place “mill”: was made at the desk, so the file's entry is left aside.",
        "source “wherry-council”: https://wherry.example/jobs.rss is of “Ben”, made at the desk; left there.",
    )
    assert files.load().conflicts == report.conflicts
    with reading(files.engine) as db:
        assert row(db, Place, "mill").name == "The old mill"
        feed = db.exec(select(Feed).where(Feed.url == "https://wherry.example/jobs.rss")).one()
        assert (feed.source_id, feed.retired) == (desk.id, False)


def test_a_file_may_speak_of_a_place_of_the_desk(files: Files) -> None:
    with writing(files.engine) as db:
        town.place(db, "Staithe", origin="desk")
    files.change("places: [quay, mill]", "places: [staithe]")
    assert files.load().sources.added == 2


@pytest.mark.parametrize(
    ("table", "slug", "old", "new", "said"),
    [
        (Place, "mill", "name: Mill End", "name: Mill Green", "place “mill”: its name"),
        (
            Source,
            "town-diary",
            "kind: events",
            "kind: community, licence: CC",
            "source “town-diary”: its kind and licence",
        ),
        (Tag, "bins", "[refuse, ", "[rubbish, ", "tag “bins”: its also"),
    ],
)
def test_what_the_desk_retired_stays_retired_when_the_file_changes_it(
    loaded: Files, table, slug, old, new, said
) -> None:
    with writing(loaded.engine) as db:
        row(db, table, slug).retired = True
    assert not loaded.load().anything
    loaded.change(old, new)
    words = f"{said} changed in the file, but it was retired at the desk; left as it is."
    for _ in range(2):
        report = loaded.load()
        assert (report.conflicts, report.anything) == ((words,), False)
    with writing(loaded.engine) as db:
        assert row(db, table, slug).retired
        row(db, table, slug).retired = False
    assert loaded.load().conflicts == ()
    with reading(loaded.engine) as db:
        assert not row(db, table, slug).retired
    assert not loaded.load().anything


def test_what_the_desk_retired_comes_back_when_the_file_takes_it_out_and_in_again(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        row(db, Tag, "bins").retired = True
    whole = loaded.tags.read_text("utf-8")
    loaded.write(tags="tags: {}")
    assert loaded.load().words() == ("tags: 1 retired.",)
    loaded.write(tags=whole)
    assert loaded.load().tags.changed == 2
    with reading(loaded.engine) as db:
        assert not row(db, Tag, "bins").retired
