"""What went wrong with previews of links cannot go wrong here: nobody is asked because somebody typed an address.

Each test is named after what was learnt; its docstring says where.
"""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from sqlalchemy import Engine

from hub.net.client import Client
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford
from tests.site.replied import item_called, known_well, speak

INSIDE = "http://169.254.169.254/latest/meta-data/"


@pytest.fixture(autouse=True)
def asked() -> Iterator[list[str]]:
    """Whom the hub asks while it answers."""
    found: list[str] = []
    with patch.object(Client, "get", lambda _, ask: found.append(ask.url)):
        yield found


@pytest.mark.parametrize("url", [INSIDE, "https://evil.example/", "file:///etc/passwd"])
def test_no_address_of_ours_unfurls_what_a_visitor_names(
    cem: Neighbour, alderford: Alderford, asked: list[str], url: str
) -> None:
    """CVE-2026-28508: whoever was not signed in had any address looked at by the preview of links."""
    assert cem.visit(f"/oembed?url={url}").status in {404, 422}
    cem.post("/webmention", source=url, target=f"{ADDRESS}/alderford")
    assert asked == []


def test_a_link_in_a_reply_is_looked_at_by_nobody_however_many_read_it(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford, asked: list[str]
) -> None:
    """Mastodon: every server that showed a link asked its page for a preview, all at once."""
    known_well(many, "Ben")
    at = f"/items/{item_called(many, 'Bins on Tuesday')}"
    form = f"{at}/reply"
    speak(ben, form, f"Look at {INSIDE} and https://small.example/post.", step="look")
    speak(ben, form, "Look at https://small.example/post.")
    for _ in range(3):
        assert cem.visit(at).status == 200
        assert ben.visit("/you/conversations").status == 200
    assert asked == []
