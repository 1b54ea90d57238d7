"""A change counts wherever one of its rows does, whatever it speaks of: nobody changes more than their own place."""

import pytest
from sqlmodel import Session, select

from hub.establish.deciding import queries
from hub.establish.deciding.script import Agree, Define, Merge, Operation, Rename, Retire, Rule, Spell, Tie
from hub.establish.tags.models import Tag
from hub.establish.tags.rules import Bond, Stand
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.establish.deciding.acting import decide, refused

OUTSIDE = "This would count outside of Kings Heath too."


@pytest.fixture
def here(db: Session) -> Place:
    return town.place(db, "Alderford")


@pytest.fixture
def ward(db: Session, here: Place) -> Place:
    """A ward with a tag of its own, in a hub of two towns with tags for all."""
    town.place(db, "Otherton")
    found = town.place(db, "Kings Heath", here)
    decide(db, Agree("bins", "Bins"), Agree("horror", "Horror"))
    decide(db, Agree("tip", "Tip", scope=found.id), place_id=found.id)
    return found


def counts(db: Session, *script: Operation) -> object:
    return queries.place_of(db, script)


@pytest.mark.parametrize("bond", [Bond.BROADER, Bond.RELATED])
def test_a_ward_gives_its_tags_bonds_to_no_tag_of_all(db: Session, ward: Place, bond: Bond) -> None:
    decide(db, Tie("tip", bond, "horror"))
    assert counts(db, Merge("tip", "bins")) == WHOLE_HUB
    assert refused(db, Merge("tip", "bins"), place_id=ward.id) == OUTSIDE


def test_nor_does_it_take_a_bond_of_theirs_along(db: Session, ward: Place) -> None:
    decide(db, Tie("bins", Bond.BROADER, "tip"))
    assert refused(db, Merge("tip", "horror"), place_id=ward.id) == OUTSIDE


def test_a_wards_word_may_become_a_tag_of_all_with_its_old_address(db: Session, ward: Place) -> None:
    decide(db, Rename("tip", "Tip", "the-tip"), place_id=ward.id)
    assert counts(db, Merge("the-tip", "bins")) == ward.id
    decide(db, Merge("the-tip", "bins"), place_id=ward.id)


def test_a_tag_out_of_use_comes_back_only_where_it_was(db: Session, here: Place, ward: Place) -> None:
    decide(db, Retire("tip"), place_id=ward.id)
    decide(db, Retire("bins"))
    other = town.place(db, "Moseley", here)
    for slug, scope, shared in (("tip", other.id, here.id), ("bins", ward.id, WHOLE_HUB), ("tip", ward.id, ward.id)):
        assert counts(db, Agree(slug, "Mine", scope=scope), Define(slug, "Mine")) == shared
    assert refused(db, Agree("bins", "Mine", scope=ward.id), place_id=ward.id) == OUTSIDE
    assert refused(db, Agree("tip", "Mine", scope=other.id), place_id=other.id).startswith("This would count outside")
    assert set(db.exec(select(Tag.meaning))) == {""}


def test_a_word_of_a_town_takes_back_no_ruling_of_all(db: Session, here: Place, ward: Place) -> None:
    named = town.tag(db, "Alderford", place_id=here.id)
    decide(db, Rule("the ford", Stand.LEFT))
    assert counts(db, Spell(named.slug, "the bridge")) == here.id
    assert counts(db, Spell(named.slug, "the ford")) == WHOLE_HUB
