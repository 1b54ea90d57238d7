"""What each operation does to a registry."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from hub.establish.deciding.images import EdgeRow, LabelRow, SlugRow, TagRow
from hub.establish.deciding.operations import do
from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Rename,
    Retire,
    Rule,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.establish.deciding.wording import told
from hub.establish.deciding.workings import Workings
from hub.establish.tags.rules import Bond, Stand
from hub.places.rules import WHOLE_HUB
from tests.establish.deciding.paper import KINGS_HEATH, TOWN, Paper


def test_a_new_tag_is_spelt_by_its_name_and_its_address() -> None:
    paper = Paper()
    paper.does(Agree("bins", " Bins  & recycling\n", "What is collected, and when."))
    assert (paper.tag("bins").name, paper.tag("bins").meaning) == ("Bins & recycling", "What is collected, and when.")
    assert paper.spellings("bins") == {"bins", "Bins & recycling"}
    assert paper.tag("bins").scope_id is None


def test_a_tag_may_be_agreed_for_a_place_alone() -> None:
    paper = Paper()
    paper.does(Agree("tip", "The tip", scope=KINGS_HEATH))
    assert paper.tag("tip").scope_id == KINGS_HEATH


def test_a_name_without_a_letter_is_found_by_its_address() -> None:
    paper = Paper()
    paper.does(Agree("ducks", "🦆"))
    assert paper.tag("ducks").name == "🦆"
    assert paper.spellings("ducks") == {"ducks"}


def test_a_retired_tag_comes_back_with_the_spellings_nobody_took() -> None:
    paper = Paper("Bins", "Tips", "Waste")
    paper.does(*(Spell("bins", word) for word in ("rubbish", "refuse", "litter", "trash", "junk")), Retire("bins"))
    paper.does(Spell("tips", "refuse"), Rule("litter", Stand.BLOCKED), Rule("trash", Stand.LEFT))
    paper.does(Agree("bins", "Bins again", "Anew.", KINGS_HEATH))
    tag = paper.tag("bins")
    assert (tag.name, tag.meaning, tag.scope_id, tag.retired) == ("Bins again", "Anew.", KINGS_HEATH, False)
    # What was blocked in the whole hub is so in a ward of it; what others mean by “refuse” everywhere stays theirs.
    assert paper.spellings("bins") == {"Bins", "Bins again", "rubbish", "refuse", "trash", "junk"}
    paper.does(Retire("bins"))
    paper.does(Agree("bins", "Bins"))
    assert paper.spellings("bins") == {"Bins", "Bins again", "rubbish", "junk"}


def test_a_word_means_a_tag_with_its_conditions() -> None:
    paper = Paper("Reading")
    paper.does(Spell("reading", "Reading town", near=" ward,  Thames ", not_near="book"))
    row = next(row for row in paper.rows.values() if isinstance(row, LabelRow) and row.label == "Reading town")
    assert (row.normal, row.in_text, row.near, row.not_near) == ("readingtown", True, "ward, Thames", "book")
    paper.does(Spell("reading", "Reading Town", in_text=False))
    row = next(row for row in paper.rows.values() if isinstance(row, LabelRow) and row.label == "Reading Town")
    assert (row.in_text, row.near) == (False, "")


def test_a_word_may_mean_something_in_one_place_alone() -> None:
    paper = Paper("Bins", "Theatre")
    paper.does(Spell("bins", "The tip", KINGS_HEATH), Spell("theatre", "The tip"))
    assert paper.spellings("bins") == {"Bins", "The tip"}
    paper.does(Unspell("bins", "THE-TIP", KINGS_HEATH))
    assert paper.spellings("bins") == {"Bins"}
    assert paper.spellings("theatre") == {"Theatre", "The tip"}


def test_what_waited_no_more_may_still_become_a_word_for_something() -> None:
    paper = Paper("Bins")
    paper.does(Rule("rubbish", Stand.LEFT))
    paper.does(Spell("bins", "rubbish"))
    assert paper.rulings() == {}


def test_who_renames_keeps_the_old_name_as_a_spelling_and_the_old_address() -> None:
    paper = Paper("Bins")
    paper.does(Rename("bins", "Waste", "waste"))
    assert paper.spellings("waste") == {"Bins", "Waste"}
    assert paper.former() == {"bins": "waste"}
    paper.does(Unspell("waste", "bins"))
    assert paper.spellings("waste") == {"Waste"}


def test_a_name_may_be_written_in_another_way() -> None:
    paper = Paper("Kings heath")
    paper.does(Rename("kings-heath", "King’s Heath"))
    assert paper.spellings("kings-heath") == {"King’s Heath"}
    assert paper.former() == {}


def test_who_is_renamed_back_has_the_old_address_again() -> None:
    paper = Paper("Bins")
    paper.does(Rename("bins", "Waste", "waste"))
    paper.does(Rename("waste", "Bins", "bins"))
    assert paper.former() == {"waste": "bins"}


def test_a_meaning_is_said_in_other_words() -> None:
    paper = Paper("Bins")
    paper.does(Define("bins", "What is collected."))
    assert paper.tag("bins").meaning == "What is collected."


def test_a_tag_that_becomes_another_gives_it_all_it_has() -> None:
    paper = Paper("Bins", "Waste", "Council", "Tips")
    paper.does(Spell("bins", "rubbish"), Spell("bins", "the tip", KINGS_HEATH), Rename("bins", "Bin day", "bin-day"))
    paper.does(Tie("bin-day", Bond.BROADER, "council"), Tie("bin-day", Bond.DIFFERENT, "tips"))
    paper.does(Merge("bin-day", "waste"))
    assert (paper.tag("bin-day").retired, paper.tag("bin-day").heir_id) == (True, paper.tag("waste").id)
    assert paper.spellings("bin-day") == set()
    assert paper.spellings("waste") == {"Waste", "Bins", "Bin day", "rubbish", "the tip"}
    assert ("waste", Bond.BROADER, "council") in paper.bonds()
    assert len(paper.bonds()) == 2
    assert paper.former() == {"bins": "waste"}


def test_what_both_had_stays_as_the_other_had_it() -> None:
    paper = Paper("Bins", "Waste")
    paper.does(Spell("bins", "refuse", KINGS_HEATH, in_text=False), Unspell("bins", "refuse", KINGS_HEATH),
               Spell("bins", "litter"))  # fmt: skip
    first = paper.rows
    own = LabelRow(paper.tag("waste").id, WHOLE_HUB, "litter", "Litter", in_text=False)
    paper.rows = {**first, (LabelRow, own.key): own}  # as a file may have had it
    paper.does(Merge("bins", "waste"))
    assert paper.spellings("waste") == {"Waste", "Bins", "Litter"}


def test_no_chain_is_left_when_an_heir_becomes_another_tag() -> None:
    paper = Paper("A tag", "B tag", "C tag")
    paper.does(Rename("a-tag", "A tag", "first"))
    paper.does(Merge("first", "b-tag"))
    paper.does(Merge("b-tag", "c-tag"))
    heir = paper.tag("c-tag").id
    assert {paper.tag(slug).heir_id for slug in ("first", "b-tag")} == {heir}
    assert paper.former() == {"a-tag": "c-tag"}
    assert paper.spellings("c-tag") == {"A tag", "first", "B tag", "C tag"}


def test_the_word_of_a_ward_stays_the_wards() -> None:
    paper = Paper("Bins")
    paper.does(Agree("tip", "The tip", scope=KINGS_HEATH), Merge("tip", "bins"))
    scopes = {row.label: row.scope_id for row in paper.rows.values() if isinstance(row, LabelRow)}
    assert scopes == {"Bins": WHOLE_HUB, "tip": KINGS_HEATH, "The tip": KINGS_HEATH}


def test_bonds_that_would_loop_or_say_too_much_are_left_behind() -> None:
    paper = Paper("A", "B", "C", "D")
    # A is part of C, which is part of B; A and D go together; so do B and D.
    paper.does(Tie("a", Bond.BROADER, "c"), Tie("c", Bond.BROADER, "b"), Tie("a", Bond.RELATED, "d"),
               Tie("b", Bond.RELATED, "d"))  # fmt: skip
    paper.does(Merge("a", "b"))
    assert ("c", Bond.BROADER, "b") in paper.bonds()
    assert len(paper.bonds()) == 2
    paper = Paper("A", "B")
    paper.does(Tie("a", Bond.BROADER, "b"), Merge("a", "b"))
    assert paper.bonds() == set()


def test_the_name_of_a_place_may_take_another_tag_in() -> None:
    paper = Paper("Heath", "Kings Heath", only_top=TOWN)
    place = replace(paper.tag("kings-heath"), place_id=KINGS_HEATH)
    paper.rows[TagRow, place.key] = place
    paper.does(Merge("heath", "kings-heath"))
    assert paper.spellings("kings-heath") == {"Heath", "Kings Heath"}


def test_bonds_are_made_and_taken_back() -> None:
    paper = Paper("Bins", "Council")
    for bond in Bond:
        paper.does(Tie("bins", bond, "council"))
        paper.does(Untie("bins", bond, "council"))
    assert paper.bonds() == set()


def test_what_has_no_direction_is_kept_once() -> None:
    paper = Paper("A", "B")
    paper.does(Tie("b", Bond.RELATED, "a"))
    assert paper.bonds() == {("a", Bond.RELATED, "b")}
    paper.does(Untie("a", Bond.RELATED, "b"))
    assert [row for row in paper.rows.values() if isinstance(row, EdgeRow)] == []


def test_a_retired_tag_keeps_what_it_had() -> None:
    paper = Paper("Bins")
    paper.does(Retire("bins"))
    assert (paper.tag("bins").retired, paper.tag("bins").heir_id, paper.spellings("bins")) == (True, None, {"Bins"})


def test_words_are_ruled_out_and_in_again() -> None:
    paper = Paper()
    paper.does(Rule("Sutton", Stand.AMBIGUOUS))
    paper.does(Rule("Sutton", Stand.BLOCKED))
    assert paper.rulings() == {"Sutton": "blocked"}
    paper.does(Rule("SUTTON", ""))
    assert paper.rulings() == {}


def test_later_operations_build_on_earlier_ones() -> None:
    paper = Paper("Bins")
    images = paper.does(
        Agree("waste", "Waste"),
        Spell("waste", "rubbish"),
        Unspell("waste", "rubbish"),
        Spell("bins", "rubbish"),
        Merge("bins", "waste"),
        Rename("waste", "Waste & bins", "waste-and-bins"),
    )
    assert paper.spellings("waste-and-bins") == {"Waste", "Bins", "rubbish", "Waste & bins"}
    assert [type(each.row) for each in images][:2] == [TagRow, TagRow]
    assert type(images[-1].row) is SlugRow
    assert all(each.before != each.after for each in images)


def test_only_what_is_another_one_at_the_end_is_an_image() -> None:
    paper = Paper("Bins")
    images = paper.does(Spell("bins", "junk"), Unspell("bins", "junk"), Spell("bins", "rubbish"))
    assert [row.label for each in images if isinstance(row := each.row, LabelRow)] == ["rubbish"]


def test_what_means_a_wards_tag_in_its_ward_is_one_spelling() -> None:
    paper = Paper()
    paper.does(Agree("tip", "The tip", scope=KINGS_HEATH), Spell("tip", "dump", KINGS_HEATH))
    scopes = {row.label: row.scope_id for row in paper.rows.values() if isinstance(row, LabelRow)}
    assert scopes["dump"] == WHOLE_HUB  # wherever the tag counts
    paper.does(Unspell("tip", "dump", KINGS_HEATH))
    assert paper.spellings("tip") == {"tip", "The tip"}


def test_what_is_related_elsewhere_hinders_nobody() -> None:
    paper = Paper("A", "B", "X")
    paper.does(Tie("x", Bond.RELATED, "b"), Tie("a", Bond.BROADER, "b"))
    assert len(paper.bonds()) == 2


def test_nothing_is_done_that_nobody_has_words_for() -> None:
    unheard: Any = "dance"
    for asked in (lambda: do(unheard, Workings(Paper().ground, uuid4)), lambda: told([unheard], {})):
        with pytest.raises(NotImplementedError):
            asked()
