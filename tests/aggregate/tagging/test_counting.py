"""How often a place uses a label: counted as items come in, and never otherwise than from nothing."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, func, select

from hub.aggregate.items.models import Item, ItemLabel, ItemPlace
from hub.aggregate.tagging import counting
from hub.aggregate.tagging.counting import Use
from hub.db.engine import writing
from hub.kit.text import label_key
from hub.places.models import Place
from tests import town
from tests.databases import Fresh, examples
from tests.town import NOON

_LABELS = st.lists(st.sampled_from(("Bins", "bins", "BINS", "Łódź", "東京")), max_size=3, unique_by=label_key)


def say(db: Session, *labelled: Sequence[str]) -> tuple[Place, Place]:
    """Let Ben say something in Heath, which lies in Town, once for each of these lists of labels."""
    around = town.place(db, "Town")
    heath = town.place(db, "Heath", around)
    feed = town.feed(db, town.source(db, "Ben", heath))
    for at, labels in enumerate(labelled):
        item = town.item(db, feed, f"Post {at}", [heath, around], at=NOON + timedelta(hours=at))
        db.add_all(ItemLabel(item_id=item.id or 0, key=label_key(each), label=each) for each in labels)
    db.flush()
    return heath, around


def count_all(db: Session) -> None:
    while counting.awaits(db):
        counting.count(db)


def test_a_place_counts_what_is_used_inside_it(db: Session) -> None:
    heath, around = say(db, ["Bins"], ["bins", "Bikes"])
    count_all(db)
    used = counting.stored(db, around.id)
    assert used == counting.stored(db, heath.id)
    assert used["bins"] == Use("Bins", 2, NOON, NOON + timedelta(hours=1))
    assert used["bikes"].uses == 1


@given(st.lists(_LABELS, max_size=8), st.integers(min_value=1, max_value=4))
@settings(max_examples=examples(20), deadline=None)
def test_counted_bit_by_bit_it_is_what_is_counted_from_nothing(
    fresh: Fresh, labelled: Sequence[Sequence[str]], bit: int
) -> None:
    with fresh() as engine, writing(engine) as db:
        heath, around = say(db, *labelled)
        usual, counting.BATCH = counting.BATCH, bit
        try:
            count_all(db)
        finally:
            counting.BATCH = usual
        for place in (heath, around):
            assert counting.stored(db, place.id) == counting.recount(db, place.id)


def test_a_recount_mends_what_went(db: Session) -> None:
    heath, _ = say(db, ["Bins", "Bikes"], ["Bins"])
    count_all(db)
    first = db.exec(select(func.min(Item.id))).one()
    db.execute(delete(ItemPlace).where(col(ItemPlace.item_id) == first))
    right = counting.recount(db, heath.id)
    assert {key: use.uses for key, use in right.items()} == {"bins": 1}
    counting.mend(db, heath.id, ["bins", "bikes"], right)
    assert counting.stored(db, heath.id) == right


def test_what_came_in_after_the_count_is_left_to_the_next_one(db: Session) -> None:
    heath, _ = say(db, ["Bins"])
    assert counting.awaits(db)
    assert counting.recount(db, heath.id) == {}


def test_numbers_of_items_that_are_gone_take_no_turn(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    heath, _ = say(db, ["Bins"], [], ["bins"])
    gone = db.exec(select(Item.id).order_by(col(Item.id)).offset(1)).first()
    db.execute(delete(ItemPlace).where(col(ItemPlace.item_id) == gone))
    db.execute(delete(Item).where(col(Item.id) == gone))
    monkeypatch.setattr(counting, "BATCH", 1)
    counting.count(db)
    counting.count(db)
    assert not counting.awaits(db)
    assert counting.stored(db, heath.id)["bins"].uses == 2
