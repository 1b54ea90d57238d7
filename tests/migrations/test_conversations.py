"""Ada takes a hub to a newer version: what was said before becomes conversations, and she can go back."""

from datetime import timedelta
from uuid import UUID

from alembic import command
from sqlalchemy import Engine, inspect

from hub.aggregate.items.rules import page_key
from hub.communicate.threads import queries
from hub.db import schema
from hub.db.engine import connect, reading, writing
from hub.duties.threading import think_all
from hub.duties.tools import Tools
from hub.net.door import Door
from tests import town
from tests.duties.at_once import AtOnce
from tests.town import NOON

BEFORE = "f37c500001"


def said(engine: Engine) -> UUID:
    """Have the council say something and Ben answer it; return where."""
    with writing(engine) as db:
        here = town.place(db, "Alderford")
        for hours, name in enumerate(("Council", "Ben")):
            feed = town.feed(db, town.source(db, name, here))
            made = town.item(db, feed, "On bins", at=NOON + timedelta(hours=hours))
            made.page_key = page_key(made.link)
            made.html = '<p><a href="https://council.example/on-bins">Bins</a></p>'
            db.add(made)
        return here.id


def test_what_was_said_before_becomes_conversations(bare_url: str) -> None:
    engine: Engine = connect(bare_url)
    schema.migrate(engine)
    here = said(engine)
    tools = Tools(engine, Door(), AtOnce())  # type: ignore[arg-type]  # stands in
    think_all(tools)
    with engine.begin() as connection:
        command.downgrade(schema.config(connection), BEFORE)
    assert "thread_news" in inspect(engine).get_table_names()
    schema.migrate(engine)
    think_all(tools)
    with reading(engine) as db:
        (row,) = queries.ranked(db, here, NOON).rows
        assert row.state.posts == 2
    engine.dispose()
