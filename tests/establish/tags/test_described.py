"""Spellings and bonds of many tags are read at once."""

from sqlmodel import Session

from hub.establish.tags.described import Spelt, bonds, spelt
from hub.establish.tags.models import Tag, TagEdge, TagLabel
from hub.establish.tags.rules import Bond
from tests import town


def test_every_spelling_says_where_and_beside_what_it_counts(db: Session) -> None:
    ward = town.place(db, "Mill End")
    bins, ponds = town.tag(db, "Bins", also=["refuse"]), town.tag(db, "Ponds")
    db.add(TagLabel(tag_id=bins.id, scope_id=ward.id, key="thetip", label="The tip", near="rubbish, skip"))
    db.flush()

    assert spelt(db, [bins.id])[bins.id] == (
        *[each for each in spelt(db, [bins.id])[bins.id] if each.key == "bins"],
        Spelt("refuse", "refuse"),
        Spelt("The tip", "thetip", scope_id=ward.id, near="rubbish, skip"),
    )
    assert spelt(db, [bins.id, ponds.id]).keys() == {bins.id, ponds.id}
    assert spelt(db, []) == {}


def test_bonds_are_read_from_both_sides_and_not_of_retired_tags(db: Session) -> None:
    bulky, bins, repair, club, gone = (
        town.tag(db, name, retired=name == "Gone") for name in ("Bulky", "Bins", "Repair", "Bins FC", "Gone")
    )
    tie(db, bulky, Bond.BROADER, bins)
    tie(db, gone, Bond.BROADER, bins)
    tie(db, bins, Bond.RELATED, repair)
    tie(db, bins, Bond.DIFFERENT, club)
    found = bonds(db)

    assert found.broader == {bulky.id: frozenset({bins.id})}
    assert found.narrower == {bins.id: frozenset({bulky.id})}
    assert found.related == {bins.id: frozenset({repair.id}), repair.id: frozenset({bins.id})}
    assert found.different == {bins.id: frozenset({club.id}), club.id: frozenset({bins.id})}


def tie(db: Session, one: Tag, bond: Bond, other: Tag) -> None:
    """Let two tags hang together."""
    db.add(TagEdge(tag_id=one.id, other_id=other.id, bond=bond))
    db.flush()
