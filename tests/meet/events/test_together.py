"""When several calendars tell of one meeting."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.meet.events.together import Told, meetings

SEVEN = datetime(2026, 3, 3, 19, tzinfo=UTC)
GROUP = UUID(int=99)


def told(number: int, event: int, minutes: int = 0, group: UUID | None = GROUP) -> Told:
    start = SEVEN + timedelta(minutes=minutes)
    return Told(UUID(int=number), UUID(int=event), group, start, None, start.date(), all_day=False)


def test_two_calendars_that_name_about_the_same_hour_tell_of_one_meeting():
    doors, song = told(1, 10), told(2, 20, 30)
    assert meetings([song, doors]) == {doors.id: doors, song.id: doors}


def test_half_an_hour_counts_from_the_first_of_them():
    first, second, third = told(1, 10), told(2, 20, 20), told(3, 30, 40)
    assert meetings([first, second, third])[third.id] == third


def test_what_is_not_merged_stands_for_itself():
    one, other = told(1, 10, group=None), told(2, 20, group=None)
    assert meetings([one, other]) == {one.id: one, other.id: other}


def test_two_shows_of_one_evening_are_two_meetings_however_close():
    early, late, also_early, also_late = told(1, 10), told(2, 10, 25), told(3, 20), told(4, 20, 25)
    found = meetings([early, late, also_early, also_late])
    assert (found[also_early.id], found[also_late.id]) == (early, late)


dates = st.lists(
    st.builds(
        lambda event, minutes, is_merged: (event, minutes, GROUP if is_merged else None),
        st.integers(1, 4),
        st.integers(0, 200),
        st.booleans(),
    ),
    max_size=12,
)


@given(dates, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_told_changes_nothing(rows, chance):
    all_of_them = [told(number, *row) for number, row in enumerate(rows, 1)]
    shuffled = list(all_of_them)
    chance.shuffle(shuffled)
    assert meetings(shuffled) == meetings(all_of_them)
    assert meetings(all_of_them).keys() == {each.id for each in all_of_them}
