"""What stored items mean after the registry changed."""

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import Item, ItemPlace, StreamEntry
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from tests import town


@pytest.fixture
def said(db: Session) -> Item:
    """Something Ben said, as the registry has it today."""
    ben = town.source(db, "Ben", town.place(db, "Kings Heath"), kind="blog")
    item = town.item(db, town.feed(db, ben), "Bin strike", tags=[town.tag(db, "Bins", also=["bin"])])
    retag(db, registry(db))
    assert retag(db, registry(db)).differing == 0
    return item


def test_an_item_follows_its_source_to_another_kind(db, said):
    db.get_one(Source, said.source_id).kind = "press"
    db.flush()
    assert retag(db, registry(db)).differing == 1
    db.expire_all()
    assert set(db.exec(select(StreamEntry.kind))) == {"press"}
    assert retag(db, registry(db)).differing == 0


def test_an_item_in_no_place_has_no_kind_to_follow(db):
    nowhere = town.source(db, "Nobody", kind="blog")
    town.item(db, town.feed(db, nowhere), "Hello")
    assert retag(db, registry(db)).differing == 0
    assert db.exec(select(ItemPlace)).all() == []
