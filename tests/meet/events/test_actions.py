"""What is kept of a calendar from look to look."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed
from hub.db.bulk import BATCH
from hub.establish.meaning.rules import Because, Found, Meaning
from hub.meet.events.actions import Kept, derive, keep_calendar
from hub.meet.events.models import Event, EventLabel, EventPlace, EventTag, Occurrence
from hub.places.models import Place
from tests import town
from tests.meet.calendars import MARCH, calendar, vevent

WEEK = timedelta(days=7)
WEEKLY = ("DTSTART:20260303T190000Z", "RRULE:FREQ=WEEKLY;COUNT=4")


@pytest.fixture
def diary(db: Session) -> Feed:
    heath = town.place(db, "Kings Heath")
    return town.feed(db, town.source(db, "The Red Lion", heath, kind="events"), reads="events")


def look(db: Session, diary: Feed, *events: str, now: datetime = MARCH, **meanings: Meaning) -> Kept:
    """Look at Ben's calendar and keep what it says."""
    kept = keep_calendar(db, diary, calendar(*events, now=now), meanings, now)
    db.flush()
    db.expire_all()
    return kept


def dates(db: Session) -> list[str]:
    found = db.exec(select(Occurrence.starts_at).order_by(col(Occurrence.starts_at)))
    return [f"{starts_at:%m-%d %H}" for starts_at in found]


def test_a_first_look_keeps_events_and_their_dates(db, diary):
    kept = look(
        db, diary, vevent(*WEEKLY, "CATEGORIES:Quiz,#quiz,Pubs"), vevent("DTSTART:20260304T190000Z", uid="choir")
    )
    assert kept == Kept(added=2)
    assert dates(db) == ["03-03 19", "03-04 19", "03-10 19", "03-17 19", "03-24 19"]
    assert sorted(label.label for label in db.exec(select(EventLabel))) == ["Pubs", "Quiz"]
    quiz = db.exec(select(Event).where(Event.uid == "quiz")).one()
    assert (quiz.feed_id, quiz.source_id, quiz.changed_at) == (diary.id, diary.source_id, MARCH)


def test_a_second_look_at_the_same_changes_no_row(db, diary):
    look(db, diary, vevent(*WEEKLY))
    before = {(row.id, row.event_id) for row in db.exec(select(Occurrence))}
    assert look(db, diary, vevent(*WEEKLY), now=MARCH + timedelta(hours=6)) == Kept()
    assert {(row.id, row.event_id) for row in db.exec(select(Occurrence))} == before


def test_a_changed_event_keeps_its_identity_and_raises_its_sequence(db, diary):
    look(db, diary, vevent(*WEEKLY, "CATEGORIES:Quiz"))
    before = db.exec(select(Event)).one().id
    later = MARCH + timedelta(hours=1)
    assert look(db, diary, vevent(*WEEKLY, "LOCATION:Upstairs", "CATEGORIES:Pubs"), now=later) == Kept(changed=1)
    event = db.exec(select(Event)).one()
    assert (event.id, event.location, event.sequence, event.changed_at) == (before, "Upstairs", 1, later)
    assert [label.label for label in db.exec(select(EventLabel))] == ["Pubs"]


def test_a_date_taken_out_is_gone_and_one_moved_is_moved(db, diary):
    look(db, diary, vevent(*WEEKLY))
    moved = vevent("RECURRENCE-ID:20260317T190000Z", "DTSTART:20260318T200000Z")
    look(db, diary, vevent(*WEEKLY, "EXDATE:20260310T190000Z"), moved)
    assert dates(db) == ["03-03 19", "03-18 20", "03-24 19"]
    slots = set(db.exec(select(Occurrence.slot)))
    assert slots == {"20260303T190000Z", "20260317T190000Z", "20260324T190000Z"}


def test_history_stays_when_the_window_moves_on(db, diary):
    look(db, diary, vevent(*WEEKLY))
    assert look(db, diary, vevent(*WEEKLY), now=MARCH + 2 * WEEK) == Kept()
    assert dates(db) == ["03-03 19", "03-10 19", "03-17 19", "03-24 19"]


def test_an_event_that_vanished_loses_its_future_and_stays(db, diary):
    look(db, diary, vevent(*WEEKLY))
    assert look(db, diary, now=MARCH + WEEK) == Kept(gone=1)
    assert dates(db) == ["03-03 19"]
    assert db.exec(select(Event)).one().title == "Pub quiz"
    assert look(db, diary, now=MARCH + WEEK) == Kept()


def test_an_event_that_is_simply_over_is_not_gone(db, diary):
    once = vevent("DTSTART:20260303T190000Z")
    look(db, diary, once)
    assert look(db, diary, once, now=MARCH + WEEK) == Kept()
    assert dates(db) == ["03-03 19"]


def test_an_event_that_comes_back_is_the_same_one(db, diary):
    look(db, diary, vevent(*WEEKLY))
    before = db.exec(select(Event)).one().id
    look(db, diary)
    look(db, diary, vevent(*WEEKLY))
    assert db.exec(select(Event)).one().id == before
    assert len(dates(db)) == 4


def test_an_exhibition_made_longer_stays_one_date(db, diary):
    look(db, diary, vevent("DTSTART;VALUE=DATE:20260201", "DTEND;VALUE=DATE:20260303"))
    for end in ("20260501", "20260601"):
        look(db, diary, vevent("DTSTART;VALUE=DATE:20260201", f"DTEND;VALUE=DATE:{end}"), now=MARCH + WEEK)
    (on,) = db.exec(select(Occurrence)).all()
    assert on.ends_at
    assert on.ends_at.month == 5


def test_one_calendar_cannot_touch_the_events_of_another(db, diary):
    other = town.feed(db, town.source(db, "The Swan", kind="events"), reads="events")
    look(db, diary, vevent(*WEEKLY))
    assert keep_calendar(db, other, calendar(vevent(*WEEKLY, summary="Stolen")), {}, MARCH) == Kept(added=1)
    assert keep_calendar(db, other, calendar(), {}, MARCH) == Kept(gone=1)
    assert sorted(event.title for event in db.exec(select(Event))) == ["Pub quiz", "Stolen"]
    assert len(dates(db)) == 4


def test_what_an_event_means_is_kept_with_the_evidence_and_follows_the_registry(db, diary):
    quizzes, pubs = town.tag(db, "Quizzes"), town.tag(db, "Pubs")
    heath = diary_place(db)
    told = Meaning((Found(quizzes.id, Because.LABEL, "Quiz"),), (Found(heath, Because.SOURCE),))
    look(db, diary, vevent(*WEEKLY), quiz=told)
    assert [(row.tag_id, row.because, row.evidence) for row in db.exec(select(EventTag))] == [
        (quizzes.id, "label", "Quiz")
    ]
    assert [(row.place_id, row.because) for row in db.exec(select(EventPlace))] == [(heath, "source")]
    event_id = db.exec(select(Event.id)).one()
    assert derive(db, {event_id: told}) == 0
    assert derive(db, {event_id: Meaning((Found(pubs.id, Because.TITLE, "Pub"),))}) == 1
    assert [row.tag_id for row in db.exec(select(EventTag))] == [pubs.id]
    assert db.exec(select(EventPlace)).all() == []


def diary_place(db: Session):
    return db.exec(select(Place.id)).one()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.lists(st.sets(st.integers(1, 28), max_size=4), min_size=1, max_size=3))
def test_whatever_came_before_the_future_is_what_the_last_look_said(db, diary, kept):
    for days in kept:
        events = [vevent(f"DTSTART:202604{day:02}T190000Z", uid=str(day)) for day in days]
        look(db, diary, *events)
    ahead = db.exec(select(Occurrence.starts_at).where(Occurrence.starts_at > MARCH))
    assert sorted(starts_at.day for starts_at in ahead) == sorted(kept[-1])


def test_more_events_than_a_batch_holds_are_kept_in_batches(db, diary):
    events = [vevent(f"DTSTART:202604{1 + n % 28:02}T190000Z", uid=str(n)) for n in range(BATCH + 1)]
    assert look(db, diary, *events) == Kept(added=BATCH + 1)
    assert look(db, diary) == Kept(gone=BATCH + 1)
    assert dates(db) == []


def test_a_sequence_never_outgrows_what_readers_and_columns_hold(db, diary):
    most = f"SEQUENCE:{2**31 - 1}"
    look(db, diary, vevent(*WEEKLY, most))
    assert look(db, diary, vevent(*WEEKLY, most, "LOCATION:Upstairs")) == Kept(changed=1)
    event = db.exec(select(Event)).one()
    assert (event.sequence, event.location) == (2**31 - 1, "Upstairs")
