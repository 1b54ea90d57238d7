"""When somebody is told that they were answered, and what is a question."""

from datetime import UTC, datetime

import pytest

from hub.communicate.answered.rules import DAY, Answer, By, asks, is_due, is_new, newest_first

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_one_mail_a_day_is_enough_unless_somebody_wants_more() -> None:
    assert is_due(None, NOON, at_once=False)
    assert not is_due(NOON - DAY / 2, NOON, at_once=False)
    assert is_due(NOON - DAY, NOON, at_once=False)
    assert is_due(NOON, NOON, at_once=True)


def test_what_came_after_the_last_look_is_new() -> None:
    assert is_new(NOON, None)
    assert is_new(NOON, NOON - DAY)
    assert not is_new(NOON, NOON)


def test_the_newest_answer_comes_first_and_the_order_never_changes() -> None:
    answers = [Answer(1, By.POST, "2", NOON), Answer(1, By.REPLY, "a", NOON), Answer(1, By.POST, "3", NOON + DAY)]
    assert [each.key for each in newest_first(answers)] == ["item:3", "reply:a", "item:2"]
    assert newest_first(answers) == newest_first(reversed(answers))


@pytest.mark.parametrize(
    ("title", "words", "is_one"),
    [
        ("Who can mend a clock?", "", True),
        ("A clock", "It stands. “Who can mend it?”", True),
        ("\u8ab0\u304b\uff1f", "", True),
        ("\u0645\u0646\u061f", "", True),
        ("What? I know", "Why? Well.", False),
        ("", "", False),
    ],
)
def test_a_question_is_what_ends_with_a_mark(title: str, words: str, is_one: bool) -> None:  # noqa: FBT001 -- a column
    assert asks(title, words) is is_one
