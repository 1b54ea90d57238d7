"""A calendar that gives its events new ids: they stay the same meetups, on the same pages."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed
from hub.meet.events.actions import Kept, keep_calendar
from hub.meet.events.models import Event, Occurrence
from tests import town
from tests.meet.calendars import MARCH, calendar, vevent

HOUR = timedelta(hours=1)
WEEKLY = ("DTSTART:20260303T190000Z", "RRULE:FREQ=WEEKLY;COUNT=4", "LOCATION:The Swan")


@pytest.fixture
def diary(db: Session) -> Feed:
    return town.feed(db, town.source(db, "The Swan", town.place(db, "Alderford"), kind="events"), reads="events")


def look(db: Session, diary: Feed, *events: str, now=MARCH) -> Kept:
    kept = keep_calendar(db, diary, calendar(*events, now=now), {}, now)
    db.flush()
    db.expire_all()
    return kept


def rows(db: Session) -> list[tuple[object, ...]]:
    return [(each.id, each.title, each.sequence) for each in db.exec(select(Event).order_by(col(Event.title)))]


def test_ids_that_change_every_hour_make_no_doubles_and_nobody_is_told_of_a_change(db, diary):
    look(db, diary, vevent(*WEEKLY, uid="hour-0"), vevent("DTSTART:20260304T190000Z", uid="b-0", summary="Choir"))
    before = rows(db)
    dates = set(db.exec(select(Occurrence.id)))
    for hour in range(1, 4):
        later = MARCH + hour * HOUR
        choir = vevent("DTSTART:20260304T190000Z", uid=f"b-{hour}", summary="Choir")
        assert look(db, diary, vevent(*WEEKLY, uid=f"hour-{hour}"), choir, now=later) == Kept()
    assert rows(db) == before
    assert set(db.exec(select(Occurrence.id))) == dates
    assert sorted(db.exec(select(Event.uid))) == ["b-3", "hour-3"]
    assert set(db.exec(select(Event.changed_at))) == {MARCH}


def test_a_new_id_and_new_words_at_once_are_a_change_of_the_same_meetup(db, diary):
    look(db, diary, vevent(*WEEKLY, uid="a"))
    (before,) = rows(db)
    assert look(db, diary, vevent(*WEEKLY, "DESCRIPTION:Bring a pen", uid="b")) == Kept(changed=1)
    assert rows(db) == [(before[0], "Pub quiz", 1)]


def test_another_meetup_at_the_same_hour_is_another_one(db, diary):
    look(db, diary, vevent(*WEEKLY, uid="a"))
    assert look(db, diary, vevent(*WEEKLY, uid="b", summary="Choir")) == Kept(added=1, gone=1)
    elsewhere = vevent(*WEEKLY[:2], "LOCATION:The Lion", uid="c", summary="Choir")
    assert look(db, diary, elsewhere) == Kept(added=1, gone=1)
    assert len(rows(db)) == 3


def test_an_id_that_is_still_told_is_never_taken_over(db, diary):
    look(db, diary, vevent(*WEEKLY, uid="a"))
    assert look(db, diary, vevent(*WEEKLY, uid="a"), vevent(*WEEKLY, uid="b")) == Kept(added=1)
    assert len(rows(db)) == 2


def test_two_alike_are_taken_over_once_each(db, diary):
    look(db, diary, vevent(*WEEKLY, uid="a"), vevent(*WEEKLY, uid="b"))
    assert look(db, diary, vevent(*WEEKLY, uid="c"), vevent(*WEEKLY, uid="d"), vevent(*WEEKLY, uid="e")) == Kept(
        added=1
    )
    assert sorted(db.exec(select(Event.uid))) == ["c", "d", "e"]


def test_what_is_over_is_not_taken_for_what_is_told_anew(db, diary):
    look(db, diary, vevent("DTSTART:20260303T190000Z", uid="a"))
    later = MARCH + timedelta(days=30)
    assert look(db, diary, vevent("DTSTART:20260410T190000Z", uid="b"), now=later) == Kept(added=1)
    assert len(rows(db)) == 2


def test_what_we_understand_better_is_kept_without_a_word(db, diary):
    told = vevent(*WEEKLY, "DESCRIPTION:Free entry. Step-free.", "GEO:52.1;-1.2", uid="a")
    look(db, diary, told)
    event = db.exec(select(Event)).one()
    assert (event.free, event.step_free, event.lat, event.lon) == (True, True, 52.1, -1.2)
    event.free = event.lat = None
    db.add(event)
    db.flush()
    assert look(db, diary, told, now=MARCH + HOUR) == Kept()
    event = db.exec(select(Event)).one()
    assert (event.free, event.lat, event.sequence, event.changed_at) == (True, 52.1, 0, MARCH)
