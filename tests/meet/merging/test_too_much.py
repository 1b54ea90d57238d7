"""Where more hangs together than may be thought over at once, the groups still hang on what is told alone."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select, update

from hub.aggregate.feeds.models import Feed
from hub.db.lastly import do_deeds
from hub.duties.merging import settle_news
from hub.meet.events import news
from hub.meet.events.models import Event, EventNews, EventPlace, ListedDate, Occurrence
from hub.meet.events.relisting import relist
from hub.meet.merging import actions, queries, reaching
from hub.meet.merging.models import EventBond, EventLikeness, EventSign
from hub.meet.merging.rules import Because, ordered
from hub.meet.merging.settling import settle
from tests import town
from tests.town import NOON

SOON = NOON + timedelta(days=2)
ENOUGH = 60  # rounds in which all must be quiet


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "MOST_REACHED", 4)


def told(db: Session, feed: Feed, uid: str, weeks: Sequence[int], title: str = "Folk night") -> Event:
    first, *rest = weeks
    made = town.meetup(db, feed, title, uid=uid, starts_at=SOON + timedelta(weeks=first), location="Mill Hall")
    for week in rest:
        at = SOON + timedelta(weeks=week)
        db.add(Occurrence(event_id=made.id, starts_at=at, ends_at=at + timedelta(hours=2), starts_on=at.date()))
    relist(db, [made.id])
    return made


def quiet(db: Session, at_once: int = 50) -> None:
    """See to all news, and to what is news because of it."""
    for _ in range(ENOUGH):
        do_deeds(db)
        if not settle_news(db, NOON, at_once):
            return
    pytest.fail("it never comes to rest")


def tell(db: Session, *events: Event) -> None:
    news.tell(db, [each.id for each in events])


def grouped(db: Session) -> set[frozenset[str]]:
    db.expire_all()
    found: dict[object, set[str]] = {}
    for each in db.exec(select(Event).where(col(Event.group_id).is_not(None))):
        found.setdefault(each.group_id, set()).add(f"{each.uid} {each.feed_id}")
    return {frozenset(each) for each in found.values()}


def names(*events: Event) -> frozenset[str]:
    return frozenset(f"{each.uid} {each.feed_id}" for each in events)


def test_a_series_of_more_dates_than_can_be_thought_over_keeps_what_shares_an_id(db, heath, feeds) -> None:
    series = told(db, feeds[0], "4k2@google.com", range(6))
    same = told(db, feeds[2], "4k2@google.com", range(6))
    singles = [told(db, feeds[1], f"{week}", [week]) for week in range(6)]
    settle(db, [series.id], NOON.date())
    assert grouped(db) == {names(series, same)}
    assert {each.because for each in db.exec(select(EventLikeness))} == {Because.UID, Because.MANY}
    assert queries.unsure(db, heath.id, NOON) == []
    actions.put_together(db, heath.id, ordered(singles[0].id, series.id), NOON)
    assert grouped(db) == {names(series, same, singles[0])}


def test_when_less_hangs_together_again_looks_count_again(db, feeds) -> None:
    series = told(db, feeds[0], "series", range(4))
    singles = [told(db, feeds[1], f"{week}", [week]) for week in range(4)]
    tell(db, series, *singles)
    quiet(db)
    assert grouped(db) == set()
    db.execute(update(Event).where(col(Event.id) == singles[3].id).values(title="Jumble sale"))
    tell(db, singles[3])
    quiet(db)
    assert grouped(db) == {names(series, *singles[:3])}


def test_when_a_calendar_is_gone_what_it_held_together_is_thought_over(db, heath, feeds) -> None:
    series = told(db, feeds[0], "series", range(4))
    singles = [told(db, feed, f"{week}", [week]) for week in range(2) for feed in feeds[1:]]
    tell(db, series, *singles)
    quiet(db)
    assert grouped(db) == set()
    actions.forget_source(db, feeds[0].source_id)
    wipe(db, [series])
    quiet(db)
    assert grouped(db) == {names(*singles[:2]), names(*singles[2:])}


def wipe(db: Session, events: Sequence[Event]) -> None:
    ids = [each.id for each in events]
    for table in (ListedDate, Occurrence, EventPlace, EventSign):
        db.execute(delete(table).where(col(table.event_id).in_(ids)))
    db.execute(delete(EventLikeness).where(col(EventLikeness.one_id).in_(ids) | col(EventLikeness.other_id).in_(ids)))
    db.execute(delete(Event).where(col(Event.id).in_(ids)))


SHAPES = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["Folk night", "Folk night", "Jazz"]),
    st.sampled_from([(0,), (1,), (2,), (0, 1), (0, 1, 2), (1, 2, 3)]),
    st.sampled_from(["", "", "4k2@google.com"]),
)


@hypothesis(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SHAPES, min_size=5, max_size=10), st.integers(1, 4), st.randoms(use_true_random=False))
def test_in_whichever_order_and_however_many_at_once_the_groups_are_the_same(
    db, feeds, shapes, at_once, chance
) -> None:
    for table in (ListedDate, Occurrence, EventPlace, EventLikeness, EventSign, EventBond, EventNews, Event):
        db.execute(delete(table))
    known = {(who, uid or f"{number}"): (title, weeks) for number, (who, title, weeks, uid) in enumerate(shapes)}
    arriving(db, feeds, known, chance, at_once)
    after = grouped(db)
    db.execute(delete(EventLikeness))
    db.execute(delete(EventSign))
    db.execute(update(Event).values(group_id=None))
    tell(db, *db.exec(select(Event)))
    quiet(db)
    assert grouped(db) == after


def arriving(
    db: Session,
    feeds: Sequence[Feed],
    known: dict[tuple[int, str], tuple[str, Sequence[int]]],
    chance: Random,
    at_once: int,
) -> None:
    """Have events come one by one, in any order, and some change on the way."""
    for who, uid in chance.sample(sorted(known), len(known)):
        title, weeks = known[who, uid]
        event = told(db, feeds[who], uid, weeks, title)
        tell(db, event)
        quiet(db, at_once)
        if chance.random() < 1 / 4:
            db.execute(
                update(Event).where(col(Event.id) == event.id).values(title=chance.choice(["Jazz", "Folk night"]))
            )
            tell(db, event)
            quiet(db, at_once)
