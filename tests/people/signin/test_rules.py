"""What codes are made of, and what counts as one network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.signin.rules import CODE_LENGTH, LETTERS, as_typed, device, in_groups, network

CODES = st.text(LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


@given(CODES, st.sampled_from(["", " ", "-", "–", " - ", "\u00a0"]))
def test_a_code_is_read_back_however_it_is_parted(code: str, between: str) -> None:
    assert as_typed(in_groups(code)) == code
    assert as_typed(between.join(code).lower()) == code


def test_no_two_letters_of_a_code_look_alike() -> None:
    assert len(set(LETTERS)) == 32
    assert set("0O1I").isdisjoint(LETTERS)


@given(st.ip_addresses(), st.integers(0, 255))
def test_neighbours_in_a_network_count_together(address: object, last: int) -> None:
    text = str(address)
    head, sign, _ = text.rpartition("." if "." in text else ":")
    assert network(text)
    if ":" not in text:
        assert network(f"{head}{sign}{last}") == network(text)


@given(st.text())
def test_any_words_are_a_network_or_none(words: str) -> None:
    assert isinstance(network(words), str)
    assert isinstance(device(words), str)


@pytest.mark.parametrize(
    ("agent", "called"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("", ""),
    ],
)
def test_a_device_is_called_as_people_know_it(agent: str, called: str) -> None:
    assert device(agent) == called
