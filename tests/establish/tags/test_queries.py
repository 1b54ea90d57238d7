"""Which words people agreed on, as the pages read it."""

import pytest
from sqlmodel import Session

from hub.errors import NotFound
from hub.establish.tags import queries
from tests import town


def test_tags_are_those_of_the_hub_and_of_the_places_asked_for(db: Session) -> None:
    here, there = town.place(db, "Here"), town.place(db, "There")
    town.tag(db, "Everywhere")
    town.tag(db, "Only here", scope_id=here.id)
    town.tag(db, "Only there", scope_id=there.id)
    town.tag(db, "Gone", retired=True)

    assert [tag.name for tag in queries.tags(db, [here.id])] == ["Everywhere", "Only here"]
    assert [tag.name for tag in queries.tags(db, [])] == ["Everywhere"]


def test_a_tag_is_found_by_its_slug_and_every_tag_has_its_spellings(db: Session) -> None:
    town.tag(db, "Bins", also=["refuse", "#binstrike"])

    bins = queries.tag(db, "bins")

    assert sorted(queries.all_spellings(db)[bins.id]) == ["#binstrike", "Bins", "refuse"]
    with pytest.raises(NotFound):
        queries.tag(db, "nothing")
