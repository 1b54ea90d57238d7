import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from hub.db import search
from hub.db.search import Searchable
from hub.kit.text import words


def found(db: Session, question: str) -> set[int] | None:
    query = search.matching(db, question)
    return None if query is None else set(db.execute(query).scalars())


@pytest.fixture
def filled(db):
    search.put(
        db,
        [
            Searchable(1, "Bin strike ends", words("Collections in King’s Heath start again on Tuesday.")),
            Searchable(2, "Pociąg do Łodzi", words("Łódź i Kings Norton")),
            Searchable(3, "Library hours", words("The heath is open; kings of old came by.")),
        ],
    )
    return db


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("strike", {1}),
        ("STRIKE tuesday", {1}),
        ('"kings heath"', {1}),
        ("kings heath", {1, 3}),
        ("lodz", {2}),
        ("łódź", {2}),
        ("bins library", set()),
        ("nothing like it", set()),
    ],
)
def test_items_are_found_by_every_word_and_phrase(filled, question, ids):
    assert found(filled, question) == ids


@pytest.mark.parametrize("question", ["", "   ", '"', "!!! ---", "\0"])
def test_a_question_without_words_has_no_query(filled, question):
    assert found(filled, question) is None


@pytest.mark.parametrize(
    "question",
    ['"', 'a" OR 1', "title:bins", "NEAR(a b)", "a*", "^a", "a -b", "(", "'; DROP TABLE item; --", "\ud800x"],
)
def test_query_languages_never_reach_the_database(filled, question):
    found(filled, question)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_a_valid_question(filled, question):
    found(filled, question)


def test_a_dropped_item_is_found_no_more(filled):
    search.drop(filled, [1, 99])
    assert found(filled, "strike") == set()
    search.drop(filled, [])
    search.put(filled, [])
