"""The list of a place: one line for what several calendars tell, narrowed down, counted by month."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, delete, select

from hub.aggregate.feeds.models import Feed, Source
from hub.meet.events import offered, queries
from hub.meet.events.forgetting import forget_source
from hub.meet.events.models import Event, EventTag, ListedDate, Occurrence
from hub.meet.events.relisting import relist
from hub.meet.events.values import Meetup, Narrowed
from hub.meet.reading.values import Span
from hub.meet.venues.models import Venue
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.places.models import Place
from tests import town
from tests.meet.calendars import MARCH

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVENING = MARCH.replace(hour=19) + 2 * DAY
MONTH = Span(MARCH, MARCH + 31 * DAY)
DAYS = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def pub(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "The Red Lion", heath, kind="events"), reads="events")


@pytest.fixture
def paper(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "The Echo", heath, kind="events"), reads="events")


def merged(db: Session, *events: Event) -> None:
    group = uuid4()
    for each in events:
        each.group_id = group
    relist(db, [events[0].id])


def listed(db: Session, heath: Place, **narrowed: Any) -> list[Meetup]:
    return list(queries.upcoming(db, heath.id, MONTH, Narrowed(**narrowed)))


def rows(db: Session) -> list[dict[str, Any]]:
    found = db.exec(select(ListedDate).order_by(col(ListedDate.place_id), col(ListedDate.occurrence_id)))
    return [row.model_dump() for row in found]


def taken_down(db: Session, kind: Target, target: UUID) -> None:
    db.add(Withholding(target_kind=kind, target_id=target.hex, measure=Measure.HIDE, since=MARCH))
    db.flush()


def test_what_two_calendars_tell_is_one_line_in_the_words_of_who_says_most(db, heath, pub, paper):
    short = town.meetup(db, pub, "Quiz", EVENING, summary="Quiz.", free=True)
    full = town.meetup(db, paper, "Pub quiz", EVENING + HOUR / 4, summary="Six rounds, teams of four.", children=False)
    merged(db, short, full)
    (line,) = listed(db, heath)
    assert (line.title, [each.source_name for each in line.also]) == ("Pub quiz", ["The Red Lion"])
    assert (line.suits.free, line.suits.children, line.suits.online) == (True, False, None)
    assert [each.title for each in queries.next_meetups(db, heath.id, MARCH)] == ["Pub quiz"]
    assert len(queries.starts(db, heath.id, MONTH, 10)) == 1
    assert queries.month(db, heath.id, DAYS)[EVENING.date()].count == 1
    assert [each.title for each in queries.next_dates(db, [short.id, full.id], MARCH)] == ["Quiz"]


def test_other_dates_of_merged_events_stay_lines_of_their_own(db, heath, pub, paper):
    merged(db, town.meetup(db, pub, "Quiz", EVENING), town.meetup(db, paper, "Quiz", EVENING + 7 * DAY))
    assert len(listed(db, heath)) == 2


def test_events_taken_apart_again_are_two_lines(db, heath, pub, paper):
    one, other = (town.meetup(db, feed, "Quiz", EVENING) for feed in (pub, paper))
    merged(db, one, other)
    one.group_id = other.group_id = None
    relist(db, [one.id])
    assert len(listed(db, heath)) == 2


def test_when_the_one_who_says_most_is_taken_down_the_other_is_still_listed(db, heath, pub, paper):
    one, other = town.meetup(db, pub, "Quiz", EVENING), town.meetup(db, paper, "Quiz", EVENING, summary="Six rounds.")
    merged(db, one, other)
    taken_down(db, Target.EVENT, other.id)
    (line,) = listed(db, heath)
    assert (line.source_name, line.also) == ("The Red Lion", ())


@pytest.mark.parametrize("kind", [Target.EVENT, Target.SOURCE])
def test_what_is_taken_down_is_in_no_list(db, heath, pub, kind):
    quiz = town.meetup(db, pub, "Quiz", EVENING)
    taken_down(db, kind, quiz.id if kind is Target.EVENT else quiz.source_id)
    assert listed(db, heath) == []
    assert queries.next_meetups(db, heath.id, MARCH) == []
    assert queries.month(db, heath.id, DAYS) == {}
    assert queries.starts(db, heath.id, MONTH, 10) == []
    assert queries.next_dates(db, [quiz.id], MARCH) == []
    assert queries.texts_ahead(db, heath.id, MARCH) == {}


@pytest.mark.parametrize("facet", ["free", "online", "children", "step_free"])
def test_a_list_is_narrowed_by_what_is_said_of_a_meetup(db, heath, pub, facet):
    town.meetup(db, pub, "Fits", EVENING, **{facet: True})
    town.meetup(db, pub, "Does not", EVENING, **{facet: False})
    town.meetup(db, pub, "Says nothing", EVENING)
    assert [each.title for each in listed(db, heath, **{facet: True})] == ["Fits"]


@pytest.mark.parametrize("days", [1, 25])
@pytest.mark.parametrize("by", ["free", "tag_id", "source_id"])
def test_what_fits_soonest_is_found_however_far_it_is(db, heath, pub, paper, days, by):
    quizzes = town.tag(db, "Quizzes")
    for number in range(3):
        town.meetup(db, paper, f"Other {number}", EVENING + number * HOUR)
    off = town.meetup(db, pub, "Called off", EVENING, free=True, cancelled=True)
    fits = town.meetup(db, pub, "Fits", EVENING + days * DAY, free=True)
    for each in (off, fits):
        db.add(EventTag(event_id=each.id, tag_id=quizzes.id, because="label"))
    db.flush()
    asked = Narrowed(**{by: {"free": True, "tag_id": quizzes.id, "source_id": pub.source_id}[by]})
    found = queries.soonest(db, heath.id, MONTH, asked)
    assert found
    assert found.title == "Fits"
    assert queries.soonest(db, heath.id, MONTH, Narrowed(online=True)) is None


def test_of_many_that_are_called_off_only_the_first_are_looked_through(db, heath, pub):
    for number in range(queries.LOOKED_THROUGH):
        town.meetup(db, pub, f"Called off {number}", EVENING, cancelled=True)
    town.meetup(db, pub, "On", EVENING + HOUR)
    assert queries.soonest(db, heath.id, MONTH) is None


def test_a_venue_says_whether_one_gets_in_where_the_meetup_does_not(db, heath, pub):
    hall = Venue(slug="hall", name="Hall", place_id=heath.id, step_free=True)
    db.add(hall)
    db.flush()
    town.meetup(db, pub, "In the hall", EVENING, venue_id=hall.id)
    town.meetup(db, pub, "Up the tower", EVENING, venue_id=hall.id, step_free=False)
    (line,) = listed(db, heath, step_free=True)
    assert (line.title, line.suits.step_free, line.venue and line.venue.name) == ("In the hall", True, "Hall")
    assert len(listed(db, heath, venue_id=hall.id)) == 2
    assert [(venue.slug, count) for venue, count in offered.venues(db, heath.id, DAYS, 5)] == [("hall", 2)]
    assert queries.venue_named(db, "hall") == line.venue
    assert queries.venue_named(db, "nowhere") is None


def test_a_venue_that_turned_out_to_be_another_is_asked_for_by_its_old_name(db, heath):
    hall = Venue(slug="hall", name="Hall", place_id=heath.id)
    db.add(hall)
    db.flush()
    db.add(Venue(slug="old-hall", name="Old hall", place_id=heath.id, heir_id=hall.id, retired=True))
    db.flush()
    found = queries.venue_named(db, "old-hall")
    assert found
    assert found.slug == "hall"


def test_tags_are_offered_with_how_many_meetings_they_are_of(db, heath, pub, paper):
    quizzes = town.tag(db, "Quizzes")
    events = [town.meetup(db, feed, "Quiz", EVENING) for feed in (pub, paper)]
    for each in events:
        db.add(EventTag(event_id=each.id, tag_id=quizzes.id, because="label"))
    merged(db, *events)
    assert offered.tags(db, heath.id, DAYS) == {quizzes.id: 1}


def test_what_goes_on_for_weeks_is_found_while_it_does(db, heath, pub):
    show = town.meetup(db, pub, "Exhibition", MARCH - 40 * DAY)
    date = db.exec(select(Occurrence).where(Occurrence.event_id == show.id)).one()
    date.ends_at = MARCH + 3 * DAY
    relist(db, [show.id])
    assert [each.title for each in listed(db, heath)] == ["Exhibition"]
    assert list(queries.upcoming(db, heath.id, Span(MARCH + 4 * DAY, MARCH + 5 * DAY))) == []


def test_a_month_names_the_first_of_each_day_and_counts_the_rest(db, heath, pub):
    for number in range(5):
        town.meetup(db, pub, f"Talk {number}", EVENING + number * HOUR / 2)
    town.meetup(db, pub, "Called off", EVENING, cancelled=True)
    found = queries.month(db, heath.id, DAYS, most=2)
    assert {day.day: (on.count, [each.title for each in on.first]) for day, on in found.items()} == {
        3: (5, ["Talk 0", "Talk 1"])
    }


def test_a_day_is_one_of_the_place(db, pub, heath):
    heath.timezone = "Pacific/Auckland"
    town.meetup(db, pub, "Late", EVENING)
    assert [day.day for day in queries.month(db, heath.id, DAYS)] == [4]


def test_the_list_can_be_rebuilt_from_what_it_was_derived_from(db, heath, pub, paper):
    merged(db, *(town.meetup(db, feed, "Quiz", EVENING + HOUR / 4) for feed in (pub, paper)))
    town.meetup(db, pub, "Choir", EVENING)
    before = rows(db)
    db.execute(delete(ListedDate))
    relist(db, db.exec(select(Event.id)))
    assert before == rows(db)
    assert len(before) == 3
    assert relist(db, db.exec(select(Event.id))) == 0


def test_a_source_that_leaves_is_listed_no_more(db, heath, pub):
    forget_source(db, town.meetup(db, pub, "Quiz", EVENING).source_id)
    assert rows(db) == []


def test_dates_that_are_over_are_told_newest_first(db, heath, pub):
    quiz = town.meetup(db, pub, "Quiz", EVENING)
    db.add(Occurrence(event_id=quiz.id, starts_at=EVENING + DAY, starts_on=EVENING.date() + DAY))
    db.flush()
    over = queries.past_dates(db, quiz.id, EVENING + 2 * DAY, 5)
    assert [each.starts_at for each in over] == [EVENING + DAY, EVENING]
    assert queries.past_dates(db, quiz.id, EVENING + HOUR, 5) == []


@pytest.mark.parametrize("gone", [Target.EVENT, Target.SOURCE, None])
def test_a_part_of_a_place_is_offered_where_a_list_of_it_would_show_something(db, heath, pub, gone):
    quiz = town.meetup(db, pub, "Quiz", EVENING)
    assert offered.places(db, [heath.id], DAYS) == {heath.id}
    if gone is None:
        db.get_one(Source, pub.source_id).retired = True
        db.flush()
    else:
        taken_down(db, gone, quiz.id if gone is Target.EVENT else quiz.source_id)
    assert offered.places(db, [heath.id], DAYS) == set()
