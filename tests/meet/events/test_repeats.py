"""How repetitions read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.events.repeats import but_not, repeats_in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=10", "every 10 days"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=10", "every 3 days, 10 times"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;BYDAY=TU;INTERVAL=1", "every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "every week on Mondays and Thursdays"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every week on Mondays, Wednesdays and Fridays"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second Tuesday"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "every 3 weeks on Tuesdays"),
        ("FREQ=DAILY;COUNT=1", "every day, 1 time"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "every second week on Tuesdays and Fridays"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYDAY=+1TU,3TU", "every month on the first Tuesday and third Tuesday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3TH", "every month on the first Monday and third Thursday"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2SU", "every 3 months on the second Sunday"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,2,3,11,22,-1,-2",
            "every month on the 1st, 2nd, 3rd, 11th, 22nd, last day and last day but one",
        ),
        ("FREQ=YEARLY;INTERVAL=2", "every second year"),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630", "every Tuesday, until 30 June 2026"),
        ("freq=weekly;byday=tu;until=20260630T225959Z;wkst=su", "every Tuesday, until 30 June 2026"),
    ],
)
def test_a_rule_reads_as_a_neighbour_would_say_it(rule, words):
    assert str(repeats_in_words(rule)) == words


@pytest.mark.parametrize(
    "rule",
    [
        *("nonsense", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=-2"),
        *("FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;UNTIL=20261332", "FREQ=WEEKLY;COUNT=many", "FREQ=WEEKLY;BYMONTH=3"),
        *("FREQ=MONTHLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1"),
        *("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=YEARLY;BYEASTER=0"),
        *(
            "FREQ=DAILY;BYDAY=MO",
            "FREQ=MONTHLY;BYMONTHDAY=-9",
            "FREQ=MONTHLY;BYDAY=",
            "BYDAY=MO",
            "FREQ=YEARLY;BYDAY=MO",
        ),
    ],
)
def test_a_rule_that_takes_more_words_just_repeats(rule):
    assert str(repeats_in_words(rule)) == "repeats"


@pytest.mark.parametrize(
    ("rule", "days", "words"),
    [
        ("FREQ=WEEKLY", [7, 14, 21], "every week"),
        ("FREQ=WEEKLY", [], "every week"),
        ("FREQ=WEEKLY", [7, 28], "every week, but not on Monday 14 December and Monday 21 December"),
        (
            "WKST=MO;FREQ=WEEKLY;BYDAY=MO,WE",
            [7, 14, 16],
            "every week on Mondays and Wednesdays, but not on Wednesday 9 December",
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", [7, 21], "every second Monday"),
        ("FREQ=WEEKLY;BYDAY=MO", [1, 7, 21], "every Monday"),  # what is not of the rule tells that we do not know it
        ("FREQ=WEEKLY;BYDAY=MO,TU", [7, 22], "every week on Mondays and Tuesdays, with breaks"),
        ("FREQ=DAILY", [7, 9], "every day"),
        ("FREQ=WEEKLY;BYMONTH=12", [7, 21], "repeats"),
        ("", [7], ""),
    ],
)
def test_days_a_weekly_rule_leaves_out_are_named(rule, days, words):
    assert str(but_not(rule, [date(2026, 12, day) for day in days])) == words


@given(st.text(max_size=60))
def test_any_text_in_place_of_a_rule_gives_words(rule):
    assert repeats_in_words(rule) or not rule
