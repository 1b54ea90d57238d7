"""The ground every other test stands on: an empty database each, the right one, and no way out of this machine."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, select

from hub.db.engine import connect, reading, writing
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


@pytest.mark.parametrize("changed", ["", "DROP TABLE place_name", "CREATE TABLE more (n)", "DELETE FROM item_search"])
def test_a_file_that_lasts_is_as_new_for_the_next_test(tmp_path: Path, changed: str) -> None:
    for _ in range(2):
        engine = connect(databases.sqlite_again(tmp_path / "lasting.db"))
        with writing(engine) as db:
            assert db.exec(select(Place)).all() == []
            heath = town.place(db, "Kings Heath", also=["B14"])
            said = town.item(db, town.feed(db, town.source(db, "Ben", heath)), "Bins on Tuesday")
            assert said.id == 1
            assert db.execute(text("SELECT count(*) FROM item_search")).scalar() == 1
            assert "more" not in inspect(db.connection()).get_table_names()
            if changed:
                db.execute(text(changed))
        engine.dispose()


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
