"""Which addresses a Link header names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.relations import LONGEST, related

BASE = "https://ben.example/blog/feed"
HUB, FEED = "https://hub.example/", "https://ben.example/feed"


@pytest.mark.parametrize(
    "header",
    [
        f'<{HUB}>; rel="hub", <{FEED}>; rel="self"',
        f"<{HUB}>;rel=hub,<{FEED}>;rel=self",
        f'<{HUB}>; type="a, b; <c>"; rel=hub, </feed>; rel="self"; title="x"',
        f'<{HUB}> ; REL = "HUB" , <../feed> ; rel="self canonical"',
        f'<{HUB}>; rel="hub", <{FEED}>; rel=self, <https://other.example/>; rel=hub, <x>; rel="self"',
        f'<{HUB}>; rel="hub"; rel="self", <{FEED}>; rel="self"',
        f'<{HUB}>; x="; rel=self, "; rel="hub", <{FEED}>; title="say \\", <b>; rel=hub; \\""; rel="self"',
        f'nonsense, <{HUB}>; rel="hub", <{FEED}>; rel="self", <broken; rel="hub',
    ],
)
def test_hub_and_self_are_found_however_they_are_written(header: str) -> None:
    told = related(header, BASE)
    assert (told["hub"], told["self"]) == (HUB, FEED)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "<javascript:alert(1)>; rel=hub",
        f"<{HUB}>",
        f"<{HUB}>; title=hub",
        f'<{HUB}>; rel="hub"; anchor="https://other.example/"',
        f"{HUB}; rel=hub",
        f"<{HUB}; rel=hub",
        " " * LONGEST + f"<{HUB}>; rel=hub",
    ],
)
def test_what_names_no_hub_of_this_answer_is_none(header: str) -> None:
    assert "hub" not in related(header, BASE)


def test_an_address_left_empty_is_that_of_the_answer_itself() -> None:
    assert related("<>; rel=self, < >; rel=hub", BASE) == {"self": BASE, "hub": BASE}


@given(st.text(alphabet='<>;,="rel hubself/\\', max_size=200))
def test_whatever_stands_in_it_only_addresses_come_out(header: str) -> None:
    assert all(address.startswith(("http://", "https://")) for address in related(header, BASE).values())


def test_a_header_of_quotes_and_brackets_is_read_in_no_time() -> None:
    assert related('<a>;x="' * LONGEST, BASE) == {}
    assert related("<" * LONGEST, BASE) == {}
