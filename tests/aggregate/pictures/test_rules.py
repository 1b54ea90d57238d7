"""At which address is a copy, for whom is there room, and when is a picture asked for again?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.pictures.rules import MOST_TRIES, Kept, Which, is_sealed, name_of, next_try, position_in, too_many
from tests.town import NOON

MILL = Which(7, 1, "https://ben.example/mill.jpg")


def test_a_name_is_good_for_one_picture_of_one_item_under_one_key() -> None:
    name = name_of(MILL, b"key")
    assert is_sealed(MILL, name, b"key")
    assert position_in(name) == 1
    for other in (replace(MILL, item_id=8), replace(MILL, position=2), replace(MILL, url="https://ben.example/2.jpg")):
        assert not is_sealed(other, name, b"key")
    assert not is_sealed(MILL, name, b"another key")


@pytest.mark.parametrize(
    "name", ["", "1", "1-", "1-0000.webp", "1-ŵ.webp", "../../etc/passwd", "1-" + "0" * 32 + ".svg"]
)
def test_no_other_name_is_good(name: str) -> None:
    assert not is_sealed(MILL, name, b"key")


@pytest.mark.parametrize("name", ["", "x-1", "-1", "999-00", "²-00", "https://10.0.0.1/"])
def test_a_name_that_is_none_names_no_picture(name: str) -> None:
    assert position_in(name) is None


def test_a_picture_that_does_not_come_is_asked_for_ever_less_often_and_then_never() -> None:
    waits = [next_try(tries, NOON) for tries in range(1, MOST_TRIES)]
    assert waits == sorted(waits, key=lambda each: each or NOON)
    assert waits[0] == NOON + timedelta(hours=6)
    assert next_try(MOST_TRIES, NOON) is None


@given(st.lists(st.integers(1, 50), max_size=20), st.integers(0, 200))
def test_what_stays_fits_and_is_the_newest(sizes: list[int], most: int) -> None:
    kept = [Kept(len(sizes) - at, 0, size) for at, size in enumerate(sizes)]
    leaving = list(too_many(kept, most))
    staying = kept[: len(kept) - len(leaving)]
    assert sum(each.size for each in staying) <= most
    assert staying + leaving == kept
