"""Of what is erased no word stays with those beside it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.withholding import ids_of
from hub.aggregate.stories import actions
from hub.aggregate.stories.models import StoryItem
from hub.db.engine import reading, writing
from hub.duties.leaving import take_out
from hub.people.cases.rules import Target
from tests import town
from tests.site.storied import told_by
from tests.town import NOON


def words(db: Session, item: Item) -> None:
    """Delete the words of one item."""
    actions.forget_words(db, ids_of(db, Target.ITEM, str(item.id)))


def source(db: Session, item: Item) -> None:
    """Take its source out of the hub."""
    take_out(db, item.source_id, NOON)


@pytest.mark.parametrize("erase", [words, source])
def test_with_an_item_go_the_words_others_share_with_it(engine: Engine, erase: Callable[[Session, Item], None]) -> None:
    with writing(engine) as db:
        here = town.place(db, "Alderford")
        first, second, third, other = (
            town.item(db, town.feed(db, town.source(db, name, here)), f"{name} tells") for name in ("A", "B", "C", "D")
        )
        told_by(db, here, first, second, third)
        apart = told_by(db, town.place(db, "Benton"), third, other)
    with writing(engine) as db:
        erase(db, db.get_one(Item, first.id))
    with reading(engine) as db:
        rows = db.exec(select(StoryItem.story_id, StoryItem.evidence)).all()
        assert {evidence for story, evidence in rows if story != apart} == {""}
        assert {evidence for story, evidence in rows if story == apart} == {"", "bridge, shut"}
