from datetime import timedelta
from uuid import UUID

import pytest

from hub.aggregate.feeds.history import Outcome, remembered
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import DAY, HOUR, Because
from hub.aggregate.feeds.wording import length, looks_told, why_then
from hub.aggregate.reading.document import Flaw
from hub.net.answers import Failure
from tests.town import NOON


def looked(because: str, wait: timedelta = 6 * HOUR, gap: timedelta = 2 * DAY) -> Feed:
    return Feed(
        source_id=UUID(int=2),
        url="https://ben.example/feed",
        due_at=NOON + wait,
        looked_at=NOON,
        due_because=because,
        post_gap=int(gap.total_seconds()),
    )


@pytest.mark.parametrize("because", Because)
def test_every_reason_for_the_next_look_is_said(because: Because) -> None:
    sentence = str(why_then(looked(because)))
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_the_pace_of_a_feed_is_said_with_its_numbers() -> None:
    assert str(why_then(looked("sleepy"))) == "It posts about every 2 days, so we look about every 6 hours."


def test_a_feed_nobody_looked_at_gives_no_reason() -> None:
    assert not why_then(Feed(source_id=UUID(int=2), url="https://ben.example/feed", due_at=NOON))
    assert not why_then(Feed(source_id=UUID(int=2), url="https://ben.example/feed", due_at=NOON, looked_at=NOON))


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(0), "minute"),
        (timedelta(minutes=16), "15 minutes"),
        (timedelta(minutes=57), "hour"),
        (timedelta(hours=23), "23 hours"),
        (timedelta(days=1.6), "2 days"),
        (timedelta(days=13), "13 days"),
        (timedelta(days=15), "2 weeks"),
        (timedelta(days=800), "114 weeks"),
    ],
)
def test_a_length_of_time_is_said_in_the_unit_that_fits_it(time: timedelta, said: str) -> None:
    assert str(length(time)) == said


@pytest.mark.parametrize("outcome", [*Outcome, *Failure, *Flaw, "gone", "http-404", "http-429"])
def test_every_outcome_of_a_look_has_words(outcome: str) -> None:
    (told,) = looks_told(remembered("", outcome, NOON))
    assert str(told.sentence).endswith(".")
    assert str(told.looks) == "1 look"


def test_news_are_counted() -> None:
    (told,) = looks_told(remembered(remembered("", "news", NOON, 2), "news", NOON, 3))
    assert (str(told.sentence), str(told.looks)) == ("5 posts were new or edited.", "2 looks")


def test_news_of_a_calendar_are_meetups() -> None:
    (told,) = looks_told(remembered("", "news", NOON, 6), "events")
    assert str(told.sentence) == "6 meetups were new or changed."
