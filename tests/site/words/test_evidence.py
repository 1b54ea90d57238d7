"""Every reason has a sentence."""

import pytest

from hub.aggregate.items.cards import Why
from hub.site import words


@pytest.mark.parametrize(
    ("because", "evidence", "sentence"),
    [
        ("label", "refuse", "Ben filed it under “refuse”."),
        ("title", "bins", "The title says “bins”."),
        ("text", "bins", "The text says “bins”."),
        ("tag", "Mill End", "It is tagged “Mill End”."),
        ("within", "Mill End", "“Mill End” is part of this place."),
        ("source", "", "Ben speaks for this place."),
        ("something new", "x", "Ben belongs to it."),
        ("label", "100 %(x)s", "Ben filed it under “100 %(x)s”."),
    ],
)
def test_every_reason_has_a_sentence(because: str, evidence: str, sentence: str) -> None:
    assert words.why(Why("slug", "Name", because, evidence), "Ben") == sentence
