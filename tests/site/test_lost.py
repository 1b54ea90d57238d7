"""Who wrote an address as people do, or wrongly, is led on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.site.lost import address_meant
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/Alderford", "/alderford"),
        ("/Mill-End?q=bins&tag=a", "/mill-end?q=bins&tag=a"),
        ("/mill%20end", "/mill-end"),
        ("/ALDERFORD/tags", "/alderford/tags"),
        ("/Alderford.atom", "/alderford.atom"),
        ("/cy/Alderford/meetups", "/cy/alderford/meetups"),
        ("/About", "/about"),
    ],
)
def test_cem_types_an_address_from_the_printed_sheet(
    cem: Neighbour, alderford: Alderford, typed: str, meant: str
) -> None:
    sent = cem.browser.get(typed, follow_redirects=False)

    assert (sent.status_code, sent.headers["location"]) == (308, meant)
    assert cem.visit(meant).status == 200


@pytest.mark.parametrize("address", ["/API/v1/places", "/Static/hub.css", "/api/v1/Alderford", "/kings-heth", "/?!"])
def test_what_is_no_place_is_sent_nowhere(cem: Neighbour, alderford: Alderford, address: str) -> None:
    assert cem.browser.get(address, follow_redirects=False).status_code in {200, 404}


@given(st.lists(st.text(min_size=1), max_size=4), st.sampled_from(["", "q=1"]))
def test_nobody_is_sent_to_another_host_or_in_circles(parts: list[str], question: str) -> None:
    meant = address_meant(parts, question)

    assert not meant.startswith(("//", "/\\"))
    assert not meant or meant.startswith("/")
    assert (
        not meant
        or not address_meant([meant.removeprefix("/").partition("?")[0].partition("/")[0]], "")
        or "%" in meant
    )


def test_cem_looks_for_the_place_he_misspelt(cem: Neighbour, alderford: Alderford) -> None:
    lost = cem.visit("/mill-ent")

    assert lost.status == 404
    assert [field.get("value") for field in lost.all("//form[@role='search']//input")] == ["mill ent"]
    assert [field.get("value") for field in cem.visit("/items/x").all("//input[@id='find']")] == [""]


def test_a_page_a_place_does_not_have_keeps_the_way_around_the_place(cem: Neighbour, alderford: Alderford) -> None:
    lost = cem.visit("/alderford/tags/nothing")

    assert lost.status == 404
    assert lost.links["/alderford"] == "The stream of Alderford"
    assert "/alderford/meetups" in lost.links
    assert not lost.all("//input[@id='find']")


def test_a_week_that_is_none_leads_to_this_weeks_sheet(cem: Neighbour, alderford: Alderford) -> None:
    lost = cem.visit("/alderford/noticeboard.txt?week=2026-W99")

    assert lost.links["/alderford/noticeboard"]
    assert lost.words("//p[@class='buttons']/a")[0] == "This week’s noticeboard"


def test_a_day_that_is_none_is_named(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/meetups?since=nonsense")

    assert (page.status, page.h1) == (
        400,
        "“nonsense” is no day we can read. Write it as 2026-03-01, 2026-03 or 2026.",
    )
    assert cem.visit("/alderford/meetups?since=").status == 200
