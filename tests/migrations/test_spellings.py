"""Ada takes a hub to a newer version: what tags are called counts wherever it did."""

from alembic import command
from sqlalchemy import Engine
from sqlmodel import select

from hub.db import schema
from hub.db.engine import connect, reading, writing
from hub.establish.tags.models import TagLabel
from hub.places.rules import WHOLE_HUB
from tests import town

BEFORE = "9e0b1e0003"


def test_a_spelling_of_before_places_had_their_own_counts_in_the_whole_hub(bare_url: str) -> None:
    engine: Engine = connect(bare_url)
    schema.migrate(engine)
    with writing(engine) as db:
        town.tag(db, "Bins")
    with engine.begin() as connection:
        command.downgrade(schema.config(connection), BEFORE)
    schema.migrate(engine)
    with reading(engine) as db:
        assert set(db.exec(select(TagLabel.scope_id))) == {WHOLE_HUB}
    engine.dispose()
