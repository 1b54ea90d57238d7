"""Ada says what a paper means by its numbers and folders: rules of a source, never patterns."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import Item, ItemLabel, ItemTag
from hub.aggregate.tagging import source_rules
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.models import RuleKind, SourceRule
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.source_rules import MOST_RULES, Wanted
from hub.db.engine import reading, writing
from hub.duties.leaving import take_out
from hub.people.audit import queries as audit
from hub.people.audit.queries import Asked
from hub.people.rules import Deed
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

ADDRESS = "/desk/sources/alderford-council/tags"


@pytest.fixture
def council(alderford: Alderford, many: Engine) -> UUID:
    """The council, which files two posts under 42 and has three in its folder /waste/."""
    with writing(many) as db:
        items = db.exec(select(Item).where(Item.feed_id == alderford.council.id).order_by(Item.title)).all()
        for item in items:
            item.link = f"https://council.example/waste/{item.id}"
            db.add(ItemLabel(item_id=item.id or 0, key="42", label="42"))
        town.item(db, alderford.council, "A third", [alderford.place], link="https://council.example/waste/3")
        return alderford.council.source_id


def _rules(many: Engine, source_id: UUID) -> list[tuple[str, str]]:
    with reading(many) as db:
        return [(each.wanted.kind, each.wanted.match) for each in source_rules.of_source(db, source_id)]


def test_what_a_source_uses_is_offered_with_how_often(ada: Neighbour, council: UUID) -> None:
    page = ada.visit(ADDRESS)
    assert page.headers["cache-control"] == "no-store"
    assert f"{ADDRESS}?kind=category&match=42#new" in page.links
    assert f"{ADDRESS}?kind=path&match=%2Fwaste%2F#new" in page.links
    chips = page.words("//ul[contains(@class, 'chips')]/li")
    assert chips == ["42 (2)", "/waste/ (3)"]
    assert "No rule yet" in page.text
    assert ada.visit(f"{ADDRESS}?kind=category&match=42").status == 200


def test_a_rule_is_looked_at_first_and_then_made(
    ada: Neighbour, council: UUID, alderford: Alderford, many: Engine
) -> None:
    page = ada.visit(f"{ADDRESS}?kind=path&match=https://council.example/waste&tag=bins-and-recycling&look=yes")
    assert page.status == 200, page.text
    assert "3 posts of theirs are like this. 2 do not have the tag yet." in page.text
    assert _rules(many, council) == []
    done = ada.post(ADDRESS, follow=True, kind="path", match="/waste", tag="Bins & recycling")
    assert "The rule counts." in done.text
    assert "No rule yet" not in done.text
    with writing(many) as db:
        retag(db, registry(db))
        told = db.exec(select(ItemTag.evidence).where(ItemTag.because == "rule")).all()
    assert told == ["/waste/"] * 3
    assert _rules(many, council) == [("path", "/waste/")]
    with reading(many) as db:
        (line,) = audit.log(db, Asked(), 1)
    assert (line.deed, line.place_id, line.after["match"]) == (Deed.SORT, alderford.place.id, "/waste/")


def test_a_category_and_everything_can_be_rules_too(ada: Neighbour, council: UUID, many: Engine) -> None:
    page = ada.visit(f"{ADDRESS}?kind=category&match=42&tag=bins-and-recycling&look=yes")
    assert "2 posts of theirs are like this. 1 does not have the tag yet." in page.text
    page = ada.visit(f"{ADDRESS}?kind=always&tag=bins-and-recycling&look=yes")
    assert "3 posts of theirs are like this." in page.text
    ada.post(ADDRESS, kind="category", match="42", tag="bins-and-recycling")
    ada.post(ADDRESS, kind="always", match="", tag="bins-and-recycling")
    assert _rules(many, council) == [("always", ""), ("category", "42")]


def test_a_rule_is_taken_away_after_a_look(ada: Neighbour, council: UUID, many: Engine) -> None:
    ada.post(ADDRESS, kind="path", match="/waste/", tag="bins-and-recycling")
    (address,) = [each for each in ada.visit(ADDRESS).links if each.endswith("/remove")]
    page = ada.visit(address)
    assert "Take this rule away?" in page.text
    assert "3 posts of theirs are like this." in page.text
    done = ada.post(address, follow=True)
    assert "The rule is gone." in done.text
    assert _rules(many, council) == []
    assert ada.post(address).status == 404
    assert ada.visit(address).status == 404
    with reading(many) as db:
        assert audit.log(db, Asked(), 1)[0].before["match"] == "/waste/"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"kind": "path", "match": "^/sport/.*", "tag": "bins-and-recycling"}, "This looks like a pattern."),
        ({"kind": "category", "match": "(?i)sport", "tag": "bins-and-recycling"}, "This looks like a pattern."),
        ({"kind": "path", "match": "sport", "tag": "bins-and-recycling"}, "Type how the path"),
        ({"kind": "path", "match": "/", "tag": "bins-and-recycling"}, "Type how the path"),
        ({"kind": "category", "match": "", "tag": "bins-and-recycling"}, "Type the category"),
        ({"kind": "category", "match": "x" * 300, "tag": "bins-and-recycling"}, "This is too long"),
        ({"kind": "category", "match": "42", "tag": "nothing"}, "Choose one of the tags of Alderford"),
        ({"kind": "dance", "match": "42", "tag": "bins-and-recycling"}, "Choose what the rule looks at"),
    ],
)
def test_what_cannot_be_a_rule_is_told_in_a_sentence(
    ada: Neighbour, council: UUID, many: Engine, wish: dict[str, Any], said: str
) -> None:
    page = ada.post(ADDRESS, **wish)
    assert page.status == 422
    assert said in page.text
    assert page.all("//*[@role='alert']")
    query = "&".join(f"{name}={value}" for name, value in wish.items()).replace("^", "%5E")
    assert ada.visit(f"{ADDRESS}?{query}&look=yes").status == 422
    assert _rules(many, council) == []


def test_the_same_rule_twice_and_too_many_are_refused(ada: Neighbour, council: UUID, many: Engine) -> None:
    wish: dict[str, Any] = {"kind": "path", "match": "/waste/", "tag": "bins-and-recycling"}
    assert ada.post(ADDRESS, **wish).status == 303
    assert "This rule is there already" in ada.post(ADDRESS, **wish).text
    with writing(many) as db:
        tag_id = db.exec(select(SourceRule.tag_id)).one()
        for number in range(MOST_RULES - 1):
            assert source_rules.add(db, Wanted(council, RuleKind.CATEGORY, str(number), str(number), tag_id))
    assert ada.post(ADDRESS, **{**wish, "match": "/other/"}).status == 422


def test_only_who_looks_after_its_place_rules_over_a_source(
    ada: Neighbour, ben: Neighbour, mo: Neighbour, root: Neighbour, council: UUID, many: Engine
) -> None:
    with writing(many) as db:
        town.source(db, "Weir Voice", town.place(db, "Weir"))
        town.source(db, "Nowhere Voice")
    assert {who.visit(ADDRESS).status for who in (ben, mo)} == {403}
    assert root.visit(ADDRESS).status == 200
    assert ada.visit("/desk/sources/weir-voice/tags").status == 403
    assert ada.post("/desk/sources/weir-voice/tags", kind="always", tag="bins-and-recycling").status == 403
    assert ada.visit("/desk/sources/nowhere-voice/tags").status == 403
    assert root.visit("/desk/sources/nowhere-voice/tags").status == 404
    assert root.visit("/desk/sources/nobody/tags").status == 404


def test_a_rule_of_another_source_is_none_of_this_one(ada: Neighbour, council: UUID, many: Engine) -> None:
    ada.post("/desk/sources/mill-end-diary/tags", kind="always", tag="bins-and-recycling")
    with reading(many) as db:
        (rule_id,) = db.exec(select(SourceRule.id))
        assert db.exec(select(Source.slug).join(SourceRule)).one() == "mill-end-diary"
    assert ada.post(f"{ADDRESS}/{rule_id}/remove").status == 404
    assert ada.visit(f"{ADDRESS}/{rule_id}/remove").status == 404


def test_a_source_that_leaves_takes_its_rules_along(ada: Neighbour, council: UUID, many: Engine) -> None:
    ada.post(ADDRESS, kind="path", match="/waste/", tag="bins-and-recycling")
    with writing(many) as db:
        take_out(db, council, town.NOON)
    with reading(many) as db:
        assert not db.exec(select(SourceRule)).all()


def test_its_owner_reads_the_rules(ada: Neighbour, council: UUID) -> None:
    assert "Tags by rule" in ada.visit("/you/sources/alderford-council").text
    ada.post(ADDRESS, kind="category", match="42", tag="bins-and-recycling")
    page = ada.visit("/you/sources/alderford-council")
    assert page.words("//section[@aria-labelledby='by-rule']//li") == ["42 → Bins & recycling"]
    assert ADDRESS in page.links
