"""Ben presses “Propose a change” before he has signed in, and lands on the form he meant, begun as its link said."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from hub.establish.deciding.script import Spell
from hub.places.rules import WHOLE_HUB
from hub.site.onward import LONGEST
from tests.neighbours import Neighbour, Page
from tests.site import post
from tests.site.agreed import proposed
from tests.site.conftest import Alderford

SPELLING, MERGE = "/alderford/proposals/new/spelling", "/alderford/proposals/new/merge"
BINS = "bins-and-recycling"
EMAIL = "cem@hub.example"


def come_back(person: Neighbour, many: Engine, address: str) -> str:
    """Ask for a page, sign in first, and return where that leads."""
    form = person.visit(person.visit(address).headers["location"])
    code_page = person.fill(form, email=EMAIL)
    return person.fill(code_page, follow=False, code=post.code(many, EMAIL)).headers["location"]


def value(page: Page, field: str) -> str:
    """Return what stands in a field."""
    (found,) = page.all(f"//input[@name='{field}']")
    return str(found.get("value", ""))


def test_who_signs_in_first_lands_on_the_form_as_its_link_began_it(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    wishes = cem.visit(f"/alderford/proposals/new?tag={BINS}")
    (link,) = [each for each in wishes.links if each.startswith(SPELLING)]
    back = come_back(cem, many, f"{link}&label=the+tip+%26+more")

    assert back == f"{SPELLING}?tag={BINS}&label=the+tip+%26+more"
    page = cem.visit(back)
    assert (value(page, "tag"), value(page, "label")) == ("Bins & recycling", "the tip & more")


def test_both_tags_of_a_merge_come_along(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    back = come_back(cem, many, f"{MERGE}?tag={BINS}&into={BINS}&other={BINS}")

    assert back == f"{MERGE}?tag={BINS}&into={BINS}&other={BINS}"
    assert value(cem.visit(back), "into") == "Bins & recycling"


def test_a_proposal_made_anew_comes_along(cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    found = proposed(many, Spell(BINS, "the tip", WHOLE_HUB))
    back = come_back(cem, many, f"{SPELLING}?anew={found.id}")

    assert value(cem.visit(back), "label") == "the tip"


@pytest.mark.parametrize("label", ["東" * 80, "😀" * 80])
def test_a_word_of_eighty_letters_comes_along_in_any_script(
    cem: Neighbour, many: Engine, alderford: Alderford, label: str
) -> None:
    asked = urlencode({"tag": BINS, "label": label})

    assert come_back(cem, many, f"{SPELLING}?{asked}") == f"{SPELLING}?{asked}"


@pytest.mark.parametrize(
    "asked",
    [
        *("tag=nonsense", "tag=//evil.example", "tag=https://evil.example", "label=" + "a" * 81, "anew=evil"),
        *("next=https://evil.example", "place=weir&wish=merge", "label=%20", "into=../you", "label=" + "%F0" * 100),
    ],
)
def test_nothing_comes_along_that_is_no_beginning_of_a_form(
    cem: Neighbour, many: Engine, alderford: Alderford, asked: str
) -> None:
    cem.post("/sign-in", email=EMAIL, next=f"show_wish?place=alderford&wish=spelling&{asked}"[:LONGEST])
    back = cem.post(post.link(many, EMAIL)).headers["location"]

    assert back in {SPELLING, "/weir/proposals/new/merge"}


def test_what_is_too_long_to_be_kept_leads_to_the_empty_form(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    long = urlencode(dict.fromkeys(("tag", "label", "into"), "😀" * 110))

    assert come_back(cem, many, f"{SPELLING}?{long}") == SPELLING


def test_other_pages_are_come_back_to_without_their_question(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    assert come_back(cem, many, f"/you/address?tag={BINS}&label={uuid4()}") == "/you/address"
