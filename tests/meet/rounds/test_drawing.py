"""What a draw starts from, what is kept of it, and what is forgotten when."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hub.meet.rounds import actions, drawing, pairings, privacy, queries, together
from hub.meet.rounds.actions import Joining
from hub.meet.rounds.drawing import Lot
from hub.meet.rounds.models import Enrolment, Pairing, RelayedMessage, Round, RoundPlan, Unsafe
from hub.meet.rounds.rules import KEPT, MESSAGES_KEPT, MOST_NEVER, Outcome
from hub.meet.rounds.together import Verdict
from hub.people.cases.models import Withholding
from hub.people.persons import actions as persons
from hub.people.persons import privacy as person
from hub.places.models import Place
from tests import town
from tests.town import NOON

LOT = Lot("a seed", lambda key: f"sealed {key}", lambda _seed, _ways: ("ours:0", None))
MONTH = timedelta(days=30)


@pytest.fixture
def here(db: Session) -> Place:
    return town.place(db, "Heath")


@pytest.fixture
def four(db: Session) -> list[UUID]:
    return [persons.welcome(db, f"{name}@hub.example", NOON) for name in ("ben", "bea", "dev", "eve")]


def drawn(db: Session, here: Place, people: list[UUID], at_month: int = 0, **said: object) -> UUID:
    """Have people join a round, and draw it; return its id."""
    now = NOON + MONTH * at_month
    made = actions.open_round(db, here.id, now, now)
    assert made
    for person_id in people:
        facts = {"name": "N", "likes": "L", "times": ("evenings",), "ways": ("online",), "adult": True} | said
        actions.join(db, made, person_id, Joining(**facts), now)  # type: ignore[arg-type]  # its fields
    assert drawing.draw_round(db, made, LOT, now) is not None
    return made


def couples(db: Session, round_id: UUID) -> set[frozenset[UUID]]:
    return {frozenset(each.person_id for each in found.members) for found in pairings.of_round(db, round_id)}


def test_a_round_is_drawn_once(db: Session, here: Place, four: list[UUID]) -> None:
    made = drawn(db, here, four)
    assert drawing.draw_round(db, made, LOT, NOON) is None
    assert drawing.is_same(db, made) is True


def test_nobody_is_taken_out_of_a_round_that_is_drawn(db: Session, here: Place, four: list[UUID]) -> None:
    made = drawn(db, here, four)
    actions.withdraw(db, made, four[0])
    assert len(db.exec(select(Enrolment).where(Enrolment.round_id == made)).all()) == len(four)


def test_three_rounds_of_four_are_three_different_ones(db: Session, here: Place, four: list[UUID]) -> None:
    found = [couples(db, drawn(db, here, four, month)) for month in range(3)]
    assert len(set[frozenset[UUID]]().union(*found)) == 6
    assert all(len(each) == 2 for each in found)
    inputs = db.exec(select(Round).order_by(Round.opened_at.desc())).first().inputs  # type: ignore[union-attr, attr-defined]
    assert sorted(each[2:] for each in inputs["history"]) == [[1, 1], [1, 1], [1, 2], [1, 2]]


def test_who_is_restricted_is_not_drawn_until_that_is_over(db: Session, here: Place, four: list[UUID]) -> None:
    held = Withholding(target_kind="person", target_id=four[0].hex, measure="restrict", since=NOON, until=NOON + MONTH)
    db.add(held)
    made = drawn(db, here, four)
    assert db.exec(select(Enrolment).where(Enrolment.round_id == made, Enrolment.sat_out)).one().person_id == four[0]
    assert four[0] in set().union(*couples(db, drawn(db, here, four, 2)))


def test_an_excluded_address_counts_once_somebody_has_it(db: Session, here: Place, four: list[UUID]) -> None:
    ben, bea, dev, _ = four
    for email in ("bea@hub.example", "nobody@hub.example", "ben@hub.example"):
        assert actions.never_again(db, ben, (None, f"sealed {email}"), email, NOON)
    assert actions.never_again(db, dev, (ben, ""), "Ben", NOON)
    found = couples(db, drawn(db, here, four))
    assert frozenset((ben, bea)) not in found
    assert frozenset((ben, dev)) not in found


def test_an_exclusion_outlives_another_address_and_coming_back(db: Session, here: Place, four: list[UUID]) -> None:
    ben, bea, dev, eve = four
    assert actions.never_again(db, ben, (None, "sealed bea@hub.example"), "", NOON)
    assert actions.never_again(db, dev, (eve, "sealed eve@hub.example"), "", NOON)
    persons.move(db, bea, "beatrice@hub.example")
    privacy.erase(db, eve, NOON)
    person.erase(db, eve, NOON)
    back = persons.welcome(db, "eve@hub.example", NOON)
    found = couples(db, drawn(db, here, [ben, bea, dev, back]))
    assert not {frozenset((ben, bea)), frozenset((dev, back))} & set(found)


def test_who_is_in_question_elsewhere_is_not_drawn(db: Session, here: Place, four: list[UUID]) -> None:
    made = drawn(db, here, four)
    lot = replace(LOT, out=lambda people: [each for each in people if each == four[0]])
    assert len(drawing.gather(db, made, lot, NOON).seats) == 3


def test_nobody_excludes_the_whole_town(db: Session, four: list[UUID]) -> None:
    for number in range(MOST_NEVER):
        assert actions.never_again(db, four[0], (None, f"{number}"), "", NOON)
    assert not actions.never_again(db, four[0], (None, "one more"), "", NOON)
    assert actions.never_again(db, four[0], (None, "1"), "", NOON)


def test_who_did_not_feel_safe_is_kept_apart_from_them_however_full_the_list_is(
    db: Session, here: Place, four: list[UUID]
) -> None:
    (found, _) = pairings.of_round(db, drawn(db, here, four))
    one, other = (each.person_id for each in found.members)
    for number in range(MOST_NEVER):
        assert actions.never_again(db, one, (None, f"{number}"), "", NOON)
    report = together.report(db, found.id, here.id, (one, ""), NOON)
    assert together.review(db, report, Verdict(Outcome.CLEARED, "", None), NOON)
    assert drawing.gather(db, drawn(db, here, four, 1), LOT, NOON).never
    assert [each.other_id for each in queries.nevers(db, [one]) if each.other_id] == [other]


def test_once_a_round_is_for_adults_alone_nobody_else_is_drawn(db: Session, here: Place, four: list[UUID]) -> None:
    actions.set_adults_only(db, here.id, NOON, to=False)
    made = actions.open_round(db, here.id, NOON, NOON)
    assert made
    for person_id in four:
        said = Joining("N", "L", ("evenings",), ("online",), adult=person_id in four[:2])
        actions.join(db, made, person_id, said, NOON)
    assert len(drawing.gather(db, made, LOT, NOON).seats) == 4
    actions.set_adults_only(db, here.id, NOON, to=True)
    assert drawing.draw_round(db, made, LOT, NOON) is not None
    assert couples(db, made) == {frozenset(four[:2])}


def test_organisations_are_numbers_in_what_is_kept(db: Session, here: Place, four: list[UUID]) -> None:
    made = drawn(db, here, four, organisation="Mill  School")
    assert {each["organisation"] for each in db.get_one(Round, made).inputs["seats"]} == {"1"}


def test_one_place_has_one_open_round(db: Session, here: Place) -> None:
    assert actions.open_round(db, here.id, NOON, NOON)
    assert actions.open_round(db, here.id, NOON, NOON) is None
    assert db.exec(select(RoundPlan)).one().adults_only


def test_what_was_written_is_forgotten_and_rounds_later(db: Session, here: Place, four: list[UUID]) -> None:
    made = drawn(db, here, four)
    (one, other) = pairings.of_round(db, made)
    for each in (one, other):
        together.relay(db, each.id, each.members[0].person_id, "Hello", NOON)
    report = together.report(db, one.id, here.id, (one.members[0].person_id, ""), NOON)
    privacy.expire(db, NOON + MESSAGES_KEPT + MONTH)
    assert db.exec(select(RelayedMessage)).one().pairing_id == one.id
    privacy.expire(db, NOON + KEPT + MONTH)
    assert len(db.exec(select(Pairing)).all()) == 2
    assert together.review(db, report, Verdict(Outcome.CLEARED, "", None), NOON)
    privacy.expire(db, NOON + KEPT + MONTH)
    for model in (Pairing, Round, Enrolment, RelayedMessage, Unsafe):
        assert db.exec(select(model)).all() == []
