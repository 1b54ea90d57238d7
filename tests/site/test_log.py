"""Everybody reads what was decided, and nobody is named."""

from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.test_cases import bridge

__all__ = ["bridge"]


def test_the_log_says_what_was_done_where_and_why(cem: Neighbour, ada: Neighbour, bridge: int) -> None:
    assert "Nothing had to be decided so far." in cem.visit("/log").text
    ada.post(f"/items/{bridge}/hide", what="item", reason="private", words="Joan Weir lives there")
    for address in ("/log", "/alderford/log", "/mill-end/log"):
        page = cem.visit(address)
        assert page.status == 200
        for words in ("Taken down", "An item of Mill End Diary", "Mill End", "private", "By a mentor"):
            assert words in page.text
        for secret in ("Joan", "Ada", "The bridge is shut"):
            assert secret not in page.text


def test_programs_read_it_too(cem: Neighbour, ada: Neighbour, bridge: int) -> None:
    ada.post(f"/items/{bridge}/hide", what="item", reason="spam")
    ada.post("/desk/cases/1/undo")
    told = cem.visit("/mill-end/log.json").json
    assert [(each["measure"], each["deed"], each["by"]) for each in told["decisions"]] == [
        ("nothing", "release", "mentor"),
        ("hide", "withhold", "mentor"),
    ]
    assert told["before"] is None
    assert len(cem.visit("/log.json").json["decisions"]) == 2
    assert cem.visit("/log.json?before=1").json["decisions"] == []


def test_a_place_has_only_its_own_decisions(cem: Neighbour, ada: Neighbour, alderford: Alderford) -> None:
    ada.post("/alderford/sources/alderford-council/hide", what="source", reason="spam", sure="yes")
    assert "A source" in cem.visit("/alderford/log").text
    assert "Nothing had to be decided" in cem.visit("/mill-end/log").text
