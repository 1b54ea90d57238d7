"""What Ada may write of how tags hang together, of words that count in one place, and of words that are no tags."""

import pytest

from hub.establish.tags.registry import TagEntry, parse_tags
from hub.establish.tags.ruled import RuledEntry, parse_words
from hub.kit.yaml import read_yaml

PLACES = ["wherry", "quay"]


def parse(text: str) -> tuple[dict[str, TagEntry], list[str]]:
    faults: list[str] = []
    return parse_tags(read_yaml(text, "tags.yaml", faults), PLACES), faults


def test_bonds_are_read_and_what_has_no_direction_holds_both_ways() -> None:
    tags, faults = parse(
        "a: {name: A, broader: [c, b], related: d, different_from: [e]}\nb: {name: B, broader: [c]}\n"
        "c: {name: C}\nd: {name: D, related: [a]}\ne: {name: E}"
    )
    assert faults == []
    assert (tags["a"].broader, tags["a"].related, tags["d"].related) == (("b", "c"), ("d",), ("a",))
    assert tags["e"].different_from == ("a",)


def test_spellings_of_one_place_are_read_with_their_neighbours() -> None:
    tags, faults = parse("a: {name: A, here: {quay: [the tip, 'wish (near ward)']}, label_only_here: {wherry: x}}")
    assert faults == []
    assert (tags["a"].here, tags["a"].label_only_here) == (("quay the tip", "quay wish (near ward)"), ("wherry x",))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: {name: A, broader: [a]}", "tags.yaml:1: a › broader: names the tag itself."),
        ("a: {name: A, related: [x]}", "tags.yaml:1: a › related: there is no tag “x”."),
        (
            "a: {name: A, broader: [b]}\nb: {name: B, broader: [a]}",
            "tags.yaml:1: a › broader: these tags lie in each other: a, b.",
        ),
        (
            "a: {name: A, broader: [b], related: [c]}\nb: {name: B, broader: [c]}\nc: {name: C}",
            "tags.yaml:1: a › related: “c” is broader than this tag, and so not related besides.",
        ),
        ("a: {name: A, here: {ludd: [x]}}", "tags.yaml:1: a › here › ludd: there is no place “ludd”."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(text: str, fault: str) -> None:
    assert parse(text)[1] == [fault]


def test_a_neighbour_that_cannot_be_is_a_fault_here_too() -> None:
    assert "is not closed" in parse("a: {name: A, here: {quay: ['x (near y']}}")[1][0]


def words(text: str) -> tuple[dict[str, RuledEntry], list[str]]:
    faults: list[str] = []
    return parse_words(read_yaml(text, "tags.yaml", faults), PLACES), faults


def test_words_that_are_no_tags_are_read_for_the_hub_and_for_places() -> None:
    ruled, faults = words("left_alone: [the, THE, and]\nhere: {quay: {ambiguous: green}, wherry: {}}")
    assert faults == []
    assert ruled == {"": RuledEntry(left_alone=("and", "the")), "quay": RuledEntry(ambiguous=("green",))}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("left_alone: [the]\nblocked: [The!]", "tags.yaml:2: blocked: “The!” is left_alone already."),
        ("blocked: ['!']", "tags.yaml:1: blocked: “!” has no letter in it."),
        ("here: {ludd: {blocked: [x]}}", "tags.yaml:1: here › ludd: there is no place “ludd”."),
        ("blokced: [x]", "tags.yaml:1: blokced: there is no such key (did you mean “blocked”?)."),
    ],
)
def test_a_mistake_of_words_is_named_too(text: str, fault: str) -> None:
    assert words(text)[1] == [fault]
