"""What was taken down does not come back by another way: somebody reads it before it appears."""

import pytest
from sqlalchemy import Engine

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items import withholding
from hub.db.engine import reading, writing
from hub.people.cases.rules import Measure
from tests import town
from tests.aggregate.items.voices import ARTICLE, MADE, Town, decided, entry

BRIDGE = "https://paper.example/bridge"


@pytest.fixture
def here(engine: Engine) -> Town:
    """Alderford with its paper, and a blogger who links to it."""
    made = Town(engine)
    made.voice("Paper")
    made.voice("Planet")
    return made


def waiting(here: Town) -> list[int]:
    with reading(here.engine) as db:
        return [item_id for item_id, _ in withholding.waiting(db, None)]


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.REMOVE])
def test_what_leads_where_something_was_taken_down_is_read_before_it_appears(here: Town, measure: Measure) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    decided(here, "Paper", measure)
    here.says("Planet", entry("x1", BRIDGE), entry("x2", "https://planet.example/other"))
    assert here.stream() == ["Planet"]
    assert waiting(here) == here.ids("Planet")[:1]


def test_who_published_it_is_not_kept_out_by_what_was_taken_down_elsewhere(here: Town) -> None:
    here.says("Planet", entry("x1", BRIDGE, "Buy gold"))
    decided(here, "Planet", Measure.HIDE)
    here.says("Paper", entry("p1", BRIDGE))
    assert (here.stream(), waiting(here)) == (["Paper"], [])


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.REMOVE])
def test_what_was_taken_down_is_read_when_its_own_source_says_it_again(here: Town, measure: Measure) -> None:
    others = [entry(f"p{number}", f"{BRIDGE}-{number}", "Other") for number in range(2)]
    here.says("Paper", entry("p", BRIDGE, "Nasty"), *others)
    decided(here, "Paper", measure)
    here.says("Paper", entry("anew", BRIDGE, "Nasty"), *others)
    assert here.stream() == ["Paper", "Paper"]
    assert waiting(here) == here.ids("Paper")[-1:]


def test_what_was_taken_down_is_read_when_its_source_says_it_by_another_feed(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE, "Nasty"))
    with writing(here.engine) as db:
        source = db.get_one(Source, db.get_one(Feed, here.feeds["Paper"]).source_id)
        here.feeds["Topic"] = town.feed(db, source, url="https://feeds.example/topic").id
    decided(here, "Paper", Measure.REMOVE)
    here.says("Topic", entry("t1", BRIDGE, "Nasty"))
    assert (here.stream(), waiting(here)) == ([], here.ids("Topic"))


@pytest.mark.parametrize("link", ["https://planet.example/a", ""])
def test_what_an_edit_leads_to_where_something_was_taken_down_is_read_first(here: Town, link: str) -> None:
    here.says("Paper", entry("p1", BRIDGE, "Nasty"))
    decided(here, "Paper", Measure.HIDE)
    here.says("Planet", entry("x1", link, "Nice"))
    here.says("Planet", entry("x1", BRIDGE, "Nasty"))
    assert (here.stream(), waiting(here)) == ([], here.ids("Planet"))


def test_what_is_taken_down_does_not_lead_away_to_come_again(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE, "Nasty"))
    decided(here, "Paper", Measure.HIDE)
    here.says("Paper", entry("p1", f"{BRIDGE}-away", "Nice"))
    here.says("Paper", entry("p2", BRIDGE, "Nasty"))
    assert (here.stream(), waiting(here)) == ([], here.ids("Paper")[1:])


def test_what_is_withheld_at_a_made_address_keeps_no_article_out(here: Town) -> None:
    here.voice("Evil")
    here.says("Evil", entry("e1", MADE))
    decided(here, "Evil", Measure.HIDE)
    here.says("Planet", entry("x1", ARTICLE))
    assert (here.stream(), waiting(here)) == (["Planet"], [])
