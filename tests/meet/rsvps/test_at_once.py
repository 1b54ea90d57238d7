"""Seats where many want them at once, what the duty asks each minute, and who leaves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove
from sqlmodel import Session, select

from hub.db.engine import reading, writing
from hub.errors import HubError
from hub.meet.events.models import Event
from hub.meet.rsvps import actions, privacy, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.models import ComingMessage, Rsvp, RsvpCount
from hub.meet.rsvps.rules import KEPT, MOST_OPEN, State
from hub.meet.rsvps.values import MessageView
from hub.places.models import PlaceVersion
from tests import town
from tests.meet.coming import STARTS, comes, neighbour, states, typed_meetup
from tests.town import NOON

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("seats", [1, 2])
def test_of_two_at_once_for_the_last_seat_one_waits(many: Engine, seats: int) -> None:
    with writing(many) as db:
        cafe = typed_meetup(db, town.place(db, "Alderford"), capacity=seats)
        people = [neighbour(db, name) for name in ("Ada", "Ben", "Cem", "Dil")]

    def press(person_id: UUID) -> State:
        with writing(many) as db:
            return actions.ask(db, person_id, Wish(cafe.id, ""), NOON).state

    with ThreadPoolExecutor(len(people)) as pool:
        found = list(pool.map(press, people))
    assert found.count(State.COMING) == seats
    with reading(many) as db:
        assert sorted(each.queue for each in queries.of_date(db, cafe.id, "")) == [1, 2, 3, 4]


def test_who_asks_for_two_meetups_at_once_comes_to_no_more_than_anybody_can(many: Engine) -> None:
    with writing(many) as db:
        place, cem = town.place(db, "Alderford"), neighbour(db, "Cem")
        found = [typed_meetup(db, place, f"Choir {number}").id for number in range(MOST_OPEN + 3)]
        for event_id in found[: MOST_OPEN - 1]:
            actions.ask(db, cem, Wish(event_id, ""), NOON)

    def press(event_id: UUID) -> bool:
        with writing(many) as db:
            try:
                return actions.ask(db, cem, Wish(event_id, ""), NOON).state is State.COMING
            except HubError:
                return False

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, found[MOST_OPEN - 1 :])).count(True) == 1


def test_dates_get_their_new_names_in_one_order_of_turns(db, alderford, monkeypatch):
    turns: list[str] = []
    monkeypatch.setattr(actions, "take_turn", lambda _db, matter: turns.append(matter))
    found = [typed_meetup(db, alderford, f"Choir {number}").id for number in range(5)]
    actions.rename(db, {(event_id, ""): "20260312" for event_id in sorted(found, reverse=True)})
    assert turns == sorted(turns)


def test_the_pages_of_a_place_are_made_anew_when_somebody_comes(many: Engine) -> None:
    def version() -> int:
        with reading(many) as db:
            return db.exec(select(PlaceVersion.version).where(PlaceVersion.place_id == place.id)).first() or 0

    with writing(many) as db:
        place = town.place(db, "Alderford")
        cafe = typed_meetup(db, place)
    numbers = [version()]
    with writing(many) as db:
        cem = comes(db, cafe, "Cem", name="Cem", is_shown=True)
    numbers.append(version())
    for change in (lambda db: actions.bring(db, cem.id, 1), lambda db: actions.show_no_name(db, cem.id)):
        with writing(many) as db:
            change(db)
        numbers.append(version())
    with writing(many) as db:
        actions.withdraw(db, cem.id)
    numbers.append(version())
    assert numbers == sorted(set(numbers))


def test_what_is_asked_each_minute_is_asked_at_once_of_all_meetups(db, alderford):
    def asked(look: Callable[[Session], object]) -> int:
        found: list[object] = []
        note = lambda *given: found.append(given[2])  # noqa: E731 -- to be taken off again
        listen(db.get_bind(), "before_cursor_execute", note)
        look(db)
        remove(db.get_bind(), "before_cursor_execute", note)
        return len(found)

    def each_minute() -> list[int]:
        return [asked(lambda db: queries.watched(db, NOON)), asked(lambda db: queries.to_settle(db, NOON))]

    def fill(title: str) -> None:
        quiz = typed_meetup(db, alderford, title, capacity=1)
        for name in ("Ada", "Ben"):
            comes(db, quiz, name)

    fill("Quiz")
    before = each_minute()
    for number in range(3):
        fill(f"Quiz {number}")
    assert each_minute() == before
    assert len(queries.watched(db, NOON)) == 8


# --- forgetting ---


@pytest.fixture
def full(db: Session, cafe: Event) -> Callable[[], list[str]]:
    for name in ("Ada", "Ben", "Cem"):
        comes(db, cafe, name, name=name, is_shown=True)
    return lambda: states(db, cafe)


def test_the_seat_of_who_leaves_the_hub_is_given_on(db, cafe, full):
    ada = neighbour(db, "Ada")
    assert [row["name"] for row in privacy.export(db, ada)["rsvp"]] == ["Ada"]
    privacy.erase(db, ada, NOON)
    assert full() == ["coming", "coming"]


def test_ninety_days_later_only_a_number_is_left(db, cafe, full):
    actions.note_message(db, cafe.id, neighbour(db, "Mo"), MessageView("Bring cake.", "", 2, STARTS))
    assert [each.words for each in queries.messages(db, cafe.id)] == ["Bring cake."]
    privacy.expire(db, STARTS + KEPT - MINUTE)
    assert len(full()) == 3
    privacy.expire(db, STARTS + KEPT)
    assert (full(), queries.counts(db, cafe.id)) == ([], [(STARTS.date(), 2)])
    assert (db.exec(select(Rsvp)).all(), db.exec(select(ComingMessage)).all()) == ([], [])
    privacy.expire(db, STARTS + 2 * KEPT)
    assert len(db.exec(select(RsvpCount)).all()) == 1
