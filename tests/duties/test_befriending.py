"""What Digital Friends are told as time goes by, and when it is over by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.db.engine import reading, writing
from hub.duties import befriending
from hub.duties.befriending import befriend
from hub.duties.tools import Tools
from hub.meet.partnerships import actions
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.models import Partnership
from hub.meet.partnerships.rules import ASKED_FOR, Side, State
from hub.meet.partnerships.values import PartnershipView
from hub.people.persons.actions import welcome
from tests import town

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
START = date(2026, 3, 3)


class Letters:
    """Letters that are written down here."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def _write(self, what: str):  # a function of three
        def write(_db: Session, _found: PartnershipView, _now: datetime) -> None:
            self.written.append(what)

        return write

    @property
    def half_time(self):
        return self._write("half-time")

    @property
    def nearly_over(self):
        return self._write("nearly over")

    @property
    def quiet(self):
        return self._write("quiet")

    @property
    def closed(self):
        return self._write("closed")


@pytest.fixture
def asked(many: Engine) -> None:
    with writing(many) as db:
        heath = town.place(db, "Kings Heath").id
        ben, cem = (welcome(db, f"{name}@example.org", NOON) for name in ("ben", "cem"))
        actions.ask(db, Two(heath, ben, cem, "Ben", "Cem"), NOON, by=None)


@pytest.fixture
def running(many: Engine, asked: None) -> None:
    with writing(many) as db:
        made = db.exec(select(Partnership.id)).one()
        for side in Side:
            actions.agree(db, made, side, START, NOON)


def pass_days(tools: Tools, letters: Letters, monkeypatch: pytest.MonkeyPatch, days: int) -> list[tuple[int, str]]:
    """Let days go by, with two rounds on each; return what was written on which."""
    written = []
    for day in range(days):
        monkeypatch.setattr(befriending, "now", lambda day=day: NOON + timedelta(days=day))
        befriend(tools, letters)
        befriend(tools, letters)
        written += [(day, what) for what in letters.written]
        letters.written.clear()
    return written


def state(engine: Engine) -> str | None:
    with reading(engine) as db:
        return db.exec(select(Partnership.state)).first()


def test_each_thing_is_told_once_and_at_last_it_is_over(
    tools: Tools, running: None, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pass_days(tools, Letters(), monkeypatch, 130)
    assert told == [(21, "quiet"), (46, "half-time"), (78, "nearly over"), (123, "closed")]
    assert state(many) == State.CLOSED


def test_a_pause_is_left_in_peace_but_ends(
    tools: Tools, running: None, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(many) as db:
        actions.pause(db, db.exec(select(Partnership.id)).one())
    assert pass_days(tools, Letters(), monkeypatch, 130) == [(78, "nearly over"), (123, "closed")]


def test_what_nobody_answers_is_forgotten_after_a_month(
    tools: Tools, asked: None, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_days(tools, Letters(), monkeypatch, ASKED_FOR.days)
    assert state(many) == State.ASKED
    pass_days(tools, Letters(), monkeypatch, ASKED_FOR.days + 1)
    assert state(many) is None
