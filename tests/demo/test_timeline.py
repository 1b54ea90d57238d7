from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.demo.content import wherrybridge
from hub.demo.timeline import LONDON, Post, at_pulse, cycle, latest, lively, moment, published
from hub.demo.views import show

TOWN = wherrybridge()
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
MOMENTS = st.integers(30, 3_650 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("day", range(63))
def test_on_any_day_two_hundred_posts_lie_in_the_last_sixty_days(day: int) -> None:
    now = NOON + timedelta(days=day)
    said = published(TOWN, start=now, now=now)
    assert len(said) >= 200
    assert all(now - timedelta(days=60) < post.at <= now for post in said)
    assert [post.at for post in said] == sorted((post.at for post in said), reverse=True)


def test_at_least_a_dozen_voices_have_spoken_lately() -> None:
    said = published(TOWN, start=NOON, now=NOON)
    assert len({post.writing.voice for post in said}) >= 12


def test_all_that_a_voice_said_fits_into_its_feed() -> None:
    for slug in TOWN.voices:
        assert len([post for post in TOWN.slow if post.voice == slug]) <= 60


@settings(max_examples=25)
@given(MOMENTS, st.timedeltas(timedelta(), timedelta(hours=8)))
def test_what_is_said_stays_said(start: datetime, later: timedelta) -> None:
    now = start + later
    before = {post.key for post in published(TOWN, start, start) if post.at > now - timedelta(days=58)}
    assert before <= {post.key for post in published(TOWN, start, now)}


@settings(max_examples=25)
@given(MOMENTS)
def test_a_restart_on_the_same_day_repeats_the_same_posts(now: datetime) -> None:
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    assert _slow(published(TOWN, morning, now)) == _slow(published(TOWN, now, now))


@settings(max_examples=25)
@given(MOMENTS)
def test_keys_are_never_shared(now: datetime) -> None:
    keys = [post.key for post in published(TOWN, now - timedelta(hours=9), now)]
    assert len(keys) == len(set(keys))


def test_a_lively_post_appears_about_every_two_minutes() -> None:
    hour = list(lively(TOWN, NOON, NOON + timedelta(hours=1)))
    assert 28 <= len(hour) <= 31
    gaps = [newer.at - older.at for newer, older in pairwise(hour)]
    assert max(gaps) < timedelta(minutes=4)


def test_nothing_lively_was_said_before_the_start() -> None:
    assert list(lively(TOWN, NOON, NOON)) == []


def test_a_lively_post_comes_round_again_with_another_key() -> None:
    first = at_pulse(TOWN, 15_000_000)
    again = at_pulse(TOWN, 15_000_000 + len(TOWN.lively))
    assert first.writing == again.writing
    assert first.key != again.key


def test_the_town_knows_when_it_repeats_itself() -> None:
    said = list(lively(TOWN, NOON, NOON + timedelta(hours=9)))
    assert said[0].again == 2
    assert {post.again for post in said[-100:]} == {0}
    titles = [show(TOWN, post, "").title for post in said]
    assert len(titles) == len(set(titles))


@settings(max_examples=25)
@given(MOMENTS)
def test_the_latest_turn_is_never_in_the_future_nor_missed(now: datetime) -> None:
    for writing in (TOWN.slow[7], TOWN.lively[7]):
        post = latest(TOWN, writing, now)
        span = timedelta(weeks=9, hours=2) if writing.offset is not None else timedelta(hours=5)
        assert timedelta() <= now - post.at < span
        assert latest(TOWN, writing, post.at) == post


def test_a_post_keeps_its_day_of_the_week_and_its_hour_through_summer_time() -> None:
    notice = TOWN.by_slug["bins-action-notice"]
    walls = {moment(notice.offset or timedelta(), turn).astimezone(LONDON).strftime("%a %H:%M") for turn in range(9)}
    assert walls == {"Mon 08:45"}


def test_the_first_cycle_began_on_a_monday() -> None:
    assert cycle(datetime(2025, 1, 6, tzinfo=UTC)) == 0
    assert cycle(datetime(2025, 1, 5, 23, tzinfo=UTC)) == -1


def _slow(posts: tuple[Post, ...]) -> list[str]:
    return [post.key for post in posts if post.writing.offset is not None]
