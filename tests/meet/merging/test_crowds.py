"""Many events of one title, day and place are a crowd: they cost little, and nobody guesses which of them is meant."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed
from hub.meet.events.models import Event
from hub.meet.merging import crowds, reaching
from hub.meet.merging.crowds import CROWD, MOST_ON_A_DAY, Beside
from hub.meet.merging.models import EventLikeness
from hub.meet.merging.rules import Telling
from hub.meet.merging.settling import settle
from tests import town
from tests.meet.merging.telling import HOUSE, told
from tests.town import NOON

SOON = NOON + timedelta(days=2)


def several(number: int, feed: str) -> list[Telling]:
    return [told(feed, str(each)) for each in range(number)]


def near(one: Telling, *others: Telling) -> frozenset[UUID]:
    """Return which of others on its day an event is held against."""
    known = {each.id: each for each in (one, *others)}
    return crowds.beside([one.id], [known], known)[one.id].near


def test_as_many_as_one_calendar_may_tell_on_a_day_are_held_against_an_event() -> None:
    others = several(CROWD, "council")
    assert near(told(), *others) == {each.id for each in others}


def test_one_more_is_a_crowd_to_it_while_other_calendars_are_none() -> None:
    ben = told("ben")
    assert near(told(), *several(CROWD + 1, "council"), ben) == {ben.id}


def test_one_of_a_crowd_of_its_own_calendar_is_held_against_nobody() -> None:
    one, *rest = several(CROWD + 1, "hall")
    assert near(one, *rest, told("ben")) == frozenset()
    assert near(one, *rest[1:], told("ben")) == {told("ben").id}


def test_calendars_without_number_make_a_crowd_together() -> None:
    calendars = [told(f"{number}") for number in range(MOST_ON_A_DAY)]
    assert near(told(), *calendars) == frozenset()
    assert len(near(told(), *calendars[1:])) == MOST_ON_A_DAY - 1


def test_other_titles_of_the_day_make_no_crowd_and_who_is_alone_has_nobody() -> None:
    bins = [told("council", str(each), title="Bins") for each in range(CROWD + 1)]
    assert near(told(), *bins, told("council")) == {told("council").id}
    assert crowds.beside([HOUSE], [], {}) == {HOUSE: Beside()}


def test_a_crowd_of_one_day_is_none_of_another() -> None:
    one, crowd, other = told(), several(CROWD + 1, "council"), told("council", "another")
    known = {each.id: each for each in (one, *crowd, other)}
    crowded = frozenset(each.id for each in crowd)
    found = crowds.beside([one.id], [{one.id, *crowded}, {one.id, other.id}], known)
    assert found == {one.id: Beside(frozenset([other.id]), crowded)}


@pytest.fixture
def feeds(db: Session) -> Sequence[Feed]:
    heath = town.place(db, "Kings Heath")
    return [town.feed(db, town.source(db, name, heath), reads="events") for name in ("Hall", "Council")]


def evenings(db: Session, feed: Feed, number: int, title: str = "Folk night") -> list[UUID]:
    made = range(number)
    uids = [str(uuid5(feed.id, str(each))) for each in made]
    return [town.meetup(db, feed, title, uid=uid, starts_at=SOON, location="Mill Hall").id for uid in uids]


def test_two_calendars_of_one_title_hour_and_place_are_held_against_each_other_by_nobody(
    db, feeds, monkeypatch
) -> None:
    judged: list[tuple[UUID, UUID]] = []
    monkeypatch.setattr(reaching, "judge", lambda one, other, _: judged.append((one.id, other.id)))
    here, _ = (evenings(db, feed, CROWD + 1) for feed in feeds)
    settle(db, here, NOON.date())
    assert judged == []
    assert db.exec(select(EventLikeness)).all() == []


def test_whichever_side_of_a_crowd_comes_first_nothing_is_put_together(db, feeds) -> None:
    (one,), crowd = evenings(db, feeds[0], 1), evenings(db, feeds[1], CROWD + 1)
    for ids in ([one], crowd[:1], crowd, [one]):
        settle(db, ids, NOON.date())
        assert db.exec(select(Event).where(col(Event.group_id).is_not(None))).all() == []
        assert db.exec(select(EventLikeness)).all() == []


def test_what_becomes_a_crowd_is_let_go(db, feeds) -> None:
    (one,), _ = evenings(db, feeds[0], 1), evenings(db, feeds[1], CROWD)
    settle(db, [one], NOON.date())
    assert db.exec(select(Event).where(col(Event.group_id).is_not(None))).all() != []
    extra = town.meetup(db, feeds[1], "Folk night", uid="extra", starts_at=SOON, location="Mill Hall")
    settle(db, [extra.id], NOON.date())
    assert db.exec(select(Event).where(col(Event.group_id).is_not(None))).all() == []


def test_no_more_is_reached_at_once_than_any_meetup_has_dates(db, feeds, monkeypatch) -> None:
    monkeypatch.setattr(reaching, "MOST_REACHED", 4)
    looked: list[int] = []
    real = crowds.beside

    def counted(event_ids: Collection[UUID], *more: Any) -> Mapping[UUID, Beside]:
        looked.append(len(event_ids))
        return real(event_ids, *more)

    monkeypatch.setattr(crowds, "beside", counted)
    one, *_ = evenings(db, feeds[0], 1)
    evenings(db, feeds[1], CROWD)
    settle(db, [one], NOON.date())
    assert looked == [1, 4]  # one more than may be: then it is known to be too much
