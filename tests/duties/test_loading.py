"""Ada tends the registry files: what loading them does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.items.facets import of_source
from hub.aggregate.items.models import Item
from hub.db import search
from hub.db.engine import reading, writing
from hub.db.sought import Sought
from hub.duties.loading import load
from hub.errors import RegistryError
from hub.establish.tags.models import Tag, TagLabel
from hub.places.models import Place, PlaceName, PlaceTouch
from tests import town
from tests.duties.registry_files import NOW, PLACES, SOURCES, TAGS, Files, ids, row


@pytest.fixture
def files(tmp_path: Path, engine: Engine) -> Files:
    return Files(tmp_path, engine)


@pytest.fixture
def loaded(files: Files) -> Files:
    files.load()
    return files


def test_the_files_become_places_sources_feeds_and_tags(files: Files) -> None:
    report = files.load()
    assert report.words() == ("places: 3 added.", "sources: 2 added.", "feeds: 3 added.", "tags: 2 added.")
    assert report.vocabulary_changed
    with reading(files.engine) as db:
        wherry, quay = row(db, Place, "wherry"), row(db, Place, "quay")
        assert (quay.parent_id, quay.timezone, quay.origin) == (wherry.id, "Europe/London", "file")
        names = db.exec(select(PlaceName).where(PlaceName.place_id == wherry.id)).all()
        assert {(name.label, name.in_text) for name in names} == {("Old Wherry", True), ("Wish", False)}
        assert len(db.exec(select(PlaceTouch)).all()) == 2
        diary = row(db, Source, "town-diary")
        assert len(db.exec(select(SourcePlace).where(SourcePlace.source_id == diary.id)).all()) == 2
        calendar = db.exec(select(Feed).where(Feed.source_id == diary.id)).one()
        assert (calendar.reads, calendar.due_at) == ("events", NOW)
        labels = db.exec(select(TagLabel).where(TagLabel.tag_id == row(db, Tag, "bins").id)).all()
        assert {(row.key, row.in_text) for row in labels} == {
            *(("bins", True), ("binsandrecycling", True), ("refuse", True), ("binstrike", True), ("tip", False)),
        }


def test_loading_twice_changes_nothing(loaded: Files) -> None:
    report = loaded.load(NOW + timedelta(days=1))
    assert report.words() == ("Nothing changed.",)
    assert not report.vocabulary_changed


def test_a_changed_name_keeps_its_id(loaded: Files) -> None:
    before = ids(loaded)
    loaded.change("name: Mill End", "name: Mill Green")
    loaded.change("name: Wherry Council", "name: Wherry Town Council")
    loaded.change("name: Bins & recycling", "name: Bins and tips")
    report = loaded.load()
    assert report.words() == ("places: 1 changed.", "sources: 1 changed.", "tags: 1 changed.")
    assert ids(loaded) == before
    with reading(loaded.engine) as db:
        assert row(db, Source, "wherry-town-council").name == "Wherry Town Council"
        assert row(db, Place, "mill").name == "Mill Green"


def test_a_removed_source_is_no_longer_fetched_and_keeps_its_items(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://wherry.example/rss")).one()
        town.item(db, feed, "Bins late")
    loaded.write(PLACES + "sources: []\n")
    assert loaded.load().words() == ("sources: 2 retired.", "feeds: 3 retired.")
    with reading(loaded.engine) as db:
        assert all(source.retired for source in db.exec(select(Source)))
        assert all(feed.retired for feed in db.exec(select(Feed)))
        assert len(db.exec(select(Item)).all()) == 1
    assert not loaded.load().anything


def test_what_comes_back_is_the_same_again(loaded: Files) -> None:
    before = ids(loaded)
    loaded.write("places: {wherry: {name: Wherry}}\nsources: []", "tags: {}")
    assert loaded.load().tags.retired == 2
    loaded.write(PLACES + SOURCES, TAGS)
    later = NOW + timedelta(days=1)
    assert loaded.load(later).sources.changed == 2
    assert ids(loaded) == before
    with reading(loaded.engine) as db:
        rows: list[Any] = [*db.exec(select(Place)), *db.exec(select(Source)), *db.exec(select(Tag))]
        assert not any(row.retired for row in rows)
        assert {(feed.retired, feed.due_at) for feed in db.exec(select(Feed))} == {(False, later)}


def test_a_corrected_address_is_the_same_feed(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://wherry.example/rss")).one()
        feed.etag, feed.trouble, feed.failures = '"a"', "http:404", 7
    loaded.change("https://wherry.example/rss,", "https://wherry.example/news.rss,")
    assert loaded.load().feeds.changed == 1
    with reading(loaded.engine) as db:
        same = db.get_one(Feed, feed.id)
        assert (same.url, same.etag, same.trouble, same.retired) == ("https://wherry.example/news.rss", "", "", False)


def test_a_feed_listed_under_another_source_takes_what_it_said_along(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://wherry.example/jobs.rss")).one()
        item = town.item(db, feed, "A job at the quay")
    loaded.change(", https://wherry.example/jobs.rss]", "]")
    jobs = "  - {name: Jobs, kind: business, places: [wherry], feeds: [https://wherry.example/jobs.rss]}\n"
    loaded.write(loaded.feeds.read_text("utf-8") + jobs)
    report = loaded.load()
    assert (report.sources.added, report.feeds.added, report.feeds.changed, report.feeds.retired) == (1, 0, 1, 0)
    assert report.vocabulary_changed
    with reading(loaded.engine) as db:
        owner = row(db, Source, "jobs")
        assert db.get_one(Feed, feed.id).source_id == owner.id
        assert db.get_one(Item, item.id).source_id == owner.id
        assert search.newest(db, Sought(groups=((of_source(owner.id),),)), 10) == [item.id]


def test_a_feed_that_is_read_as_a_calendar_from_now_on_is_asked_anew(loaded: Files) -> None:
    loaded.change("calendars: [https://diary", "feeds: [https://diary")
    loaded.load(NOW + timedelta(days=1))
    with reading(loaded.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://diary.example/all.ics")).one()
        assert (feed.reads, feed.due_at) == ("items", NOW + timedelta(days=1))


def test_several_files_are_read_as_one(files: Files, tmp_path: Path) -> None:
    more, words = tmp_path / "more.yaml", tmp_path / "words.yaml"
    more.write_text("places: {ludd: {name: Ludd}}\nsources: [{name: Ludd News, kind: press, places: [ludd, wherry]}]")
    words.write_text("tags: {boats: {name: Boats}}")
    report = load(files.engine, [files.feeds, more], [files.tags, words], NOW)
    assert (report.places.added, report.sources.added, report.tags.added) == (4, 3, 3)
    words.write_text("tags: {bins: {name: Boats}}")
    with pytest.raises(RegistryError) as refused:
        load(files.engine, [files.feeds, more], [files.tags, words], NOW)
    assert refused.value.faults == ["words.yaml:1: tags › bins: stands in tags.yaml too, on line 3."]


def test_with_one_fault_nothing_is_loaded_and_all_faults_are_named(files: Files) -> None:
    files.change("kind: council", "kind: counsil")
    files.change("place: quay}", "place: key}")
    with pytest.raises(RegistryError) as refused:
        files.load()
    kinds = ", ".join(sorted(KINDS))
    assert refused.value.faults == [
        f"feeds.yaml:8: sources › “Wherry Council” › kind: “counsil” is not one of {kinds} (did you mean “council”?).",
        "tags.yaml:4: tags › quay › place: there is no place “key”.",
    ]
    with reading(files.engine) as db:
        assert db.exec(select(Place)).all() == []


def test_missing_empty_and_foreign_files_are_told_in_words(files: Files) -> None:
    files.tags.unlink()
    files.feeds.write_bytes(b"places: {caf\xe9: 1}")
    with pytest.raises(RegistryError) as refused:
        files.load()
    assert refused.value.faults == [
        "feeds.yaml: is not written in UTF-8 (byte 12).",
        f"{files.tags}: cannot be read: no such file or directory.",
    ]
    files.write("", "tags: {}")
    with pytest.raises(RegistryError, match=r"feeds\.yaml: is empty"):
        files.load()


HEIRS = """
sources:
  - {name: Jobs, kind: council, places: [wherry], feeds: [https://wherry.example/jobs.rss]}
  - {name: Wherry news, kind: council, places: [wherry],
     feeds: [https://wherry.example/rss, https://wherry.example/parks.rss]}
"""


def test_a_renamed_source_that_was_split_goes_on_as_the_one_with_most_of_its_feeds(files: Files) -> None:
    files.change("jobs.rss]", "jobs.rss, https://wherry.example/parks.rss]")
    files.load()
    with reading(files.engine) as db:
        before = row(db, Source, "wherry-council").id
    files.write(PLACES + HEIRS)
    files.load()
    with reading(files.engine) as db:
        assert row(db, Source, "wherry-news").id == before
        assert row(db, Source, "jobs").id != before


def test_of_two_heirs_with_as_many_feeds_the_first_by_slug_is_the_one(files: Files) -> None:
    files.load()
    with reading(files.engine) as db:
        before = row(db, Source, "wherry-council").id
    files.write(PLACES + HEIRS.replace(", https://wherry.example/parks.rss", ""))
    files.load()
    with reading(files.engine) as db:
        assert row(db, Source, "jobs").id == before
