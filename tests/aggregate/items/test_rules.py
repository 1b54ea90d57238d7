"""What becomes of entries, judged from data alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.items.rules import Member, Said, Weight, archive_moments, folds, page_key, weigh
from tests.town import NOON

DAY = timedelta(days=1)
SAID = Said("Bins on 3 March", "https://a.example/1", "Ben", "At 12:03 on Monday.", NOON, frozenset({"bins"}))
PUBLISHED = st.lists(st.none() | st.timedeltas(-9 * DAY, 9 * DAY).map(lambda gap: NOON + gap), max_size=12)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([NOON - DAY, NOON], [NOON - DAY, NOON]),
        ([NOON - DAY, None, NOON], [NOON - DAY, NOON - DAY, NOON]),
        ([None, None], [NOON - 2 * DAY, NOON - DAY]),
        ([None, NOON - DAY], [NOON - 2 * DAY, NOON - DAY]),
        ([NOON - DAY, NOON + 9 * DAY], [NOON - DAY, NOON - DAY]),
        ([], []),
    ],
)
def test_an_archive_stands_where_its_dates_and_neighbours_say(
    published: list[datetime | None], expected: list[datetime]
) -> None:
    assert archive_moments(published, NOON) == expected


@given(PUBLISHED)
def test_an_archive_without_a_date_is_never_on_top(published: list[datetime | None]) -> None:
    moments = archive_moments(published, NOON)
    dated = [when for when in published if when and when <= NOON]
    newest = max(dated, default=NOON - DAY)
    assert all(found <= newest for found in moments)
    assert all(found == when for found, when in zip(moments, published, strict=True) if when in dated)


@pytest.mark.parametrize(
    ("change", "weight"),
    [
        ({}, Weight.NOTHING),
        ({"text": "At 12:18 on Monday."}, Weight.FIGURES),
        ({"title": "Bins on 4 March"}, Weight.FIGURES),
        ({"published": NOON + DAY}, Weight.FIGURES),
        ({"text": "At 12:03 on Tuesday."}, Weight.WORDS),
        ({"link": "https://a.example/2"}, Weight.WORDS),
        ({"marks": frozenset()}, Weight.WORDS),
        ({"author": ""}, Weight.WORDS),
    ],
)
def test_how_much_an_edit_changes(change: dict[str, object], weight: Weight) -> None:
    assert weigh(SAID, replace(SAID, **change)) is weight  # type: ignore[arg-type]  # whatever the table says


def member(item_id: int, *, own: bool = False, day: int = 0) -> Member:
    return Member(item_id, NOON + day * DAY, own)


def test_who_published_leads_else_who_told_first() -> None:
    assert folds([member(1), member(2, own=True, day=3), member(3, day=-1)]) == {1: 2, 3: 2}
    assert folds([member(1), member(2, day=-1)]) == {1: 2}
    assert folds([member(2), member(1)]) == {2: 1}
    assert folds([]) == {}


def test_who_has_fallen_silent_leads_no_more() -> None:
    assert folds([replace(member(1, own=True), has_ended=True), member(2)]) == {1: 2}


def test_a_key_fits_into_a_database() -> None:
    assert page_key("https://a.example/") is None
    assert page_key("mailto:ben@a.example") is None
    keys = {page_key(f"https://a.example/{number}") for number in range(99)}
    assert len(keys) == 99
    assert all(key is not None and 0 <= key < 2**63 for key in keys)
