"""Nobody is remembered longer than promised: the duty that forgets, and when it forgets what."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import Registration
from hub.db.base import Table
from hub.db.engine import writing
from hub.db.windows import RateWindow
from hub.duties import erasures, forgetting
from hub.duties.tools import Tools
from hub.people.audit.models import AuditEntry
from hub.people.cases.models import Appeal, Case, Report
from hub.people.helping.models import DutyTurn, HandoverNote, HelpRequest
from hub.people.pending.models import PendingDeed
from hub.people.persons.models import Consent, Person
from hub.people.signin.models import SignInCode, SignInSession
from tests.duties.traces import ADDRESS, DAY, WORDS, count, fill
from tests.town import NOON


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what lies under var/ lie in a folder of this test."""
    monkeypatch.chdir(tmp_path)


# --- how long ---


def test_nothing_is_forgotten_before_its_time(db: Session) -> None:
    cem = fill(db)
    before = forgetting.everything_about(db, cem)
    forgetting.expire(db, NOON + timedelta(hours=23))
    assert forgetting.everything_about(db, cem) == before


@pytest.mark.parametrize(
    ("after", "table", "left"),
    [
        (DAY, SignInCode, 0),
        (DAY, PendingDeed, 0),
        (90 * DAY, SignInSession, 0),
        (DAY, RateWindow, 0),
        (91 * DAY, HandoverNote, 0),
        (366 * DAY, DutyTurn, 0),
        (366 * DAY, Registration, 0),
        (400 * DAY, Notice, 0),
        (4_000 * DAY, AuditEntry, 1),
        (4_000 * DAY, Person, 3),  # with a Digital Friend, and one they were drawn with
        (4_000 * DAY, Consent, 1),
    ],
)
def test_what_is_over_is_forgotten(db: Session, after: timedelta, table: type[Table], left: int) -> None:
    fill(db)
    db.add(RateWindow(key="k", hits=1, ends_at=NOON + timedelta(hours=1)))
    for row in db.exec(select(HandoverNote)):
        row.done_at = NOON
    db.flush()
    assert count(db, table)
    forgetting.expire(db, NOON + after)
    assert count(db, table) == left


def test_who_reported_is_forgotten_two_years_after_the_decision(db: Session) -> None:
    fill(db)
    forgetting.expire(db, NOON + 729 * DAY)
    assert db.exec(select(Report.email)).all() == [ADDRESS]
    forgetting.expire(db, NOON + 731 * DAY)
    assert db.exec(select(Report.email, Report.words, Report.reason)).all() == [("", "", "spam")]
    assert db.exec(select(Appeal.person_id, Appeal.words)).all() == [(None, "")]


def test_an_open_case_is_not_forgotten(db: Session) -> None:
    fill(db)
    db.exec(select(Case)).one().state = "open"
    db.flush()
    forgetting.expire(db, NOON + 4_000 * DAY)
    assert db.exec(select(Report.email)).all() == [ADDRESS]


def test_a_question_is_forgotten_a_year_after_it_was_answered(db: Session) -> None:
    fill(db)
    for asked in db.exec(select(HelpRequest).where(HelpRequest.kind == "help")):
        asked.answered_at = NOON
    db.flush()
    forgetting.expire(db, NOON + 366 * DAY)
    assert sorted(db.exec(select(HelpRequest.words))) == ["", "", WORDS]


def test_every_promise_says_how_long_and_why() -> None:
    promised = forgetting.kept()
    assert len(promised) >= len(forgetting.ROOMS)
    assert all(str(each.what) and str(each.why) for each in promised)


# --- the duty ---


@pytest.fixture
def round_of(many: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Run the duty at a moment."""

    def run(at: datetime) -> None:
        monkeypatch.setattr(forgetting, "now", lambda: at)
        tools = Tools(many, door=None, sandbox=None)  # type: ignore[arg-type] # it needs neither
        forgetting.forget(tools, Path("mail"))

    return run


def test_the_duty_wipes_once_after_an_erasure_and_writes_it_down(
    many: Engine, round_of: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wiped: list[Engine] = []
    monkeypatch.setattr(forgetting, "wipe", _noting(wiped))
    round_of(NOON)
    assert wiped == []
    with writing(many) as db:
        ben = fill(db)
        forgetting.erase(db, ben, NOON)
    round_of(NOON + timedelta(minutes=1))
    round_of(NOON + timedelta(minutes=2))
    assert wiped == [many]
    assert erasures.written_down(many.url) == {ben: NOON}


def test_a_wipe_that_had_to_wait_is_tried_again(
    many: Engine, round_of: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(forgetting, "wipe", lambda _: answers.pop(0))
    with writing(many) as db:
        forgetting.erase(db, fill(db), NOON)
    round_of(NOON + timedelta(minutes=1))
    round_of(NOON + timedelta(minutes=2))
    assert answers == []


def _noting(wiped: list[Engine]) -> Callable[[Engine], bool]:
    def wipe_noted(engine: Engine) -> bool:
        wiped.append(engine)
        return True

    return wipe_noted
