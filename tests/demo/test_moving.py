"""The sample town is started again and gets another port."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items import news
from hub.aggregate.items.models import Item, ItemTwin
from hub.aggregate.items.rules import page_key
from hub.db.engine import reading, writing
from hub.demo.moving import move
from hub.demo.registry import feeds_yaml, tags_yaml
from hub.duties.loading import LoadReport, load
from tests import town
from tests.demo.visitor import NOON

USUAL, OTHER = "http://127.0.0.1:8701", "http://127.0.0.1:40404"


def loaded(engine: Engine, folder: Path, url: str) -> LoadReport:
    feeds, tags = folder / "feeds.yaml", folder / "tags.yaml"
    feeds.write_text(feeds_yaml(url), "utf-8")
    tags.write_text(tags_yaml(), "utf-8")
    return load(engine, [feeds], [tags], NOON)


def courier(db: Session) -> Feed:
    return db.exec(select(Feed).join(Source).where(Source.slug == "courier")).one()


@pytest.fixture
def heard(engine: Engine, tmp_path: Path) -> Engine:
    """A hub that knows the town at its usual port, and something the Courier said."""
    loaded(engine, tmp_path, USUAL)
    with writing(engine) as db:
        said = f"{USUAL}/courier/news/bins"
        town.item(db, courier(db), "Bins", guid=said, link=said, html=f'<p><a href="{said}">Bins</a></p>')
    return engine


def test_a_town_at_another_port_is_the_same_town(heard: Engine, tmp_path: Path) -> None:
    assert move(heard, OTHER) == USUAL
    report = loaded(heard, tmp_path, OTHER)

    assert not report.anything
    with reading(heard) as db:
        said = db.exec(select(Item)).one()
        assert (said.guid, said.link) == (f"{OTHER}/courier/news/bins",) * 2
        assert USUAL not in said.html
        assert not db.exec(select(Feed).where(col(Feed.url).startswith(USUAL))).all()
        assert not db.exec(select(Source).where(col(Source.site).startswith(USUAL))).all()


def test_what_was_folded_stays_folded_at_the_new_address(heard: Engine) -> None:
    with writing(heard) as db:
        first = db.exec(select(Item)).one()
        key = first.page_key = page_key(first.link)
        other = town.item(db, courier(db), "Bins again", guid="again", link=first.link, page_key=key)
        db.flush()
        assert first.id and other.id and key  # noqa: PT018 -- they were just stored
        db.add(ItemTwin(item_id=other.id, lead_id=first.id, page_key=key))

    move(heard, OTHER)

    with reading(heard) as db:
        assert db.exec(select(ItemTwin.page_key)).one() == page_key(f"{OTHER}/courier/news/bins")


def test_an_address_that_once_was_another_feeds_is_left_alone(heard: Engine) -> None:
    with writing(heard) as db:
        town.feed(db, db.exec(select(Source).where(Source.slug == "courier")).one(), f"{OTHER}/old.xml", retired=True)

    assert move(heard, OTHER) == ""


def test_at_the_port_it_had_nothing_moves(heard: Engine) -> None:
    assert move(heard, USUAL) == ""


def test_a_hub_that_never_heard_of_the_town_has_nothing_to_move(engine: Engine) -> None:
    assert move(engine, USUAL) == ""


def test_what_was_heard_at_both_addresses_already_stays_two_items(heard: Engine) -> None:
    with writing(heard) as db:
        town.item(db, courier(db), "Bins", guid=f"{OTHER}/courier/news/bins")

    assert move(heard, OTHER) == USUAL
    with reading(heard) as db:
        assert sorted(db.exec(select(Item.guid))) == [f"{OTHER}/courier/news/bins", f"{USUAL}/courier/news/bins"]


def test_what_leads_to_the_town_is_found_at_its_new_address(heard: Engine) -> None:
    with writing(heard) as db:
        known = db.exec(select(Item)).one()
        known.page_key = page_key(known.link)
        db.add(known)

    move(heard, OTHER)
    with reading(heard) as db:
        moved = db.exec(select(Item)).one()
        assert moved.page_key == page_key(f"{OTHER}/courier/news/bins") != page_key(f"{USUAL}/courier/news/bins")
        assert [each.item_id for each in news.waiting(db, 10)][-1] == moved.id
