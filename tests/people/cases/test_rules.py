"""What is read first, what fits, who may undo and appeal."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.cases.rules import (
    MEASURES,
    Measure,
    Side,
    Standing,
    State,
    Target,
    after_decision,
    appeal_token,
    appealed_by,
    ends_at,
    fits,
    is_merged,
    is_undoable,
    may_appeal,
    needs_reading,
    replaces,
)
from hub.people.cases.wording import DONE, REASONS, STATES, TARGETS
from hub.people.cases.wording import MEASURES as MEASURE_WORDS
from tests.town import NOON

DAY = timedelta(days=1)
KEY = b"k" * 32


@pytest.mark.parametrize(
    ("confirmed_days_ago", "approved", "waits"),
    [(None, 0, True), (1, 0, True), (29, 2, True), (30, 0, False), (1, 3, False), (None, 3, False)],
)
def test_newcomers_are_read_for_thirty_days_or_three_posts(confirmed_days_ago, approved, waits):
    confirmed = None if confirmed_days_ago is None else NOON - confirmed_days_ago * DAY
    assert needs_reading(Standing(confirmed, approved), NOON) is waits


def test_who_is_restricted_is_read():
    known = Standing(NOON - 400 * DAY, 50, is_restricted=True)
    assert needs_reading(known, NOON)


def test_a_restriction_of_a_person_ends_by_itself_and_nothing_else_does():
    assert ends_at(Target.PERSON, Measure.RESTRICT, NOON) == NOON + 30 * DAY
    assert ends_at(Target.PERSON, Measure.HIDE, NOON) is None
    assert ends_at(Target.SOURCE, Measure.RESTRICT, NOON) is None


def test_a_link_to_a_domain_nobody_has_seen_waits_whoever_sends_it():
    known = Standing(NOON - 400 * DAY, 50)
    assert needs_reading(known, NOON, {"new.example"})
    assert not needs_reading(known, NOON)


def test_measures_are_offered_the_least_first():
    order = list(Measure)
    for offered in MEASURES.values():
        assert offered[0] is Measure.NOTHING
        assert [order.index(each) for each in offered] == sorted(order.index(each) for each in offered)


def test_a_domain_cannot_be_restricted():
    assert fits(Target.SOURCE, Measure.RESTRICT)
    assert not fits(Target.DOMAIN, Measure.RESTRICT)


def test_the_fourth_report_of_one_person_is_merged():
    assert [is_merged(earlier) for earlier in (0, 2, 3)] == [False, False, True]


def test_a_case_is_decided_and_on_appeal_closed():
    assert after_decision(State.OPEN) is State.DECIDED
    assert after_decision(State.APPEALED) is State.CLOSED


def test_undoing_ends_after_seven_days():
    assert is_undoable(Measure.HIDE, State.DECIDED, NOON, NOON + timedelta(days=6, hours=23))
    assert not is_undoable(Measure.HIDE, State.DECIDED, NOON, NOON + 7 * DAY)


def test_what_was_deleted_or_decided_on_an_appeal_is_not_undone():
    assert not is_undoable(Measure.REMOVE, State.DECIDED, NOON, NOON)
    assert not is_undoable(Measure.HIDE, State.CLOSED, NOON, NOON)


@given(new=st.sampled_from(Measure), held=st.sampled_from(Measure), is_decided=st.booleans(), decides=st.booleans())
def test_a_measure_taken_at_once_only_ever_adds(new: Measure, held: Measure, *, is_decided: bool, decides: bool):
    if replaces(new, held, is_decided=is_decided, decides=decides):
        assert list(Measure).index(new) > list(Measure).index(held)
        assert decides or not is_decided


def test_what_a_moderator_decided_stays_for_a_mentor():
    assert replaces(Measure.HIDE, Measure.RESTRICT, is_decided=False, decides=False)
    assert replaces(Measure.HIDE, Measure.RESTRICT, is_decided=True, decides=True)
    assert not replaces(Measure.HIDE, Measure.RESTRICT, is_decided=True, decides=False)


def test_a_decision_is_appealed_once_within_half_a_year():
    assert may_appeal(State.DECIDED, NOON, NOON + 179 * DAY)
    assert not may_appeal(State.DECIDED, NOON, NOON + 180 * DAY)
    assert not may_appeal(State.CLOSED, NOON, NOON)


@given(st.uuids(), st.sampled_from(Side))
def test_the_address_of_an_appeal_says_which_and_by_whom(decision_id: UUID, side: Side):
    token = appeal_token(decision_id, side, KEY)
    assert appealed_by(token, KEY) == (decision_id, side)
    assert appealed_by(token, b"another") is None


@given(st.text(max_size=80))
def test_an_address_nobody_made_leads_nowhere(token: str):
    assert appealed_by(token, KEY) is None


def test_a_side_cannot_be_taken_for_the_other():
    token = appeal_token(uuid4(), Side.AUTHOR, KEY)
    assert appealed_by(token[:21] + ("A" if token[21] != "A" else "B") + token[22:], KEY) is None


def test_everything_has_words():
    assert set(REASONS) | set(DONE) | set(MEASURE_WORDS) | set(STATES) | set(TARGETS)
    assert set(DONE) == set(MEASURE_WORDS) == set(Measure)
    assert set(STATES) == set(State)
    assert set(TARGETS) == set(Target)
