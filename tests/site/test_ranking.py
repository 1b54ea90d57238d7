"""The best results are put in order once, and anew as soon as something changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.aggregate.items.queries import Wanted
from hub.db import search
from hub.db.engine import reading, writing
from hub.db.sought import Sought
from hub.kit.question import parse
from hub.places.actions import bump, bump_hub
from hub.site import ranking
from tests import town
from tests.town import NOON


@pytest.fixture
def wanted(many: Engine) -> Wanted:
    """Five items about bins, in Alderford, the best first."""
    with writing(many) as db:
        place = town.place(db, "Alderford")
        voice = town.feed(db, town.source(db, "Voice", place))
        for hours in range(5):
            town.item(db, voice, "Bins " * (1 + hours % 3) + f"of {hours}", [place], at=NOON - timedelta(hours=hours))
        bump(db, [place.id])
        bump_hub(db)
        return Wanted(place.id, words=parse("bins"), by_relevance=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sought]:
    """What the index was asked to put in order."""
    noted, best = list[Sought](), search.best

    def counted(db: Session, sought: Sought) -> list[int]:
        noted.append(sought)
        return best(db, sought)

    monkeypatch.setattr(search, "best", counted)
    return noted


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Sought]:
    """What the index was asked to find."""
    noted, newest = list[Sought](), search.newest

    def counted(db: Session, sought: Sought, limit: int) -> list[int]:
        noted.append(sought)
        return newest(db, sought, limit)

    monkeypatch.setattr(search, "newest", counted)
    return noted


def test_all_pages_are_cut_from_one_ranking(many: Engine, wanted: Wanted, asked: list[Sought]) -> None:
    with reading(many) as db:
        first = ranking.heads(db, wanted, 3)
        second = ranking.heads(db, replace(wanted, before=first.next), 3)
        assert len(asked) == 1
        assert (*first.heads, *second.heads) == items.heads(db, wanted, 5).heads
    assert second.next is None


def test_what_changes_is_put_in_order_anew(many: Engine, wanted: Wanted, asked: list[Sought]) -> None:
    with reading(many) as db:
        first = ranking.heads(db, wanted, 3)
    with writing(many) as db:
        bump(db, [wanted.place_id])
    with reading(many) as db:
        assert ranking.heads(db, wanted, 3).heads == first.heads
    assert len(asked) == 2


def test_a_search_is_looked_up_once_while_its_place_stays_as_it_is(
    many: Engine, wanted: Wanted, looked: list[Sought]
) -> None:
    newest = replace(wanted, by_relevance=False)
    with reading(many) as db:
        first = ranking.heads(db, newest, 3)
        assert ranking.heads(db, newest, 4).heads[:3] == first.heads == items.heads(db, newest, 3).heads
    assert len(looked) == 2  # the other was not kept

    with writing(many) as db:
        bump(db, [wanted.place_id])
    with reading(many) as db:
        assert ranking.heads(db, newest, 3).heads == first.heads
        assert ranking.heads(db, replace(newest, before=first.next), 3).next is None
    assert len(looked) == 4


def test_what_the_stream_holds_in_its_order_is_not_looked_up(
    many: Engine, wanted: Wanted, looked: list[Sought]
) -> None:
    with reading(many) as db:
        assert len(ranking.heads(db, Wanted(wanted.place_id), 9).heads) == 5
        assert ranking.heads(db, replace(wanted, is_void=True), 9).heads == ()
    assert looked == []
