"""Who has a seat, who moves up, and when is somebody reminded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.rsvps.rules import (
    DAY,
    Facts,
    Party,
    Standing,
    State,
    is_at_rest,
    is_decent,
    is_news,
    is_over,
    is_promised,
    is_to_be_reminded,
    may_grow,
    most_guests,
    moving_up,
    reason_to_wait,
    reminder_at,
    seats_left,
    seats_taken,
)

COMING, WAITING, WITHDRAWN = State.COMING, State.WAITING, State.WITHDRAWN
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOLD = Facts("Repair café", MONDAY + DAY, "Old Library", "Europe/London", Standing.ON)


def party(number: int, seats: int = 1, state: State = WAITING) -> Party:
    return Party(UUID(int=number), number, seats, state)


def up(parties: Sequence[Party], capacity: int | None) -> list[int]:
    return [each.int for each in moving_up(parties, capacity)]


# --- seats ---


def test_who_asks_first_gets_the_seat():
    assert up([party(2), party(1)], 1) == [1]


def test_without_a_limit_everybody_comes():
    assert up([party(1, 6), party(2)], None) == [1, 2]
    assert seats_left([party(1, 6, COMING)], None) is None


def test_guests_need_seats_too():
    parties = [party(1, 3, COMING), party(2)]
    assert (seats_taken(parties), seats_left(parties, 3), up(parties, 3)) == (3, 0, [])


def test_nobody_is_overtaken_by_a_smaller_party():
    assert up([party(1, 2, COMING), party(2, 2), party(3)], 3) == []


def test_who_could_never_come_holds_up_nobody():
    assert up([party(1, 4), party(2)], 2) == [2]


def test_fewer_seats_throw_nobody_out_and_let_nobody_in():
    parties = [party(1, 2, COMING), party(2, 2, COMING), party(3)]
    assert (seats_left(parties, 3), up(parties, 3)) == (0, [])


def test_who_withdrew_has_no_seat():
    assert seats_taken([party(1, 3, WITHDRAWN)]) == 0


@pytest.mark.parametrize(
    ("seats", "capacity", "others", "may"),
    [
        (1, 2, [], True),  # fewer
        (9, None, [], True),
        (3, 3, [], True),
        (4, 3, [], False),
        (3, 4, [party(2)], False),  # somebody waits for that seat
        (3, 3, [party(2, 9)], True),  # who could never come
    ],
)
def test_a_party_grows_only_into_free_seats(seats, capacity, others, may):
    mine = party(1, 2, COMING)
    assert may_grow([mine, *others], mine, seats, capacity) is may


def test_a_party_that_waits_may_grow_to_all_there_are():
    assert may_grow([party(1)], party(1), 3, 3)
    assert not may_grow([party(1)], party(1), 4, 3)


@pytest.mark.parametrize(("capacity", "most"), [(None, 5), (9, 5), (6, 5), (4, 3), (1, 0)])
def test_one_brings_at_most_as_many_as_there_are_other_seats(capacity, most):
    assert most_guests(capacity) == most


@pytest.mark.parametrize(
    ("seats", "left", "promised", "why"),
    [
        (2, None, False, ""),
        (2, 2, False, ""),
        (2, 0, False, "Every seat is taken."),
        (1, 0, True, "Every seat is taken."),
        (2, 1, False, "There is 1 seat left, and you need 2."),
        (4, 3, False, "There are 3 seats left, and you need 4."),
        (1, 1, True, "Those who asked before you wait for the seats that are left."),
    ],
)
def test_why_somebody_has_to_wait(seats, left, promised, why):
    assert str(reason_to_wait(seats, left, promised=promised)) == why


def test_what_is_left_is_kept_only_for_who_could_come():
    assert is_promised([party(1, 2)], 2)
    assert is_promised([party(1, 2)], None)
    assert not is_promised([party(1, 3), party(2, 1, COMING), party(3, 1, WITHDRAWN)], 2)


@dataclass
class Door:
    """A date as a list of parties, kept as the actions keep it."""

    capacity: int | None
    parties: dict[int, Party]
    tickets: int = 0

    def settle(self) -> list[int]:
        moved = [each.int for each in moving_up(list(self.parties.values()), self.capacity)]
        for number in moved:
            self.parties[number] = replace(self.parties[number], state=COMING)
        return moved

    def ask(self, who: int, seats: int) -> None:
        if who in self.parties and self.parties[who].state is not WITHDRAWN:
            return
        self.tickets += 1
        self.parties[who] = Party(UUID(int=who), self.tickets, seats, WAITING)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(1, 6), st.integers(1, 4)),
        st.tuples(st.just("withdraw"), st.integers(1, 6), st.just(0)),
        st.tuples(st.just("capacity"), st.integers(1, 6), st.just(0)),
    ),
    max_size=30,
)


@given(STEPS, st.integers(1, 6))
def test_never_more_seats_than_there_are_and_nobody_is_overtaken(steps, capacity):
    door = Door(capacity, {})
    for what, number, seats in steps:
        before = {who for who, each in door.parties.items() if each.state is COMING}
        taken = seats_taken(door.parties.values())
        if what == "ask":
            door.ask(number, seats)
        elif what == "withdraw" and number in door.parties:
            door.parties[number] = replace(door.parties[number], state=WITHDRAWN, seats=1)
            before.discard(number)
        elif what == "capacity":
            door.capacity = number
        moved = door.settle()
        now = {who for who, each in door.parties.items() if each.state is COMING}
        assert before <= now
        assert seats_taken(door.parties.values()) <= max(door.capacity or 0, taken)
        waiting = [
            each for each in door.parties.values() if each.state is WAITING and each.seats <= (door.capacity or 0)
        ]
        assert all(door.parties[who].queue < each.queue for who in moved for each in waiting)
        assert door.settle() == []
        states = [each.state for each in door.parties.values()]
        assert sum(states.count(state) for state in State) == len(door.parties)


@given(st.integers(1, 5))
def test_who_withdraws_and_asks_again_stands_at_the_end(others):
    door = Door(1, {})
    for who in range(others + 2):
        door.ask(who, 1)
    door.settle()
    door.parties[1] = replace(door.parties[1], state=WITHDRAWN)
    door.ask(1, 1)
    assert max(door.parties.values(), key=lambda each: each.queue).id.int == 1


# --- time ---


def test_it_is_too_late_once_it_has_begun():
    assert not is_over(MONDAY, None, MONDAY - HOUR, all_day=False)
    assert is_over(MONDAY, MONDAY + HOUR, MONDAY, all_day=False)


def test_one_may_come_on_the_day_itself_to_what_has_whole_days():
    assert not is_over(MONDAY, None, MONDAY + HOUR, all_day=True)
    assert is_over(MONDAY, None, MONDAY + DAY, all_day=True)
    assert not is_over(MONDAY, MONDAY + 2 * DAY, MONDAY + DAY, all_day=True)


@pytest.mark.parametrize(
    ("starts_at", "reminded_at"),
    [
        ("2026-03-03T19:00+00:00", "2026-03-02T17:00+00:00"),
        ("2026-07-03T18:00+00:00", "2026-07-02T16:00+00:00"),  # by the clocks of summer
        ("2026-03-29T18:00+00:00", "2026-03-28T17:00+00:00"),  # the day the clocks go forward
        ("2026-03-30T18:00+00:00", "2026-03-29T16:00+00:00"),  # the day after
        ("2026-10-25T19:00+00:00", "2026-10-24T16:00+00:00"),  # the day they go back
        ("2026-10-26T19:00+00:00", "2026-10-25T17:00+00:00"),
        ("2026-03-03T00:30+00:00", "2026-03-02T17:00+00:00"),
    ],
)
def test_the_reminder_comes_at_five_the_day_before_by_the_clock_on_the_wall(starts_at, reminded_at):
    start = datetime.fromisoformat(starts_at)
    assert reminder_at(start, start.date(), "Europe/London") == datetime.fromisoformat(reminded_at)


def test_a_reminder_never_comes_after_the_start():
    assert reminder_at(MONDAY, date(2026, 3, 5), "Europe/London") == MONDAY


@given(st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 30)), st.sampled_from(["Europe/London", "America/Lima"]))  # noqa: DTZ001 -- a zone follows
def test_a_reminder_falls_on_a_decent_hour(start, zone):
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- one test's own

    at = start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    due = reminder_at(at, start.date(), zone)
    assert is_decent(due, zone)
    assert due < at


def test_nobody_is_woken_by_a_reminder():
    assert is_decent(MONDAY.replace(hour=8), "Europe/London")
    assert not is_decent(MONDAY.replace(hour=7, minute=59), "Europe/London")
    assert not is_decent(MONDAY.replace(hour=21), "Europe/London")


def test_who_was_written_to_just_now_is_not_reminded():
    due, start = MONDAY, MONDAY + DAY
    assert is_to_be_reminded(due, start, due - 7 * HOUR, due)
    assert not is_to_be_reminded(due, start, due - 5 * HOUR, due + 2 * HOUR)
    assert not is_to_be_reminded(due, start, due - DAY, due - HOUR)
    assert not is_to_be_reminded(due, start, due - DAY, start)


# --- news ---


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({}, False),
        ({"title": "Mending café"}, False),
        ({"starts_at": MONDAY + 2 * DAY}, True),
        ({"location": "New Library"}, True),
        ({"standing": Standing.CANCELLED}, True),
        ({"standing": Standing.GONE}, True),
        ({"starts_at": MONDAY - DAY}, True),  # they would come too late
    ],
)
def test_what_people_must_hear_of(change, is_told):
    assert is_news(TOLD, replace(TOLD, **change), MONDAY) is is_told


def test_what_is_over_either_way_is_no_news():
    was = replace(TOLD, starts_at=MONDAY - DAY)
    assert not is_news(was, replace(was, standing=Standing.CANCELLED), MONDAY)


def test_of_what_was_called_off_only_that_it_takes_place_again_is_news():
    was = replace(TOLD, standing=Standing.CANCELLED)
    assert not is_news(was, replace(was, starts_at=MONDAY + 3 * DAY), MONDAY)
    assert not is_news(was, replace(was, standing=Standing.GONE), MONDAY)
    assert is_news(was, replace(was, standing=Standing.ON), MONDAY)


def test_several_changes_in_a_row_are_told_once():
    soon = MONDAY + HOUR
    assert not is_at_rest(MONDAY, MONDAY + DAY, MONDAY + timedelta(minutes=2))
    assert is_at_rest(MONDAY, MONDAY + DAY, MONDAY + timedelta(minutes=3))
    assert is_at_rest(MONDAY, soon, MONDAY + timedelta(minutes=1))
    assert is_at_rest(None, MONDAY + DAY, MONDAY)


def test_who_heard_of_it_three_times_lately_hears_again_after_two_hours_unless_it_begins_soon():
    after = MONDAY + timedelta(minutes=3)
    assert is_at_rest(MONDAY, MONDAY + DAY, after, letters=2)
    assert not is_at_rest(MONDAY, MONDAY + DAY, after, letters=3)
    assert is_at_rest(MONDAY, MONDAY + DAY, MONDAY + 2 * HOUR, letters=3)
    assert is_at_rest(MONDAY, MONDAY + 3 * HOUR, after, letters=3)
