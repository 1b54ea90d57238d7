"""Who hears what of a date, and when: by what they were told, and what stands now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hub.meet.rsvps.rules import Facts, Standing, State
from hub.meet.rsvps.telling import must_be_reminded, must_hear, stands
from hub.meet.rsvps.values import DateNow, Due, Room, RsvpView

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
STARTS = datetime(2026, 3, 12, 19, tzinfo=UTC)
EVE = datetime(2026, 3, 11, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
DATE = DateNow(
    uuid4(), "", "Quiz", STARTS, None, STARTS.date(), all_day=False, location="Pub", zone="Europe/London",
    standing=Standing.ON, changed_at=MONDAY - HOUR,
)  # fmt: skip
SAID: dict[str, Any] = {
    "id": uuid4(), "event_id": DATE.event_id, "slot": "", "person_id": uuid4(), "name": "Cem", "is_shown": True,
    "guests": 1, "queue": 1, "asked_at": MONDAY, "told_at": MONDAY, "told_lately": 1, "reminded_for": None,
}  # fmt: skip


def due(state: State = State.COMING, told_state: State = State.COMING, **more: Any) -> Due:
    told = RsvpView(state=state, told_state=told_state, **({"told": DATE.facts} | SAID | more))
    return Due(told, DATE, DATE.changed_at)


def now(given: Due, **facts: Any) -> Due:
    return replace(given, date=replace(DATE, **facts))


def facts_of(given: Due) -> Facts:
    return given.rsvp.told


def test_of_a_date_that_stands_its_own_facts_hold() -> None:
    assert stands(now(due(), title="Pub quiz")).title == "Pub quiz"


@pytest.mark.parametrize(("changed_at", "standing"), [(MONDAY, Standing.CANCELLED), (None, Standing.GONE)])
def test_a_date_taken_out_is_cancelled_and_one_of_a_meetup_that_is_gone_is_gone(
    changed_at: datetime | None, standing: Standing
) -> None:
    gone = replace(due(), date=None, changed_at=changed_at)
    assert stands(gone) == replace(facts_of(gone), standing=standing)
    assert must_hear(gone, MONDAY + HOUR)
    assert not must_be_reminded(gone, EVE)


def test_who_knows_what_stands_hears_nothing() -> None:
    assert not must_hear(due(), MONDAY)
    assert not must_hear(due(State.WAITING, State.WAITING), MONDAY)


def test_who_moved_up_hears_it_as_long_as_they_can_come() -> None:
    up = due(State.COMING, State.WAITING)
    assert must_hear(up, MONDAY)
    assert not must_hear(up, STARTS)


def test_what_is_still_being_changed_is_not_told_yet() -> None:
    changing = replace(now(due(), location="Library"), changed_at=MONDAY)
    assert not must_hear(changing, MONDAY)
    assert must_hear(changing, MONDAY + HOUR)


def test_who_has_a_seat_and_knows_it_is_reminded_once() -> None:
    assert must_be_reminded(due(), EVE)
    assert not must_be_reminded(due(reminded_for=STARTS), EVE)
    assert not must_be_reminded(due(State.WAITING, State.WAITING), EVE)


def test_who_is_to_hear_something_else_first_is_not_reminded_yet() -> None:
    assert not must_be_reminded(due(State.COMING, State.WAITING), EVE)
    assert not must_be_reminded(now(due(), location="Library"), EVE)
    assert not must_be_reminded(now(due(), standing=Standing.CANCELLED), EVE)


def test_nobody_is_reminded_at_night() -> None:
    assert not must_be_reminded(due(), EVE + 6 * HOUR)


def test_a_room_counts_whom_people_bring_and_names_who_agreed() -> None:
    said = [due().rsvp, due(State.WAITING, State.WAITING, name="Ben").rsvp, due(is_shown=False).rsvp]
    room = Room.of(said, 5)
    assert (room.coming, room.waiting, room.left, room.names) == (4, 2, 1, ("Cem",))
    assert [room.is_full, Room.of(said[:1], 5).is_full, Room.of([], None).is_full] == [True, False, False]


@pytest.mark.parametrize(
    ("standing", "hears"), [(Standing.ON, True), (Standing.CANCELLED, True), (Standing.GONE, False)]
)
def test_of_what_nobody_here_could_tell_whatever_is_known_again_is_told(standing: Standing, *, hears: bool) -> None:
    gone = due(told=replace(DATE.facts, standing=Standing.GONE))
    assert must_hear(now(gone, standing=standing, location="Library"), MONDAY + HOUR) is hears
