"""Every refusal is one sentence that names the things it is about."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hub.establish.deciding.images import LabelRow, TagRow
from hub.establish.deciding.rules import Clash, Refused
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
from hub.establish.tags.rules import Bond, Stand
from hub.places.rules import WHOLE_HUB
from tests.establish.deciding.paper import ELSEWHERE, KINGS_HEATH, MOSELEY, TOWN, Paper

NOWHERE = KINGS_HEATH.__class__(int=404)


@pytest.fixture
def paper() -> Paper:
    """Bins, Waste and Tips; Council around Bins; a tag of Kings Heath; one retired, one merged, one renamed."""
    paper = Paper("Bins", "Waste", "Tips", "Council", "Old", "Merged", "First", "Apart")
    paper.does(
        Agree("heath", "Heath things", scope=KINGS_HEATH),
        Agree("moss", "Moss", scope=MOSELEY),
        Spell("waste", "rubbish"),
        Spell("heath", "the tip"),
        Retire("old"),
        Merge("merged", "waste"),
        Rename("first", "Second", "second"),
        Tie("bins", Bond.BROADER, "council"),
        Tie("waste", Bond.RELATED, "tips"),
        Tie("bins", Bond.DIFFERENT, "tips"),
        Rule("Sutton", Stand.AMBIGUOUS),
        Rule("badword", Stand.BLOCKED),
        Rule("heathword", Stand.BLOCKED, KINGS_HEATH),
    )
    named = replace(paper.tag("apart"), place_id=KINGS_HEATH)
    paper.rows[TagRow, named.key] = named
    return paper


# ruff: noqa: E501 -- a table of sentences reads best a line each
REFUSALS: list[tuple[Operation, str]] = [
    # tags that are not there
    (Define("unheard", "x"), "Nobody agreed on a tag “unheard”."),
    (Define("old", "x"), "“Old” is no longer in use."),
    (Define("merged", "x"), "“Merged” became “Waste”: choose that."),
    (Define("first", "x"), "“first” is called “Second” now: choose that."),
    (Retire("x" * 10_000), f"Nobody agreed on a tag “{'x' * 79}…”."),
    # new tags and names
    (Agree("bins", "Bins"), "There is a tag “Bins” at the address “bins” already."),
    (Agree("merged", "Merged"), "“merged” leads to “Waste” now: choose another."),
    (Agree("first", "First"), "“first” is an old address of “Second”, and leads there: choose another."),
    (Agree("Bin Day", "Bin day"), "“Bin Day” cannot be an address; “bin-day” could."),
    (Agree("!", "Bin day"), "“!” cannot be an address; “letters-and-digits” could."),
    (Agree("", "Bin day"), "“” cannot be an address; “letters-and-digits” could."),
    (Agree("s" * 81, "Long"), f"“{'s' * 79}…” is too long: 80 letters are enough."),
    (Agree("b\u0430rn", "Barn"), "“b\u0430rn” holds a letter that only looks right: its “\u0430” is Cyrillic. Type it anew."),
    (Agree("new", " "), "A name needs letters that can be seen."),
    (Agree("new", "\u200b\u200d\u2060"), "A name needs letters that can be seen."),
    (Agree("new", "x" * 10_000), f"“{'x' * 79}…” is too long: 80 letters are enough."),
    (Agree("new", "The b\u0430rn"), "“b\u0430rn” holds a letter that only looks right: its “\u0430” is Cyrillic. Type it anew."),
    (Agree("new", "\u0412\u043ein\u0441"), "“\u0412\u043ein\u0441” holds a letter that only looks right: its “i” is Latin. Type it anew."),
    (Agree("new", "New", "m" * 501), f"“{'m' * 79}…” says more than is needed: 500 letters are enough for a meaning."),
    (Agree("new", "New", scope=NOWHERE), "There is no such place here."),
    (Agree("new", "Rubbish"), "“Rubbish” means “Waste” in the whole hub already, so it cannot mean “Rubbish” there as well."),
    (Agree("waste2", "Waste"), "There is a tag “Waste” in the whole hub already, and “Waste” means that one."),
    (Agree("new", "Badword"), "“Badword” is blocked in the whole hub: it may not become a tag."),
    (Rename("bins", ""), "A name needs letters that can be seen."),
    (Rename("bins", "Bins", "waste"), "There is a tag “Waste” at the address “waste” already."),
    (Rename("bins", "Bins", "old"), "There is a tag “Old” at the address “old” already."),
    (Rename("bins", "Bins", "merged"), "“merged” leads to “Waste” now: choose another."),
    (Rename("bins", "Bins", "first"), "“first” is an old address of “Second”, and leads there: choose another."),
    (Rename("bins", "Bins", "Not a slug"), "“Not a slug” cannot be an address; “not-a-slug” could."),
    (Rename("bins", "Waste"), "There is a tag “Waste” in the whole hub already, and “Waste” means that one."),
    (Rename("bins", "Bins"), "Nothing would change."),
    (Define("bins", ""), "Nothing would change."),
    # spellings
    (Spell("bins", "rubbish"), "“rubbish” means “Waste” in the whole hub already, so it cannot mean “Bins” there as well."),
    (Spell("waste", "rubbish"), "“rubbish” means “Waste” there already."),
    (Spell("bins", "Sutton"), "“Sutton” was called ambiguous in the whole hub: take that back first."),
    (Spell("bins", "badword", KINGS_HEATH), "“badword” is blocked in the whole hub: it may not become a tag."),
    (Spell("heath", "heathword"), "“heathword” is blocked in Kings Heath: it may not become a tag."),
    (Spell("bins", "🦆"), "“🦆” has no letter and no digit to be found by."),
    (Spell("heath", "moss", MOSELEY), "“Heath things” counts in Kings Heath alone, and Moseley lies outside."),
    (Spell("bins", "tip", NOWHERE), "There is no such place here."),
    (Spell("bins", "tip", near="one two three four"), "“one two three four” has more than 3 words, so it never stands that near."),
    (Spell("bins", "tip", in_text=False, near="ward"), "“tip” counts as a label only, so nothing need stand near it."),
    (Spell("bins", "the tip", KINGS_HEATH),
     "“the tip” means “Heath things” in Kings Heath already, so it cannot mean “Bins” there as well."),
    (Unspell("bins", "rubbish"), "“rubbish” is no spelling of “Bins” there."),
    (Unspell("waste", "rubbish", KINGS_HEATH), "“rubbish” is no spelling of “Waste” there."),
    (Unspell("bins", "#BINS"), "“#BINS” is the name or the address of “Bins” itself: rename the tag instead."),
    # merging
    (Merge("bins", "bins"), "“Bins” cannot become itself: choose another tag."),
    (Merge("bins", "tips"), "“Bins” and “Tips” were agreed to be different: take that back first."),
    (Merge("apart", "waste"), "“Apart” is the name of a place, and “Waste” is not that place's."),
    (Merge("waste", "heath"), "“Waste” counts where “Heath things” does not: let “Heath things” become “Waste” instead."),
    (Merge("moss", "heath"), "“Moss” counts where “Heath things” does not: let “Heath things” become “Moss” instead."),
    (Merge("bins", "apart"), "“Bins” counts where “Apart” does not: let “Apart” become “Bins” instead."),
    # bonds
    (Tie("bins", Bond.BROADER, "bins"), "“Bins” cannot hang together with itself."),
    (Tie("bins", Bond.BROADER, "council"), "“Bins” and “Council” hang together like this already."),
    (Tie("council", Bond.BROADER, "bins"),
     "“Bins” is part of “Council” already: one cannot be part of the other in both directions."),
    (Tie("waste", Bond.BROADER, "tips"), "“Waste” and “Tips” are called related: neither can be part of the other."),
    (Tie("council", Bond.RELATED, "bins"), "One of “Bins” and “Council” is part of the other already."),
    (Tie("bins", "friends", "waste"), "Tags cannot hang together like “friends”."),
    (Untie("bins", Bond.RELATED, "council"), "“Bins” and “Council” do not hang together like this."),
    # taking out of use, and ruling out
    (Retire("apart"), "“Apart” is the name of a place: it stays as long as the place does."),
    (Rule("rubbish", Stand.AMBIGUOUS), "“rubbish” means “Waste” in the whole hub: take it from that tag first."),
    (Rule("the tip", Stand.LEFT, KINGS_HEATH), "“the tip” means “Heath things” in Kings Heath: take it from that tag first."),
    (Rule("Sutton", Stand.AMBIGUOUS), "That was decided of “Sutton” already."),
    (Rule("unheard", ""), "Nothing was decided of “unheard” there."),
    (Rule("word", "loved"), "Nobody can decide this of a word."),
    (Rule("🦆", Stand.LEFT), "“🦆” has no letter and no digit to be found by."),
    (Rule("word", Stand.LEFT, NOWHERE), "There is no such place here."),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "sentence"), [each for each in REFUSALS if each[1]])
def test_it_is_refused_in_a_sentence(paper: Paper, operation: Operation, sentence: str) -> None:
    before = dict(paper.rows)
    assert paper.refuses(operation) == sentence
    assert paper.rows == before


def test_a_word_that_is_taken_names_both_tags_for_the_page_to_offer_a_choice(paper: Paper) -> None:
    assert paper.clashes(Spell("bins", "RUBBISH")) == (Clash("RUBBISH", WHOLE_HUB, held="waste", wanted="bins"),)
    taken = paper.clashes(Spell("bins", "the tip", KINGS_HEATH))
    assert taken == (Clash("the tip", KINGS_HEATH, held="heath", wanted="bins"),)


def test_each_choice_settles_it(paper: Paper) -> None:
    paper.rehearses(Merge("bins", "waste"))
    for script in (
        (Unspell("waste", "rubbish"), Spell("bins", "rubbish")),
        (Unspell("waste", "rubbish"), Rule("rubbish", Stand.AMBIGUOUS)),
        (Merge("bins", "waste"),),
    ):
        assert not isinstance(paper.rehearses(*script), Refused)


def test_the_same_word_may_mean_other_things_in_other_places(paper: Paper) -> None:
    paper.does(Spell("bins", "rubbish", KINGS_HEATH))
    paper.does(Spell("tips", "rubbish", ELSEWHERE))


def test_a_tag_of_the_only_town_counts_everywhere() -> None:
    everywhere: list[Callable[[], Paper]] = [lambda: Paper("Bins", only_top=TOWN), lambda: Paper("Bins")]
    one, several = (each() for each in everywhere)
    for paper in (one, several):
        paper.does(Agree("waste", "Waste", scope=TOWN))
    one.does(Merge("bins", "waste"))
    assert several.refuses(Merge("bins", "waste"))


def test_every_fault_is_told_but_not_what_follows_from_one(paper: Paper) -> None:
    told = paper.refuses(
        Agree("new", "Rubbish"),
        Spell("new", "anything"),
        Rename("bins", "Waste", "moved"),
        Define("moved", "x"),
        Spell("bins", "Sutton"),
        Spell("bins", "Sutton"),
    )
    assert told == (
        "“Rubbish” means “Waste” in the whole hub already, so it cannot mean “Rubbish” there as well. "
        "There is a tag “Waste” in the whole hub already, and “Waste” means that one. "
        "“Sutton” was called ambiguous in the whole hub: take that back first."
    )


def test_what_a_refused_operation_had_begun_is_taken_back(paper: Paper) -> None:
    told = paper.refuses(
        Agree("new", "Rubbish"), Merge("bins", "new"), Spell("bins", "newword"), Agree("other", "Newword")
    )
    assert "Nobody agreed" not in told
    assert "“Newword” means “Bins”" in told


def test_nobody_judges_more_than_a_hundred_changes_at_a_glance() -> None:
    script = [Agree(f"tag-{number}", f"Tag {number}") for number in range(101)]
    paper = Paper()
    assert paper.refuses(*script) == "These are 101 changes at once: 100 are as many as anybody can judge."
    paper.does(*script[1:])


def test_an_empty_script_changes_nothing() -> None:
    assert Paper().refuses() == "Nothing would change."


@pytest.mark.parametrize(
    "name", ["Łódź", "東京", "ﷺ", "🦆 watch", "שלום", "كتاب", "می‌خواهم", "हिन्दी", "Барн", "5 µm", "K’gari", "Ōtāhuhu"]
)
def test_names_of_all_scripts_survive(name: str) -> None:
    paper = Paper()
    paper.does(Agree("tag", name), Spell("tag", f"{name} 2"))
    assert paper.tag("tag").name == name
    assert {name, f"{name} 2"} <= paper.spellings("tag")


def test_one_word_however_it_is_written() -> None:
    paper = Paper()
    paper.does(Agree("heath", "Heath"), Spell("heath", "#KingsHeath"))
    for other in ("kings-heath", "King’s Heath", "KINGS HEATH"):
        paper.does(Spell("heath", other))
        assert paper.spellings("heath") == {"Heath", other}


def test_a_spelling_of_a_retired_tag_is_free() -> None:
    paper = Paper("Bins", "Waste")
    paper.does(Spell("bins", "rubbish"), Retire("bins"))
    paper.does(Spell("waste", "rubbish"))
    rows = [row for row in paper.rows.values() if isinstance(row, LabelRow) and row.label == "rubbish"]
    assert len(rows) == 2
