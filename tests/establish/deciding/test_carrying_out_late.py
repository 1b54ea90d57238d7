"""What was proposed days ago is judged by what holds today: who said what, who may decide, and what it touches."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from hub.establish.deciding import actions, queries, settling
from hub.establish.deciding.changing import carried_out
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.rules import Level, State
from hub.establish.deciding.script import Agree, Define, Merge, Rename, Retire, Spell, Tie
from hub.establish.deciding.settling import Settled, settle
from hub.establish.tags.rules import Bond
from hub.people.persons.models import Person
from tests.establish.deciding.acting import decide, hub_of, propose, said, table
from tests.town import NOON

DAY = timedelta(days=1)
WEEK, FORTNIGHT = NOON + 7 * DAY, NOON + 14 * DAY


@pytest.fixture(autouse=True)
def _tags(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"))


def person(db: Session, name: str) -> UUID:
    row = Person(name=name, joined_at=NOON)
    db.add(row)
    db.flush()
    return row.id


def test_the_seal_of_who_lost_the_right_counts_no_more(db: Session) -> None:
    ada, mo, eve = (person(db, name) for name in ("Ada", "Mo", "Eve"))
    made = propose(db, Retire("bins"), level=Level.TWO)
    actions.carry_out(db, made, eve, hub_of(ada, mo, eve), NOON)
    assert "Somebody else" in said(actions.carry_out(db, made, ada, hub_of(ada, mo), FORTNIGHT))
    assert settle(db, hub_of(ada, mo), FORTNIGHT - DAY, FORTNIGHT) == Settled(waiting=(made,))
    assert isinstance(actions.carry_out(db, made, mo, hub_of(ada, mo), FORTNIGHT), int)


def test_what_touches_more_by_now_needs_more_and_waits_anew(db: Session) -> None:
    ada = person(db, "Ada")
    made = propose(db, Spell("bins", "rubbish"), level=Level.AT_ONCE)
    assert "until Sunday 15 June 2025" in said(actions.carry_out(db, made, ada, hub_of(ada, touches=600), NOON))
    found = queries.proposal(db, made)
    assert (found.level, found.reach, found.closes_at) == (Level.TWO, 600, FORTNIGHT)
    assert found.expires_at == NOON + 45 * DAY


def test_what_touches_more_on_its_day_does_not_pass(db: Session) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    assert settle(db, hub_of(uuid4(), uuid4(), touches=600), NOON, WEEK) == Settled()
    found = queries.proposal(db, made)
    assert (found.level, found.state, found.closes_at) == (Level.TWO, State.OPEN, WEEK + 14 * DAY)
    assert settle(db, hub_of(uuid4(), uuid4()), WEEK, WEEK + 14 * DAY) == Settled(waiting=(made,))


@pytest.mark.parametrize("change", [Define("bins", "Skips"), Rename("bins", "Horror")])
@pytest.mark.parametrize("wanted", [Spell("bins", "rubbish"), Tie("bins", Bond.RELATED, "waste")])
def test_who_said_yes_to_a_tag_did_not_say_yes_to_another(
    db: Session, wanted: Spell | Tie, change: Define | Rename
) -> None:
    made = propose(db, wanted)
    decide(db, change)
    assert queries.proposal(db, made).changed
    assert settle(db, hub_of(uuid4(), uuid4()), NOON, WEEK) == Settled(overtaken=(made,))


def test_what_others_say_of_the_tag_meanwhile_overtakes_nothing(db: Session) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    decide(db, Spell("bins", "litter"))
    assert queries.proposal(db, made).changed == ()
    assert settle(db, hub_of(uuid4(), uuid4()), NOON, WEEK).passed


def test_one_that_cannot_be_judged_holds_up_no_other(db: Session) -> None:
    broken, sound = propose(db, Merge("bins", "waste")), propose(db, Spell("waste", "litter"))
    row = db.get_one(Proposal, broken)
    row.script = [{"do": "nothing anybody knows"}]
    row.closes_at -= DAY
    db.flush()
    settled = settle(db, hub_of(uuid4(), uuid4()), NOON, WEEK)
    assert [each.proposal_id for each in settled.passed] == [sound]
    assert (row.state, row.ended_at, len(row.faults)) == (State.OVERTAKEN, WEEK, 1)
    assert settle(db, hub_of(), WEEK, WEEK + DAY) == Settled()


def test_one_the_database_refuses_leaves_nothing_behind(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    before = table(db)

    def half(*told: object) -> object:
        carried_out(*told)  # type: ignore[arg-type] # handed on as it came
        raise ValueError

    monkeypatch.setattr(settling, "carried_out", half)
    assert settle(db, hub_of(uuid4(), uuid4()), NOON, WEEK) == Settled()
    assert (queries.proposal(db, made).state, table(db)) == (State.OVERTAKEN, before)
