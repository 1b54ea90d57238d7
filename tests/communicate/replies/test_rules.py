"""Who may say what, who reads it, and when it is too soon: decided over plain facts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.communicate.replies.rules import (
    EDIT_FOR,
    MOST_NAMED,
    MOST_QUOTED,
    MOST_SIGNS,
    Door,
    Known,
    State,
    is_neighbour,
    is_own,
    may_edit,
    may_withdraw,
    must_be_local,
    named_in,
    pause,
    quoted,
    repeats,
    waits_for,
)
from hub.communicate.replies.writing import quotes
from tests.town import NOON

MINUTE = timedelta(minutes=1)


def test_there_are_four_doors() -> None:
    assert [door.value for door in Door] == ["web", "mail", "fediverse", "blog"]


@pytest.mark.parametrize("known", [Known(has_role=True), Known(speaks=True), Known(was_read=True)])
def test_somebody_is_a_neighbour_where_somebody_there_knows_them(known: Known) -> None:
    assert is_neighbour(known)
    assert not is_neighbour(Known())


def test_a_reply_is_its_authors_own_and_nobodys_once_they_left() -> None:
    ben, ada = uuid4(), uuid4()
    assert is_own(ben, ben)
    assert not is_own(ben, ada)
    assert not is_own(ben, None)
    assert not is_own(None, None)


def test_a_reply_is_changed_for_fifteen_minutes_and_only_while_it_is_seen_or_waits() -> None:
    just_in_time, too_late = NOON + EDIT_FOR - timedelta(seconds=1), NOON + EDIT_FOR
    assert may_edit(State.SHOWN, NOON, just_in_time)
    assert may_edit(State.WAITING, NOON, just_in_time)
    assert not may_edit(State.SHOWN, NOON, too_late)
    assert not may_edit(State.HIDDEN, NOON, NOON)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (State.WAITING, True),
        (State.SHOWN, True),
        (State.HIDDEN, True),
        (State.WITHDRAWN, False),
        (State.REFUSED, False),
        (State.REMOVED, False),
    ],
)
def test_a_reply_is_taken_back_at_any_time(state: State, may: bool) -> None:  # noqa: FBT001 -- a column of a table
    assert may_withdraw(state) is may


def test_in_a_slow_thread_the_pause_grows_with_the_reports_up_to_an_hour() -> None:
    assert [pause(reports) / MINUTE for reports in (0, 1, 58, 500)] == [2, 3, 60, 60]


def test_who_spoke_a_minute_ago_waits_a_minute_more() -> None:
    assert waits_for(NOON, 0, NOON + MINUTE) == MINUTE
    assert waits_for(NOON, 0, NOON + 2 * MINUTE) == timedelta(0)
    assert waits_for(None, 9, NOON) == timedelta(0)


def test_what_answers_neighbours_alone_is_for_them_alone() -> None:
    assert must_be_local([], parent_is_local=True)
    assert not must_be_local([], parent_is_local=False)


@pytest.mark.parametrize(
    "words",
    [
        "> The key is under the pot.",
        "  > > the KEY **is** under\nGood.",
        "Look:\n>is under the pot!",
    ],
)
def test_what_quotes_neighbours_is_for_them_alone_however_it_is_written(words: str) -> None:
    assert must_be_local(quotes(words), parent_is_local=False, said_locally=["Hello.", "The *key* is under the_pot."])


@pytest.mark.parametrize("words", ["> is under", "The key is under the pot.", "> Bins are on Tuesday", ">"])
def test_a_short_or_another_quote_is_none_of_theirs(words: str) -> None:
    assert not must_be_local(quotes(words), parent_is_local=False, said_locally=["The key is under the pot."])


def test_a_quote_leaves_room_below() -> None:
    assert quoted(" One.\n\nTwo. ") == "> One.\n>\n> Two.\n\n"


def test_names_are_found_behind_a_sign_the_longest_first() -> None:
    names = ["Ada", "Ada Weir", "Łukasz Nowak", "Zoë", " "]
    assert named_in("@Ada Weir and @łukasz  nowak, @ZOE! @Adam, me@Ada.example @nobody", names) == (
        "Ada Weir",
        "Łukasz Nowak",
        "Zoë",
        "Ada",
    )
    assert named_in("> @Ada said\nhm @", names) == ()
    assert named_in("@Ada", []) == ()


def test_no_reply_tells_more_than_a_few() -> None:
    names = [f"Name{letter}" for letter in "abcdefgh"]
    assert len(named_in(" ".join(f"@{name}" for name in names), names)) == MOST_NAMED


def test_so_many_letters_in_a_row_are_a_quote_wherever_they_stand() -> None:
    said = ["Hm.", "Mind the dog. The key to number nine is under the blue pot."]
    assert repeats(["Bob said: the key to number", "nine", "is under", "so they say"], said)
    assert not repeats(["Bob said: the key to the gate"], said)
    assert not repeats([], said)


@given(st.text(alphabet="abc xy", min_size=40, max_size=200), st.text(max_size=30), st.integers(0, 9))
def test_what_is_quoted_in_full_is_always_found(said: str, before: str, at: int) -> None:
    quoted_part = said[at:]
    assume(sum(map(str.isalnum, quoted_part)) >= 30)
    assert repeats([before + quoted_part], ["Something else.", said])


def test_no_more_than_a_few_signs_and_lines_are_looked_at() -> None:
    assert named_in("@nobody " * MOST_SIGNS + "@Ada", ["Ada"]) == ()
    late = [f"another line, number {number}" for number in range(MOST_QUOTED)]
    assert not repeats([*late, "at the weir"], ["We meet at the weir."])
    assert not repeats([*late, "at noon: the weir"], ["At noon: the weir."])
