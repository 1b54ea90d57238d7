"""What one should know before a change of the tags is sent: what a word means so far, and what else waits."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.models import Item, ItemLabel
from hub.db.engine import writing
from hub.establish.deciding.rules import Level, level
from hub.establish.deciding.script import Rule
from hub.establish.tags.models import Tag
from hub.kit.text import label_key
from tests import town
from tests.neighbours import Neighbour
from tests.site.agreed import looked, pressed, proposed
from tests.site.conftest import Alderford


@pytest.fixture
def roads(many: Engine, alderford: Alderford) -> Tag:
    """A tag of the whole hub that potholes are filed under."""
    with writing(many) as db:
        return town.tag(db, "Roads", also=["pothole"], meaning="What one drives on")


def test_a_new_name_counts_in_the_whole_hub_and_others_decide_with_ada(
    ada: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        town.place(db, "Weir")
    page = looked(ada, "rename", tag="Bins & recycling", name="Rubbish")
    assert "It counts in every place of this hub." in page.text
    assert "You look after a part of that. Others decide it with you." in page.text
    here = looked(ada, "spelling", tag="Bins & recycling", label="midden", where="alderford")
    assert "It counts in Alderford." in here.text
    assert "You look after a part" not in here.text


def test_a_word_that_means_another_tag_around_here_is_said_to_mean_that_no_longer(
    ada: Neighbour, alderford: Alderford, roads: Tag
) -> None:
    page = looked(ada, "spelling", tag="Bins & recycling", label="pothole", where="alderford")
    assert "In the whole hub “pothole” means “Roads”. In Alderford it would no longer mean that." in page.text
    same = looked(ada, "spelling", tag="Roads", label="pothole", where="alderford")
    assert "“pothole” means “Roads” in the whole hub already, so in Alderford too." in same.text


def test_what_is_proposed_of_a_word_already_is_said_and_linked(
    ada: Neighbour, ben: Neighbour, alderford: Alderford, many: Engine
) -> None:
    found = proposed(many, Rule("Foxes", "blocked", alderford.place.id))
    page = looked(ada, "new", name="foxes", meaning="The animals", where="alderford")
    assert "Something is proposed about “Foxes” already: read it first." in page.text
    assert page.links[f"/alderford/proposals/{found.id}"] == "Read the proposal"


def test_of_a_common_word_others_are_asked_first(ada: Neighbour, alderford: Alderford) -> None:
    page = looked(ada, "spelling", tag="Bins & recycling", label="on", where="alderford")
    assert "This word is very common" in page.text
    assert page.words("//section[@class='preview']//button") == ["Propose it"]
    assert pressed(ada, page, step="send", follow=True).h1 == "A proposal"
    assert level([], 0, is_common=True) is Level.SILENCE


def test_a_word_in_one_of_twenty_posts_is_common(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        for number in range(6):
            town.item(db, alderford.council, f"The council says {number}", [alderford.place])
    assert (
        "This word is very common"
        in looked(ada, "spelling", tag="Bins & recycling", label="council", where="alderford").text
    )


def test_where_all_posts_of_a_word_have_the_tag_that_is_said(
    ada: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        item = db.exec(select(Item).where(Item.title == "Bins on Tuesday")).one()
        for label in ("refuse", "ash bins"):
            db.add(ItemLabel(item_id=item.id or 0, key=label_key(label), label=label))
    page = looked(ada, "spelling", tag="Bins & recycling", label="ash bins", where="alderford")
    assert "It would touch nothing that was said so far." in page.text
    assert "The one post filed under “ash bins” has “Bins & recycling” already." in page.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("<script>alert(1)</script>", "Write plain words, without “<” and “>”."),
        ("🦆", "A name needs at least two letters or digits"),
        ("(((", "A name needs at least two letters or digits"),
        ("x" * 81, "This is too long: at most 80 letters."),
    ],
)
def test_what_is_no_name_is_said_to_be_none(ada: Neighbour, alderford: Alderford, name: str, said: str) -> None:
    page = looked(ada, "new", name=name, meaning="m", where="alderford")
    assert page.status == 422
    assert said in page.text
    assert "Name of the tag" in page.links.values()  # as its field is called
    assert page.all("//input[@name='name']")[0].get("maxlength") is None


def test_the_name_of_a_new_tag_among_its_spellings_goes_without_saying(ada: Neighbour, alderford: Alderford) -> None:
    page = looked(ada, "new", name="Foxes", meaning="The animals", also="foxes\nVixen", where="alderford")
    assert page.status == 200
    assert "“Vixen” means “Foxes” too" in page.text


def test_what_is_looked_at_has_an_address_one_can_go_back_to(ada: Neighbour, alderford: Alderford) -> None:
    page = looked(ada, "new", name="Foxes", meaning="The animals", where="alderford")
    again = ada.visit(page.address)
    assert "What it would change" in again.text
    assert again.headers["cache-control"] == "no-store"
    long = looked(ada, "new", name="Foxes", meaning="The animals", where="alderford", reason="ä" * 900)
    assert "What it would change" in long.text
    assert "step=look" not in long.address


def test_the_spellings_of_a_tag_that_is_split_are_there_to_choose_from(ada: Neighbour, alderford: Alderford) -> None:
    page = ada.visit("/alderford/proposals/new/split?tag=bins-and-recycling")
    assert "refuse" in [each.get("value") for each in page.all("//input[@type='checkbox' and @name='goes-1']")]


def test_the_address_on_the_sheet_breaks_behind_dots_and_slashes_alone(ada: Neighbour, alderford: Alderford) -> None:
    sheet = ada.visit("/alderford/how-to-tag")
    assert "hub.<wbr>example/<wbr>alderford/<wbr>tags<wbr>" in sheet.source
