"""How Ada writes which words must stand near a spelling, and what she is told when she errs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.neighbours import MOST, Spelled, fault, joined, listed, neighbours_fault, parse, written

_word = st.text("abcłé東", min_size=1, max_size=5)
_list = st.lists(_word, max_size=3).map(joined)


@given(label=_word, near=_list, not_near=_list)
def test_what_is_written_is_read_as_it_was_meant(label, near, not_near):
    spelled = Spelled(label, near, not_near)
    assert parse(written(spelled)) == spelled


@given(typed=st.text("ab (),;near not"))
def test_whatever_is_typed_is_read_as_something_that_reads_the_same_again(typed):
    once = written(parse(typed))
    assert written(parse(once)) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Wish (near ward,  Hove)", Spelled("Wish", "ward, Hove")),
        ("Sutton (NOT NEAR Coldfield)", Spelled("Sutton", "", "Coldfield")),
        ("  Heath ( not near b ;near a )", Spelled("Heath", "a", "b")),
        ("Aston (Birmingham)", Spelled("Aston (Birmingham)")),
        ("Harbour (nearby)", Spelled("Harbour (nearby)")),
        ("near Hove", Spelled("near Hove")),
    ],
)
def test_a_spelling_and_its_neighbours_are_read(typed, meant):
    assert parse(typed) == meant
    assert not fault(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("(near ward)", "There is no word in front of “(near …)”."),
        ("Wish (near )", "Say near what: “Wish (near ward, Hove)”."),
        ("Wish (near ward", "The bracket of “(near …)” is not closed."),
        ("Wish (near a; near b)", "Say “near” once and “not near” once, each with all its words."),
        ("Wish (near a; not near A)", "“a” cannot be both near and not near."),
        ("Wish (near the old town hall)", "“the old town hall” has more than 3 words, so it never stands that near."),
    ],
)
def test_a_mistake_is_said_in_words(typed, said):
    assert str(fault(typed)).casefold() == said.casefold()


def test_a_list_typed_into_a_field_of_its_own_is_checked_too():
    assert str(neighbours_fault("a;b")).startswith("Write plain words")
    many = ", ".join(f"word{number}" for number in range(MOST + 1))
    assert str(neighbours_fault(many)) == "That is too many words: at most 10."
    assert not neighbours_fault("ward, town hall")


def test_neighbours_that_say_the_same_are_kept_once():
    assert joined(["ward, Ward", "WARD, , town  hall"]) == "ward, town hall"
    assert listed("") == ()
