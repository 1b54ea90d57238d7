"""What people type is always a question, and means what it says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.question import MOST_TERMS, Field, first_day, last_day, parse

_PIECES = st.sampled_from(
    ("-", '"', "*", "tag:", "-tag:", "SINCE:", "2026", " ", "King's", "a-b", "“", "é", "\0", "\x1c", ":", '*"', "東京")
)
ANYTHING = st.text(max_size=60) | st.lists(_PIECES, max_size=12).map("".join)


@given(ANYTHING)
def test_any_text_is_a_question_and_reads_the_same_when_it_is_printed(typed: str) -> None:
    asked = parse(typed)

    assert parse(str(asked)) == asked


@given(ANYTHING)
def test_every_term_has_words_and_no_sign_of_any_query_language(typed: str) -> None:
    asked = parse(typed)

    for term in (*asked.wanted, *asked.unwanted):
        assert term.words
        assert not set(term.words) & set('"*():^+-\0')


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Łódź STRASSE", ["lodz", "strasse"]),
        ("King’s-Heath", ["kings heath"]),
        ('“bin strike” "ends', ["bin strike", "ends"]),
        ("tag: bins", ["tag", "bins"]),
        ("tag", ["tag"]),
        ('"!" - --', []),
        ('bins"kings heath"', ["bins", "kings heath"]),
    ],
)
def test_words_are_folded_and_phrases_stay_together(typed: str, words: list[str]) -> None:
    assert [term.words for term in parse(typed).wanted] == words


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ("bin*", [True]),
        ("bi*", [False]),
        ("*", []),
        ("bins*** a", [True, False]),
        ('"kings hea"* "kings h"*', [True, False]),
        ("bin* rec* lib*", [True, True, False]),
        ("東* 도*", [True, True]),
    ],
)
def test_a_word_may_go_on_when_enough_of_it_is_there(typed: str, starts: list[bool]) -> None:
    assert [term.is_start for term in parse(typed).wanted] == starts


@pytest.mark.parametrize("typed", ["bins -bins", '"bin strike" -strike', '"kings hea"* -kings'])
def test_what_is_wanted_and_left_out_at_once_can_be_nowhere(typed: str) -> None:
    assert parse(typed).contradicts_itself


@pytest.mark.parametrize("typed", ["bin* -bin", "bin* -bin*", "bins -bin", 'bins -"bins today"', "bins"])
def test_anything_else_may_be_somewhere(typed: str) -> None:
    asked = parse(typed)

    assert not asked.contradicts_itself
    assert not any(term.is_start for term in asked.unwanted)


def test_filters_are_read_with_their_values_and_synonyms() -> None:
    asked = parse('tag:bins -tag:"Road works" after:2026 BEFORE:2026-03-01 -kind:press source:')

    assert [(each.field, each.value, each.is_not) for each in asked.filters] == [
        (Field.TAG, "bins", False),
        (Field.TAG, "Road works", True),
        (Field.SINCE, "2026", False),
        (Field.UNTIL, "2026-03-01", False),
        (Field.KIND, "press", True),
    ]
    assert [term.words for term in asked.wanted] == ["source"]


def test_a_paste_is_read_as_far_as_its_first_words() -> None:
    asked = parse("word " * 500 + "-not " * 500)

    assert (len(asked.wanted), len(asked.unwanted)) == (MOST_TERMS, 0)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("0000", None, None),
        ("2026-02-30", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_a_day_a_month_or_a_year_has_a_first_and_a_last_day(typed: str, first: date | None, last: date | None) -> None:
    assert (first_day(typed), last_day(typed)) == (first, last)
