import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.text import excerpt, fold, label_key, labels_of, slugify, squeeze, storable, tokens, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kings Heath", "King’s Heath"),
        ("#KingsHeath", "kings-heath"),
        ("Brighton & Hove", "brighton and hove"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("fly-tipping", "flytipping"),
        ("St. John's", "St Johns"),
        ("Ångström", "angstrom"),
    ],
)
def test_spellings_people_take_for_the_same_are_the_same(one, other):
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize("text", ["東京", "हिन्दी", "한국어", "עברית", "العربية", "ไทย"])
def test_words_of_every_script_stay_words(text):
    assert words(text) == text
    assert slugify(text) == text


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert words(words(text)) == words(text)
    assert label_key(label_key(text)) == label_key(text)
    assert fold(fold(fold(text))) == fold(fold(text))


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_an_excerpt_is_never_longer_than_asked(text, limit):
    assert len(excerpt(text, limit)) <= limit


def test_a_short_text_is_its_own_excerpt():
    assert excerpt(" bins  on\nTuesday ") == "bins on Tuesday"


def test_an_excerpt_of_one_endless_word_is_cut():
    assert excerpt("x" * 50, 10) == "x" * 9 + "…"


def test_white_space_is_squeezed():
    assert squeeze("a\t\u00a0b\n") == "a b"


def is_letter_or_never_one(sign):
    return sign == "&" or sign.isalnum() or not words(sign)


@given(
    st.text(st.characters().filter(is_letter_or_never_one))
    | st.lists(st.sampled_from("a’'&_ éß\u0301हि東-1K²"), max_size=20).map("".join)
)
def test_the_words_of_a_text_are_found_where_they_stand(text):
    assert [word for token in tokens(text) for word in token.words] == words(text).split()


def test_a_word_of_any_length_is_a_word():
    (token,) = tokens("é" * 1000)
    assert token.words == ("e" * 1000,)


@given(st.text(st.characters(codec="utf-8")))
def test_only_control_signs_are_lost_on_the_way_to_the_database(text):
    kept = storable(text)
    assert storable(kept) == kept
    assert not any(unicodedata.category(sign) == "Cc" for sign in kept if sign not in "\t\n\r")
    assert [sign for sign in text if unicodedata.category(sign) != "Cc" or sign in "\t\n\r"] == list(kept)


@given(st.lists(st.text()))
def test_every_label_is_there_once_and_can_be_typed_again(typed: list[str]) -> None:
    labels = labels_of(typed)
    assert len({label_key(label) for label in labels}) == len(labels)
    assert labels_of([", ".join(labels)]) == labels
