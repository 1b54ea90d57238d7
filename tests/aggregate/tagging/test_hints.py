"""What a word may mean: tags spelled like it, and tags that stand beside it. Hints, never more."""

import pytest
from sqlmodel import Session

from hub.aggregate.items.models import ItemLabel
from hub.aggregate.tagging.hints import Spellings, alike, beside, near
from hub.establish.tags.models import TagEdge
from hub.places.models import Place
from tests import town


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Heath")


def test_the_nearest_spelling_comes_first_and_each_tag_once(db: Session, heath: Place) -> None:
    town.tag(db, "Recycling", also=["recyclings"])
    town.tag(db, "Recycle & go", also=["Recycle NGO"])
    town.tag(db, "Retired", also=["recyclin"], retired=True)
    town.tag(db, "Elsewhere", also=["recycles"], scope_id=town.place(db, "Otherton").id)
    found = near(db, heath.id, [heath.id], "Recyclng").by_spelling
    assert [(each.slug, each.spelling) for each in found] == [
        ("recycling", "Recycling"),
        ("recycle-and-go", "Recycle NGO"),
    ]
    assert found[0].alike > 90
    assert near(db, heath.id, [heath.id], "bin").by_spelling == ()
    assert Spellings(db, [heath.id]).near("gardening") == ()


def test_what_stands_beside_a_word_often_is_named_with_how_often(db: Session, heath: Place) -> None:
    bins, rare = town.tag(db, "Bins"), town.tag(db, "Rare")
    feed = town.feed(db, town.source(db, "Ben", heath))
    for at in range(4):
        item = town.item(db, feed, f"Post {at}", tags=[bins, *([rare] if at < 2 else [])])
        db.add(ItemLabel(item_id=item.id or 0, key="wheelies", label="wheelies"))
    db.flush()
    (found,) = near(db, heath.id, [heath.id], "Wheelies", Spellings(db, [heath.id])).beside
    assert (found.slug, found.together, found.of) == ("bins", 4, 4)
    assert beside(db, heath.id, "unheardof") == []


def test_two_tags_alike_are_a_pair_until_somebody_says_they_differ(db: Session, heath: Place) -> None:
    one, other = town.tag(db, "Allotment"), town.tag(db, "Allotments")
    town.tag(db, "Bus")
    (pair,) = alike(db, [heath.id], 5)
    assert {pair.one.name, pair.other.name} == {"Allotment", "Allotments"}
    first, second = sorted([one.id, other.id])
    db.add(TagEdge(tag_id=first, other_id=second, bond="different-from"))
    db.flush()
    assert alike(db, [heath.id], 5) == []


def test_short_words_one_letter_apart_are_two_words(db: Session, heath: Place) -> None:
    for name in ("Food", "Market", "Colour"):
        town.tag(db, name)
    near_to = {
        word: near(db, heath.id, [heath.id], word).by_spelling for word in ("Flood", "marker", "foods", "colours")
    }
    assert {word: [each.name for each in found] for word, found in near_to.items()} == {
        "Flood": [],
        "marker": [],
        "foods": ["Food"],
        "colours": ["Colour"],
    }
