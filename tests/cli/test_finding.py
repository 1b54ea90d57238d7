"""Ada asks the machine which feeds a site has."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Hub
from tests.duties.publisher import Publisher, publishing, rss

HEAD = "<title>Ben writes</title><link rel=alternate type=application/rss+xml href='{}'>"


@pytest.fixture
def blog(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    with publishing() as publisher:
        monkeypatch.setenv("HUB_ALLOW_PRIVATE_NETWORKS", publisher.host)
        monkeypatch.setenv("HUB_HOST_PAUSE", "0")
        publisher.says("/", body=HEAD.format("/feed") + HEAD.format("/atom.xml"))
        linked = "<link>https://ben.example/1</link>"
        for path in ("/feed", "/atom.xml"):
            publisher.says(path, body=rss("Bins in Kings Heath", extra=f"{linked}<category>refuse</category>"))
        yield publisher


def test_the_feeds_of_a_site_are_listed_with_the_tags_they_would_get(hub: Hub, blog: Publisher) -> None:
    Path("feeds.yaml").write_text("places:\n  kings-heath: {name: Kings Heath}\nsources: []\n", "utf-8")
    Path("tags.yaml").write_text("tags:\n  bins: {name: Bins, also: [refuse]}\n", "utf-8")
    assert hub("load").code == 0
    said = hub("find", f"http:://{blog.host}/")
    assert said.code == 0
    assert "There was a slip in the address" in said.out
    assert "Ben writes: 1 feed\n" in said.out
    assert (
        f"1. Ben\n   http://{blog.host}/feed\n   posts, 2026-03-03\n   also at http://{blog.host}/atom.xml" in said.out
    )
    assert "Bins in Kings Heath  [Bins]" in said.out


def test_the_answer_may_be_one_json_document(hub: Hub, blog: Publisher) -> None:
    told = json.loads(hub("find", blog.host, "--json", "--about", "Kings Heath").out)
    assert [(feed["what"], feed["reads"]) for feed in told["feeds"]] == [("posts", "items")]


def test_a_site_without_feeds_ends_with_one(hub: Hub, blog: Publisher) -> None:
    blog.answers.clear()
    said = hub("find", blog.says("/", body="<title>Ben</title>"))
    assert (said.code, said.out) == (1, "Ben: no feed\n")


def test_what_is_no_address_is_said(hub: Hub) -> None:
    said = hub("find", "ben")
    assert (said.code, said.out) == (1, "")
    assert "no address of a website" in said.err
