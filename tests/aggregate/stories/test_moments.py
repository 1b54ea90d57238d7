"""Which days does a post speak of?"""

from datetime import date

import pytest

from hub.aggregate.stories.moments import days_of, without_days

TUESDAY = date(2026, 10, 6)


def days(*several: int, month: int = 10) -> set[date]:
    return {date(2026, month, day) for day in several}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 12 October", days(12)),
        ("the 3rd and 5th Nov", days(3, 5, month=11)),
        ("from Friday 9 to Monday 12 October", days(9, 10, 11, 12)),
        ("9–11 October", days(9, 10, 11)),
        ("on Friday", days(2, 9)),
        ("today, Tuesday", days(6, 7, 13) | {date(2026, 9, 29)}),
        ("next Friday", days(9, 16)),
        ("on a Saturday, every Sunday and Saturdays", set()),
        ("Sat in a queue", set()),
        ("tonight", days(6, 7)),
        ("overnight", days(5, 6)),
        ("tomorrow", days(7)),
        ("31 June or 30 February", set()),
        ("12 to 3 October", days(3, 12)),
        ("1 March to 30 September", {date(2027, 3, 1), date(2026, 9, 30)}),
    ],
)
def test_days(text: str, expected: set[date]) -> None:
    assert days_of(text, TUESDAY) == expected


def test_a_date_without_a_year_is_the_nearest_one() -> None:
    assert days_of("2 January", date(2026, 12, 30)) == {date(2027, 1, 2)}
    assert days_of("30 December", date(2027, 1, 2)) == {date(2026, 12, 30)}


def test_a_range_that_is_no_range_is_two_days() -> None:
    assert days_of("1 January to 1 May", date(2026, 2, 1)) == {date(2026, 1, 1), date(2026, 5, 1)}


def test_dates_are_taken_out_with_their_numbers() -> None:
    assert "12" not in without_days("On 12 October at number 14")
    assert "14" in without_days("On 12 October at number 14")
