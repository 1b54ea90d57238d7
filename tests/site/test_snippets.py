"""Cem sees why something was found: the part that says it, with his words marked."""

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.aggregate.items.queries import Head
from hub.db.engine import reading, writing
from hub.kit.question import parse
from hub.places.models import Place
from hub.site.asking import snippets
from tests import town

LONG = "It was a long meeting. " * 30


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def diary(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "Heath Diary", heath))


def told(db: Session, item_id: int | None, typed: str) -> str:
    assert item_id is not None
    said = db.get_one(Item, item_id)
    head = Head(item_id, said.sort_at, said.source_id, said.digest)
    return str(snippets.of(db, [head], parse(typed)).get(item_id, ""))


def test_the_words_looked_for_are_marked_in_the_summary(db: Session, diary: Feed) -> None:
    said = town.item(db, diary, "Fair", summary="The Café & <b>bins</b>", language="cy")

    snippet = told(db, said.id, "cafe bin*")

    assert "The <mark>Café</mark> &amp; &lt;b&gt;<mark>bins</mark>&lt;/b&gt;</p>" in snippet
    assert 'lang="cy"' in snippet
    assert told(db, said.id, "fair") == ""


def test_a_source_that_shows_everything_is_quoted_from_all_of_it(db: Session, heath: Place) -> None:
    whole = town.feed(db, town.source(db, "Whole", heath, shows="full"))
    said = town.item(db, whole, "Fair", summary="In short", html=f"<p>{LONG}</p><p>Then the <i>bridge</i> fell.</p>")

    assert "Then the <mark>bridge</mark> fell." in told(db, said.id, "bridge")
    assert told(db, said.id, "bridge").count("…") == 1


@pytest.mark.parametrize(("shows", "quoted"), [("link", False), ("excerpt", False), ("full", True)])
def test_no_more_is_quoted_than_a_source_allows(db: Session, heath: Place, shows: str, quoted: int) -> None:
    feed = town.feed(db, town.source(db, "Diary", heath, shows=shows))
    said = town.item(db, feed, "Fair", summary="In short", html="<p>The bridge fell.</p>")

    assert bool(told(db, said.id, "bridge")) is quoted
    assert bool(told(db, said.id, "short")) is (shows != "link")


def test_a_snippet_is_made_anew_when_its_item_or_the_registry_changes(many: Engine) -> None:
    def shown() -> str:
        with reading(many) as db:
            return told(db, 1, "bridge")

    def change(**values: str) -> None:
        with writing(many) as db:
            db.execute(update(Item).values(**values))

    with writing(many) as db:
        place = town.place(db, "Kings Heath")
        town.item(db, town.feed(db, town.source(db, "Diary", place)), "Fair", summary="The bridge", id=1)
    assert "The <mark>" in shown()
    change(summary="A bridge")
    assert "The <mark>" in shown()
    change(digest="2")
    assert "A <mark>" in shown()
    change(summary="This bridge")
    with writing(many) as db:
        town.tag(db, "Bridges")
    assert "This <mark>" in shown()


def test_html_cut_in_the_middle_of_a_tag_shows_none_of_it(db: Session, heath: Place) -> None:
    feed = town.feed(db, town.source(db, "Diary", heath, shows="full"))
    text = "bridge " + "x" * 7_985 + ' <a href="https://a.example/">there</a>'
    said = town.item(db, feed, "Fair", summary="In short", html=text)

    assert "href" not in told(db, said.id, "bridge")
