"""Who talked with whom is counted from what was said, and can be counted again at any time."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, update

from hub.aggregate.feeds.models import Feed
from hub.communicate.bridging import actions, queries
from hub.communicate.bridging.models import Bridge
from hub.communicate.bridging.queries import Counted
from hub.communicate.bridging.rules import Answer, counts, months_before
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import ThreadItem
from hub.communicate.threads.rules import Because
from hub.db.engine import writing
from hub.places.models import Place
from tests import town
from tests.site.talked import person, reply, talk
from tests.town import NOON

JUNE, JULY = "2025-06", "2025-07"
KINDS = ("council", "press", "blog")


class Heath:
    """A place with a council, a paper and a blogger."""

    def __init__(self, db: Session) -> None:
        self.place: Place = town.place(db, "Heath", timezone="Europe/London")
        self.feeds: dict[str, Feed] = {
            kind: town.feed(db, town.source(db, f"Heath {kind}", self.place, kind=kind)) for kind in KINDS
        }

    def talk(self, db: Session, first: str, *others: str, at: datetime = NOON) -> int:
        """Have somebody say something, and others answer it, an hour after each other."""
        said = [
            town.item(db, self.feeds[kind], f"{kind} says {uuid4().hex}", at=at + timedelta(hours=hour))
            for hour, kind in enumerate((first, *others))
        ]
        return talk(db, self.place, *said)

    def count(self, db: Session, since: str = JUNE) -> bool:
        """Count from a month on."""
        return actions.recount(db, self.place.id, "Europe/London", since)

    def counted(self, db: Session) -> list[tuple[str, str, str, int]]:
        """Return what was counted."""
        found = queries.between(db, self.place.id, "2025-01", "2099-01")
        return [(each.month, each.from_kind, each.to_kind, each.number) for each in found]


@pytest.fixture
def heath(engine: Engine) -> Heath:
    with writing(engine) as db:
        made = Heath(db)
        db.expunge_all()
    return made


def test_answers_are_counted_by_who_gave_them_and_to_whom(heath: Heath, engine: Engine) -> None:
    with writing(engine) as db:
        heath.talk(db, "council", "press", "blog", "blog")
        heath.talk(db, "press", "blog", at=NOON + timedelta(days=40))
        assert heath.count(db)
        assert heath.counted(db) == [
            (JUNE, "blog", "council", 2),
            (JUNE, "press", "council", 1),
            (JULY, "blog", "press", 1),
        ]
        assert not heath.count(db)
        assert queries.between(db, heath.place.id, JULY, JULY) == [Counted(JULY, "blog", "press", 1)]


def test_a_month_is_that_of_the_place(heath: Heath, engine: Engine) -> None:
    with writing(engine) as db:
        heath.talk(db, "council", "blog", at=NOON.replace(month=6, day=30, hour=22, minute=30))
        heath.count(db)
        assert heath.counted(db) == [(JULY, "blog", "council", 1)]


def test_who_tells_the_same_or_answers_themselves_talks_with_nobody(heath: Heath, engine: Engine) -> None:
    with writing(engine) as db:
        heath.talk(db, "blog", "blog")
        thread_id = heath.talk(db, "council", "press")
        db.execute(update(ThreadItem).where(col(ThreadItem.thread_id) == thread_id).values(because=Because.STORY))
        assert not heath.count(db)


def test_replies_count_for_residents_and_the_local_ones_do_not(heath: Heath, engine: Engine) -> None:
    with writing(engine) as db:
        ben, cem = person(db, "Ben", NOON), person(db, "Cem", NOON)
        thread_id = heath.talk(db, "council")
        said = reply(db, thread_id, ben, "Is it?", NOON)
        reply(db, thread_id, cem, "It is.", NOON, parent_id=said)
        reply(db, thread_id, ben, "So I thought.", NOON, parent_id=said)
        reply(db, thread_id, cem, "Among us: no.", NOON, is_local=True)
        reply(db, thread_id, cem, "Not read yet", NOON, state=State.WAITING)
        assert heath.count(db)
        assert heath.counted(db) == [(JUNE, "residents", "council", 1), (JUNE, "residents", "residents", 1)]


def test_a_reply_at_a_post_answers_that_one_and_one_at_a_tag_nobody(heath: Heath, engine: Engine) -> None:
    with writing(engine) as db:
        ben = person(db, "Ben", NOON)
        report = town.item(db, heath.feeds["press"], "The bridge is shut")
        thread_id = talk(db, heath.place, town.item(db, heath.feeds["council"], "Bridge works"), report)
        reply(db, thread_id, ben, "Until when?", NOON, item_id=report.id)
        alone = talk(db, heath.place, town.item(db, heath.feeds["blog"], "Bins"))
        db.execute(delete(ThreadItem).where(col(ThreadItem.thread_id) == alone))
        reply(db, alone, ben, "What of the bins?", NOON)
        heath.count(db)
        assert ("2025-06", "residents", "press", 1) in heath.counted(db)
        assert [each[0:3] for each in heath.counted(db) if each[1] == "residents"] == [(JUNE, "residents", "press")]


_KIND = st.sampled_from(KINDS)
SAID = st.lists(st.tuples(_KIND, st.lists(_KIND, max_size=3), st.integers(0, 70)), max_size=5)


@given(SAID, st.integers(0, 3))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counted_step_by_step_or_all_at_once_the_numbers_are_the_same(
    heath: Heath, engine: Engine, said: list[tuple[str, list[str], int]], back: int
) -> None:
    with writing(engine) as db:
        for first, others, day in said:
            heath.talk(db, first, *others, at=NOON + timedelta(days=day))
            heath.count(db, months_before("2025-08", back))
        heath.count(db)
        step_by_step = heath.counted(db)
        db.execute(delete(Bridge))
        db.expire_all()
        heath.count(db)
        assert heath.counted(db) == step_by_step


def test_nobody_answers_themselves() -> None:
    me, other = UUID(int=1), UUID(int=2)
    said = [Answer(NOON, "blog", "blog", me, me), Answer(NOON, "blog", "blog", me, other)]
    assert counts(said, "Europe/London") == {(JUNE, "blog", "blog"): 1}
