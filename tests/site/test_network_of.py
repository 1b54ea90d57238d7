"""From where does somebody ask? Only proxies of the operator are believed."""

from types import SimpleNamespace

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from hub.settings import Settings
from hub.site.deps import network_of


def _asked(proxies: int, *forwarded: str, client: str = "192.0.2.9") -> str:
    settings = Settings(_env_file=None, trusted_proxies=proxies)
    headers = [(b"x-forwarded-for", each.encode("latin-1")) for each in forwarded]
    app = SimpleNamespace(state=SimpleNamespace(settings=settings))
    return network_of(Request({"type": "http", "headers": headers, "client": (client, 1), "app": app}))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, ("203.0.113.5",), "192.0.2.0/24"),
        (1, ("203.0.113.5",), "203.0.113.0/24"),
        (1, ("10.0.0.1, 203.0.113.5",), "203.0.113.0/24"),
        (1, ("10.0.0.1", "203.0.113.5"), "203.0.113.0/24"),
        (2, ("10.0.0.1, 203.0.113.5, 198.51.100.7",), "203.0.113.0/24"),
        (2, ("203.0.113.5",), "192.0.2.0/24"),
        (1, ("unknown",), "192.0.2.0/24"),
        (1, (), "192.0.2.0/24"),
    ],
)
def test_the_proxies_of_the_operator_are_believed_and_nobody_before_them(
    proxies: int, forwarded: tuple[str, ...], network: str
) -> None:
    assert _asked(proxies, *forwarded) == network


@given(st.text(st.characters(max_codepoint=255)))
def test_what_others_claim_changes_nothing(claimed: str) -> None:
    assert _asked(0, claimed) == "192.0.2.0/24"
    assert _asked(1, claimed, "203.0.113.5") == "203.0.113.0/24"


def test_who_comes_from_nowhere_counts_with_all_who_do() -> None:
    assert _asked(0, client="testclient") == ""
