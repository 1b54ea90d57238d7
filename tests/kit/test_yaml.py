import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.yaml import Cell, join, read_yaml


def read(text: str) -> tuple[Cell, list[str]]:
    faults: list[str] = []
    return read_yaml(text, "feeds.yaml", faults), faults


def test_values_are_read_as_they_are_written_and_know_their_line():
    cell, faults = read("name: 853\nalso:\n  - No\n  - '  two   words '\nlat: 51.5\nbig: yes\nnothing: ~\n")
    assert cell.at("name").word() == "853"
    assert cell.at("also").list_of_words() == ("No", "two words")
    assert cell.at("lat").number(-90, 90) == 51.5
    assert cell.at("big").flag()
    assert not cell.at("nothing").flag()
    assert cell.at("nothing").number(0, 1) is None
    assert cell.at("also").items()[1].line == 4
    assert faults == []


def test_what_is_not_there_is_empty_and_no_trouble():
    cell, faults = read("a: {b: 1}")
    missing = cell.at("a").at("c")
    assert (missing.word(), missing.items(), dict(missing.entries()), missing.flag()) == ("", (), {}, False)
    assert faults == []


def test_one_value_is_a_list_of_one():
    assert read("also: Brum")[0].at("also").list_of_words() == ("Brum",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3", "feeds.yaml:3: a: stands here twice, first on line 1."),
        ("a: &x [1]", "feeds.yaml:1: anchors and aliases (“x”) are not read here; write the value out."),
        (
            "a: !!python/name:os.system x",
            "feeds.yaml:1: types (“tag:yaml.org,2002:python/name:os.system”) are not read here; leave the “!” away.",
        ),
        ("[" * 500, "feeds.yaml:1: is nested too deeply."),
        ("a: [", "feeds.yaml:2: cannot be read as YAML: did not find expected node content."),
        ("a: \x01", "feeds.yaml:1: cannot be read as YAML: control characters are not allowed."),
        ("---\na: 1\n---\nb: 1", "feeds.yaml:3: cannot be read as YAML: but found another document."),
        ("x" * 5_000_001, "feeds.yaml:1: is too long for a registry file."),
    ],
)
def test_a_document_that_plays_tricks_is_refused_in_words(text, fault):
    cell, faults = read(text)
    assert faults == [fault]
    assert cell.entries() == {} or "twice" in fault


def test_every_anchor_and_alias_is_named_at_once():
    assert len(read("a: &x 1\nb: *x\nc: *x")[1]) == 3


def test_an_unknown_key_comes_with_a_guess():
    cell, faults = read("lisence: x\nzzz: y")
    cell.known("licence", "name")
    assert faults == [
        "feeds.yaml:1: lisence: there is no such key (did you mean “licence”?).",
        "feeds.yaml:2: zzz: there is no such key.",
    ]


def test_every_value_of_a_wrong_shape_is_named():
    cell, faults = read("text: [a]\nlist: {a: 1}\nmap: [a]\nflag: perhaps\nnumber: ten\nfar: 91\nkind: presss\n[a]: b")
    cell.at("text").word()
    cell.at("list").items()
    cell.at("map").entries()
    cell.at("flag").flag()
    cell.at("number").number(0, 1)
    cell.at("far").number(-90, 90)
    cell.at("kind").choice(["press", "blog"])
    cell.at("missing").word(needed=True)
    assert faults == [
        "feeds.yaml:1: text: should be plain text.",
        "feeds.yaml:2: list: should be a list.",
        "feeds.yaml:3: map: should be a mapping of keys to values.",
        "feeds.yaml:4: flag: “perhaps” should be true or false.",
        "feeds.yaml:5: number: “ten” is not a number.",
        "feeds.yaml:6: far: 91 is not between -90 and 90.",
        "feeds.yaml:7: kind: “presss” is not one of blog, press (did you mean “press”?).",
        "feeds.yaml:1: missing: is missing.",
    ]


def test_characters_no_text_has_are_refused():
    cell, faults = read('name: "a\\0b"\nother: "a\\tb"')
    assert (cell.at("name").word(), cell.at("other").word()) == ("a\0b", "a b")
    assert faults == ["feeds.yaml:1: name: holds a character that no text has."]


def test_a_choice_may_have_a_usual_answer():
    cell, faults = read("a: {}")
    assert cell.at("a").at("shows").choice(["link", "excerpt"], "excerpt") == "excerpt"
    cell.at("a").at("kind").choice(["press"])
    assert faults == ["feeds.yaml:1: a › kind: is missing."]


def test_a_part_of_a_list_goes_by_its_name():
    cell, faults = read("sources:\n  - {name: The Argus, kind: x, places: [y]}")
    source = cell.at("sources").items()[0].named("The Argus")
    source.at("kind").fault("is odd.")
    source.at("places").items()[0].fault("is odd.")
    assert faults == [
        "feeds.yaml:2: sources › “The Argus” › kind: is odd.",
        "feeds.yaml:2: sources › “The Argus” › places › number 1: is odd.",
    ]


def test_a_fault_of_the_whole_document_names_only_the_line():
    cell, faults = read("[a]")
    cell.entries()
    assert faults == ["feeds.yaml:1: should be a mapping of keys to values."]


def test_two_documents_become_one():
    faults: list[str] = []
    here = read_yaml("places: {a: 1}\nsources: [x]", "here.yaml", faults)
    there = read_yaml("places: {b: 2, a: 3}\nsources: [y]\nmore: z", "there.yaml", faults)
    joined = join([here, there])
    assert list(joined.at("places").entries()) == ["a", "b"]
    assert joined.at("sources").list_of_words() == ("x", "y")
    assert joined.at("more").word() == "z"
    assert faults == ["there.yaml:1: places › a: stands in here.yaml too, on line 1."]


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text):
    cell, faults = read(text)
    assert isinstance(cell, Cell)
    assert all(fault.startswith("feeds.yaml:") for fault in faults)
