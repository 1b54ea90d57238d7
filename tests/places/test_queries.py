"""Which places there are, and how they lie in each other."""

import pytest
from sqlmodel import Session

from hub.errors import NotFound
from hub.places import queries
from hub.places.models import PlacePostcode, PlaceTouch
from hub.places.queries import Fit
from tests import town


def test_the_tree_knows_what_lies_in_what(db: Session) -> None:
    alderford = town.place(db, "Alderford")
    mill_end = town.place(db, "Mill End", alderford)
    lock = town.place(db, "Lock", mill_end)
    town.place(db, "Brook", alderford)

    tree = queries.tree(db)

    assert [place.name for place in tree.tops] == ["Alderford"]
    assert [place.name for place in tree.children(alderford.id)] == ["Brook", "Mill End"]
    assert [place.name for place in tree.within(alderford.id)] == ["Brook", "Mill End", "Lock"]
    assert [place.name for place in tree.above(lock.id)] == ["Alderford", "Mill End"]
    assert tree.above(alderford.id) == ()


def test_a_retired_place_has_no_page_and_its_children_stand_at_the_top(db: Session) -> None:
    gone = town.place(db, "Gone", retired=True)
    town.place(db, "Mill End", gone)

    assert [place.name for place in queries.tree(db).tops] == ["Mill End"]
    with pytest.raises(NotFound):
        queries.place(db, "gone")
    assert queries.place(db, "mill-end").name == "Mill End"


def test_overlapping_places_know_each_other(db: Session) -> None:
    ward, quarter = town.place(db, "Ward"), town.place(db, "Quarter")
    db.add(PlaceTouch(place_id=ward.id, other_id=quarter.id))
    db.flush()

    overlaps = queries.overlaps(db, queries.tree(db))
    assert {place_id: [place.name for place in others] for place_id, others in overlaps.items()} == {
        ward.id: ["Quarter"]
    }


def test_a_place_whose_time_zone_nobody_knows_has_the_usual_one(db: Session) -> None:
    town.place(db, "Shire", timezone="Middle-earth/Shire")
    town.place(db, "Dublin", timezone="Europe/Dublin")

    assert queries.place(db, "shire").timezone == "Europe/London"
    assert queries.place(db, "dublin").timezone == "Europe/Dublin"


@pytest.mark.parametrize("typed", ["TV7 4QH", "tv7", " Tv7 4 "])
def test_a_postcode_finds_the_narrowest_places_it_covers(db: Session, typed: str) -> None:
    alderford = town.place(db, "Alderford")
    for place in (alderford, town.place(db, "Mill End", alderford), town.place(db, "Brook", alderford)):
        if place.name != "Brook":
            db.add(PlacePostcode(district="TV7", place_id=place.id))
    db.flush()

    found = queries.found(db, typed)

    assert (found.fit, [place.name for place in found.places]) == (Fit.POSTCODE, ["Mill End"])
    assert found.is_certain


@pytest.mark.parametrize(
    ("typed", "fit", "names"),
    [
        ("kings heath", Fit.NAME, ["King's Heath"]),
        ("The Heath", Fit.NAME, ["King's Heath"]),
        ("heath", Fit.PART, ["Heathcote", "King's Heath"]),
        ("Kngs Heath", Fit.NEAR, ["King's Heath"]),
        ("B99", Fit.POSTCODE, []),
        ("Timbuktu", Fit.NEAR, []),
        ("?!", Fit.NEAR, []),
    ],
)
def test_a_name_is_found_whole_then_in_part_then_misspelt(db: Session, typed: str, fit: Fit, names: list[str]) -> None:
    town.place(db, "King's Heath", also=["The Heath", "B9"])
    town.place(db, "Heathcote")
    town.place(db, "Gone Heath", retired=True)

    found = queries.found(db, typed)

    assert (found.fit, [place.name for place in found.places]) == (fit, names)


def test_the_likeliest_place_comes_first(db: Session) -> None:
    for name in ("Bournville", "Balsall Heath", "Highgate", "Kings Norton", "King's Heath", "Heathfield"):
        town.place(db, name)

    near, part = queries.found(db, "kings heth"), queries.found(db, "heath")

    assert (near.fit, near.places[0].name) == (Fit.NEAR, "King's Heath")
    assert [place.name for place in part.places] == ["Heathfield", "Balsall Heath", "King's Heath"]
