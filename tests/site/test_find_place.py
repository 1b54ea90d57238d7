"""How Cem finds his place on the front page."""

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.places.models import PlacePostcode
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.mark.parametrize("typed", ["Mill End", "mill-end", "TV7 4QH"])
def test_a_name_or_postcode_leads_straight_to_its_place(
    cem: Neighbour, alderford: Alderford, many: Engine, typed: str
) -> None:
    with writing(many) as db:
        db.add(PlacePostcode(district="TV7", place_id=alderford.mill_end.id))

    assert cem.visit(f"/?find={typed}", follow=True).h1 == "Mill End"


def test_a_part_of_a_name_lists_what_it_may_mean(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/?find=mill")

    assert "Places called “mill”" in page.words("//h2")
    assert page.words("//section[@class='found']//li") == ["Mill End in Alderford"]


def test_a_misspelt_name_is_guessed(cem: Neighbour, alderford: Alderford) -> None:
    assert "Did you mean one of these?" in cem.visit("/?find=Aldeford").words("//h2")


def test_a_place_nobody_knows_is_answered_in_words_and_nothing_typed_is_lost(
    cem: Neighbour, alderford: Alderford
) -> None:
    page = cem.visit("/?find=B99 <1AA>")

    assert "No place found for “B99 <1AA>”" in page.words("//h2")
    assert page.tree.xpath("//input[@name='find']/@value") == ["B99 <1AA>"]
    assert "Alderford" in page.words("//h2")
