"""Who speaks, and how their feeds are doing, as the pages read it."""

import pytest
from sqlmodel import Session

from hub.aggregate.feeds import queries
from hub.aggregate.feeds.queries import Health
from hub.errors import NotFound
from tests import town
from tests.town import NOON


def test_sources_of_places_come_by_name_with_their_feeds(db: Session) -> None:
    alderford, mill_end = town.place(db, "Alderford"), town.place(db, "Mill End")
    town.feed(db, town.source(db, "Zebra Zine", alderford), last_post_at=NOON)
    town.feed(db, town.source(db, "Ada’s Notes", mill_end), trouble="timeout", trouble_since=NOON)
    town.source(db, "Gone", alderford, retired=True)

    notes, zine = queries.sources(db, [alderford.id, mill_end.id])

    assert (notes.name, zine.name) == ("Ada’s Notes", "Zebra Zine")
    assert (notes.troubled, zine.troubled) == (True, False)
    assert (notes.last_post_at, zine.last_post_at) == (None, NOON)
    assert [source.name for source in queries.sources(db, [mill_end.id])] == ["Ada’s Notes"]


def test_a_retired_source_keeps_its_page(db: Session) -> None:
    town.source(db, "Gone", town.place(db, "Alderford"), retired=True)

    assert queries.source(db, "gone").retired
    with pytest.raises(NotFound):
        queries.source(db, "never")


def test_homes_and_health_leave_out_what_is_retired(db: Session) -> None:
    alderford = town.place(db, "Alderford")
    speaking = town.source(db, "Council", alderford)
    town.source(db, "Gone", alderford, retired=True)
    town.feed(db, speaking, trouble="http-500")
    town.feed(db, speaking, "https://council.example/2.xml")
    town.feed(db, speaking, "https://council.example/3.xml", retired=True)

    assert queries.homes(db) == {alderford.id: frozenset({speaking.id})}
    assert queries.health(db) == Health(feeds=2, troubled=1)
