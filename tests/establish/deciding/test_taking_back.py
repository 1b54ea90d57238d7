"""A slip is taken back by one; what two agreed to by two, and what others built on stays."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hub.establish.deciding import actions, queries
from hub.establish.deciding.actions import Said
from hub.establish.deciding.rules import Level, Refused
from hub.establish.deciding.script import Agree, Merge, Operation, Rename, Retire, Spell, Tie
from hub.establish.deciding.undoing import made_by, wants_back
from hub.establish.tags.models import Tag
from hub.establish.tags.rules import Bond
from hub.people.persons.models import Person
from tests.establish.deciding.acting import decide, hub_of, propose, said, table
from tests.town import NOON

DAY = timedelta(days=1)
FORTNIGHT = NOON + 14 * DAY


@pytest.fixture
def three(db: Session) -> tuple[UUID, ...]:
    rows = [Person(name=name, joined_at=NOON) for name in ("Ada", "Mo", "Bea")]
    db.add_all(rows)
    db.flush()
    return tuple(row.id for row in rows)


@pytest.mark.parametrize(
    "growth",
    [
        Spell("bins", "rubbish"),
        Tie("bins", Bond.BROADER, "waste"),
        Tie("waste", Bond.RELATED, "bins"),
        Tie("waste", Bond.BROADER, "bins"),
    ],
)
def test_a_tag_others_built_on_is_not_taken_back_with_its_making(db: Session, growth: Operation) -> None:
    decide(db, Agree("waste", "Waste"))
    made = decide(db, Agree("bins", "Bins"), Agree("tips", "Tips"))
    grown = decide(db, growth)
    before = table(db)
    assert said(actions.undo(db, made, None, "", NOON)) == "“Bins” has grown since it was made, so it stays."
    assert table(db) == before
    assert isinstance(actions.undo(db, grown, None, "", NOON), int)
    assert isinstance(actions.undo(db, made, None, "", NOON), int)


def test_what_made_tags_is_told(db: Session) -> None:
    decide(db, Agree("waste", "Waste"))
    made = queries.decision(db, decide(db, Agree("bins", "Bins"), Rename("waste", "All waste")))
    bins = db.exec(select(Tag.id).where(Tag.slug == "bins")).one()
    assert made_by(made) == [bins]


def agreed(db: Session, two: tuple[UUID, ...]) -> int:
    """Have two seal that a tag is retired."""
    decide(db, Agree("bins", "Bins"))
    made = propose(db, Retire("bins"), level=Level.TWO)
    actions.carry_out(db, made, two[0], hub_of(*two), NOON)
    found = actions.carry_out(db, made, two[1], hub_of(*two), FORTNIGHT)
    assert isinstance(found, int)
    return found


def wants(by_id: UUID, words: str = "We need it.") -> Said:
    return Said(by_id, words=words, seals=True)


def test_what_two_agreed_to_two_take_back(db: Session, three: tuple[UUID, ...]) -> None:
    made, hub = agreed(db, three[:2]), hub_of(*three)
    waits = queries.decision(db, made).proposal_id
    for _again in range(2):  # who presses twice is one still
        assert wants_back(db, made, wants(three[2]), hub, FORTNIGHT + DAY) == waits
    assert waits
    found = queries.proposal(db, waits)
    assert [each.words for each in found.voices if each.seals and each.stance is None] == ["We need it."]
    assert found.sealed_by == set(three[:2])
    assert wants_back(db, made, wants(three[0]), hub_of(*three[:2]), FORTNIGHT + DAY) == waits  # she left meanwhile
    second = FORTNIGHT + 2 * DAY
    assert wants_back(db, made, wants(three[1]), hub, second) is None
    back = actions.undo(db, made, three[1], "", second)
    assert isinstance(back, int)
    assert wants_back(db, made, wants(three[0]), hub, second) is None  # it is said that this was taken back already
    assert wants_back(db, back, wants(three[1]), hub, second + DAY) == waits  # and so is the taking back
    assert wants_back(db, back, wants(three[0]), hub, second + DAY) is None


def test_where_there_are_no_two_one_takes_it_back(db: Session, three: tuple[UUID, ...]) -> None:
    made = agreed(db, three[:2])
    assert wants_back(db, made, wants(three[0]), hub_of(three[0]), FORTNIGHT + DAY) is None


def test_a_slip_is_taken_back_by_one_unless_it_touches_much_by_now(db: Session, three: tuple[UUID, ...]) -> None:
    decide(db, Agree("waste", "Waste"), Agree("bins", "Bins"))
    made = decide(db, Merge("bins", "waste"))
    assert wants_back(db, made, wants(three[0]), hub_of(*three, touches=500), NOON) is None
    told = wants_back(db, made, wants(three[0]), hub_of(*three, touches=501), NOON)
    assert isinstance(told, Refused)
    assert said(told) == "It touches too much by now for one to take it back. Propose what is needed."


def test_what_is_past_its_week_is_not_asked_about(db: Session, three: tuple[UUID, ...]) -> None:
    made = agreed(db, three[:2])
    assert wants_back(db, made, wants(three[0]), hub_of(*three), FORTNIGHT + 8 * DAY) is None
    assert isinstance(actions.undo(db, made, three[0], "", FORTNIGHT + 8 * DAY), Refused)
