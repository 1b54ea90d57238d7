"""What Cem the visitor finds on in his place."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.establish.meaning.rules import Because, Found, Meaning
from hub.meet.events import queries
from hub.meet.events.actions import keep_calendar
from hub.meet.events.models import Event
from hub.meet.events.values import Evidenced, Narrowed
from hub.meet.reading.values import Span
from hub.places.models import Place
from tests import town
from tests.meet.calendars import MARCH, calendar, vevent

MONTH = Span(MARCH, MARCH + timedelta(days=31))


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def diary(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "The Red Lion", heath, kind="events"), reads="events")


def publish(db: Session, diary: Feed, *events: str, now: datetime = MARCH, tags=()) -> None:
    """Let Ben publish events in every place there is."""
    read = calendar(*events, now=now)
    places = tuple(Found(place, Because.SOURCE) for place in db.exec(select(Place.id)))
    found = tuple(Found(tag.id, Because.LABEL, tag.name) for tag in tags)
    keep_calendar(db, diary, read, {event.uid: Meaning(found, places) for event in read.events}, now)
    db.flush()


QUIZ = vevent("DTSTART:20260303T190000Z", "DTEND:20260303T210000Z", "RRULE:FREQ=WEEKLY;COUNT=3", "LOCATION:Upstairs")
CHOIR = vevent("DTSTART:20260304T180000Z", uid="choir", summary="Choir")
SHOW = vevent("DTSTART;VALUE=DATE:20260201", "DTEND;VALUE=DATE:20260315", uid="show", summary="Exhibition")


def test_cem_sees_what_is_on_soonest_first(db, heath, diary):
    publish(db, diary, QUIZ, CHOIR, SHOW)
    found = queries.upcoming(db, heath.id, MONTH)
    assert [each.title for each in found] == ["Exhibition", "Pub quiz", "Choir", "Pub quiz", "Pub quiz"]
    quiz = found[1]
    assert (quiz.location, str(quiz.repeats), quiz.source_name) == ("Upstairs", "every week, 3 times", "The Red Lion")
    assert (quiz.source_slug, quiz.slot, quiz.changed_at) == ("the-red-lion", "20260303T190000Z", MARCH)


def test_a_span_holds_what_touches_it_and_not_its_end(db, heath, diary):
    publish(db, diary, QUIZ)
    start = datetime.fromisoformat("2026-03-03T19:00+00:00")
    hour = timedelta(hours=1)
    assert len(queries.upcoming(db, heath.id, Span(start + hour, start + 2 * hour))) == 1
    assert queries.upcoming(db, heath.id, Span(start + 2 * hour, start + 3 * hour)) == []
    assert queries.upcoming(db, heath.id, Span(start - hour, start)) == []


def test_another_place_has_its_own_listing(db, heath, diary):
    publish(db, diary, QUIZ)
    moseley = town.place(db, "Moseley")
    assert queries.upcoming(db, moseley.id, MONTH) == []


def test_a_tag_narrows_the_listing(db, heath, diary):
    quizzes = town.tag(db, "Quizzes")
    publish(db, diary, QUIZ, tags=[quizzes])
    assert len(queries.upcoming(db, heath.id, MONTH, Narrowed(tag_id=quizzes.id))) == 3
    assert queries.upcoming(db, heath.id, MONTH, Narrowed(tag_id=uuid4())) == []
    assert len(queries.upcoming(db, heath.id, MONTH, limit=2)) == 2


def test_what_comes_next_is_neither_under_way_nor_cancelled(db, heath, diary):
    off = vevent("DTSTART:20260302T180000Z", "STATUS:CANCELLED", uid="off", summary="Cancelled talk")
    today = vevent("DTSTART;VALUE=DATE:20260301", uid="fair", summary="Fair")
    publish(db, diary, QUIZ, CHOIR, SHOW, off, today)
    assert [each.title for each in queries.next_meetups(db, heath.id, MARCH)] == ["Fair", "Pub quiz", "Choir"]


def test_a_cancelled_date_is_listed_as_cancelled(db, heath, diary):
    off = vevent("RECURRENCE-ID:20260310T190000Z", "DTSTART:20260310T190000Z", "STATUS:CANCELLED", summary="No quiz")
    publish(db, diary, QUIZ, off)
    found = queries.upcoming(db, heath.id, MONTH)
    assert [(each.title, each.cancelled) for each in found] == [
        ("Pub quiz", False),
        ("No quiz", True),
        ("Pub quiz", False),
    ]


@pytest.mark.parametrize("row", [Feed, Source])
def test_a_calendar_nobody_looks_at_any_more_is_not_listed(db, heath, diary, row):
    publish(db, diary, QUIZ)
    db.exec(select(row)).one().retired = True
    db.flush()
    assert queries.upcoming(db, heath.id, MONTH) == []
    assert queries.event(db, db.exec(select(Event.id)).one())


def test_a_page_of_one_event_says_all_we_know(db, heath, diary):
    publish(db, diary, QUIZ, tags=[town.tag(db, "Quizzes")])
    event_id = db.exec(select(Event.id)).one()
    view = queries.event(db, event_id)
    assert view
    assert (view.title, view.location, str(view.repeats)) == ("Pub quiz", "Upstairs", "every week, 3 times")
    assert view.tags == (Evidenced("quizzes", "Quizzes", "label", "Quizzes"),)
    assert view.places == (Evidenced("kings-heath", "Kings Heath", "source", ""),)
    assert queries.tags_of(db, [event_id]) == {event_id: view.tags}
    assert len(queries.occurrences_of(db, event_id, MARCH)) == 3
    assert len(queries.occurrences_of(db, event_id, MARCH + timedelta(days=7), limit=1)) == 1


def test_an_event_that_never_was_is_none(db):
    assert queries.event(db, uuid4()) is None


def test_what_events_tell_is_handed_out_in_batches(db, heath, diary):
    publish(db, diary, QUIZ.replace("LOCATION", "CATEGORIES:Quiz\r\nLOCATION"), CHOIR)
    first = queries.told(db, None, limit=1)
    rest = queries.told(db, first[-1].event_id)
    assert {each.title for each in (*first, *rest)} == {"Pub quiz", "Choir"}
    assert {each.labels for each in (*first, *rest)} == {("Quiz",), ()}
    assert {each.text for each in (*first, *rest)} == {"Upstairs", ""}
    assert queries.told(db, rest[-1].event_id) == []


def test_cem_can_look_through_what_is_still_to_come(db, heath, diary):
    gone = vevent("DTSTART:20260101T100000Z", uid="gone", summary="Repair fair")
    off = vevent("DTSTART:20260306T100000Z", "STATUS:CANCELLED", uid="off", summary="Repair party")
    publish(db, diary, QUIZ, CHOIR, gone, off)
    told = queries.texts_ahead(db, heath.id, MARCH)

    assert sorted(told.values()) == ["Choir ", "Pub quiz Upstairs"]
    assert queries.texts_ahead(db, town.place(db, "Moseley").id, MARCH) == {}
    dates = queries.next_dates(db, told.keys(), MARCH + timedelta(days=4))
    assert [(date.title, date.starts_on.day) for date in dates] == [("Pub quiz", 10)]
    assert [date.title for date in queries.next_dates(db, told.keys(), MARCH)] == ["Pub quiz", "Choir"]
    assert len(queries.next_dates(db, told.keys(), MARCH, 1)) == 1
    assert queries.next_dates(db, (), MARCH) == ()
