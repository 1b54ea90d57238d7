"""Ada takes a hub to a newer version: what was found before is found afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlmodel import Session

from hub.aggregate.items.facets import of_kind, of_place, of_source, of_tag
from hub.aggregate.items.models import Item
from hub.db import schema, search
from hub.db.engine import connect, is_sqlite, writing
from hub.db.sought import Facet, Key, Sought
from hub.kit.question import parse
from tests import town
from tests.town import NOON

BEFORE = "7e5a000001"
MOMENTS = [NOON, NOON.replace(microsecond=999_900), datetime(1, 1, 2, tzinfo=UTC)]


@pytest.fixture
def bare(bare_url: str) -> Iterator[Engine]:
    opened = connect(bare_url)
    schema.migrate(opened)
    yield opened
    opened.dispose()


def strike(db: Session, moment: datetime) -> tuple[Item, Item, list[Facet]]:
    """Have two things said, the first at *moment*; return them and all the first is filed under."""
    place, bins = town.place(db, "Alderford"), town.tag(db, "Bins")
    mill_end = town.place(db, "Mill End", place)
    feed = town.feed(db, town.source(db, "Łódź Diary", place, kind="press"))
    said = town.item(db, feed, "Bin strike", [place, mill_end], [bins], moment)
    later = town.item(db, feed, "Bin strike ends", [place], at=NOON + timedelta(hours=1))
    facets = [of_place(place.id), of_place(mill_end.id), of_tag(bins.id), of_source(feed.source_id), of_kind("press")]
    return said, later, facets


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_index_is_the_same_after_a_walk_down_and_up(bare: Engine, moment: datetime) -> None:
    with writing(bare) as db:
        said, later, facets = strike(db, moment)
    with bare.begin() as connection:
        command.downgrade(schema.config(connection), BEFORE)
    schema.migrate(bare)

    with writing(bare) as db:
        assert search.newest(db, Sought(parse('"bin strike"')), 10) == [later.id, said.id]
        assert search.newest(db, Sought(parse("bin"), tuple((facet,) for facet in facets)), 10) == [said.id]
        assert search.newest(db, Sought(groups=((of_kind("press"),),)), 10) == [later.id, said.id]
        if is_sqlite(db):
            db.connection().execute(text("INSERT INTO item_search (item_search) VALUES ('integrity-check')"))
        search.drop(db, [Key(each.id or 0, each.sort_at) for each in (said, later)])
        assert search.newest(db, Sought(parse("strike")), 10) == []
