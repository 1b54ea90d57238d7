"""Every slug a tag ever had leads to what has its place today."""

from uuid import uuid4

from sqlmodel import Session

from hub.establish.tags.former import Former, former
from hub.establish.tags.models import FormerSlug
from tests import town


def test_merged_renamed_and_retired_tags_are_told_apart(db: Session) -> None:
    bins = town.tag(db, "Bins")
    rubbish = town.tag(db, "Rubbish", retired=True, heir_id=bins.id)
    floods = town.tag(db, "Floods", retired=True)
    for slug, tag in (("waste", bins), ("trash", rubbish), ("high-water", floods)):
        db.add(FormerSlug(slug=slug, tag_id=tag.id))
    db.flush()

    assert former(db) == {
        "rubbish": Former(rubbish.id, "Rubbish", "bins"),
        "waste": Former(bins.id, "Bins", "bins"),
        "trash": Former(rubbish.id, "Rubbish", "bins"),
        "floods": Former(floods.id, "Floods", ""),
        "high-water": Former(floods.id, "Floods", ""),
    }


def test_a_slug_some_tag_has_today_is_nobodys_former_one(db: Session) -> None:
    bins = town.tag(db, "Bins")
    town.tag(db, "Waste")
    db.add(FormerSlug(slug="waste", tag_id=bins.id))
    db.flush()

    assert former(db) == {}


def test_an_heir_that_was_retired_since_is_none(db: Session) -> None:
    floods = town.tag(db, "Floods", retired=True)
    town.tag(db, "Rain", retired=True, heir_id=floods.id)
    town.tag(db, "Hail", retired=True, heir_id=uuid4())

    assert {slug: was.heir for slug, was in former(db).items()} == {"floods": "", "rain": "", "hail": ""}


def test_even_tags_that_lead_round_in_circles_come_to_an_end(db: Session) -> None:
    one, other = town.tag(db, "One", retired=True), town.tag(db, "Other", retired=True)
    one.heir_id, other.heir_id = other.id, one.id
    db.flush()

    assert {slug: was.heir for slug, was in former(db).items()} == {"one": "", "other": ""}
