"""Rows written past the mapper are those the mapper would have written."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.feeds.models import Feed, Source
from hub.db import bulk
from tests.town import NOON

SOURCE = UUID(int=1)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES | st.just(UTC))  # noqa: DTZ001 -- they get one


@given(MOMENTS)
def test_a_moment_is_written_as_sqlalchemy_writes_it(moment: datetime) -> None:
    theirs = UTCDateTime().dialect_impl(sqlite.dialect()).bind_processor(sqlite.dialect())
    assert theirs is not None
    assert bulk._written(moment) == theirs(moment)


def test_a_moment_without_a_zone_is_refused_and_none_stays_none() -> None:
    assert bulk._written(None) is None
    with pytest.raises(ValueError, match="zone"):
        bulk._written(NOON.replace(tzinfo=None))


@pytest.mark.parametrize("number", [1, 3])
def test_rows_come_back_as_they_were_given(db: Session, number: int) -> None:
    db.add(Source(id=SOURCE, slug="ben", name="Ben", kind="blog"))
    db.flush()
    usual = Feed(source_id=SOURCE, url="", due_at=NOON).model_dump()
    rows = [
        usual | {"id": UUID(int=at), "url": f"https://ben.example/{at}", "last_post_at": NOON if at % 2 else None}
        for at in range(number)
    ]
    bulk.insert(db, Feed, rows)
    bulk.insert(db, Feed, [])
    found = db.exec(select(Feed).order_by(col(Feed.url))).all()
    assert [feed.model_dump() for feed in found] == rows
    bulk.update_all(db, Feed, [row["id"] for row in rows], {"etag": "new"})
    bulk.update_all(db, Feed, [], {"etag": "newer"})
    assert {etag for (etag,) in db.execute(select(Feed.etag))} == {"new"}
    bulk.update(db, Feed, UUID(int=0), {"due_at": NOON + timedelta(hours=1)})
    bulk.delete(db, Feed, [{"id": UUID(int=at)} for at in range(1, number)])
    db.expire_all()
    (left,) = db.exec(select(Feed)).all()
    assert left.due_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("number", [1, 2])
def test_what_the_database_refuses_is_told_as_the_mapper_tells_it(db: Session, number: int) -> None:
    db.add(Source(id=SOURCE, slug="ben", name="Ben", kind="blog"))
    db.flush()
    feed = Feed(source_id=SOURCE, url="https://ben.example/", due_at=NOON).model_dump()
    bulk.insert(db, Feed, [feed])
    with pytest.raises(IntegrityError):
        bulk.insert(db, Feed, [feed] * number)


def test_the_same_object_in_a_row_is_converted_once() -> None:
    asked: list[object] = []
    some, other = object(), object()

    def convert(each: object) -> int:
        asked.append(each)
        return len(asked)

    assert bulk._converted([some, some, other, some], convert) == [1, 1, 2, 3]
    assert asked == [some, other, some]


def test_each_row_is_given_what_is_its_own(db: Session) -> None:
    sources = [Source(id=each, slug=f"ben-{each}", name="Ben", kind="blog") for each in bulk.new_ids(3)]
    db.add_all(sources)
    db.flush()
    names = {each.id: f"Ben {number}" for number, each in enumerate(sources)}
    bulk.update_each(db, Source, [{"id": key, "name": name} for key, name in names.items()])
    bulk.update_each(db, Source, [])
    found = db.execute(select(col(Source.id), col(Source.name)))
    assert {row[0]: row[1] for row in found} == names


def test_new_ids_are_random_ones_and_no_two_alike() -> None:
    ids = bulk.new_ids(100)
    assert len(set(ids)) == len(ids)
    assert {each.version for each in ids} == {4}
    assert bulk.new_ids(0) == []
