"""Ada tends the registry files: what loading them does, and what it leaves alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, FeedAlias, Source, SourcePlace
from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.items.models import Item
from hub.db.engine import reading, writing
from hub.duties.loading import LoadReport, load
from hub.errors import RegistryError
from hub.establish.models import Tag, TagLabel
from hub.places.models import Place, PlaceName, PlaceTouch
from tests import town

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
PLACES = """
places:
  wherry: {name: Wherry, timezone: Europe/London, lat: 52.5, lon: 1.5, also: [Old Wherry], label_only: [Wish]}
  quay: {name: The Quay, parent: wherry, touches: [mill]}
  mill: {name: Mill End, parent: wherry}
"""
SOURCES = """
sources:
  - {name: Wherry Council, kind: council, site: https://wherry.example/, places: [wherry],
     feeds: [https://wherry.example/rss, https://wherry.example/jobs.rss]}
  - {name: Town diary, kind: events, places: [quay, mill], calendars: [https://diary.example/all.ics]}
"""
TAGS = """
tags:
  bins: {name: Bins & recycling, meaning: Collections, also: [refuse, "#binstrike"], label_only: [tip]}
  quay: {name: The Quay, place: quay}
"""


class Files:
    """The two files in a folder, as Ada edits them."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.feeds, self.tags, self.engine = folder / "feeds.yaml", folder / "tags.yaml", engine
        self.write(PLACES + SOURCES, TAGS)

    def write(self, feeds: str | None = None, tags: str | None = None) -> None:
        for file, text in ((self.feeds, feeds), (self.tags, tags)):
            if text is not None:
                file.write_text(text, "utf-8")

    def change(self, old: str, new: str) -> None:
        for file in (self.feeds, self.tags):
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    def load(self, now: datetime = NOW) -> LoadReport:
        return load(self.engine, [self.feeds], [self.tags], now)


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
        wherry, quay = _row(db, Place, "wherry"), _row(db, Place, "quay")
        assert (quay.parent_id, quay.timezone, quay.origin) == (wherry.id, "Europe/London", "file")
        names = db.exec(select(PlaceName).where(PlaceName.place_id == wherry.id)).all()
        assert {(name.label, name.in_text) for name in names} == {("Old Wherry", True), ("Wish", False)}
        assert len(db.exec(select(PlaceTouch)).all()) == 2
        diary = _row(db, Source, "town-diary")
        assert len(db.exec(select(SourcePlace).where(SourcePlace.source_id == diary.id)).all()) == 2
        calendar = db.exec(select(Feed).where(Feed.source_id == diary.id)).one()
        assert (calendar.reads, calendar.due_at) == ("events", NOW)
        labels = db.exec(select(TagLabel).where(TagLabel.tag_id == _row(db, Tag, "bins").id)).all()
        assert {(row.key, row.in_text) for row in labels} == {
            *(("bins", True), ("binsandrecycling", True), ("refuse", True), ("binstrike", True), ("tip", False)),
        }


def test_loading_twice_changes_nothing(loaded: Files) -> None:
    report = loaded.load(NOW + timedelta(days=1))
    assert report.words() == ("Nothing changed.",)
    assert not report.vocabulary_changed


def test_a_changed_name_keeps_its_id(loaded: Files) -> None:
    before = _ids(loaded)
    loaded.change("name: Mill End", "name: Mill Green")
    loaded.change("name: Wherry Council", "name: Wherry Town Council")
    loaded.change("name: Bins & recycling", "name: Bins and tips")
    report = loaded.load()
    assert report.words() == ("places: 1 changed.", "sources: 1 changed.", "tags: 1 changed.")
    assert _ids(loaded) == before
    with reading(loaded.engine) as db:
        assert _row(db, Source, "wherry-town-council").name == "Wherry Town Council"
        assert _row(db, Place, "mill").name == "Mill Green"


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
    before = _ids(loaded)
    loaded.write("places: {wherry: {name: Wherry}}\nsources: []", "tags: {}")
    assert loaded.load().tags.retired == 2
    loaded.write(PLACES + SOURCES, TAGS)
    later = NOW + timedelta(days=1)
    assert loaded.load(later).sources.changed == 2
    assert _ids(loaded) == before
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
        owner = _row(db, Source, "jobs")
        assert db.get_one(Feed, feed.id).source_id == owner.id
        assert db.get_one(Item, item.id).source_id == owner.id


def test_a_feed_that_is_read_as_a_calendar_from_now_on_is_asked_anew(loaded: Files) -> None:
    loaded.change("calendars: [https://diary", "feeds: [https://diary")
    loaded.load(NOW + timedelta(days=1))
    with reading(loaded.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://diary.example/all.ics")).one()
        assert (feed.reads, feed.due_at) == ("items", NOW + timedelta(days=1))


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
        _row(db, Tag, "bins").name = "Rubbish"
        _row(db, Tag, "quay").retired = True
    loaded.change("Collections", "Collections and tips")
    assert loaded.load().words() == ("tags: 1 changed.",)
    with reading(loaded.engine) as db:
        bins = _row(db, Tag, "bins")
        assert (bins.name, bins.meaning) == ("Rubbish", "Collections and tips")
        assert _row(db, Tag, "quay").retired


def test_a_spelling_from_the_desk_and_one_from_the_file_both_stay(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        db.add(TagLabel(tag_id=_row(db, Tag, "bins").id, key="wheelie", label="wheelie"))
    loaded.change("[refuse, ", "[rubbish, ")
    loaded.load()
    with reading(loaded.engine) as db:
        labels = db.exec(select(TagLabel.key).where(TagLabel.tag_id == _row(db, Tag, "bins").id)).all()
        assert {"wheelie", "rubbish"} <= set(labels)
        assert "refuse" not in labels


def test_a_conflict_is_listed_every_time_and_nothing_is_overwritten(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        _row(db, Place, "mill").name = "Mill Row"
    loaded.change("name: Mill End", "name: Mill Green")
    words = "place “mill”: name: the file now says “Mill Green”, the desk “Mill Row”; left as it is."
    for _ in range(2):
        assert loaded.load().conflicts == (words,)
    with reading(loaded.engine) as db:
        assert _row(db, Place, "mill").name == "Mill Row"
    loaded.change("name: Mill Green", "name: Mill Row")
    assert loaded.load().words() == ("Nothing changed.",)


def test_removing_what_the_desk_changed_is_a_conflict(loaded: Files) -> None:
    with writing(loaded.engine) as db:
        _row(db, Source, "town-diary").licence = "CC BY"
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
        assert _row(db, Place, "mill").name == "The old mill"
        feed = db.exec(select(Feed).where(Feed.url == "https://wherry.example/jobs.rss")).one()
        assert (feed.source_id, feed.retired) == (desk.id, False)


def test_a_file_may_speak_of_a_place_of_the_desk(files: Files) -> None:
    with writing(files.engine) as db:
        town.place(db, "Staithe", origin="desk")
    files.change("places: [quay, mill]", "places: [staithe]")
    assert files.load().sources.added == 2


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


def _row(db: Session, table: type[Any], slug: str) -> Any:
    return db.exec(select(table).where(table.slug == slug)).one()


def _ids(files: Files) -> set[tuple[str, UUID]]:
    with reading(files.engine) as db:
        rows: list[Any] = [*db.exec(select(Place)), *db.exec(select(Source)), *db.exec(select(Tag))]
        return {(type(row).__name__, row.id) for row in rows}
