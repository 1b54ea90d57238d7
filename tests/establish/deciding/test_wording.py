"""What is changed is told in plain sentences, with the names of things."""

from uuid import UUID

import pytest

from hub.establish.deciding.images import EdgeRow, Image, LabelRow, RulingRow, SlugRow, TagRow
from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Operation,
    Rename,
    Retire,
    Rule,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.establish.deciding.wording import happened, told
from hub.establish.tags.rules import Bond, Stand
from hub.places.rules import WHOLE_HUB
from tests.establish.deciding.paper import KINGS_HEATH, Paper

NAMES = {"bins": "Bins", "waste": "Waste", KINGS_HEATH.hex: "Kings Heath"}
SENTENCES: list[tuple[Operation, list[str]]] = [
    (Agree("tips", "Tips"), ["“Tips” is a tag."]),
    (Agree("tips", "Tips", "Where.", KINGS_HEATH), ["“Tips” is a tag in Kings Heath.", "“Tips” means: Where."]),
    (Spell("bins", "rubbish"), ["“rubbish” means “Bins” too."]),
    (Spell("bins", "the tip", KINGS_HEATH), ["In Kings Heath, “the tip” means “Bins” too."]),
    (Spell("unheard", "x"), ["“x” means “unheard” too."]),
    (Spell("bins", "GP", in_text=False),
     ["“GP” means “Bins” too.", "“GP” counts as a label of a post, not inside its text."]),
    (Spell("bins", "Wish", near="ward, Hove", not_near="list"),
     ["“Wish” means “Bins” too.", "In a text, “Wish” counts near: ward, Hove.",
      "In a text, “Wish” does not count near: list."]),
    (Unspell("bins", "rubbish"), ["“rubbish” no longer means “Bins”."]),
    (Unspell("bins", "the tip", KINGS_HEATH), ["In Kings Heath, “the tip” no longer means “Bins”."]),
    (Rename("bins", "Bin day"), ["“Bins” is called “Bin day”."]),
    (Rename("bins", "Bins", "bin-day"), ["The address of “Bins” ends in “bin-day”; the old one leads there."]),
    (Define("bins", "What is collected."), ["“Bins” means: What is collected."]),
    (Define("bins", ""), ["What “Bins” means is left to its name."]),
    (Merge("bins", "waste"), ["“Bins” becomes “Waste”, with all its spellings; its address leads there."]),
    (Tie("bins", Bond.BROADER, "waste"), ["“Bins” is part of “Waste”."]),
    (Tie("bins", Bond.RELATED, "waste"), ["“Bins” and “Waste” have to do with each other."]),
    (Tie("bins", Bond.DIFFERENT, "waste"), ["“Bins” and “Waste” are different things, never to be merged."]),
    (Untie("bins", Bond.BROADER, "waste"), ["“Bins” is no longer part of “Waste”."]),
    (Untie("bins", Bond.RELATED, "waste"), ["“Bins” and “Waste” no longer have to do with each other."]),
    (Untie("bins", Bond.DIFFERENT, "waste"), ["“Bins” and “Waste” are no longer said to be different things."]),
    (Retire("bins"), ["“Bins” is no longer in use."]),
    (Rule("Sutton", Stand.AMBIGUOUS), ["“Sutton” means different things, so it means no tag in the whole hub."]),
    (Rule("the", Stand.LEFT, KINGS_HEATH), ["“the” is left alone in Kings Heath: it is no tag."]),
    (Rule("bad", Stand.BLOCKED, UUID(int=5)), ["“bad” is blocked in ?: it may not become a tag."]),
    (Rule("bad", ""), ["What was decided of “bad” in the whole hub is taken back."]),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "sentences"), SENTENCES)
def test_each_operation_is_told(operation: Operation, sentences: list[str]) -> None:
    assert list(map(str, told([operation], NAMES))) == sentences


def test_what_a_script_names_is_called_so_from_there_on() -> None:
    script: list[Operation] = [
        Agree("tips", "Tips"),
        Spell("tips", "dump"),
        Rename("bins", "Bin day", "day"),
        Define("day", "When."),
    ]
    assert [str(each) for each in told(script, NAMES)][-1] == "“Bin day” means: When."
    assert str(told(script, NAMES)[1]) == "“dump” means “Tips” too."


def test_what_happened_to_rows_is_told_like_what_was_asked_for() -> None:
    paper = Paper("Bins", "Waste", "Council")
    names = {paper.tag(slug).id.hex: paper.tag(slug).name for slug in ("bins", "waste", "council")}
    for operation in (
        Agree("tips", "Tips", "Where."),
        Spell("bins", "rubbish"),
        Unspell("bins", "rubbish"),
        Define("bins", "What is collected."),
        Tie("bins", Bond.BROADER, "council"),
        Untie("bins", Bond.BROADER, "council"),
        Rule("the", Stand.LEFT),
        Rule("the", ""),
        Merge("bins", "waste"),
        Retire("waste"),
        Agree("waste", "Waste"),
    ):
        wanted = list(map(str, told([operation], NAMES | {"council": "Council"})))
        assert list(map(str, happened(paper.does(operation), names))) == wanted, operation


def test_a_new_name_and_a_new_address_are_told_once() -> None:
    paper = Paper("Bins")
    images = paper.does(Rename("bins", "Bin day", "bin-day"))
    assert list(map(str, happened(images, {}))) == [
        "“Bins” is called “Bin day”.",
        "The address of “Bin day” ends in “bin-day”; the old one leads there.",
    ]
    assert any(isinstance(each.row, SlugRow) for each in images)


def test_the_spellings_go_without_saying_with_a_tag_that_becomes_another() -> None:
    paper = Paper("Bins", "Waste", "Council")
    paper.does(Spell("bins", "rubbish"), Tie("bins", Bond.BROADER, "council"))
    images = paper.does(Merge("bins", "waste"))
    assert {LabelRow, EdgeRow, TagRow} <= {type(each.row) for each in images}
    names = {paper.tag(slug).id.hex: slug.title() for slug in ("waste", "council")}
    told_of = [str(each) for each in happened(images, names)]
    assert told_of[0] == "“Bins” becomes “Waste”, with all its spellings; its address leads there."
    assert told_of[1].endswith("is part of “Council”.")  # as the other was
    assert told_of[2:] == []


def test_a_row_that_was_never_there_tells_nothing_more() -> None:
    ruling = RulingRow(WHOLE_HUB, "the", "the", "left-alone")
    assert str(happened([Image(ruling, None)], {})[0]) == "What was decided of “the” in the whole hub is taken back."
