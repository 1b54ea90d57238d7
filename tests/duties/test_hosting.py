"""What was typed becomes events that stay true: day by day, and when who typed it leaves the hub."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove
from sqlmodel import Session, col, select

from hub.aggregate.feeds.looks import claim_all, claim_due
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import MEETUPS
from hub.db.engine import reading, writing
from hub.duties import forgetting, hosting
from hub.duties.leaving import take_out
from hub.kit.clock import now
from hub.meet.events.models import Event, EventTag, Occurrence
from hub.meet.hosting import actions, queries
from hub.meet.hosting.models import Hosted, HostedDate
from hub.meet.hosting.privacy import MEETUPS_KEPT
from hub.meet.hosting.values import OddDate, Written
from hub.people.persons import actions as persons
from tests import town

WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.fixture
def typed(engine: Engine) -> UUID:
    """Ben’s meetup of sixty weeks, which is shown."""
    with writing(engine) as db:
        return type_one(db)


def type_one(db: Session, weeks: int = 60, since: timedelta = timedelta(days=1), **said: Any) -> UUID:
    place = town.place(db, "Alderford")
    town.tag(db, "Wool")
    ben = persons.welcome(db, "ben@ben.example", now())
    first = (now() + since).date()
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
    rule = f"FREQ=WEEKLY;BYDAY={day};COUNT={weeks}"
    usual: dict[str, Any] = {"labels": "wool", "name": "Ben", "location": "Old Library", "clock": "19:00", "rule": rule}
    written = Written(place.id, "Knitting", "Call 960123", "Europe/London", first, **(usual | said))
    hosted_id = actions.write(db, ben, written, now())
    assert actions.show(db, hosted_id)
    assert not actions.show(db, hosted_id)
    hosting.settle(db, hosted_id)
    return hosted_id


def type_another(db: Session, hosted_id: UUID) -> UUID:
    """Have who typed a meetup type one of a single date too."""
    first = db.get_one(Hosted, hosted_id)
    written = Written(first.place_id, "Chess", "", "Europe/London", first.day)
    another = actions.write(db, first.person_id or hosted_id, written, now())
    actions.show(db, another)
    hosting.settle(db, another)
    return another


@contextmanager
def rows_loaded(table: type[Occurrence]) -> Iterator[list[Occurrence]]:
    """Note the rows of a table that are read inside the block."""
    found: list[Occurrence] = []

    def note(row: Occurrence, _context: object) -> None:
        found.append(row)

    listen(table, "load", note)
    yield found
    remove(table, "load", note)


def dates(db: Session) -> Sequence[Occurrence]:
    return db.exec(select(Occurrence).order_by(col(Occurrence.starts_at))).all()


def test_it_is_an_event_of_its_neighbours_with_their_tags(engine: Engine, typed: UUID) -> None:
    with reading(engine) as db:
        event = db.exec(select(Event)).one()
        assert (event.title, event.organiser, event.timezone) == ("Knitting", "Ben", "Europe/London")
        assert db.exec(select(EventTag)).all()
        told = queries.terms(db, event.id)
        assert told is not None
        assert (told.rsvp, told.capacity, told.hosted_id) == (False, None, typed)
        assert told.person_id
        assert queries.terms(db, typed) is None
        assert queries.of_event(db, typed) is None


def test_its_feed_is_never_fetched(engine: Engine, typed: UUID) -> None:
    with writing(engine) as db:
        feed = db.exec(select(Feed)).one()
        assert (feed.reads, feed.retired, feed.trouble) == (MEETUPS, True, "")
        assert not claim_due(db, now() + timedelta(days=900))
        assert not claim_all(db, now())


def test_a_second_one_shares_the_feed_and_leaves_the_first_its_future(engine: Engine, typed: UUID) -> None:
    with writing(engine) as db:
        before = len(dates(db))
        type_another(db, typed)
        assert len(db.exec(select(Feed)).all()) == 1
        assert len(dates(db)) == before + 1


def test_to_settle_one_reads_no_date_of_the_others(engine: Engine, typed: UUID) -> None:
    with writing(engine) as db:
        another = type_another(db, typed)
    with writing(engine) as db, rows_loaded(Occurrence) as loaded:
        hosting.settle(db, another)
        assert {each.event_id for each in loaded} == {db.get_one(Hosted, another).event_id}


def test_every_date_of_one_that_goes_on_for_a_year_is_there_from_the_start(engine: Engine) -> None:
    with writing(engine) as db:
        type_one(db, weeks=53)
        assert len(dates(db)) == 53


def test_who_typed_it_has_it_open_until_its_last_day_is_over(engine: Engine, typed: UUID) -> None:
    with reading(engine) as db:
        row = db.get_one(Hosted, typed)
        ben = row.person_id or typed
        last = datetime.combine(row.ends_on, datetime.min.time(), UTC)
        assert [queries.number_open(db, ben, at) for at in (now(), last + DAY, last + 2 * DAY)] == [1, 1, 0]
        assert queries.has_typed(db, ben)
        assert not queries.has_typed(db, typed)


def test_who_leaves_calls_off_what_is_ahead_and_takes_their_words_along(engine: Engine, typed: UUID) -> None:
    with writing(engine) as db:
        ben = db.get_one(Hosted, typed).person_id
        assert ben is not None
        place_id = db.get_one(Hosted, typed).place_id
        waits = actions.write(db, ben, Written(place_id, "Chess", "", "Europe/London", date(2099, 1, 1)), now())
        assert "960123" in str(forgetting.everything_about(db, ben))
        forgetting.erase(db, ben, now())
        assert db.get(Hosted, waits) is None
        event, row = db.exec(select(Event)).one(), db.get_one(Hosted, typed)
        db.refresh(event)
        db.refresh(row)
        assert (event.cancelled, event.organiser, event.summary) == (True, "", "")
        assert (event.title, row.person_id, row.words) == ("Knitting", None, "")
        told = queries.terms(db, event.id)
        assert told is not None
        assert told.person_id is None


def test_what_is_long_over_is_forgotten(engine: Engine, typed: UUID) -> None:
    with writing(engine) as db:
        actions.set_date(db, typed, OddDate(db.get_one(Hosted, typed).day, note="Cake"), now())
        forgetting.expire(db, now() + MEETUPS_KEPT)
        assert db.get(Hosted, typed)
        forgetting.expire(db, now() + MEETUPS_KEPT + 61 * WEEK)
    with reading(engine) as db:
        assert not db.exec(select(Hosted)).all()
        assert not db.exec(select(HostedDate)).all()
        assert len(db.exec(select(Event)).all()) == 1


def test_a_meetup_whose_event_was_taken_out_gets_another(engine: Engine, typed: UUID) -> None:
    with writing(engine) as db:
        take_out(db, db.exec(select(Feed.source_id)).one(), now())
    with writing(engine) as db:
        assert db.get_one(Hosted, typed).event_id is None
        assert hosting.settle(db, typed)
        assert queries.hosted(db, typed).event_id
