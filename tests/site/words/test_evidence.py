"""For everything that leads to a tag or a place there is a sentence of its own."""

import pytest

from hub.aggregate.items.cards import Why
from hub.establish.meaning.rules import Because
from hub.site.words import why
from hub.site.words.speech import LANGUAGES, speaking

UNTOLD = "The Courier belongs to it."


@pytest.mark.parametrize("because", Because)
def test_each_way_of_knowing_is_said(because: Because) -> None:
    assert why(Why("bins", "Bins", because, "refuse"), "The Courier") != UNTOLD


@pytest.mark.parametrize(
    ("because", "evidence", "sentence"),
    [
        ("rule", "/sport/", "Its address at The Courier begins with /sport/."),
        ("rule", "42", "The Courier files it as “42”, which means this there."),
        ("rule", "", "Everything from The Courier has it."),
        ("narrower", "Bulky waste", "It is about “Bulky waste”, which is part of this."),
        ("point", "52.4800, -1.9000", "The point on the map given with it lies here: 52.4800, -1.9000."),
        ("label", "", UNTOLD),
        ("whatever", "comes", UNTOLD),
    ],
)
def test_what_it_rests_on_is_said(because: str, evidence: str, sentence: str) -> None:
    assert why(Why("bins", "Bins", because, evidence), "The Courier") == sentence


def test_a_sign_of_a_format_in_a_path_does_no_harm() -> None:
    with speaking(LANGUAGES["cy"]):
        assert "/100%s/" in why(Why("bins", "Bins", "rule", "/100%s/"), "50% Off")
