"""Where posts lead is known with the post, and worked out anew it is the same."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, delete, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.actions import empty
from hub.aggregate.items.forgetting import forget_source
from hub.communicate.links import actions, queries, walking
from hub.communicate.links.models import ItemLink, LinkWalk, ShortLink
from hub.communicate.links.rules import MOST_TRIES
from hub.communicate.threads.models import Thread, ThreadItem
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.places.actions import bump_hub
from tests.communicate.village import Village
from tests.databases import Fresh, examples
from tests.town import NOON

VOICES = {"Council": "council", "Paper": "press", "Ben": "blog"}


@pytest.fixture
def village(engine: Engine) -> Village:
    return Village(engine)


def test_a_link_is_known_as_soon_as_its_post(village: Village) -> None:
    bins = village.page("Council", "Bins")
    village.says("Ben", "On bins", bins, "https://elsewhere.example/a", village.page("Ben", "Before"))
    assert village.links() == {
        ("On bins", bins, "Council"),
        ("On bins", "https://elsewhere.example/a", ""),
        ("On bins", village.page("Ben", "Before"), "Ben"),
    }


def test_an_edit_changes_links_and_what_is_emptied_or_leaves_has_none(village: Village) -> None:
    bins = village.page("Council", "Bins")
    village.says("Ben", "On bins", bins)
    village.publish("Ben", village.entry("Ben", "On bins", ["https://elsewhere.example/a"]))
    assert {url for _, url, _ in village.links()} == {"https://elsewhere.example/a"}
    with writing(village.engine) as db:
        empty(db, village.id("On bins"))
    village.think()
    assert village.links() == set()
    village.says("Ben", "Again", bins)
    with writing(village.engine) as db:
        feed = db.get_one(Feed, village.feeds["Council"])
        actions.forget_source(db, feed.source_id)
    assert {source for *_, source in village.links()} == {""}
    with writing(village.engine) as db:
        forget_source(db, db.get_one(Feed, village.feeds["Ben"]).source_id)
    assert village.links() == set()


def test_who_links_to_a_twin_links_to_what_is_shown(village: Village) -> None:
    page = village.page("Council", "Bins")
    village.says("Council", "Bins")
    village.says("Paper", "Council: bins", link=page, guid="wire")
    village.says("Ben", "On bins", page)
    village.think()
    with reading(village.engine) as db:
        assert queries.answered_by(db, village.here, village.id("On bins")) == [village.id("Bins")]
        assert queries.answers_to(db, village.here, village.id("Council: bins")) == [village.id("On bins")]
    assert village.talk() == [["Bins", "On bins"]]


def test_a_hub_that_never_read_links_reads_them_step_by_step(village: Village) -> None:
    village.says("Council", "Bins")
    village.says("Paper", "Bins again", village.page("Council", "Bins"), hours=1)
    village.think()
    told, talk = village.links(), village.talk()
    with writing(village.engine) as db:
        for table in (ItemLink, ThreadItem, LinkWalk, Thread):
            db.execute(delete(table))
    with writing(village.engine) as db:
        assert not walking.is_over(db)
        assert len(walking.step(db, 2, NOON)) == 2
        assert walking.step(db, 2, NOON)
    village.think()
    assert (village.links(), village.talk()) == (told, talk)
    with writing(village.engine) as db:
        assert walking.is_over(db)
        assert walking.step(db, 2, NOON) == ()


def test_links_follow_a_source_to_another_site(village: Village) -> None:
    village.says("Ben", "On bins", "https://bins.example/today")
    village.think()
    with writing(village.engine) as db:
        council = db.exec(select(Source).where(Source.name == "Council")).one()
        council.site = "https://bins.example/"
        db.add(council)
        bump_hub(db)
    village.think()
    assert ("On bins", "https://bins.example/today", "Council") in village.links()


def test_short_addresses_are_noted_once_and_lead_on_when_they_are_known(village: Village) -> None:
    village.says("Council", "Bins")
    village.says("Ben", "On bins", "https://bit.ly/1", "https://bit.ly/1", hours=1)
    village.says("Paper", "Bins, bins", "https://t.co/1", hours=2)
    with writing(village.engine) as db:
        later = now() + timedelta(days=1)
        assert {each.url for each in queries.due(db, later, 5)} == {"https://bit.ly/1", "https://t.co/1"}
        actions.answer(db, "https://t.co/1", "https://bit.ly/1")
        actions.answer(db, "https://bit.ly/1", village.page("Council", "Bins"))
        actions.answer(db, "https://bit.ly/nobody", "https://council.example/")
        assert queries.due(db, later, 5) == []
    village.think()
    assert {url for _, url, _ in village.links()} == {village.page("Council", "Bins")}
    assert village.talk() == [["Bins", "On bins", "Bins, bins"]]


def test_a_short_address_that_stands_for_another_one_has_that_asked_too(village: Village) -> None:
    village.says("Ben", "On bins", "https://t.co/1")
    with writing(village.engine) as db:
        actions.answer(db, "https://t.co/1", "https://bit.ly/2")
    village.think()
    with reading(village.engine) as db:
        assert set(db.exec(select(ShortLink.url))) == {"https://t.co/1", "https://bit.ly/2"}


def test_a_shortener_that_gives_nothing_is_left_alone_in_the_end(village: Village) -> None:
    village.says("Ben", "On bins", "https://bit.ly/1")
    with writing(village.engine) as db:
        for tries in range(1, MOST_TRIES + 1):
            actions.ask_on(db, "https://bit.ly/1", tries, NOON)
        assert db.exec(select(ShortLink.due_at)).one() is None
    assert {url for _, url, _ in village.links()} == {"https://bit.ly/1"}


said = st.lists(
    st.tuples(st.sampled_from(sorted(VOICES)), st.lists(st.integers(0, 7), max_size=3)), min_size=2, max_size=8
)


@given(said, st.integers(0, 1_000))
@settings(max_examples=examples(15), deadline=None)
def test_the_same_posts_make_the_same_threads_in_whatever_order_they_come(
    fresh: Fresh, told: list[tuple[str, list[int]]], chance: int
) -> None:
    outcomes = []
    for order in (list(range(len(told))), _shuffled(len(told), chance)):
        with fresh() as engine:
            village = Village(engine, VOICES)
            for turn, number in enumerate(order):
                name, others = told[number]
                pages = [village.page(told[other][0], f"Post {other}") for other in others if other < len(told)]
                village.says(name, f"Post {number}", *pages, hours=number)
                if turn % 3 == 0:
                    village.think()
            village.think()
            outcomes.append((village.together(), village.links()))
            assert _rebuilt(village) == outcomes[-1]
    assert outcomes[0] == outcomes[1]


def _rebuilt(village: Village) -> tuple[object, object]:
    """Forget everything that is derived, and have it worked out anew."""
    with writing(village.engine) as db:
        for table in (ItemLink, ThreadItem, LinkWalk):
            db.execute(delete(table))
        assert db.exec(select(ItemLink).where(col(ItemLink.item_id) > 0)).first() is None
    village.think()
    return village.together(), village.links()


def _shuffled(number: int, chance: int) -> list[int]:
    return Random(chance).sample(range(number), number)  # noqa: S311 -- an order, nothing secret
