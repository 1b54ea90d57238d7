"""A button that is pressed twice at once does its deed once, and nobody reads of a fault."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, SQLModel, select

from hub.communicate.answered import actions as answered
from hub.communicate.answered.models import AnswerWish, LeftBe
from hub.communicate.following import actions as following
from hub.communicate.following import secret_feed
from hub.communicate.following.actions import Wish
from hub.communicate.following.models import DigestPlan, Following, Mute, PrivateFeed
from hub.communicate.following.rules import Followed, Hushed, Kind, When
from hub.communicate.replies import reading as marks
from hub.communicate.replies.models import ReadMark
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.people.persons import actions as persons
from tests import town
from tests.town import NOON

Deed = Callable[[Session, UUID, UUID, int], object]


@pytest.mark.parametrize(
    ("deed", "table"),
    [
        (lambda db, me, place, _: following.follow(db, me, Wish(Followed(Kind.PLACE, place), When()), NOON), Following),
        (
            lambda db, me, place, _: following.follow(db, me, Wish(Followed(Kind.TAG, place, "a"), When()), NOON),
            DigestPlan,
        ),
        (lambda db, me, _, thread: following.mute(db, me, Hushed.THREAD, str(thread), NOON), Mute),
        (lambda db, me, _, thread: marks.mark(db, me, thread, NOON), ReadMark),
        (lambda db, me, *_: answered.prefer(db, me, at_once=True, introduce=False), AnswerWish),
        (lambda db, me, *_: answered.see(db, me, NOON), AnswerWish),
        (lambda db, *_: answered.leave_be(db, "item 7", NOON), LeftBe),
        (lambda db, me, *_: secret_feed.new_key(db, me, NOON), PrivateFeed),
    ],
)
def test_what_is_done_twice_at_once_is_there_once(many: Engine, deed: Deed, table: type[SQLModel]) -> None:
    with writing(many) as db:
        place_id = town.place(db, "Alderford").id
        ben = persons.welcome(db, "ben@hub.example", NOON)
        row = Thread(place_id=place_id, made_at=NOON, last_at=NOON)
        db.add(row)
        db.flush()
        thread_id = row.id or 0
    together = Barrier(4)

    def press(_: int) -> None:
        together.wait()
        with writing(many) as db:
            deed(db, ben, place_id, thread_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))
    with reading(many) as db:
        assert db.execute(select(func.count()).select_from(table)).scalar_one() == 1


def test_a_mark_never_moves_back(many: Engine) -> None:
    with writing(many) as db:
        place_id = town.place(db, "Alderford").id
        ben = persons.welcome(db, "ben@hub.example", NOON)
        row = Thread(place_id=place_id, made_at=NOON, last_at=NOON)
        db.add(row)
        db.flush()
        thread_id = row.id or 0
        for until in (NOON, NOON.replace(hour=13), NOON.replace(hour=11)):
            marks.mark(db, ben, thread_id, until)
    with reading(many) as db:
        assert marks.read_until(db, ben, thread_id) == NOON.replace(hour=13)
