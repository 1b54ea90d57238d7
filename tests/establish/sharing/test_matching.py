"""What of another town's words we have, and what would be new: by exact label alone."""

from dataclasses import replace
from uuid import UUID

from hub.establish.deciding.script import Agree, Script, Spell, Tie
from hub.establish.sharing.brought import Brought, BroughtWord
from hub.establish.sharing.matching import Fate, Match, Ours, Registry, matched, scripts, within

HERE = UUID(int=7)
REGISTRY = Registry(
    place_id=HERE,
    tags={
        "bins": Ours("bins", "Bins"),
        "parks": Ours("parks", "Parks", HERE, frozenset({"town"}), frozenset({"town"})),
        "town": Ours("town", "Town", HERE, tied=frozenset({"parks"})),
    },
    meant={"bins": ["bins"], "refuse": ["bins"], "parks": ["parks"], "town": ["town"], "green": ["parks", "bins"]},
    ruled=["offered"],
    places=["hove"],
    slugs=["bins", "parks", "town", "fog"],
)


def match(*words: BroughtWord) -> dict[str, Match]:
    return {each.word.name: each for each in matched(Brought("", words), REGISTRY)}


def test_a_word_spelt_like_a_tag_is_that_tag_and_brings_its_spellings_to_this_place() -> None:
    found = match(BroughtWord("1", "REFUSE!", also=("Bins", "rubbish"), label_only=("tip",)))["REFUSE!"]

    assert (found.fate, found.slug) == (Fate.MORE, "bins")
    assert found.script == (Spell("bins", "rubbish", HERE), Spell("bins", "tip", HERE, in_text=False))


def test_a_tag_of_this_place_gets_spellings_wherever_it_counts() -> None:
    assert match(BroughtWord("1", "Parks", also=("lawns",)))["Parks"].script == (Spell("parks", "lawns"),)
    assert match(BroughtWord("1", "Parks"))["Parks"].fate is Fate.SAME


def test_what_is_new_is_agreed_on_here_under_a_free_slug() -> None:
    found = match(BroughtWord("1", "Fog", "Grey " * 200, also=("mist",)), BroughtWord("2", "Łódź"))

    agree, spell = found["Fog"].script
    assert isinstance(agree, Agree)
    assert (agree.slug, agree.scope, len(agree.meaning) <= 500, spell) == ("fog-2", HERE, True, Spell("fog-2", "mist"))
    assert found["Łódź"].slug == "lodz"


def test_what_clashes_is_named_and_left_aside() -> None:
    found = match(
        BroughtWord("1", "Offered"),
        BroughtWord("2", "Hove"),
        BroughtWord("3", "green"),
        BroughtWord("4", "!!!"),
        BroughtWord("5", "x" * 81),
        BroughtWord("6", "Fog", also=("refuse", "hove", "y" * 81, "mist", "green")),
        BroughtWord("7", "Mist", also=("fog",)),
        BroughtWord("8", "Parks", also=("refuse",)),
    )
    told = {name: [str(each) for each in match.clashes] for name, match in found.items()}

    assert told["Offered"] == ["“Offered” was decided to mean no tag here."]
    assert told["Hove"] == ["“Hove” is the name of a place here."]
    assert told["green"] == ["“green” means several tags here: Bins, Parks."]
    assert told["!!!"] == ["“!!!” has no letter in it."]
    assert "longer than 80 letters" in told["x" * 81][0]
    assert len(told["Fog"]) == 4
    assert told["Mist"] == ["“Mist” is spelt so under “Fog” of this file too."]
    assert (found["Parks"].fate, found["Mist"].fate, found["Fog"].fate) == (Fate.CLASH, Fate.CLASH, Fate.NEW)


def test_bonds_come_along_but_for_rings_and_what_is_not_ours_to_say() -> None:
    found = match(
        BroughtWord("a", "Fog", broader=("b", "nowhere", "a"), related=("c", "b")),
        BroughtWord("b", "Weather", broader=("a",), related=("c",)),
        BroughtWord("c", "Bins", broader=("a",), related=("a",)),
        BroughtWord("d", "Parks", broader=("e",)),
        BroughtWord("e", "Town", broader=("d",), related=("a",)),
    )
    ties = {name: [each for each in match.script if isinstance(each, Tie)] for name, match in found.items()}

    assert ties["Fog"] == [Tie("fog-2", "broader", "weather"), Tie("fog-2", "related", "bins")]
    assert ties["Weather"] == [Tie("weather", "related", "bins")]
    assert ties["Town"] == [Tie("town", "related", "fog-2")]
    assert (ties["Bins"], ties["Parks"], found["Parks"].fate, found["Town"].fate) == ([], [], Fate.SAME, Fate.MORE)


def test_scripts_are_no_longer_than_one_may_be_and_tie_what_is_in_them() -> None:
    words: list[Script] = [
        (
            Agree(f"t{n}", f"T{n}"),
            *(Spell(f"t{n}", f"s{n} {k}") for k in range(29)),
            Tie(f"t{n}", "broader", f"t{n - 1}"),
        )
        for n in range(5)
    ]

    made = scripts(words, ["bins"])

    assert [len(script) for script in made] == [92, 61]
    assert [each for each in made[0] if isinstance(each, Tie)] == list(made[0][-2:])
    assert scripts([], []) == []
    matches = [Match(BroughtWord("", ""), Fate.NEW, script=script) for script in words]
    assert len(within(matches)) == 3


def test_the_tag_that_is_called_so_wins_over_one_that_is_spelt_so() -> None:
    both = replace(REGISTRY, meant={**REGISTRY.meant, "bins": ["parks", "bins"]})

    (found,) = matched(Brought("", (BroughtWord("1", "Bins"),)), both)

    assert (found.fate, found.slug, found.clashes) == (Fate.SAME, "bins", ())


def test_what_is_spelt_so_in_a_part_of_the_place_and_the_name_of_a_place_that_is_a_tag_are_known() -> None:
    hove = Ours("hove", "Hove", HERE)
    ours = replace(
        REGISTRY,
        tags={**REGISTRY.tags, "hove": hove},
        meant={**REGISTRY.meant, "hove": ["hove"]},
        in_parts={"yard": ["bins"]},
    )

    found = matched(Brought("", (BroughtWord("1", "Hove"), BroughtWord("2", "Bins", label_only=("yard",)))), ours)

    assert [each.fate for each in found] == [Fate.SAME, Fate.SAME]


def test_of_two_words_that_lie_in_each_other_the_half_that_is_left_out_is_named() -> None:
    found = match(BroughtWord("1", "Oak", broader=("2",)), BroughtWord("2", "Wood", broader=("1",)))

    assert found["Oak"].clashes == ()
    assert list(map(str, found["Wood"].clashes)) == ["“Wood” cannot be part of “Oak”, which is part of it already."]


def test_a_word_without_a_name_is_told_by_its_id() -> None:
    assert list(map(str, match(BroughtWord("urn:1", ""))["urn:1"].clashes)) == ["It has no name."]
