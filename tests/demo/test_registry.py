from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.tagging.queries import vocabulary
from hub.aggregate.tagging.rules import Speaker, meaning, point_of
from hub.demo.content import wherrybridge
from hub.demo.registry import feeds_yaml, registry, tags_yaml
from hub.demo.timeline import Post
from hub.demo.views import show
from hub.duties.loading import load, read_files
from hub.establish.meaning.rules import Because
from hub.kit.markup import plain
from hub.kit.text import words
from hub.places.actions import ids_by_slug, load_places
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
    assert yaml.safe_load(tags_yaml()) == {"tags": tags, "words": wherrybridge().words}


@pytest.mark.parametrize(("slug", "lies"), [("photo-kite", "kiln-end"), ("photo-prickles", "lammas-green")])
def test_a_picture_belongs_where_its_point_lies_though_it_names_no_place(
    db: Session, tmp_path: Path, slug: str, lies: str
) -> None:
    written = wherrybridge()
    load_places(db, read_files(*written_into(tmp_path)).places)
    ids = ids_by_slug(db)
    post = show(written, Post(written.by_slug[slug], 0, NOON), URL)
    club = Speaker("photos", frozenset({ids["wherrybridge"]}), only_when_mentioned=False)
    text, point = words(plain(post.html)), point_of(post.lat, post.lon)
    found = meaning(vocabulary(db), club, labels=post.labels, title=post.title, text=text, link=post.url, point=point)
    reasons = {place.id: place.because for place in found.places}
    assert reasons == {ids["wherrybridge"]: Because.SOURCE, ids[lies]: Because.POINT}


def written_into(folder: Path) -> tuple[list[Path], list[Path]]:
    feeds, tags = folder / "feeds.yaml", folder / "tags.yaml"
    feeds.write_text(feeds_yaml(URL), "utf-8")
    tags.write_text(tags_yaml(), "utf-8")
    return [feeds], [tags]


def test_a_hub_can_load_the_town(engine: Engine, tmp_path: Path) -> None:
    files = written_into(tmp_path)
    report = load(engine, *files, NOON)
    assert report.conflicts == ()
    again = load(engine, *files, NOON)
    assert not again.vocabulary_changed
