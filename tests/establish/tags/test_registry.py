"""What Ada may write about tags, and what she is told when she errs."""

import pytest

from hub.establish.tags.registry import TagEntry, parse_tags
from hub.kit.text import excerpt
from hub.kit.yaml import read_yaml

TOO_MUCH = "says more than is needed: 500 letters are enough for a meaning."


def look_alike(word: str, letter: str) -> str:
    return f"“{word}” holds a letter that only looks right: its “{letter}” is Cyrillic. Type it anew."


def parse(text: str) -> tuple[dict[str, TagEntry], list[str]]:
    faults: list[str] = []
    return parse_tags(read_yaml(text, "tags.yaml", faults), ["wherry", "quay"]), faults


def test_a_tag_has_a_meaning_and_many_spellings():
    tags, faults = parse(
        'bins: {name: Bins & recycling, meaning: "Out, on Tuesday",\n'
        '       also: ["#binstrike", refuse, bins], label_only: tip, scope: quay}'
    )
    assert faults == []
    assert tags["bins"] == TagEntry(
        "Bins & recycling", "Out, on Tuesday", also=("#binstrike", "refuse"), label_only=("tip",), scope="quay"
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "bike: {name: Bike, also: [cycling]}\ncycling: {name: Cycling}",
            "tags.yaml:1: bike: “cycling” is both a tag and another spelling of “bike”.",
        ),
        (
            "cycling: {name: Cycling}\nbike: {name: Bike, label_only: [Cycling!]}",
            "tags.yaml:2: bike: “Cycling!” is both a tag and another spelling of “bike”.",
        ),
        (
            "bike: {name: Bike, also: [wheels]}\nbuses: {name: Buses, also: [Wheels]}",
            "tags.yaml:2: buses: “Wheels” is a spelling of “bike” too.",
        ),
        ("Bike: {name: Bike}", "tags.yaml:1: Bike: is not a slug; “bike” would be one."),
        ("bike: {also: [x]}", "tags.yaml:1: bike › name: is missing."),
        ("bike: {name: Bike, scope: ludd}", "tags.yaml:1: bike › scope: there is no place “ludd”."),
        ("bike: {name: Bike, place: ludd}", "tags.yaml:1: bike › place: there is no place “ludd”."),
        (
            f"bike: {{name: Bike,\n  also: [{'b' * 81}]}}",
            f"tags.yaml:2: bike › also: “{'b' * 79}…” is too long: 80 letters are enough.",
        ),
        (
            "barn:\n  name: The b\u0430rn",
            "tags.yaml:2: barn › name: " + look_alike("b\u0430rn", "\u0430"),
        ),
        (
            "bike: {name: Bike, here: {quay: [🦆]}}",
            "tags.yaml:1: bike › here › quay: “🦆” has no letter and no digit to be found by.",
        ),
        (
            "bike: {name: Bike, label_only_here: {quay: [b\u0456ke]}}",
            "tags.yaml:1: bike › label_only_here › quay: " + look_alike("b\u0456ke", "\u0456"),
        ),
        (
            f"bike: {{name: Bike, meaning: {'so ' * 200}}}",
            f"tags.yaml:1: bike › meaning: “{excerpt('so ' * 200, 80)}” {TOO_MUCH}",
        ),
        ("bike: {name: Bike, aslo: [x]}", "tags.yaml:1: bike › aslo: there is no such key (did you mean “also”?)."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(text, fault):
    assert parse(text)[1] == [fault]


def test_one_spelling_may_mean_different_tags_in_different_places():
    _, faults = parse(
        "tips: {name: Tips}\nquay-tips: {name: Quay tips, scope: quay, also: [tips]}\n"
        "wherry-tips: {name: Wherry tips, scope: wherry, also: [tips]}"
    )
    assert faults == []
