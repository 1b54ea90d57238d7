from datetime import timedelta

import pytest

from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.states import Mood, notes_in_words, state_in_words, trouble_in_words
from hub.aggregate.reading.document import Flaw, Note
from hub.net.answers import Failure
from tests.town import NOON


def feed(**facts: object) -> Feed:
    return Feed(url="https://ben.example/feed", due_at=NOON, **facts)  # type: ignore[arg-type]  # whatever a row may hold


@pytest.mark.parametrize(
    "trouble", [*Failure, *Flaw, "gone", "http-304", "http-403", "http-404", "http-429", "http-503", "http-418"]
)
def test_every_trouble_has_a_sentence_and_a_way_to_mend_it(trouble: str) -> None:
    sentence, mend = trouble_in_words(trouble)
    assert str(sentence).endswith(".")
    assert str(mend).endswith(".")


def test_a_detail_stands_beside_its_sentence() -> None:
    assert str(trouble_in_words("html", "a login page")[0]).endswith("(a login page)")


@pytest.mark.parametrize("note", Note)
def test_every_note_is_spelled_out(note: Note) -> None:
    (sentence,) = notes_in_words(note)
    assert str(sentence).endswith(".")


def test_a_note_of_another_version_is_passed_over() -> None:
    assert notes_in_words("from-the-future") == ()


def test_a_feed_says_how_it_is_doing() -> None:
    assert state_in_words(feed()).mood is Mood.NEW
    assert state_in_words(feed(looked_at=NOON)).mood is Mood.WELL
    assert state_in_words(feed(looked_at=NOON, retired=True)).mood is Mood.RETIRED
    troubled = state_in_words(feed(looked_at=NOON, trouble="timeout", trouble_since=NOON))
    assert (troubled.mood, troubled.since) == (Mood.TROUBLED, NOON)


@pytest.mark.parametrize("note", Note)
def test_a_feed_with_a_remark_is_not_said_to_do_well(note: Note) -> None:
    state = state_in_words(feed(looked_at=NOON, notes=note))
    assert (state.mood, len(state.notes)) == (Mood.REMARKED, 1)
    assert "well" not in str(state.sentence)


def test_a_website_that_asked_for_a_pause_is_not_said_to_do_well() -> None:
    paused = state_in_words(feed(trouble="http-429", looked_at=NOON))
    assert (paused.mood, paused.since) == (Mood.PAUSED, NOON)


def test_a_feed_that_is_moving_says_where_to() -> None:
    (note,) = state_in_words(feed(looked_at=NOON, moved_to="https://new.example/feed")).notes
    assert "https://new.example/feed" in str(note)


def test_a_feed_that_moved_and_was_not_followed_says_why() -> None:
    moved = feed(looked_at=NOON, moved_to="https://new.example/", moved_looks=9, moved_since=NOON - timedelta(days=9))
    (note,) = state_in_words(moved).notes
    assert "A mentor says whether we follow" in str(note)


def test_a_website_that_asks_for_peace_for_days_is_a_trouble_with_a_remedy() -> None:
    since = NOON - timedelta(days=3)
    state = state_in_words(feed(trouble="http-503", looked_at=NOON, trouble_since=since))
    assert (state.mood, state.since) == (Mood.TROUBLED, since)
    assert "LocalHub" in str(state.mend)


def test_a_feed_that_is_gone_is_over() -> None:
    assert state_in_words(feed(trouble="gone", looked_at=NOON, trouble_since=NOON)).is_over


def test_what_neighbours_pin_up_is_no_feed_to_be_looked_at() -> None:
    assert str(state_in_words(feed(reads="notices")).sentence) == "Neighbours pin up here what it says."
