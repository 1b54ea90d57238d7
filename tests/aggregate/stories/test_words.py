"""Which words of a post tell what happened?"""

import pytest

from hub.aggregate.stories.words import MOST, stems, telling, wording


def test_common_words_and_numbers_are_left_out() -> None:
    assert telling("There were nineteen of them on Tuesday at 5pm in the 14 mills") == {"mill"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("blaze", "fire"),
        ("shut", "closed"),
        ("parties", "party"),
        ("fitted", "fit"),
        ("loos", "toilets"),
        ("scheme", "plans"),
    ],
)
def test_words_of_one_meaning_are_one(one: str, other: str) -> None:
    assert telling(one) == telling(other)


def test_a_single_letter_has_no_stem() -> None:
    assert stems(["x", "bins"]) == {"bin"}


def test_words_of_the_source_and_the_place_are_left_out() -> None:
    found = wording("Heath Post: bins late in Heath", "", stems(["heath", "post"]))
    assert found.all == {"bin"}
    assert found.spelt == {"bin": "bins"}


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Fourteen flats", {(14, "flat")}),
        ("after six silent years, for 2,000 people", {(6, "silent"), (6, "year"), (2000, "peopl")}),
        ("at 6pm on 12 October, one flat, once more, twenty", set()),
    ],
)
def test_how_many_of_what(text: str, counted: set[tuple[int, str]]) -> None:
    assert wording("", text).counted == counted


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("£58, £2.1m and 90,000 panels", {"58", "2.1m", "90000"}),
        ("£72k and 3 million", {"72000", "3m"}),
        ("fifty-eight pounds for nineteen clubs", {"58", "19"}),
        ("at 10.30am and 5pm on 12 October 2026, 30 people, 7 dogs, room 101", set()),
        ("well-known twenty-first", set()),
    ],
)
def test_numbers_that_say_something(text: str, figures: set[str]) -> None:
    assert wording("", text).figures == figures


def test_applications_streets_and_houses() -> None:
    found = wording("26/01311/HOU 12 Orchard Close", "The owners of number 9 in Church Row")
    assert found.references == {"26/01311"}
    assert found.streets == {"orchard close", "church row"}
    assert found.houses == {"12", "9"}


def test_the_end_of_a_long_post_is_not_read() -> None:
    assert "tortois" not in wording("Bins", "late " * MOST + "tortoise").all
