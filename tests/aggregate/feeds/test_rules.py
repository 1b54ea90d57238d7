from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.feeds.rules import (
    DAY,
    HOUR,
    QUARTER_HOUR,
    WEEK,
    Because,
    Rhythm,
    after_trouble,
    believes_move,
    interval,
    jitter,
    median_gap,
    next_look,
    retry_after,
    wait_asked,
)

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)  # a Tuesday
FEED = UUID(int=7)


@pytest.mark.parametrize(
    ("gap", "silent_for", "asked", "expected"),
    [
        (timedelta(minutes=4), timedelta(0), timedelta(0), QUARTER_HOUR),  # never more often than every quarter hour
        (timedelta(hours=4), timedelta(0), timedelta(0), 2 * HOUR),  # half the usual gap
        (timedelta(days=3), timedelta(0), timedelta(0), 6 * HOUR),  # never more seldom than every six hours
        (timedelta(minutes=4), timedelta(days=8), timedelta(0), 2 * HOUR),  # a week of silence
        (timedelta(minutes=4), timedelta(days=31), timedelta(0), 6 * HOUR),
        (timedelta(minutes=4), timedelta(days=181), timedelta(0), DAY),
        (timedelta(minutes=4), timedelta(0), timedelta(hours=3), 3 * HOUR),  # the publisher asks for more
        (timedelta(minutes=4), timedelta(0), timedelta(days=400), DAY),  # but not for ever
    ],
)
def test_the_wait_follows_the_feeds_own_rhythm(gap, silent_for, asked, expected):
    rhythm = Rhythm(post_gap=gap, last_post_at=NOON - silent_for, asked_wait=asked)
    assert interval(rhythm, NOON)[0] == expected


def test_a_feed_nobody_knows_yet_is_looked_at_again_within_the_hour():
    assert interval(Rhythm(), NOON) == (HOUR, Because.NEW)


@given(st.uuids())
def test_jitter_is_the_same_at_every_start_and_within_a_tenth(feed_id):
    assert jitter(feed_id) == jitter(UUID(str(feed_id)))
    assert 0.9 <= jitter(feed_id) <= 1.1


def test_feeds_do_not_all_come_on_the_hour():
    assert len({next_look(Rhythm(), NOON, uuid4()).due_at.minute for _ in range(50)}) > 5


def test_a_publisher_who_sleeps_at_night_is_let_sleep():
    rhythm = Rhythm(post_gap=HOUR, skip_hours=frozenset(range(13)), skip_days=frozenset({1}))
    due, because = next_look(rhythm, NOON, FEED)
    assert (due.weekday(), due.hour, due.minute, because) == (2, 13, 0, Because.SLEEPS)


def test_a_publisher_who_always_sleeps_is_not_believed():
    rhythm = Rhythm(post_gap=HOUR, skip_hours=frozenset(range(24)))
    assert next_look(rhythm, NOON, FEED).due_at < NOON + 8 * DAY


@pytest.mark.parametrize(
    ("failures", "wait"), [(1, HOUR), (2, 2 * HOUR), (3, 4 * HOUR), (4, 8 * HOUR), (5, DAY), (9, DAY)]
)
def test_each_failure_waits_longer_than_the_one_before(failures, wait):
    assert after_trouble(failures, NOON, NOON).due_at == NOON + wait


def test_after_two_weeks_of_trouble_a_weekly_look_goes_on_for_ever():
    assert after_trouble(40, NOON - 15 * DAY, NOON) == (NOON + WEEK, Because.WEEKLY)


def test_a_retry_after_is_obeyed_when_it_is_longer_than_our_own_wait():
    assert after_trouble(1, NOON, NOON, timedelta(hours=5)) == (NOON + timedelta(hours=5), Because.LATER)
    assert after_trouble(1, NOON, NOON, timedelta(minutes=5)) == (NOON + HOUR, Because.BACK_OFF)


HOSTILE = ["9" * 5_000, "Tue, 03 Mar 2026 13:00:00 +" + "9" * 20, "Fri, 31 Dec 9999 23:59:59 -2359", "٣"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_header_can_stop_us(value):
    assert (retry_after({"retry-after": value}, NOON) or HOUR) <= WEEK
    assert wait_asked({"cache-control": f"max-age={value}", "expires": value}, NOON) >= timedelta(0)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"cache-control": "max-age=soon"}, 0),
        ({"expires": "Tue, 03 Mar 2026 13:00:00 GMT"}, 3600),
        ({"expires": "Tue, 03 Mar 2026 13:00:00 -0000"}, 3600),
        ({"expires": "Tue, 03 Mar 2026 11:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"cache-control": "max-age=60", "expires": "Tue, 03 Mar 2026 13:00:00 GMT"}, 60),
    ],
)
def test_what_the_headers_ask_for_is_read(headers, seconds):
    assert wait_asked(headers, NOON) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Tue, 03 Mar 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("soon", None),
        ("", None),
        ("99999999999999999999", WEEK),
        ("9999999", WEEK),
    ],
)
def test_retry_after_may_be_seconds_or_a_date(value, wait):
    assert retry_after({"retry-after": value}, NOON) == wait


def test_the_median_gap_looks_at_the_newest_twenty_posts():
    hourly = [NOON - n * HOUR for n in range(20)]
    assert median_gap([*hourly, NOON - 300 * DAY]) == HOUR
    assert median_gap([NOON]) is None


def test_a_permanent_redirect_is_believed_after_three_days_of_the_same_answer():
    assert believes_move(5, NOON - timedelta(hours=72), NOON)
    assert not believes_move(4, NOON - timedelta(hours=90), NOON)
    assert not believes_move(9, NOON - timedelta(hours=71), NOON)
    assert not believes_move(9, None, NOON)
