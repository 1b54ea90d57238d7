"""Ada takes a hub to a newer version: what was stored before is known by the page it leads to."""

from alembic import command
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.db import schema
from hub.db.engine import connect, reading, writing
from tests import town

BEFORE = "f37c400002"


def test_what_was_stored_before_is_known_by_its_page(bare_url: str) -> None:
    engine: Engine = connect(bare_url)
    schema.migrate(engine)
    with writing(engine) as db:
        feed = town.feed(db, town.source(db, "Paper", town.place(db, "Alderford")))
        for title, link in (("Bins", "http://m.paper.example/bins"), ("Front", "https://paper.example/")):
            town.item(db, feed, title, guid=title, link=link)
    with engine.begin() as connection:
        command.downgrade(schema.config(connection), BEFORE)
    schema.migrate(engine)
    with reading(engine) as db:
        keys = db.exec(select(Item.page_key).order_by(col(Item.id))).all()
        assert keys == [page_key("https://paper.example/bins"), None]
    engine.dispose()
