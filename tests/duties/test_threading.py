"""The hub thinks over who answers whom by itself, in small steps, and ends when it is told to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.items import news
from hub.aggregate.items.models import ItemNews
from hub.communicate.links import actions as links
from hub.db.engine import reading, writing
from hub.duties import threading
from hub.duties.threading import think
from hub.duties.tools import Stop, Tools
from hub.places.queries import version_of
from tests.communicate.village import Village


def waiting(engine: Engine) -> int:
    with reading(engine) as db:
        return len(db.exec(select(ItemNews)).all())


def test_news_wait_until_they_are_thought_over_and_once_that_is_enough(engine: Engine) -> None:
    village = Village(engine)
    village.think()
    village.says("Council", "Bins")
    village.says("Ben", "On bins", village.page("Council", "Bins"), hours=1)
    assert waiting(engine) == 2
    assert think(village.tools) == 2
    assert (waiting(engine), think(village.tools)) == (0, 0)
    assert village.talk() == [["Bins", "On bins"]]


def test_a_round_shows_that_it_goes_on_and_ends_when_told(engine: Engine) -> None:
    village = Village(engine)
    for number in range(threading.AT_ONCE + 1):
        village.says("Ben", f"Post {number}", hours=number)
    stop, beats = Stop(), []

    def pulse(db: Session) -> None:
        beats.append(db)
        stop.set()

    think(Tools(engine, village.tools.door, village.tools.sandbox, stop, pulse))
    assert len(beats) == 1
    assert waiting(engine) == 1


def test_who_says_stop_beforehand_waits_for_nothing(engine: Engine) -> None:
    village = Village(engine)
    village.says("Ben", "Hello")
    stop = Stop()
    stop.set()
    assert think(Tools(engine, village.tools.door, village.tools.sandbox, stop)) == 0


def test_however_much_is_new_its_place_changes_once_in_a_round_and_only_where_anybody_sees_it(engine: Engine) -> None:
    village = Village(engine)
    village.think()
    for number in range(threading.AT_ONCE):
        village.says("Council", f"News {number}", hours=number / 100)
        village.says("Ben", f"On {number}", village.page("Council", f"News {number}"), hours=1)
    with reading(engine) as db:
        before = version_of(db, village.here)
    think(village.tools)
    with reading(engine) as db:
        assert version_of(db, village.here) == before + 1
    with writing(engine) as db:
        news.tell(db, [village.id("News 1"), village.id("On 1")])
    think(village.tools)
    with reading(engine) as db:
        assert version_of(db, village.here) == before + 1


def test_where_a_new_post_leads_is_read_once_and_again_when_anything_is_told_of_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, read = Village(engine), list[int]()
    village.think()

    def derive(db: Session, item_ids: Iterable[int], now: datetime) -> Sequence[int]:
        ids = sorted(item_ids)
        read.extend(ids)
        return links.derive(db, ids, now)

    monkeypatch.setattr(threading, "links", SimpleNamespace(derive=derive))
    village.says("Council", "Bins")
    village.says("Ben", "On bins", village.page("Council", "Bins"), hours=1)
    village.think()
    assert (read, village.talk()) == ([village.id("Bins"), village.id("On bins")], [["Bins", "On bins"]])
    with writing(engine) as db:
        news.tell(db, [village.id("On bins")])
    village.think()
    assert read[2:] == [village.id("On bins")]
