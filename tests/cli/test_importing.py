"""Ada brings a list of feeds on the machine itself, and takes the feeds of the hub along."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Hub
from tests.duties.publisher import Publisher, publishing, rss

PLACES = "places:\n  kings-heath: {name: Kings Heath}\n"


@pytest.fixture
def blogs(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    Path("feeds.yaml").write_text(f"{PLACES}sources: []\n", "utf-8")
    Path("tags.yaml").write_text("tags: {}\n", "utf-8")
    assert hub("load").code == 0
    with publishing() as publisher:
        monkeypatch.setenv("HUB_ALLOW_PRIVATE_NETWORKS", publisher.host)
        monkeypatch.setenv("HUB_HOST_PAUSE", "0")
        alive = publisher.says("/feed", body=rss("Bins in Kings Heath"))
        lines = f"<outline text='Ben' xmlUrl='{alive}'/><outline text='Old' xmlUrl='{publisher.says('/old', 404)}'/>"
        list_of = f"<opml><head><title>Reads</title></head><body>{lines}</body></opml>"
        Path("reads.opml").write_text(list_of, "utf-8")
        publisher.says("/reads.opml", body=list_of)
        yield publisher


def test_a_list_is_looked_through_and_what_is_alive_taken(hub: Hub, blogs: Publisher) -> None:
    said = hub("import", "reads.opml", "--place", "kings-heath", "--take")
    assert said.code == 0
    assert "Reads: 2 feeds (1 dead, 1 taken). 1 taken." in said.out
    assert "/desk/lists/" in said.out
    again = hub("import", f"http://{blogs.host}/reads.opml", "--place", "kings-heath")
    assert "Reads: 2 feeds (1 dead, 1 known). 0 taken." in again.out
    assert hub("export", "out.opml", "--opml").code == 0
    assert f"http://{blogs.host}/feed" in Path("out.opml").read_text("utf-8")
    assert hub("export", "out.opml", "--opml").code == 1


def test_what_cannot_be_taken_in_is_said(hub: Hub, blogs: Publisher) -> None:
    Path("empty.opml").write_text("<opml><body/></opml>", "utf-8")
    Path("page.opml").write_text("<html><body/></html>", "utf-8")
    assert "names no feed" in hub("import", "empty.opml", "--place", "kings-heath").err
    assert "a web page" in hub("import", "page.opml", "--place", "kings-heath").err
    assert hub("import", "none.opml", "--place", "kings-heath").code == 1
    assert hub("import", "reads.opml", "--place", "nowhere").code == 1
    assert "no kind of source" in hub("import", "reads.opml", "--place", "kings-heath", "--kind", "x").err
