"""Whose site a page is on."""

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.sites import owners
from tests import town


def test_a_source_owns_its_host_with_and_without_www(db: Session) -> None:
    place = town.place(db, "Alderford")
    town.source(db, "The Courier", place, site="https://www.courier.example/news/")
    (owner,) = owners(db, "http://courier.example/sport/1")
    assert (owner.slug, owner.place_ids) == ("the-courier", frozenset({place.id}))


def test_of_several_on_one_platform_the_nearest_is_meant(db: Session) -> None:
    town.source(db, "The platform itself", site="https://blogs.example/")
    for name in ("Ben", "Benjamin"):
        town.source(db, name, site=f"https://blogs.example/{name.lower()}")
    assert [owner.name for owner in owners(db, "https://blogs.example/ben/bins")] == ["Ben"]
    assert len(owners(db, "https://blogs.example/terms")) == 3


@pytest.mark.parametrize("url", ["", "https://other.example/", "mailto:ben@blogs.example", "https://example/"])
def test_nobody_owns_what_is_elsewhere(db: Session, url: str) -> None:
    town.source(db, "Ben", site="https://blogs.example/ben")
    town.source(db, "Nobody", site="")
    assert owners(db, url) == []


def test_who_is_retired_owns_nothing_any_more(db: Session) -> None:
    town.source(db, "Ben", site="https://blogs.example/ben", retired=True)
    assert owners(db, "https://blogs.example/ben") == []
