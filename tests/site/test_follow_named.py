"""The form by which one follows by mail names what the address that led there is about, or says that it is gone."""

from typing import Any

import pytest
from sqlalchemy import Engine

from hub.communicate.threads.actions import for_item
from hub.db.engine import writing
from hub.kit.clock import now
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.replied import item_called

USUAL: dict[str, Any] = {"what": "place", "often": "daily", "hour": "7", "weekday": "4", "email": ""}


@pytest.fixture
def thread(many: Engine, alderford: Alderford) -> int:
    """What is said of bins."""
    with writing(many) as db:
        return for_item(db, alderford.place.id, item_called(many, "Bins on Tuesday"), now())


def test_the_page_names_what_its_address_is_about(cem: Neighbour, alderford: Alderford, thread: int) -> None:
    page = cem.visit(f"/alderford/follow?thread={thread}")
    assert page.h1.startswith("Follow “")
    assert not page.h1.endswith(", Alderford”")
    assert not page.all("//select[@id='what']")
    again = cem.post("/alderford/follow", **USUAL | {"what": f"thread:{thread}", "named": "yes", "email": "cem"})
    assert (again.status, again.h1) == (422, page.h1)
    assert cem.visit("/alderford/follow?show=items&tag=bins-and-recycling").h1 == "Take it with you"


@pytest.mark.parametrize("number", ["abc", "999", "9" * 40])
def test_a_conversation_that_is_not_there_is_said_to_be_gone(cem: Neighbour, alderford: Alderford, number: str) -> None:
    page = cem.visit(f"/alderford/follow?thread={number}")
    assert (page.status, page.h1) == (200, "Take it with you")
    assert "What this link was to follow is not here, or not any more." in page.text
    assert page.all("//select[@id='what']")
    assert "not any more" not in cem.visit("/alderford/follow").text
