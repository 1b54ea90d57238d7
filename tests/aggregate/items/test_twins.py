"""The same article in two feeds is one entry of the stream with two sources; no feed changes another's items."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items import twins
from hub.aggregate.items.cards import listed
from hub.aggregate.items.forgetting import forget_source
from hub.aggregate.items.models import Item, ItemTwin, StreamEntry
from hub.aggregate.items.queries import Wanted, heads
from hub.aggregate.items.rules import page_key
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.comparing import compared
from hub.aggregate.tagging.queries import registry
from hub.db.engine import reading, writing
from hub.kit.question import parse
from hub.people.cases.rules import Measure
from hub.places.filing import DESK
from tests.aggregate.items.voices import ARTICLE, MADE, Town, decided, entry
from tests.town import NOON

BRIDGE = "https://paper.example/bridge"


@pytest.fixture
def here(engine: Engine) -> Town:
    """Alderford with its paper, and a blogger who links to it."""
    made = Town(engine)
    made.voice("Paper")
    made.voice("Planet")
    return made


def found(here: Town, words: str, **wanted: Any) -> list[int]:
    with reading(here.engine) as db:
        asked = Wanted(here.here, words=parse(words), **wanted)
        return [head.item_id for head in heads(db, asked).heads]


def test_the_same_article_in_two_feeds_stands_once_and_names_both(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", "http://www.paper.example/bridge/?utm_source=planet"))
    assert here.stream() == ["Paper"]
    assert (here.also("Paper"), here.also("Planet")) == ([["Planet"]], [["Paper"]])
    ids = here.ids("Paper")
    with reading(here.engine) as db:
        assert [[each.name for each in card.also] for card in listed(db, ids)] == [["Planet"]]


def test_whoever_published_the_page_leads_though_another_told_of_it_first(here: Town) -> None:
    here.says("Planet", entry("x1", BRIDGE))
    assert here.stream() == ["Planet"]
    here.says("Paper", entry("p1", BRIDGE))
    assert here.stream() == ["Paper"]


def test_of_others_who_told_of_it_first_leads(here: Town) -> None:
    here.voice("Blog")
    for name in ("Planet", "Blog"):
        here.says(name, entry("1", "https://elsewhere.example/x"))
    assert here.stream() == ["Planet"]


def test_what_is_folded_stands_wherever_the_other_does_not(here: Town) -> None:
    here.voice("Mill", inside=True)
    here.says("Paper", entry("p1", BRIDGE, "Bridge closed", "Roads"))
    here.says("Mill", entry("m1", BRIDGE, "Bridge closed", "Roads", "Bins"))
    assert (here.stream(), here.stream("Roads"), here.stream("Bins")) == (["Paper"], ["Paper"], ["Mill"])
    assert (here.stream(inside=True), here.stream("Roads", inside=True)) == (["Mill"], ["Mill"])
    here.says("Paper", entry("p1", BRIDGE, "Bridge closed", "Bins"))
    assert (here.stream(), here.stream("Roads"), here.stream("Bins")) == (["Paper"], ["Mill"], ["Paper"])


def test_a_feed_that_leads_several_times_to_one_page_is_not_folded(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", BRIDGE, "Week 1"), entry("x2", BRIDGE, "Week 2"))
    assert here.stream() == ["Planet", "Planet", "Paper"]
    here.voice("Blog")
    here.says("Blog", entry("b", BRIDGE))
    assert here.stream() == ["Planet", "Planet", "Paper"]


@pytest.mark.parametrize("link", ["", "https://paper.example/", "https://planet.example", "mailto:ada@paper.example"])
def test_what_leads_to_no_page_or_a_front_page_is_not_folded(here: Town, link: str) -> None:
    for name in ("Paper", "Planet"):
        here.says(name, entry("1", link))
    assert len(here.stream()) == 2


def test_what_leads_to_the_site_of_its_own_source_is_not_folded(here: Town) -> None:
    site = here.voice("Ben", site="https://blogs.example/ben")
    for name in ("Paper", "Planet", "Ben"):
        here.says(name, entry("1", site))
    assert sorted(here.stream()) == ["Ben", "Paper"]


def test_a_page_that_everybody_names_folds_nothing(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "MOST", 3)
    for number in range(3):
        here.voice(f"Voice {number}")
        here.says(f"Voice {number}", entry("1", BRIDGE))
    assert len(here.stream()) == 1
    here.says("Planet", entry("x1", BRIDGE))
    assert len(here.stream()) == 4
    with reading(here.engine) as db:
        assert db.exec(select(ItemTwin)).all() == []


def test_nobody_unfolds_others_by_naming_their_page_often(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", BRIDGE))
    here.voice("Noise")
    here.says("Noise", *[entry(str(number), f"{BRIDGE}?utm_source={number}") for number in range(twins.MOST + 1)])
    assert [name for name in here.stream() if name != "Noise"] == ["Paper"]
    assert here.also("Paper") == [["Planet"]]


def test_an_address_made_to_have_the_key_of_an_article_hides_nothing(here: Town) -> None:
    assert page_key(MADE) == page_key(ARTICLE)
    here.voice("Evil")
    here.says("Evil", entry("e1", MADE, "Nothing to see"))
    here.says("Paper", entry("p1", ARTICLE, "Council exposed"))
    assert sorted(here.stream()) == ["Evil", "Paper"]
    here.says("Planet", entry("x1", ARTICLE))
    assert sorted(here.stream()) == ["Evil", "Paper"]
    assert here.also("Paper") == [["Planet"]]


def test_nobody_becomes_the_first_to_tell_by_a_made_address(here: Town) -> None:
    here.voice("Evil")
    here.says("Evil", entry("e1", MADE))
    here.says("Planet", entry("x1", ARTICLE))
    here.says("Evil", entry("e1", ARTICLE))
    assert here.also("Planet") == [[]]


def test_a_site_that_only_a_feed_claims_is_not_its_own(here: Town) -> None:
    site = here.voice("Evil", site="https://paper.example/")
    with writing(here.engine) as db:
        evil = db.get_one(Feed, here.feeds["Evil"])
        db.get_one(Source, evil.source_id).origin = DESK
    here.says("Evil", entry("e1", "https://evil.example/old", "Old"))
    here.says("Paper", entry("p1", BRIDGE, "Council exposed"))
    here.says("Evil", entry("e1", BRIDGE, "Nothing to see"), entry("e2", f"{site}mill", "Mill", hours=2))
    here.says("Paper", entry("p1", BRIDGE, "Council exposed"), entry("p2", f"{site}mill", "Mill"))
    assert sorted(here.stream()) == ["Evil", "Paper", "Paper"]
    with writing(here.engine) as db:
        db.get_one(Feed, here.feeds["Evil"]).url = "https://www.paper.example/feed"
    here.says("Planet", entry("x1", f"{site}pool", "Pool"))
    here.says("Evil", entry("e3", f"{site}pool", "Pool"))
    assert here.also("Planet") == [["Evil"]]
    assert "Planet" not in here.stream()


def test_a_search_finds_an_article_once_and_each_by_words_of_its_own(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE, "Bridge closed"))
    here.says("Planet", entry("x1", BRIDGE, "Bridge shut", hours=3))
    (paper,), (planet,) = here.ids("Paper"), here.ids("Planet")
    assert found(here, "bridge") == [paper]
    assert found(here, "bridge", by_relevance=True) == [paper]
    assert found(here, "shut") == found(here, "shut", by_relevance=True) == [planet]
    with reading(here.engine) as db:
        source = db.get_one(Item, planet).source_id
        below = heads(db, Wanted(here.here, words=parse("bridge")), 1).next
    assert below is None
    assert found(here, "", sources=(source,)) == [planet]
    assert found(here, "bridge", until=NOON.replace(hour=10)) == [planet]


def test_a_page_of_a_search_is_full_though_much_is_folded(here: Town) -> None:
    pages = [f"{BRIDGE}-{number}" for number in range(9)]
    here.says("Paper", *[entry(page, page, hours=30 + at) for at, page in enumerate(pages)])
    here.says("Planet", *[entry(page, page, hours=1 + at) for at, page in enumerate(pages)])
    with reading(here.engine) as db:
        first = heads(db, Wanted(here.here, words=parse("bridge")), 4)
        rest = heads(db, Wanted(here.here, words=parse("bridge"), before=first.next), 9)
    assert sorted(head.item_id for head in (*first.heads, *rest.heads)) == here.ids("Paper")
    assert (len(first.heads), rest.next) == (4, None)


def test_what_is_folded_stands_for_itself_while_the_other_is_withheld(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", BRIDGE))
    decided(here, "Paper", Measure.HIDE)
    assert (here.stream(), here.also("Planet")) == (["Planet"], [[]])
    decided(here, "Paper", Measure.NOTHING)
    assert here.stream() == ["Paper"]


def test_it_stands_for_itself_when_the_other_source_has_left(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE, "Bridge closed", "Roads"))
    here.says("Planet", entry("x1", BRIDGE, "Bridge closed", "Roads"))
    (paper,) = here.ids("Paper")
    with writing(here.engine) as db:
        forget_source(db, db.get_one(Item, paper).source_id)
    assert (here.stream(), here.stream("Roads")) == (["Planet"], ["Planet"])


def test_it_stands_for_itself_when_nobody_listens_to_the_other_any_more(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", BRIDGE))
    (paper,) = here.ids("Paper")
    with writing(here.engine) as db:
        db.get_one(Source, db.get_one(Item, paper).source_id).retired = True
        db.flush()
        retag(db, registry(db))
    assert here.stream() == ["Planet"]


def test_an_edit_that_leads_elsewhere_unfolds(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", BRIDGE))
    here.says("Planet", entry("x1", "https://planet.example/own"))
    assert sorted(here.stream()) == ["Paper", "Planet"]


def test_nobody_becomes_the_first_to_tell_by_an_edit(here: Town) -> None:
    here.voice("Blog")
    news = "https://elsewhere.example/news"
    here.says("Planet", entry("x1", "https://planet.example/old"), entry("x2", "https://elsewhere.example/x"))
    here.says("Blog", entry("b1", news))
    here.says("Planet", entry("x1", "https://planet.example/old"), entry("x2", news))
    assert here.stream().count("Blog") == 1
    assert here.also("Blog") == [[]]


def test_a_page_may_get_another_address_on_its_own_site(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE))
    here.says("Planet", entry("x1", f"{BRIDGE}-closed"))
    assert len(here.stream()) == 2
    here.says("Paper", entry("p1", f"{BRIDGE}-closed"))
    assert here.stream() == ["Paper"]


def test_sorted_anew_the_same_is_folded(here: Town) -> None:
    here.says("Paper", entry("p1", BRIDGE, "Bridge closed", "Roads"))
    here.says("Planet", entry("x1", BRIDGE, "Bridge closed", "Roads", "Bins"))
    before = here.rows_of("Planet")
    with reading(here.engine) as db:
        rows = db.exec(select(Item)).all()
        assert [each.differs for each in compared(db, registry(db), rows)] == [False, False]
    with writing(here.engine) as db:
        for each in db.exec(select(ItemTwin)).all():
            db.delete(each)
        for entered in db.exec(select(StreamEntry)).all():
            db.delete(entered)
    with writing(here.engine) as db:
        retag(db, registry(db))
    assert here.rows_of("Planet") == before
    assert here.stream() == ["Paper"]
