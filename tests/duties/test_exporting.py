"""Ada takes everything public along: a hub loaded from it is the same, and no member is in it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import Enclosure, Item, ItemLabel
from hub.aggregate.tagging.queries import registry
from hub.db.engine import reading, writing
from hub.duties.exporting import EVENTS, FEEDS, ITEMS, TAGS, Exported, export
from hub.duties.loading import load
from hub.establish.tags.models import Tag, TagLabel
from hub.people.cases.models import Withholding
from hub.places.models import Place
from tests import databases, town
from tests.town import NOON

SMALL = """places:
  alder: {name: Alderford, also: [Aldford], postcodes: [NR9], lat: 52.7, lon: 0.0, touches: [elm]}
  mill-end: {name: Mill End, parent: alder, label_only: [Mill]}
  elm: {name: Elm, timezone: Europe/Dublin}
sources:
  - {name: Diary, kind: blog, places: [alder, mill-end], feeds: [https://d.example/feed], licence: CC0, shows: full}
  - {name: "No", kind: events, places: [elm], calendars: [https://n.example/ics], only_when_mentioned: true}
"""
WORDS = """tags:
  bins: {name: "Bins & recycling", also: [refuse, "yes"], label_only: [waste], meaning: "What is collected: and when"}
  alder: {name: Alderford, place: alder}
  fair: {name: Fair, scope: elm}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def hub(many: Engine, tmp_path: Path) -> Engine:
    """A hub whose registry was loaded, with an item and a meetup."""
    (tmp_path / "f.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "t.yaml").write_text(WORDS, "utf-8")
    load(many, [tmp_path / "f.yaml"], [tmp_path / "t.yaml"], NOON)
    with writing(many) as db:
        alder = db.exec(select(Place).where(Place.slug == "alder")).one()
        bins = db.exec(select(Tag).where(Tag.slug == "bins")).one()
        feeds = {feed.reads: feed for feed in db.exec(select(Feed))}
        item = town.item(db, feeds["items"], "Bins on Tuesday", [alder], [bins])
        assert item.id
        db.add(ItemLabel(item_id=item.id, key="refuse", label="Refuse"))
        db.add(Enclosure(item_id=item.id, position=0, url="https://d.example/talk.mp3"))
        town.meetup(db, feeds["events"], "Repair café", NOON + timedelta(days=1), location="Old Library")
    return many


def taken(engine: Engine, folder: Path) -> Exported:
    with reading(engine) as db:
        return export(db, folder)


def agreed(db: Session) -> set[tuple[object, ...]]:
    rows = db.execute(select(Tag, TagLabel).join(TagLabel))
    return {(tag.slug, tag.name, tag.meaning, label.label, label.in_text) for tag, label in rows}


def voices(db: Session) -> set[tuple[object, ...]]:
    rows = db.execute(select(Source, Feed).join(Feed))
    return {(each.slug, each.name, each.kind, each.shows, each.licence, feed.url, feed.reads) for each, feed in rows}


def test_a_hub_loaded_from_it_has_the_same_tags_and_sources(hub: Engine, folder: Path) -> None:
    assert taken(hub, folder) == Exported(places=3, sources=2, tags=3, items=1, events=1)
    other = databases.sqlite_in_memory()
    load(other, [folder / FEEDS], [folder / TAGS], NOON)
    with reading(hub) as ours, reading(other) as theirs:
        assert agreed(theirs) == agreed(ours)
        assert voices(theirs) == voices(ours)
        names = registry(ours).vocabulary.names.values(), registry(theirs).vocabulary.names.values()
        assert sorted(names[0]) == sorted(names[1])
    other.dispose()


def test_loading_it_where_it_came_from_changes_nothing(hub: Engine, folder: Path) -> None:
    taken(hub, folder)
    assert load(hub, [folder / FEEDS], [folder / TAGS], NOON).conflicts == ()
    assert not load(hub, [folder / FEEDS], [folder / TAGS], NOON).anything


def test_items_and_meetups_say_where_they_come_from_and_what_they_are_about(hub: Engine, folder: Path) -> None:
    taken(hub, folder)
    (item,) = json.loads((folder / ITEMS).read_text("utf-8"))
    assert (item["source"], item["title"], item["tags"], item["places"]) == (
        "diary",
        "Bins on Tuesday",
        ["bins"],
        ["alder"],
    )
    assert (item["labels"], item["files"]) == (["Refuse"], ["https://d.example/talk.mp3"])
    (event,) = json.loads((folder / EVENTS).read_text("utf-8"))
    assert (event["source"], event["title"]) == ("no", "Repair café")
    assert len(event["dates"]) == 1


@pytest.mark.parametrize(("shows", "said"), [("link", set()), ("excerpt", {"summary"}), ("full", {"summary", "html"})])
def test_no_more_is_given_away_than_its_publisher_lets_be_shown(
    hub: Engine, folder: Path, shows: str, said: set[str]
) -> None:
    with writing(hub) as db:
        for row in db.exec(select(Source)):
            row.shows = shows
    taken(hub, folder)
    (item,) = json.loads((folder / ITEMS).read_text("utf-8"))
    assert {"summary", "html"} & item.keys() == said


def test_what_was_taken_down_and_what_neighbours_pinned_up_stays_here(hub: Engine, folder: Path) -> None:
    with writing(hub) as db:
        item = db.exec(select(Item)).one()
        db.add(Withholding(target_kind="item", target_id=str(item.id), measure="hide", since=NOON))
        calendar = db.exec(select(Source).where(Source.slug == "no")).one()
        db.add(Withholding(target_kind="source", target_id=calendar.id.hex, measure="hide", since=NOON))
        elm = db.exec(select(Place).where(Place.slug == "elm")).one()
        neighbours = town.source(db, "Neighbours in Elm", elm, origin="desk")
        town.item(db, town.feed(db, neighbours, reads="notices", retired=True), "Benquist lost a cat", [elm])
    assert taken(hub, folder).items == 0
    assert json.loads((folder / EVENTS).read_text("utf-8")) == []
    assert "Neighbours" not in (folder / FEEDS).read_text("utf-8")


def test_what_names_a_place_that_was_given_up_leaves_it_out(hub: Engine, folder: Path) -> None:
    with writing(hub) as db:
        for slug in ("alder",):
            db.exec(select(Place).where(Place.slug == slug)).one().retired = True
    assert taken(hub, folder).tags == 2
    other = databases.sqlite_in_memory()
    load(other, [folder / FEEDS], [folder / TAGS], NOON)
    with reading(other) as db:
        assert sorted(db.exec(select(Place.slug))) == ["elm", "mill-end"]
    other.dispose()


def test_an_empty_hub_gives_empty_files(many: Engine, folder: Path) -> None:
    assert taken(many, folder) == Exported(0, 0, 0, 0, 0)
    assert json.loads((folder / ITEMS).read_text("utf-8")) == []


def test_a_million_items_are_never_held_at_once(hub: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.duties.exporting.CHUNK", 2)
    with writing(hub) as db:
        feed = db.exec(select(Feed).where(Feed.reads == "items")).one()
        for number in range(5):
            town.item(db, feed, f"Post {number}", [])
    with reading(hub) as db:
        assert export(db, folder).items == 6
        assert not any(isinstance(each, Item) for each in db.identity_map.values())
    assert len(json.loads((folder / ITEMS).read_text("utf-8"))) == 6
