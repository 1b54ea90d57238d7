"""At which venue an event is: derived when its calendar is read, and anew when somebody says what a location means."""

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.db.lastly import do_deeds
from hub.meet.events import locating, news
from hub.meet.events.actions import keep_calendar
from hub.meet.events.locating import go_on, is_to_do, locate, locate_now, why_there
from hub.meet.events.models import Event
from hub.meet.events.unknown import examples, unknown
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from hub.meet.venues.rules import Strategy
from hub.places import queries as places
from hub.places.models import Place
from tests import town
from tests.meet.calendars import MARCH, calendar, vevent
from tests.town import NOON


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def diary(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "Town diary", heath, kind="events"), reads="events")


def locations(db: Session) -> dict[str, tuple[str, str]]:
    db.expire_all()
    return {each.title: (str(each.venue_id or ""), each.venue_because) for each in db.exec(select(Event))}


def test_a_calendar_just_read_says_where_its_events_are(db: Session, heath: Place, diary: Feed) -> None:
    made = actions.add(db, Draft("The Red Lion", heath.id))
    event = vevent("one", "DTSTART:20260303T190000Z", "SUMMARY:Folk", "LOCATION:Room 2\\, The Red Lion")
    keep_calendar(db, diary, calendar(event), {}, MARCH)
    found = db.exec(select(Event)).one()
    assert (found.venue_id, found.venue_because, found.venue_evidence) == (made, "part", "The Red Lion")
    assert why_there(db, found.id) == ("part", "The Red Lion")
    assert why_there(db, diary.id) == ("", "")


def test_a_venue_that_became_known_has_merging_look_again(db: Session, heath: Place, diary: Feed) -> None:
    made = town.meetup(db, diary, "Folk", location="The pub").id
    venue = actions.add(db, Draft("The Red Lion", heath.id))
    locate_now(db)
    do_deeds(db)
    assert news.waiting(db, 9) == []
    actions.mean(db, heath.id, "The pub", venue, NOON)
    locate_now(db)
    do_deeds(db)
    assert [each.event_id for each in news.waiting(db, 9)] == [made]
    locate(db, [made])
    actions.settle_calendar(db, diary.id, heath.id, Strategy.ROOM, venue)  # there still, by other words
    locate_now(db)
    do_deeds(db)
    assert len(news.waiting(db, 9)) == 1


def test_what_a_mentor_says_is_done_at_once(db: Session, heath: Place, diary: Feed) -> None:
    town.meetup(db, diary, "Folk", location="The pub")
    made = actions.add(db, Draft("The Red Lion", heath.id))
    assert actions.mean(db, heath.id, "The pub", made, NOON)
    locate_now(db)
    assert locations(db) == {"Folk": (str(made), "said")}
    assert not is_to_do(db)
    assert not go_on(db)
    actions.settle_calendar(db, diary.id, heath.id, Strategy.ROOM, made)
    locate_now(db)
    assert locations(db) == {"Folk": (str(made), "room")}


def test_many_are_asked_batch_by_batch(db: Session, heath: Place, diary: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        town.meetup(db, diary, f"Folk {number}", location="The pub")
    made = actions.add(db, Draft("The pub", heath.id))
    monkeypatch.setattr(locating, "AT_ONCE", 1)
    assert go_on(db, 2)
    assert sum(venue == str(made) for venue, _ in locations(db).values()) == 2
    assert go_on(db, 2)
    assert go_on(db, 2)
    assert not is_to_do(db)
    assert {venue for venue, _ in locations(db).values()} == {str(made)}


def test_what_is_decided_meanwhile_begins_again(db: Session, heath: Place, diary: Feed) -> None:
    for number in range(3):
        town.meetup(db, diary, f"Folk {number}", location="The pub")
    actions.ask_anew(db, heath.id)
    assert go_on(db, 2)
    made = actions.add(db, Draft("The pub", heath.id))
    locate_now(db)
    assert {venue for venue, _ in locations(db).values()} == {str(made)}


def test_only_what_differs_is_written_and_its_places_are_made_anew(db: Session, heath: Place, diary: Feed) -> None:
    event = town.meetup(db, diary, "Folk", location="The Red Lion")
    actions.add(db, Draft("The Red Lion", heath.id))
    assert locate(db, []) == 0
    assert locate(db, [event.id]) == 1
    do_deeds(db)
    before = places.version_of(db, heath.id)
    assert before > 0
    assert locate(db, [event.id]) == 0


def test_locations_nobody_knows_are_grouped_and_counted(db: Session, heath: Place, diary: Feed) -> None:
    later = NOON.replace(year=2030)
    for title, location in (("A", "The Pub"), ("B", "the pub"), ("C", "The Pub"), ("D", "Hall"), ("E", ""), ("F", "…")):
        town.meetup(db, diary, title, later, location=location)
    town.meetup(db, diary, "Over", NOON, location="Long ago")
    found = unknown(db, [heath.id], NOON.replace(year=2029))
    assert [(each.label, each.count) for each in found] == [("The Pub", 3), ("Hall", 1)]
    assert {each.title for each in examples(db, found[0], NOON.replace(year=2029))} <= {"A", "B", "C"}
    assert unknown(db, [diary.id], NOON.replace(year=2029)) == []
    assert len(unknown(db, None, NOON.replace(year=2029))) == 2


def test_ten_thousand_different_locations_are_looked_through_up_to_a_bound(
    db: Session, heath: Place, diary: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.meet.events.unknown.MOST_TEXTS", 5)
    for number in range(9):
        town.meetup(db, diary, f"Folk {number}", NOON.replace(year=2030), location=f"Hall \u202e{number}")
    assert len(unknown(db, [heath.id], NOON)) == 5
