"""What was put together is one: its read marks come along, and it is found by each of its numbers."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from hub.communicate.replies import reading as marks
from hub.communicate.threads import joined
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.people.persons import actions as persons
from tests.communicate.village import Village
from tests.town import NOON

HOUR = timedelta(hours=1)


def thread(db: Session, place_id: UUID, heir_id: int | None = None) -> int:
    row = Thread(place_id=place_id, made_at=NOON, last_at=NOON, heir_id=heir_id)
    db.add(row)
    db.flush()
    return row.id or 0


def test_one_that_was_put_together_twice_is_found_by_all_its_numbers(village: Village) -> None:
    other = village.elsewhere("Mill End")
    with writing(village.engine) as db:
        last = thread(db, village.here)
        second = thread(db, village.here, last)
        first = thread(db, village.here, second)
        alone = thread(db, village.here)
        assert joined.today(db, [first, second, last, alone]) == {first: last, second: last, last: last, alone: alone}
        assert joined.today(db, []) == {}
        assert joined.all_numbers(db, village.here, last) == [last, second, first]
        assert joined.all_numbers(db, village.here, alone) == [alone]
        assert joined.all_numbers(db, other, last) == []


def test_a_circle_of_heirs_ends(village: Village) -> None:
    with writing(village.engine) as db:
        one = thread(db, village.here)
        other = thread(db, village.here, one)
        db.get_one(Thread, one).heir_id = other
        db.flush()
        assert set(joined.today(db, [one]).values()) <= {one, other}
        assert joined.all_numbers(db, village.here, one) == [one, other]


def test_who_read_both_has_read_as_far_as_the_earlier_mark_and_who_read_one_as_far_there(village: Village) -> None:
    village.says("Traders", "Shops close", hours=10)
    village.says("Muddy Boots", "Sad about the shops", village.page("Traders", "Shops close"), hours=11)
    village.think()
    ours, theirs = village.thread_of("Weir closed"), village.thread_of("Shops close")
    # Until when each had read the one that goes on, and the one that was put together with it.
    read = {"ada": (3, 2), "ben": (2, 3), "cem": (None, 4), "dora": (5, None)}
    with writing(village.engine) as db:
        ids = {name: persons.welcome(db, f"{name}@hub.example", NOON) for name in read}
        for name, several in read.items():
            for number, hours in zip((ours, theirs), several, strict=True):
                if hours:
                    marks.mark(db, ids[name], number, NOON + hours * HOUR)
    assert village.join(theirs, ours) == ours
    with reading(village.engine) as db:
        until = {name: marks.read_until(db, person_id, ours) for name, person_id in ids.items()}
        before = marks.read_until(db, ids["ben"], theirs)
    assert until == {"ada": NOON + 2 * HOUR, "ben": NOON + 2 * HOUR, "cem": NOON + 4 * HOUR, "dora": NOON + 5 * HOUR}
    assert before == NOON + 3 * HOUR  # for when they are told apart again
