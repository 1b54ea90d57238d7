"""Which days a view of the meetups shows, and what it is called."""

from datetime import UTC, date, datetime

import pytest

from hub.site.views import View, called, leaf, meant

SUNDAY, MONDAY = date(2026, 3, 8), date(2026, 3, 9)


def test_on_a_sunday_the_weekend_is_the_one_we_are_in() -> None:
    shown = leaf(View.WEEKEND, SUNDAY)
    assert (shown.first, shown.last) == (date(2026, 3, 6), SUNDAY)
    assert shown.span("Europe/London").since.astimezone(UTC) == datetime(2026, 3, 6, 17, tzinfo=UTC)


def test_on_a_monday_it_is_the_one_ahead() -> None:
    assert leaf(View.WEEKEND, MONDAY).last == date(2026, 3, 15)


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("day", [SUNDAY, MONDAY, date(2026, 12, 31), date(2028, 2, 29)])
def test_turning_on_and_back_leads_to_the_same_days(view: View, day: date) -> None:
    shown = leaf(view, day)
    assert shown.next.before == shown
    assert shown.next.first > shown.last
    assert shown.holds(shown.first)


@pytest.mark.parametrize(
    ("view", "day", "words"),
    [
        (View.TODAY, SUNDAY, "Today, Sunday 8 March"),
        (View.TODAY, MONDAY, "Monday 9 March 2026"),
        (View.WEEKEND, SUNDAY, "This weekend: Friday 6 March to Sunday 8 March"),
        (View.WEEKEND, MONDAY, "Friday 13 March to Sunday 15 March 2026"),
        (View.WEEK, SUNDAY, "This week: Monday 2 March to Sunday 8 March"),
        (View.WEEK, MONDAY, "Monday 9 March to Sunday 15 March 2026"),
        (View.MONTH, MONDAY, "March 2026"),
    ],
)
def test_a_leaf_is_called_as_people_say(view: View, day: date, words: str) -> None:
    assert str(called(leaf(view, day), SUNDAY)) == words


def test_in_a_sentence_another_week_is_not_this_one() -> None:
    assert (str(meant(leaf(View.WEEK, SUNDAY), SUNDAY)), str(meant(leaf(View.WEEK, MONDAY), SUNDAY))) == (
        "this week",
        "that week",
    )
