"""Labels are counted by the hub itself: new ones at once, all of them every night."""

from datetime import timedelta

import pytest
from sqlmodel import col, delete, func, select

from hub.aggregate.items.models import Item, ItemLabel
from hub.aggregate.tagging import counting
from hub.db.beats import beat
from hub.db.engine import reading, writing
from hub.duties.counting import RECOUNTED, count_labels
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.places.models import Place
from tests.aggregate.tagging.test_counting import say


@pytest.fixture
def heath(tools: Tools) -> Place:
    """A place where bins are spoken of twice, counted."""
    with writing(tools.engine) as db:
        place, _ = say(db, ["Bins"], ["Bins", "Bikes"])
    count_labels(tools)
    return place


def used(tools: Tools, place: Place) -> dict[str, int]:
    with reading(tools.engine) as db:
        return {key: use.uses for key, use in counting.stored(db, place.id).items()}


def test_what_comes_in_is_counted(tools: Tools, heath: Place) -> None:
    assert used(tools, heath) == {"bins": 2, "bikes": 1}


def test_what_went_is_noticed_the_next_night(tools: Tools, heath: Place) -> None:
    with writing(tools.engine) as db:
        db.execute(delete(ItemLabel).where(col(ItemLabel.item_id) == db.exec(select(func.max(Item.id))).one()))
    count_labels(tools)
    assert used(tools, heath) == {"bins": 2, "bikes": 1}
    with writing(tools.engine) as db:
        beat(db, RECOUNTED, now() - timedelta(days=1))
    count_labels(tools)
    assert used(tools, heath) == {"bins": 1}


def test_whoever_asks_it_to_stop_waits_for_no_night(tools: Tools, heath: Place) -> None:
    with writing(tools.engine) as db:
        db.execute(delete(ItemLabel))
        beat(db, RECOUNTED, now() - timedelta(days=1))
    stopped = Stop()
    stopped.set()
    count_labels(Tools(tools.engine, tools.door, tools.sandbox, stopped))
    assert used(tools, heath) == {"bins": 2, "bikes": 1}
