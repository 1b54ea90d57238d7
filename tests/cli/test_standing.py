"""A town comes to stand still once nobody has anything left to do."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.cli import standing
from hub.cli.standing import settle
from hub.db.beats import beat
from hub.db.engine import connect, writing
from hub.duties.tools import Tools
from hub.errors import NotReady
from hub.kit.clock import now
from hub.schedule import Duty
from tests import databases


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    engine = connect(databases.sqlite_file(tmp_path / "hub.db"))
    unused: Any = None
    yield Tools(engine, door=unused, sandbox=unused)
    engine.dispose()


class Chores:
    """Something to do, so many times, each time somebody asks for it."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.asked = 0

    def do(self, tools: Tools) -> None:
        self.asked += 1
        if self.left:
            self.left -= 1
            with writing(tools.engine) as db:
                beat(db, f"chore {self.left}", now())


def test_all_is_done_that_one_duty_leaves_to_another(tools: Tools) -> None:
    last = Chores(0)
    first = Chores(3)

    def leave(at_hand: Tools) -> None:
        before = first.left
        first.do(at_hand)
        last.left += before - first.left

    settle((Duty("last", timedelta(seconds=5), last.do), Duty("first", timedelta(minutes=1), leave)), tools)

    assert (first.left, last.left) == (0, 0)


def test_what_comes_once_an_hour_is_done_once(tools: Tools) -> None:
    hourly = Chores(5)

    settle([Duty("hourly", timedelta(hours=1), hourly.do)], tools)

    assert hourly.asked == 1


def test_a_duty_without_an_end_is_named(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST_TIMES", 3)

    with pytest.raises(NotReady, match="never comes to an end: restless"):
        settle([Duty("restless", timedelta(seconds=5), Chores(100).do)], tools)


def test_two_duties_that_keep_each_other_busy_are_an_error_too(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST_TIMES", 2)
    one, other = Chores(0), Chores(1)

    def pass_on(giver: Chores, taker: Chores, at_hand: Tools) -> None:
        had = giver.left
        giver.do(at_hand)
        taker.left += had - giver.left

    ball = [
        Duty("one", timedelta(seconds=5), lambda at_hand: pass_on(one, other, at_hand)),
        Duty("other", timedelta(seconds=5), lambda at_hand: pass_on(other, one, at_hand)),
    ]
    with pytest.raises(NotReady, match="always something left"):
        settle(ball, tools)
