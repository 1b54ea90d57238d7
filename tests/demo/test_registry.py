from pathlib import Path

import yaml
from sqlalchemy import Engine

from hub.aggregate.feeds.registry import KINDS
from hub.demo.content import wherrybridge
from hub.demo.registry import feeds_yaml, registry, tags_yaml
from hub.duties.loading import load
from tests.demo.visitor import NOON

URL = "http://127.0.0.1:8701"


def test_the_registry_names_the_whole_town() -> None:
    places, sources, tags = registry(URL)
    assert len(sources) >= 12
    assert {source["kind"] for source in sources} <= set(KINDS)
    assert {place["parent"] for place in places.values() if "parent" in place} == {"wherrybridge"}
    assert {tag["place"] for tag in tags.values() if "place" in tag} == set(places)


def test_the_moved_feed_is_registered_where_it_was() -> None:
    police = next(source for source in registry(URL)[1] if source["slug"] == "police")
    assert police["feeds"] == [f"{URL}/police/GetNewsRss"]


def test_two_sources_are_calendars() -> None:
    calendars = [source["slug"] for source in registry(URL)[1] if "calendars" in source]
    assert calendars == list(wherrybridge().diaries)


def test_the_files_say_what_the_registry_says() -> None:
    places, sources, tags = registry(URL)
    assert yaml.safe_load(feeds_yaml(URL)) == {"places": places, "sources": sources}
    assert yaml.safe_load(tags_yaml()) == {"tags": tags}


def test_a_hub_can_load_the_town(engine: Engine, tmp_path: Path) -> None:
    feeds, tags = tmp_path / "feeds.yaml", tmp_path / "tags.yaml"
    feeds.write_text(feeds_yaml(URL), "utf-8")
    tags.write_text(tags_yaml(), "utf-8")
    report = load(engine, [feeds], [tags], NOON)
    assert report.conflicts == ()
    again = load(engine, [feeds], [tags], NOON)
    assert not again.vocabulary_changed
