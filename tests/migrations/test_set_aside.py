"""Ada takes a hub to a newer version: what she had set aside is left alone, and the log says who decided it."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.models import ItemLabel
from hub.db import schema
from hub.db.engine import connect, reading, writing
from hub.establish.deciding import queries as deciding
from hub.establish.deciding.script import Rule
from hub.establish.tags.models import Ruling
from hub.people.audit.actions import Entry, note
from hub.people.rules import NOBODY, Deed, Thing
from tests import town
from tests.town import NOON

BEFORE = "e57ab10002"


@pytest.fixture
def bare(bare_url: str) -> Iterator[Engine]:
    opened = connect(bare_url)
    schema.migrate(opened)
    yield opened
    opened.dispose()


def test_what_was_set_aside_and_not_taken_up_again_is_left_alone(bare: Engine) -> None:
    with writing(bare) as db:
        place = town.place(db, "Alderford")
        said = town.item(db, town.feed(db, town.source(db, "Diary", place)), "Derby day")
        db.add(ItemLabel(item_id=said.id or 0, key="uncategorised", label="Uncategorised"))
        town.tag(db, "Sport")
        for deed, key in [
            (Deed.SET_ASIDE, "uncategorised"),
            (Deed.SET_ASIDE, "news"),
            (Deed.SET_ASIDE, "derby"),
            (Deed.TAKE_UP, "derby"),
        ]:
            note(db, NOBODY, Entry(deed, Thing.LABEL, key, place.id), NOON)
        place_id = place.id
        db.add(Ruling(scope_id=place_id, key="news", label="News", stand="blocked"))
    with bare.begin() as connection:
        command.downgrade(schema.config(connection), BEFORE)
    schema.migrate(bare)

    with reading(bare) as db:
        rulings = [(row.key, row.label, row.stand) for row in db.exec(select(Ruling).order_by(Ruling.key))]
        (decided,) = deciding.decisions(db, [place_id], None, 9)
    assert rulings == [("news", "News", "blocked"), ("uncategorised", "Uncategorised", "left-alone")]
    assert decided.script == (Rule("Uncategorised", "left-alone", place_id),)
    assert [each.after.key for each in decided.images if each.after] == [(place_id.hex, "uncategorised")]
    assert decided.at == NOON
