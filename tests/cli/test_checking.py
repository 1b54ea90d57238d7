"""Which address is meant by what somebody gives `hub check`?"""

import pytest

from tests.cli.conftest import Hub


@pytest.mark.parametrize("typed", ["http:://127.0.0.1/feed", "127.0.0.1/feed", "feed://127.0.0.1/feed"])
def test_a_check_takes_an_address_as_people_write_it(hub: Hub, typed: str) -> None:
    said = hub("check", typed)
    assert said.code == 1
    assert "not on the public internet" in said.out
