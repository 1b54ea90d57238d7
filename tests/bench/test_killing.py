"""A hub killed at any moment keeps what it acknowledged: ten deaths here, two hundred in `make soak`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import killing
from bench.growing import FEEDS, NEW_IN_EACH
from bench.lives import Lives, lives

TIMES = 5


@pytest.fixture(scope="module")
def born() -> Iterator[Lives]:
    with lives() as mother:
        yield mother


def test_who_is_killed_looking_at_feeds_loses_no_item_and_stores_none_twice(born: Lives, tmp_path: Path) -> None:
    toll = killing.die_looking(born, tmp_path, TIMES, seed=1)
    assert toll.troubles == []
    assert toll.deaths == TIMES
    assert toll.kept == (TIMES + 3) * FEEDS * NEW_IN_EACH


def test_who_is_killed_answering_forms_has_stored_what_it_acknowledged(born: Lives, tmp_path: Path) -> None:
    toll = killing.die_answering(born, tmp_path, TIMES, seed=1)
    assert toll.troubles == []
    assert toll.deaths == TIMES
    assert toll.kept >= TIMES  # somebody heard yes before each death
    assert toll.slowest_start < killing.RESTART_TAKES
