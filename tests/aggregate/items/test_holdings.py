"""A feed that gives all it says other ids is recognised; one that says something new is not."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.items.actions import empty
from hub.aggregate.items.models import Item
from hub.aggregate.reading.document import Entry
from hub.db.engine import reading, writing
from tests.aggregate.items.voices import Town, entry
from tests.databases import Fresh, examples

SITE = "https://paper.example"


@pytest.fixture
def here(engine: Engine) -> Town:
    made = Town(engine)
    made.voice("Paper")
    return made


def story(number: int, guid: str = "") -> Entry:
    return entry(guid or f"g{number}", f"{SITE}/{number}", f"Story {number}", hours=number)


def renamed(numbers: list[int]) -> list[Entry]:
    return [replace(story(number, f"new-{number}"), digest=f"{number:>8}".encode()) for number in numbers]


def guids(here: Town) -> list[str]:
    with reading(here.engine) as db:
        return list(db.exec(select(Item.guid).order_by(col(Item.id))))


def test_a_feed_that_changes_all_its_ids_doubles_nothing(here: Town) -> None:
    here.says("Paper", *map(story, range(1, 6)))
    ids = here.ids("Paper")
    heard = here.says("Paper", story(9), *renamed([1, 2, 3, 4, 5]))
    assert (heard.added, heard.changed) == (1, 5)
    assert here.ids("Paper")[:5] == ids
    assert guids(here) == ["new-1", "new-2", "new-3", "new-4", "new-5", "g9"]
    assert here.says("Paper", *renamed([1, 2, 3, 4, 5])).unchanged


def test_new_posts_at_new_addresses_are_new(here: Town) -> None:
    here.says("Paper", *map(story, range(1, 4)))
    assert here.says("Paper", *map(story, range(4, 9))).added == 5


def test_a_few_new_ids_are_new_posts_though_their_links_are_known(here: Town) -> None:
    here.says("Paper", *map(story, range(1, 6)))
    assert here.says("Paper", *renamed([1, 2]), *map(story, range(3, 6))).added == 2


def test_other_titles_at_known_addresses_are_other_posts(here: Town) -> None:
    here.says("Paper", *map(story, range(1, 4)))
    weekly = [replace(each, title=f"{each.title}, again") for each in renamed([1, 2, 3])]
    assert here.says("Paper", *weekly).added == 3


def test_a_single_post_may_be_another_at_the_same_address(here: Town) -> None:
    here.says("Paper", story(1))
    assert here.says("Paper", *renamed([1])).added == 1


def test_what_was_said_of_one_page_several_times_is_not_recognised(here: Town) -> None:
    page = f"{SITE}/minutes"
    here.says("Paper", *[entry(guid, page, "Minutes", hours=9) for guid in ("a", "b", "c")])
    again = [replace(entry(guid, page, "Minutes"), digest=guid.encode() * 8) for guid in ("x", "y", "z")]
    assert here.says("Paper", *again).added == 3


def test_what_leads_nowhere_is_not_recognised(here: Town) -> None:
    here.says("Paper", *[entry(guid, "", guid) for guid in "abc"])
    assert here.says("Paper", *[entry(guid, "", guid) for guid in "xyz"]).added == 3


def test_what_was_deleted_here_does_not_come_back_under_another_id(here: Town) -> None:
    here.says("Paper", *map(story, range(1, 4)))
    (first, *_) = here.ids("Paper")
    with writing(here.engine) as db:
        empty(db, first)
    assert here.says("Paper", *renamed([1, 2, 3])).added == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(10), deadline=None)
@given(before=st.sets(st.integers(1, 8), min_size=3), new=st.sets(st.integers(9, 12), max_size=2))
def test_whatever_it_said_before_it_says_once(fresh: Fresh, before: set[int], new: set[int]) -> None:
    with fresh() as engine:
        here = Town(engine)
        here.voice("Paper")
        here.says("Paper", *map(story, sorted(before)))
        here.says("Paper", *renamed(sorted(before)), *map(story, sorted(new)))
        assert len(here.ids("Paper")) == len(before) + len(new)
