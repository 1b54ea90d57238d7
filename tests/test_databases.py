"""The ground every other test stands on: an empty database each, the right one, and no way out of this machine."""

import socket

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.db.engine import reading, writing
from hub.meet.events.models import Occurrence
from hub.places.models import Place
from tests import databases, oracle, town


def test_the_run_uses_the_database_it_says(engine: Engine) -> None:
    assert engine.dialect.name == ("postgresql" if databases.wanted_postgres() else "sqlite")


@pytest.mark.parametrize("again", ["once", "twice"])
def test_no_test_sees_what_another_one_wrote(again: str, engine: Engine) -> None:
    with writing(engine) as db:
        assert db.exec(select(Place)).all() == []
        town.place(db, "Kings Heath")


def test_several_connections_see_only_what_was_committed(many: Engine) -> None:
    with writing(many) as writer, reading(many) as reader:
        town.place(writer, "Kings Heath")
        assert reader.exec(select(Place)).all() == []


def test_a_whole_town_is_built_in_a_few_lines(db: Session) -> None:
    heath = town.place(db, "Kings Heath", town.place(db, "Birmingham"), also=["B14"])
    blog = town.feed(db, town.source(db, "Ben's blog", heath))
    told = town.item(db, blog, "The bins came on Tuesday", tags=[town.tag(db, "Bins & recycling", also=["rubbish"])])
    town.meetup(db, blog, "Repair café")
    assert told.id
    assert db.exec(select(Occurrence)).one().starts_at == town.NOON


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com", "2001:db8::1"])
def test_a_test_that_dials_out_is_refused_and_remembered(host: str) -> None:
    with pytest.raises(oracle.DialledOut):
        socket.create_connection((host, 80), timeout=1).close()
    assert oracle.refused()
    oracle.forget()


def test_loopback_may_be_dialled() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
    assert oracle.refused() == []
