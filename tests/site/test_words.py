"""Every word of the interface goes through gettext, and says what it means."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from hub.aggregate.items.cards import Why
from hub.site import words
from hub.site.render import WEB

ROOT = Path(__file__).parents[2]
COMMAND = (
    "pybabel extract -F web/locale/babel.toml --omit-header --no-location --sort-output "
    "-o web/locale/hub.pot hub/site web/templates"
)


def test_the_list_of_words_is_up_to_date() -> None:
    python = extract_from_dir(ROOT / "hub" / "site", [("**.py", "python")])
    templates = extract_from_dir(WEB / "templates", [("**.html", "jinja2")])
    used = {message[2] for message in (*python, *templates)}
    with (WEB / "locale" / "hub.pot").open("rb") as file:
        listed = {message.id for message in read_po(file) if message.id}

    assert used == listed, f"run: {COMMAND}"


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
