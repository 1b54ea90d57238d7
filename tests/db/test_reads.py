"""A read compiled once gives the same rows as SQLAlchemy would, of both databases."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, bindparam, select
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlmodel import Session, col

from hub.aggregate.items.models import Item
from hub.db import reads
from hub.db.engine import reading
from hub.db.reads import AT_ONCE, Read, ReadAmong
from hub.places.models import Place
from tests import town

FACTS = select(col(Item.id), col(Item.source_id), col(Item.sort_at), col(Item.updated_at), col(Item.title))
BY_TITLE = Read(FACTS.where(col(Item.title) == bindparam("title")).limit(bindparam("limit")))
BY_ID = ReadAmong(FACTS, col(Item.id))
SLUGS = Read(select(col(Place.slug)).where(col(Place.retired).is_(False)).order_by(col(Place.slug)))


def test_values_have_the_types_of_their_columns(db: Session) -> None:
    alderford = town.place(db, "Alderford")
    voice = town.feed(db, town.source(db, "Ben", alderford))
    said = town.item(db, voice, "The bridge", at=datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert BY_TITLE.rows(db, title="The bridge", limit=5) == [
        (said.id, voice.source_id, said.sort_at, None, "The bridge")
    ]
    assert isinstance(BY_TITLE.rows(db, title="The bridge", limit=5)[0][1], UUID)


def test_values_of_the_statement_itself_need_not_be_given(db: Session) -> None:
    town.place(db, "Weir", retired=True)
    town.place(db, "Alderford")
    town.place(db, "Lock")
    assert SLUGS.rows(db) == [("alderford",), ("lock",)]
    assert SLUGS.value(db) == "alderford"


def test_where_nothing_fits_there_is_no_value(db: Session) -> None:
    assert BY_TITLE.rows(db, title="; DROP TABLE item", limit=5) == []
    assert BY_TITLE.value(db, title="nothing", limit=1) is None


@pytest.mark.parametrize("number", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1])
def test_any_number_of_values_is_read_once_each(db: Session, number: int) -> None:
    voice = town.feed(db, town.source(db, "Ben", town.place(db, "Alderford")))
    ids = [town.item(db, voice, f"Part {n}").id for n in range(number)]
    assert sorted(row[0] for row in BY_ID.among(db, [*ids, 999_999_999])) == ids


def test_a_database_that_cannot_answer_is_told_of_as_ever(engine: Engine) -> None:
    with reading(engine) as db, pytest.raises((OperationalError, ProgrammingError)) as told:
        reads.rows(db, "SELECT nothing FROM nowhere", ())
    assert isinstance(told.value, DBAPIError)
