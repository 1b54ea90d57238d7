"""What a list is called says what was chosen: in the window, in a feed reader and in a frame."""

import pytest

from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford

ASKED = "tag=bins-and-recycling&kind=council"
TOLD = "with Bins & recycling, only Council"


def test_the_window_says_what_is_chosen_and_the_heading_stays(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit(f"/alderford?{ASKED}")

    assert page.title == f"Alderford: {TOLD} – Local Hub"
    assert page.h1 == "Alderford"
    assert cem.visit("/alderford").title == "Alderford – Local Hub"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (f"/alderford.json?{ASKED}", f"Alderford: {TOLD}"),
        ("/alderford/tags/bins-and-recycling.json?kind=council", "Bins & recycling in Alderford: only Council"),
        (
            "/alderford/sources/alderford-council.json?since=2026-03-01",
            "Alderford Council in Alderford: since 1 March 2026",
        ),
        ("/alderford/search.json?q=bins&kind=council", "“bins” in Alderford: only Council"),
        ("/alderford.json", "Alderford"),
    ],
)
def test_a_feed_says_what_is_chosen(cem: Neighbour, alderford: Alderford, address: str, title: str) -> None:
    assert cem.visit(address).json["title"] == title


def test_a_frame_says_what_is_chosen(cem: Neighbour, alderford: Alderford) -> None:
    told = cem.browser.get("/oembed", params={"url": f"{ADDRESS}/alderford?{ASKED}"}).json()

    assert cem.visit(f"/alderford/embed?{ASKED}").h1 == told["title"] == f"Latest in Alderford: {TOLD}"


def test_a_long_question_does_not_fill_the_page(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit(f"/alderford/search?q={'+'.join(['rubbish'] * 20)}")

    assert page.h1.startswith("“rubbish rubbish")
    assert len(page.h1) < 90
    assert page.all("//input[@id='q']")[0].get("value").count("rubbish") > 10


@pytest.mark.parametrize(
    ("asked", "remark"),
    [
        ("since=2026-05-02&until=2026-05-01", "The first day is after the last one."),
        ("q=bins+OR+bridge", "All words are looked for together: “OR” is looked for as a word too."),
    ],
)
def test_what_cannot_have_been_meant_is_remarked_on(
    cem: Neighbour, alderford: Alderford, asked: str, remark: str
) -> None:
    assert remark in cem.visit(f"/alderford/search?{asked}").words("//p[contains(@class, 'notice')]")
