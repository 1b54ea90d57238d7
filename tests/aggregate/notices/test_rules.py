"""What may be pinned up, how long it stays, and what becomes of its words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.notices.rules import (
    LONGEST_STAY,
    has_ended,
    html_of,
    may_end,
)
from hub.kit.days import today
from hub.kit.markup import clean, plain

LONDON = "Europe/London"
LATE = datetime(2026, 7, 3, 22, 30, tzinfo=UTC)  # half past eleven in London


def test_a_notice_ends_with_the_midnight_of_its_place() -> None:
    last = date(2026, 7, 3)
    assert not has_ended(last, LATE, LONDON)
    assert has_ended(last, LATE + timedelta(minutes=30), LONDON)
    assert has_ended(last, LATE, "Europe/Berlin")
    assert not has_ended(last, LATE + timedelta(minutes=30), "America/New_York")


@given(st.integers(-400, 400))
def test_a_last_day_is_from_today_to_ninety_days_on(days: int) -> None:
    ends = today(LATE, LONDON) + timedelta(days=days)
    assert may_end(ends, LATE, LONDON) == (0 <= days <= LONGEST_STAY.days)


@given(st.text())
def test_words_become_html_that_cleaning_leaves_alone(words: str) -> None:
    html = html_of(words)
    assert str(clean(html)) == html


@given(st.text(alphabet="ab <>\"'\n.,", max_size=80))
def test_words_stay_what_they_were(words: str) -> None:
    assert plain(html_of(words)).split() == words.split()


def test_addresses_become_links_that_vouch_for_nothing() -> None:
    html = html_of('Look (https://a.example/b?c=1&d=2), or "http://e.example"!')
    assert 'href="https://a.example/b?c=1&amp;d=2" rel="nofollow ugc noopener noreferrer"' in html
    assert ">http://e.example</a>" in html
    assert html.count("<a ") == 2


@pytest.mark.parametrize(
    "words", ["javascript:alert(1)", "<a href=https://a.example>", "https://\x00", "https://<script>"]
)
def test_nothing_else_becomes_one(words: str) -> None:
    assert "javascript:alert" not in html_of(words).replace(words, "")
    assert "<script" not in html_of(words)
