"""Each form for a change of the tags asks for what it says, names what is wrong, and offers a way out of a clash."""

from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.tagging.reaching import reach
from hub.db.engine import reading, writing
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.rules import Level
from hub.establish.tags.models import Tag, TagEdge
from hub.establish.tags.rules import Bond
from hub.places.actions import bump_hub
from tests import town
from tests.neighbours import Neighbour
from tests.site.agreed import looked, pressed
from tests.site.conftest import Alderford


@pytest.fixture
def waste(many: Engine, alderford: Alderford) -> Tag:
    """A second tag for what people call bins too."""
    with writing(many) as db:
        return town.tag(db, "Waste", also=["rubbish"], meaning="What we throw away")


@pytest.mark.parametrize(
    ("wish", "fields", "sentence"),
    [
        ("new", {"name": "Foxes", "meaning": "Seen in town", "also": "fox\nVixen (near den)"}, "“Foxes” is a tag in"),
        ("new", {"name": "Foxes", "meaning": "Seen", "where": "*", "broader": "waste"}, "“Foxes” is part of “Waste”."),
        ("spelling", {"tag": "waste", "label": "Tip (not near toe)"}, "“Tip” does not count near: toe."),
        ("spelling", {"tag": "waste", "label": "rubbish", "does": "remove", "where": "*"}, "no longer means “Waste”"),
        ("spelling", {"tag": "waste", "label": "skip", "in_text": "label"}, "counts as a label of a post"),
        ("rename", {"tag": "waste", "name": "Trash", "new_address": "new"}, "The address of “Trash” ends in “trash”"),
        ("rename", {"tag": "waste", "name": "Trash"}, "“Waste” is called “Trash”."),
        ("meaning", {"tag": "waste", "meaning": "All of it"}, "“Waste” means: All of it"),
        (
            "split",
            {"tag": "waste", "name_1": "Litter", "meaning_1": "In streets", "goes_1": "rubbish"},
            "“Litter” is a",
        ),
        ("bond", {"tag": "waste", "bond": "broader", "other": "bins-and-recycling"}, "“Waste” is part of “Bins"),
        ("bond", {"tag": "waste", "bond": "narrower", "other": "bins-and-recycling"}, "recycling” is part of “Waste”."),
        ("bond", {"tag": "waste", "bond": "different-from", "other": "bins-and-recycling"}, "never to be merged"),
        ("word", {"label": "the", "stand": "left-alone"}, "“the” is left alone in Alderford"),
        ("word", {"label": "the", "stand": "blocked", "where": "*"}, "it may not become a tag"),
    ],
)
def test_each_form_asks_for_what_it_says(
    ben: Neighbour, waste: Tag, wish: str, fields: dict[str, str], sentence: str
) -> None:
    seen = looked(ben, wish, **fields)
    assert seen.status == 200, seen.words("//*[@class='wrong']") + seen.words("//*[@role='alert']")
    assert sentence in " ".join(seen.words("//*[@class='preview']"))


def test_a_merge_says_what_the_tag_that_stays_is_part_of_from_then_on(ben: Neighbour, waste: Tag, many: Engine) -> None:
    with writing(many) as db:
        db.add(TagEdge(tag_id=waste.id, other_id=town.tag(db, "Clean streets").id, bond=Bond.BROADER))
    seen = looked(ben, "merge", tag="waste", into="bins-and-recycling")
    assert "“Bins & recycling” is part of “Clean streets”." in " ".join(seen.words("//*[@class='preview']"))


@pytest.mark.parametrize(
    ("wish", "fields", "sentence"),
    [
        ("new", {"name": "", "meaning": ""}, "Give it a name."),
        ("new", {"name": "x" * 81, "meaning": "y"}, "This is too long: at most 80 letters."),
        ("new", {"name": "x", "meaning": "y", "also": "\n".join(f"z{i}" for i in range(41))}, "at most 40."),
        ("new", {"name": "x", "meaning": "y", "where": "nowhere"}, "Choose where it counts."),
        ("new", {"name": "x", "meaning": "y", "broader": "z"}, "Nobody agreed on a tag of this name here."),
        ("spelling", {"tag": "waste", "label": ""}, "Write the spelling."),
        ("spelling", {"tag": "waste", "label": "x (near y"}, "The bracket of “(near …)” is not closed."),
        ("meaning", {"tag": "waste", "meaning": ""}, "Say in a sentence what people here mean by it."),
        ("split", {"tag": "waste", "name_1": "x", "meaning_1": "y", "goes_1": "bins"}, "“bins” is no spelling of this"),
        ("split", {"tag": "waste", "name_1": "x", "meaning_1": "y"}, "Write which spellings go to it"),
        ("bond", {"tag": "waste", "other": "bins-and-recycling", "bond": "cousin"}, "Choose how they hang together."),
        ("word", {"label": "x", "stand": "odd"}, "Choose what is decided of it."),
        ("retire", {"tag": ""}, "Choose a tag."),
    ],
)
def test_each_form_says_what_is_wrong(
    ben: Neighbour, waste: Tag, wish: str, fields: dict[str, str], sentence: str
) -> None:
    sent_back = looked(ben, wish, **fields)
    assert sent_back.status == 422
    assert sentence in " ".join(sent_back.words("//p[@class='wrong']"))


def test_a_spelling_that_means_something_else_names_both_tags_and_offers_what_to_do(ben: Neighbour, waste: Tag) -> None:
    refused = looked(ben, "spelling", tag="waste", label="refuse", where="*")
    assert refused.status == 422
    buttons = refused.words("//button[@name='instead']")
    assert buttons == [
        "Make them one tag: merge “Bins & recycling” into “Waste”",
        "“refuse” means different things: let it mean no tag",
        "Let “refuse” mean “Waste”, and no longer “Bins & recycling”",
    ]
    taken = pressed(ben, refused, instead="take")
    assert "“refuse” no longer means “Bins & recycling”." in taken.text
    assert pressed(ben, taken, step="send", follow=True).h1 == "A proposal"
    merged = pressed(ben, refused, instead="merge")
    assert "“Bins & recycling” becomes “Waste”" in merged.text
    doubted = pressed(ben, refused, instead="ambiguous")
    assert "“refuse” means different things" in " ".join(doubted.words("//*[@class='preview']"))
    assert pressed(ben, refused, instead="nonsense").status == 422


def test_what_an_item_would_lose_and_get_is_shown(
    ben: Neighbour, many: Engine, alderford: Alderford, waste: Tag
) -> None:
    with writing(many) as db:
        town.item(db, alderford.council, "Waste on Friday", [alderford.place], [waste], alderford.moment)
    seen = looked(ben, "merge", tag="waste", into="bins-and-recycling")
    assert "It would touch one item of one source." in seen.text
    assert seen.words("//del") == ["Waste"]
    assert seen.words("//ins") == ["Bins & recycling"]


def test_a_new_tag_called_like_another_ones_spelling_can_only_take_it(ben: Neighbour, waste: Tag) -> None:
    refused = looked(ben, "new", name="Refuse", meaning="What is refused", where="*")
    assert refused.words("//button[@name='instead']") == [
        "Let “Refuse” mean “Refuse”, and no longer “Bins & recycling”"
    ]


def test_a_spelling_becomes_the_name_of_what_is_split_off(ben: Neighbour, waste: Tag) -> None:
    seen = looked(ben, "split", tag="waste", name_1="Rubbish", meaning_1="In bags", goes_1="rubbish")
    assert seen.status == 200
    assert "“Rubbish” is a tag" in seen.text


@pytest.mark.parametrize(
    ("near", "told"), [("moor", "at least one item"), ("fen", "It may touch more than 2000 items.")]
)
def test_what_touches_more_than_anybody_counted_waits_for_two(
    ada: Neighbour, many: Engine, alderford: Alderford, monkeypatch: pytest.MonkeyPatch, near: str, told: str
) -> None:
    """Of the newest that say “the” few do so beside the word that is asked for: nobody knows of the others."""
    with writing(many) as db:
        council = db.merge(alderford.council)
        for title in ("the moor", "the moor again", "the moor today", "the pond"):
            town.item(db, council, title)
    monkeypatch.setattr("hub.site.proposing.looking.reach", partial(reach, most=2))

    seen = looked(ada, "spelling", tag="bins-and-recycling", label=f"the (near {near})")

    assert told in " ".join(seen.words("//*[@class='preview']"))
    assert pressed(ada, seen, step="send").status == 303
    with reading(many) as db:
        assert db.exec(select(Proposal.level)).all() == [Level.TWO]


@pytest.mark.parametrize("stands", ["agreed", "retired"])
def test_a_name_another_place_uses_is_free_here_at_an_address_of_its_own(
    ben: Neighbour, many: Engine, alderford: Alderford, stands: str
) -> None:
    with writing(many) as db:
        elsewhere = town.place(db, "Otherton")
        town.tag(db, "Ferries", scope_id=elsewhere.id, retired=stands == "retired")
        bump_hub(db)
    seen = looked(ben, "new", name="Ferries", meaning="Ours", where="alderford")

    assert (seen.status, seen.words("//*[@role='alert']")) == (200, [])
    assert pressed(ben, seen, step="send", follow=True).h1 == "A proposal"
    with reading(many) as db:
        assert db.exec(select(Proposal)).one().script[0]["slug"] == "ferries-2"
