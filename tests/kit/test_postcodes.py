"""A postcode is read in all its spellings, and where several stand, the one at the end of the address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.postcodes import postcode_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Library, b147ab", "B14 7AB"),
        ("B14 7AB", "B14 7AB"),
        ("Room 12", ""),
        ("Studio E1 2AB, 3 High St, B14 7AB", "B14 7AB"),
    ],
)
def test_a_postcode_is_read_in_all_its_spellings(text: str, found: str) -> None:
    assert postcode_in(text) == found


@given(st.text(max_size=200), st.sampled_from(["B14 7QH", "m1 1ae", "EC1A1BB"]))
def test_a_postcode_is_found_wherever_it_stands_last(before: str, postcode: str) -> None:
    assert postcode_in(f"{before}, {postcode}").replace(" ", "") == postcode.upper().replace(" ", "")
