"""Who talks with whom is kept up to date, in places where something changed."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from hub.communicate.bridging import queries
from hub.db.engine import reading, writing
from hub.duties.bridging import Bridges
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.places.actions import bump
from tests.communicate.bridging.test_counting import Heath

LONG_AGO = timedelta(days=200)


@pytest.fixture
def heath(tools: Tools) -> Heath:
    with writing(tools.engine) as db:
        made = Heath(db)
        db.expunge_all()
    return made


def months(db: Session, heath: Heath) -> int:
    """Count the numbers that are kept of a place."""
    return len(queries.between(db, heath.place.id, "2000-01", "2099-01"))


def test_the_duty_counts_where_something_changed(heath: Heath, tools: Tools) -> None:
    bridges = Bridges()
    assert bridges.count(tools) == 0
    with writing(tools.engine) as db:
        heath.talk(db, "council", "blog", at=now() - timedelta(hours=3))
    assert bridges.count(tools) == 0  # nobody noted that anything changed
    with writing(tools.engine) as db:
        heath.talk(db, "council", "blog", at=now() - LONG_AGO)
        bump(db, [heath.place.id])
    assert bridges.count(tools) == 1
    assert bridges.count(tools) == 0
    with reading(tools.engine) as db:
        assert months(db, heath) == 1  # older months are counted when a process starts
    assert Bridges().count(tools) == 1
    with reading(tools.engine) as db:
        assert months(db, heath) == 2


def test_a_duty_that_is_told_to_stop_counts_nothing(heath: Heath, tools: Tools) -> None:
    with writing(tools.engine) as db:
        heath.talk(db, "council", "blog", at=now() - timedelta(hours=3))
    tools.stop.set()
    assert Bridges().count(tools) == 0
