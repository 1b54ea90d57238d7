"""What a change of the words would touch is said beforehand: how many items, of how many sources, and some of them."""

import pytest
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import Item, ItemLabel, ItemTag
from hub.aggregate.tagging import touching
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.models import SourceRule
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.reaching import Reach, Touched, reach
from hub.establish.deciding.images import Image
from hub.establish.deciding.queries import rehearse
from hub.establish.deciding.rules import Level, Rehearsed, level
from hub.establish.deciding.script import Agree, Define, Merge, Operation, Rename, Retire, Rule, Spell, Tie
from hub.establish.tags.models import Tag
from hub.people.cases.models import Withholding
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.town import NOON


@pytest.fixture
def heath(db: Session) -> Place:
    """A ward where two speak of the tip, in a town where a third does, and in no other town anybody."""
    around = town.place(db, "Town")
    heath = town.place(db, "Heath", around)
    town.tag(db, "Bins")
    town.tag(db, "Recycling")
    for name, place in (("Ben", heath), ("Mo", heath), ("Herald", around), ("Elsewhere", town.place(db, "Otherton"))):
        feed = town.feed(db, town.source(db, name, place))
        for at in range(2):
            town.item(db, feed, f"{name} went to the tip, {at}")
    retag(db, registry(db))
    return heath


def images(db: Session, *script: Operation) -> tuple[Image, ...]:
    found = rehearse(db, script)
    assert isinstance(found, Rehearsed)
    return found.images


def told(found: Reach) -> tuple[int, int, bool]:
    return found.items, found.sources, found.is_whole


def test_a_spelling_of_a_ward_touches_what_is_said_there(db: Session, heath: Place) -> None:
    asked = images(db, Spell("bins", "the tip", heath.id))
    assert told(reach(db, heath.id, asked)) == (4, 2, True)
    assert told(reach(db, WHOLE_HUB, images(db, Spell("bins", "the tip")))) == (8, 4, True)
    first = reach(db, heath.id, asked).examples[0]
    assert first == Touched(first.item_id, "Mo went to the tip, 1", ("Heath", "Town"), ("Bins", "Heath", "Town"))


def test_what_more_would_be_touched_than_is_looked_at_is_not_counted_but_said(db: Session, heath: Place) -> None:
    assert told(reach(db, WHOLE_HUB, images(db, Spell("bins", "the tip")), most=3)) == (3, 2, False)


def test_very_many_words_touch_what_each_of_them_does(
    db: Session, heath: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = db.exec(select(Item.id).order_by(col(Item.id))).all()
    tags = db.exec(select(Tag.id).order_by(Tag.slug)).all()
    db.add_all(ItemTag(item_id=at or 0, tag_id=tag, because="label") for at, tag in zip(items, tags, strict=False))
    db.add_all(ItemLabel(item_id=at or 0, key=key, label=key) for at, key in zip(items[2:], "ab", strict=False))
    db.flush()
    asked, among = touching.Touch(frozenset(tags), frozenset("ab")), touching.whose(db, WHOLE_HUB)
    one_by_one = touching.touched(db, asked, among)
    monkeypatch.setattr(touching, "_FEW", 0)
    assert one_by_one == touching.touched(db, asked, among) == items[3::-1]
    assert touching.touched(db, asked, among, 3) == items[3:0:-1]


def test_what_was_not_looked_at_weighs_as_if_it_were_touched(db: Session, heath: Place) -> None:
    whole, part = (reach(db, WHOLE_HUB, images(db, Spell("bins", "the tip")), most=most) for most in (8, 7))
    assert (whole.weight, level((), whole.weight)) == (8, Level.AT_ONCE)
    assert level((), part.weight) is Level.TWO
    none = reach(db, WHOLE_HUB, images(db, Spell("bins", "went to", near="never")), most=7)
    assert (none.items, level((), none.weight)) == (0, Level.TWO)


def test_what_changes_no_item_touches_none(db: Session, heath: Place) -> None:
    assert told(reach(db, heath.id, images(db, Define("bins", "What is put out.")))) == (0, 0, True)
    assert told(reach(db, heath.id, images(db, Spell("bins", "wheelies")))) == (0, 0, True)
    assert told(reach(db, heath.id, images(db, Spell("bins", "went to", near="never")))) == (0, 0, True)


def test_what_was_taken_down_is_not_counted(db: Session, heath: Place) -> None:
    item_id = db.exec(select(Item.id).where(Item.title == "Ben went to the tip, 0")).one()
    db.add(Withholding(target_kind="item", target_id=str(item_id), measure="label", since=NOON))
    db.flush()
    assert told(reach(db, heath.id, images(db, Spell("bins", "the tip", heath.id)))) == (4, 2, True)
    db.add(Withholding(target_kind="item", target_id=str((item_id or 0) + 1), measure="hide", since=NOON))
    db.flush()
    assert told(reach(db, heath.id, images(db, Spell("bins", "the tip", heath.id)))) == (3, 2, True)


def test_another_name_touches_whatever_has_the_tag(db: Session, heath: Place) -> None:
    town.tag(db, "Tip")
    retag(db, registry(db))
    found = reach(db, WHOLE_HUB, images(db, Rename("tip", "Household waste site")))
    assert found.items == 8
    assert "Household waste site" in found.examples[0].after


def test_what_a_rule_of_a_source_gives_goes_with_its_tag(db: Session, heath: Place) -> None:
    bins = db.exec(select(Tag).where(Tag.slug == "bins")).one()
    ben = db.exec(select(Source).where(Source.name == "Ben")).one()
    db.add(SourceRule(source_id=ben.id, kind="always", tag_id=bins.id))
    db.flush()
    retag(db, registry(db))
    assert told(reach(db, WHOLE_HUB, images(db, Retire("bins")))) == (2, 1, True)
    assert told(reach(db, WHOLE_HUB, images(db, Merge("bins", "recycling")))) == (2, 1, True)


def test_a_tag_comes_back_to_what_a_rule_of_a_source_gives_it(db: Session, heath: Place) -> None:
    bins = db.exec(select(Tag).where(Tag.slug == "bins")).one()
    ben = db.exec(select(Source).where(Source.name == "Ben")).one()
    db.add(SourceRule(source_id=ben.id, kind="always", tag_id=bins.id))
    bins.retired = True
    db.flush()
    retag(db, registry(db))
    assert db.exec(select(ItemTag)).all() == []
    assert told(reach(db, WHOLE_HUB, images(db, Agree("bins", "Bins")))) == (2, 1, True)


def test_what_has_only_something_narrower_is_touched_by_what_is_broader(db: Session, heath: Place) -> None:
    town.tag(db, "Tip")
    retag(db, registry(db))
    assert reach(db, WHOLE_HUB, images(db, Tie("tip", "broader", "bins"))).items == 8
    asked = images(db, Tie("tip", "broader", "bins"), Tie("bins", "broader", "recycling"))
    assert reach(db, WHOLE_HUB, asked).items == 8


def test_what_is_decided_of_a_name_of_a_place_is_decided_of_its_possessive(db: Session, heath: Place) -> None:
    herald = db.exec(select(Feed).join(Source).where(Source.name == "Herald")).one()
    item = town.item(db, herald, "Heath’s new park")
    asked = touching.touch(db, images(db, Rule("Heath", "ambiguous")))
    assert touching.touched(db, asked, touching.whose(db, WHOLE_HUB)) == [item.id]


def test_a_source_that_is_here_only_when_it_says_so_may_come_in(db: Session, heath: Place) -> None:
    around = db.get_one(Place, heath.parent_id)
    visitor = town.source(db, "Visitor", around, only_when_mentioned=True)
    item = town.item(db, town.feed(db, visitor), "At Heathside", [])
    among = touching.whose(db, heath.id)
    assert item.id in touching.touched(db, None, among)
    assert item.id in touching.touched(db, touching.Touch(phrases=frozenset({"heathside"})), among)
    assert touching.touched(db, None, touching.whose(db, visitor.id)) == [item.id]
    assert touching.touched(db, touching.Touch(phrases=frozenset({"heathside"})), touching.whose(db, visitor.id))
