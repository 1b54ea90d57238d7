"""Old items follow a decision while Cem reads: a few here and gently, many in a process that stands behind."""

import multiprocessing
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.tagging.models import Retagging
from hub.db.beats import last_beat
from hub.db.engine import reading, writing
from hub.duties import apart
from hub.duties.apart import retag_asked, sort
from hub.duties.tools import Stop, Tools
from hub.establish.deciding.script import Spell
from tests.aggregate.tagging import worlds


@pytest.fixture
def asked(many: Engine) -> Tools:
    """A hub where three posts are to follow a decision."""
    with writing(many) as db:
        worlds.build(db, [worlds.Post("heath", (), ("waste",)) for _ in range(3)])
        assert worlds.agree(db, (Spell("bins", "waste"),), 1)
    return Tools(many, None, None)  # type: ignore[arg-type] # it needs neither


def left(engine: Engine) -> int:
    with reading(engine) as db:
        return len(db.exec(select(Retagging).where(col(Retagging.done_at).is_(None))).all())


def test_a_few_items_are_done_here(asked: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_send_away", None)
    retag_asked(asked)
    assert left(asked.engine) == 0


def test_nothing_asked_sends_nobody_away(many: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_send_away", None)
    retag_asked(Tools(many, None, None))  # type: ignore[arg-type] # it needs neither


def test_many_items_are_done_in_a_process_of_their_own(asked: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "FEW", 2)
    retag_asked(asked)
    assert left(asked.engine) == 0
    with reading(asked.engine) as db:
        assert last_beat(db, apart.DUTY)


def test_it_ends_when_the_hub_does_and_goes_on_with_the_next(asked: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "FEW", 2)
    asked.stop.set()
    retag_asked(asked)
    asked.stop.clear()
    retag_asked(asked)
    assert left(asked.engine) == 0


def test_one_whose_hub_died_leaves_the_rest_to_another(asked: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.duties.retagging.AT_ONCE", 1)
    dead = SimpleNamespace(is_alive=lambda: False)
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: dead)
    stop, url = Stop(), asked.engine.url.render_as_string(hide_password=False)
    sort(url, stop)
    assert stop.is_set()
    assert left(asked.engine) == 1
    monkeypatch.undo()
    sort(url, Stop())
    assert left(asked.engine) == 0


def test_one_that_breaks_off_is_logged(asked: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "FEW", 2)
    monkeypatch.setattr(apart, "run", exit_badly)
    said = list[str]()
    monkeypatch.setattr(apart, "log", SimpleNamespace(warning=lambda told, **_: said.append(told)))
    retag_asked(asked)
    assert said == ["sorting anew broke off"]


def exit_badly(_url: str) -> None:
    raise SystemExit(3)
