"""What an answer means for the feed that was asked: each row of the decision by its name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.aggregate.feeds.history import runs
from hub.aggregate.feeds.rules import HOUR, Because, Rhythm, jitter
from hub.aggregate.fetching.rules import Fresh, Intents, Lesson, Trouble, decide, document_wait, failed, settled
from hub.aggregate.reading.document import Flaw, Hints
from hub.aggregate.reading.still import body_hash, still_hash
from hub.net.answers import Reply
from tests.aggregate.fetching.table import (
    BACK_OFF,
    EDITED,
    MOVED,
    NEW,
    NO_DOCUMENT,
    NOON,
    OURS,
    STEADY,
    TABLE,
    URL,
    Row,
    ill,
    led,
    moving,
)


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_an_answer_leads_to_what_its_row_says(row: Row) -> None:
    made = decide(row.feed, row.answer, NOON)
    assert isinstance(made, Intents)
    assert {name: made.columns[name] for name in row.leads_to} == row.leads_to
    assert (made.trouble, made.moved, made.pause) == (row.trouble, row.moved, row.pause)
    assert (made.columns["due_because"], made.columns["due_at"] - NOON) == (row.because, row.wait)
    assert made.columns["looked_at"] == NOON


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_whatever_comes_the_next_look_is_never_at_once_and_the_look_is_remembered(row: Row) -> None:
    made = decide(row.feed, row.answer, NOON)
    assert isinstance(made, Intents)
    assert made.columns["due_at"] - NOON >= timedelta(minutes=1)
    (newest,) = runs(made.columns["history"])
    assert newest.outcome == (made.trouble or "same")


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_pages_are_told_of_every_other_sentence_and_of_none_that_stays(row: Row) -> None:
    made = decide(row.feed, row.answer, NOON)
    assert isinstance(made, Intents)
    columns, feed = made.columns, row.feed
    differs = any(columns.get(name, getattr(feed, name)) != getattr(feed, name) for name in ("trouble", "moved_to"))
    assert made.is_told == differs


@pytest.mark.parametrize("row", [*BACK_OFF, *NO_DOCUMENT, *OURS], ids=lambda row: row.name)
def test_no_failure_forgets_what_the_next_ask_is_conditional_on(row: Row) -> None:
    made = decide(row.feed, row.answer, NOON)
    assert isinstance(made, Intents)
    assert not {"etag", "last_modified", "body_hash", "still_hash", "entry_hashes"} & made.columns.keys()


def test_other_bytes_are_read_and_what_their_answer_said_is_kept() -> None:
    seen = decide(STEADY, Reply(200, URL, {"etag": '"b"'}, EDITED), NOON)
    assert isinstance(seen, Fresh)
    hashes = {"body_hash": body_hash(EDITED), "still_hash": still_hash(EDITED)}
    assert seen.learned == hashes | {"etag": '"b"', "last_modified": ""}


def test_other_bytes_behind_a_permanent_redirect_are_read_and_the_redirect_is_noted() -> None:
    seen = decide(moving(4, 3), replace(led(301, status=200), body=EDITED), NOON)
    assert isinstance(seen, Fresh)
    made = settled(moving(4, 3), seen, Lesson({}, Rhythm()), NOON)
    assert made.moved == MOVED


FRESH = Fresh(Reply(200, URL, {"cache-control": "max-age=10800"}, EDITED), {"etag": '"b"', "body_hash": "ff"})


@pytest.mark.parametrize(("news", "outcome"), [(0, "same"), (3, "news")])
def test_a_document_that_was_read_teaches_what_it_taught(news: int, outcome: str) -> None:
    made = settled(STEADY, FRESH, Lesson({"title": "Ben"}, Rhythm(post_gap=4 * HOUR), news), NOON)
    assert {"title": "Ben", "etag": '"b"', "changed_at": NOON}.items() <= made.columns.items()
    assert (made.columns["due_at"], made.columns["due_because"]) == (NOON + 3 * HOUR * jitter(STEADY.id), Because.ASKED)
    (run,) = runs(made.columns["history"])
    assert (run.outcome, run.posts) == (outcome, news)
    assert not made.is_told


def test_pages_are_told_of_the_first_document_and_of_new_remarks() -> None:
    assert settled(NEW, FRESH, Lesson({}, Rhythm()), NOON).is_told
    assert settled(STEADY, FRESH, Lesson({"notes": "no-dates"}, Rhythm()), NOON).is_told
    assert not settled(replace(STEADY, notes="no-dates"), FRESH, Lesson({"notes": "no-dates"}, Rhythm()), NOON).is_told


@pytest.mark.parametrize("flaw", Flaw)
def test_a_document_that_cannot_be_read_is_trouble_and_nothing_of_it_is_kept(flaw: Flaw) -> None:
    made = settled(STEADY, FRESH, Trouble(flaw.value, "a login page"), NOON)
    assert (made.trouble, made.detail, made.columns["due_at"]) == (flaw.value, "a login page", NOON + HOUR)
    assert not FRESH.learned.keys() & made.columns.keys()


def test_looks_with_the_same_outcome_are_remembered_together() -> None:
    once = failed(STEADY, Trouble("timeout"), NOON)
    twice = failed(replace(ill("timeout"), history=once.columns["history"]), Trouble("timeout"), NOON + HOUR)
    (run,) = runs(twice.columns["history"])
    assert (run.first, run.last, run.looks) == (NOON, NOON + HOUR, 2)


@pytest.mark.parametrize(
    ("hints", "wait"),
    [
        (Hints(), timedelta(0)),
        (Hints(ttl_minutes=90), 1.5 * HOUR),
        (Hints(ttl_minutes=1, update_seconds=7200), 2 * HOUR),
    ],
)
def test_the_longer_of_what_a_document_asks_counts(hints: Hints, wait: timedelta) -> None:
    assert document_wait(hints) == wait
