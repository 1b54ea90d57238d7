"""A feed whose news is pushed is looked at daily, for as long as that holds."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.feeds.rules import DAY, HOUR, Because, Rhythm, interval, next_look
from tests.town import NOON

LIVELY = Rhythm(post_gap=HOUR, last_post_at=NOON)


def test_pushed_it_is_looked_at_daily_to_make_sure() -> None:
    assert interval(LIVELY, NOON)[0] <= HOUR
    assert interval(Rhythm(HOUR, NOON, pushed_until=NOON + 9 * DAY), NOON) == (DAY, Because.PUSHED)


def test_when_that_has_ended_it_is_looked_at_as_before() -> None:
    assert interval(Rhythm(HOUR, NOON, pushed_until=NOON), NOON) == interval(LIVELY, NOON)


def test_who_asks_for_more_patience_than_a_day_or_said_nothing_for_long_has_it() -> None:
    silent = Rhythm(HOUR, NOON - 200 * DAY, pushed_until=NOON + 9 * DAY)
    assert interval(silent, NOON) == (DAY, Because.SILENT)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40)), st.uuids())
def test_no_look_waits_for_a_push_much_longer_than_one_may_come(left: timedelta, feed_id: UUID) -> None:
    plan = next_look(Rhythm(HOUR, NOON, pushed_until=NOON + left), NOON, feed_id)
    assert plan.due_at <= NOON + max(min(left, DAY), HOUR) * 1.1
