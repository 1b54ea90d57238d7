"""Meetups that several calendars tell are found in the hub, whichever came first, and undone with what they hang on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select, update

from hub.aggregate.feeds.models import Feed
from hub.meet.events.models import Event, EventPlace, ListedDate, Occurrence
from hub.meet.events.relisting import relist
from hub.meet.merging import actions, queries, signs
from hub.meet.merging.models import EventLikeness, EventSign
from hub.meet.merging.rules import ordered
from hub.meet.merging.settling import settle
from tests import town
from tests.town import NOON

SOON = NOON + timedelta(days=2)
PAGE = "https://hall.example/folk"


def told(db: Session, feed: Feed, title: str = "Folk night", **more: Any) -> Event:
    facts: dict[str, Any] = {"starts_at": SOON, "location": "Mill Hall"} | more
    return town.meetup(db, feed, title, **facts)


def merge(db: Session, *events: Event) -> list[set[str]]:
    """Settle these events one after the other, and return the titles that stand together."""
    for each in events:
        settle(db, [each.id], NOON.date())
    return grouped(db)


def grouped(db: Session) -> list[set[str]]:
    db.expire_all()
    found: dict[object, set[str]] = {}
    for each in db.exec(select(Event).where(col(Event.group_id).is_not(None))):
        found.setdefault(each.group_id, set()).add(f"{each.uid} {each.feed_id}")
    return sorted(found.values(), key=sorted)


def names(*events: Event) -> set[str]:
    return {f"{each.uid} {each.feed_id}" for each in events}


def test_one_meetup_in_three_calendars_is_one_and_is_listed_once(db, heath, feeds) -> None:
    events = [told(db, feed) for feed in feeds]
    assert merge(db, *events) == [names(*events)]
    assert len({row.meeting for row in db.exec(select(ListedDate))}) == 1
    assert {each.group_id for each in events} <= {each.id for each in events}


def test_what_meets_in_another_place_is_another_meetup(db, heath, feeds) -> None:
    leeds = town.place(db, "Leeds")
    there = told(db, town.feed(db, town.source(db, "Leeds Folk", leeds), reads="events"))
    assert merge(db, told(db, feeds[0]), there) == []


def test_one_id_is_known_wherever_it_is_told(db, heath, feeds) -> None:
    leeds = town.place(db, "Leeds")
    there = told(db, town.feed(db, town.source(db, "Leeds Folk", leeds), reads="events"), uid="4k2@google.com")
    here = told(db, feeds[0], "Songs", uid="4k2@google.com")
    assert merge(db, here, there) == [names(here, there)]


def test_what_no_longer_agrees_stands_alone_again(db, heath, feeds) -> None:
    one, other = told(db, feeds[0]), told(db, feeds[1])
    merge(db, one, other)
    db.execute(update(Event).where(col(Event.id) == one.id).values(title="Jumble sale"))
    assert merge(db, one) == []
    assert settle(db, [one.id], NOON.date()) == ()
    assert db.exec(select(EventLikeness)).all() == []


def test_a_page_of_many_says_nothing_of_any(db, heath, feeds) -> None:
    crowd = [
        told(db, feeds[0], f"Course {number}", uid=f"{number}", url=PAGE, starts_at=SOON + timedelta(days=number))
        for number in range(signs.CROWD)
    ]
    other = told(db, feeds[1], "An evening", url=PAGE)
    settle(db, [each.id for each in crowd], NOON.date())
    assert merge(db, other) == []
    assert signs.pages(db, [other.id]) == {}
    assert signs.sharing(db, [other.id]) == {other.id: frozenset()}


def test_the_page_an_event_has_alone_is_a_sign_until_another_one_leads_there(db, heath, feeds) -> None:
    one, other = told(db, feeds[0], "Songs", url=PAGE), told(db, feeds[1], url=PAGE)
    assert merge(db, one, other) == [names(one, other)]
    assert merge(db, told(db, feeds[0], "Jumble sale", url=PAGE)) == []


def test_what_changes_its_page_is_known_by_the_new_one(db, heath, feeds) -> None:
    one = told(db, feeds[0], url=PAGE)
    merge(db, one)
    db.execute(update(Event).where(col(Event.id) == one.id).values(url=""))
    merge(db, one)
    assert [each.kind for each in db.exec(select(EventSign))] == []
    assert settle(db, [], NOON.date()) == ()


def test_a_mentor_splits_joins_and_takes_back(db, heath, feeds) -> None:
    one, two, three = (told(db, feed) for feed in feeds)
    bins = told(db, feeds[0], "Bins")
    merge(db, one, two, three)
    assert actions.take_out(db, heath.id, one.id, NOON)
    assert grouped(db) == [names(two, three)]
    assert not actions.take_out(db, heath.id, one.id, NOON)
    actions.put_together(db, heath.id, ordered(one.id, two.id), NOON + timedelta(hours=1))
    assert grouped(db) == [names(one, two, three)]
    actions.put_apart(db, heath.id, ordered(one.id, two.id), NOON + timedelta(hours=2))
    assert len(grouped(db)) == 1
    actions.put_together(db, heath.id, ordered(bins.id, one.id), NOON + timedelta(hours=3))
    assert any(names(bins, one) <= each for each in grouped(db))
    actions.take_back(db, heath.id, NOON + timedelta(hours=3), NOON)
    assert all(not names(bins) & each for each in grouped(db))
    assert actions.take_back(db, heath.id, NOON + timedelta(days=9), NOON) == []
    assert [each.together for each in queries.decided(db, heath.id)] == [False]


def test_what_was_decided_outlives_every_derivation(db, heath, feeds) -> None:
    one, two = told(db, feeds[0]), told(db, feeds[1])
    merge(db, one, two)
    actions.take_out(db, heath.id, one.id, NOON)
    db.execute(delete(EventLikeness))
    db.execute(update(Event).values(group_id=None))
    assert merge(db, one, two) == []


def test_what_is_unsure_is_shown_to_a_mentor_until_it_is_decided(db, heath, feeds) -> None:
    one, two = told(db, feeds[0], location="St Mary's"), told(db, feeds[1], location="Library")
    assert merge(db, one, two) == []
    (pair,) = queries.unsure(db, heath.id, NOON)
    assert queries.number_unsure(db, [heath.id], NOON) == queries.number_unsure(db, None, NOON) == {heath.id: 1}
    assert queries.number_unsure(db, [one.id], NOON) == {}
    assert queries.unsure(db, heath.id, NOON + timedelta(days=9)) == []
    assert {pair.one, pair.other} == {one.id, two.id}
    actions.put_apart(db, heath.id, ordered(one.id, two.id), NOON)
    assert queries.unsure(db, heath.id, NOON) == []


def test_a_desk_lists_what_was_put_together_with_its_reason(db, heath, feeds) -> None:
    one, two = told(db, feeds[0]), told(db, feeds[1])
    merge(db, one, two)
    ((first, second),) = queries.merged(db, heath.id, NOON)
    assert (first.id == first.group_id, second.id == second.group_id) == (True, False)
    assert first.starts_at == SOON
    (reason,) = queries.reasons(db, [one.id, two.id])
    assert (reason.because, reason.evidence) == ("alike", "Folk night")
    assert queries.stands_in(db, heath.id, one.id)
    assert queries.merged(db, heath.id, NOON + timedelta(days=9)) == []


def test_others_are_named_unless_they_are_taken_down(db, heath, feeds) -> None:
    one, two, three = (told(db, feed) for feed in feeds)
    merge(db, one, two, three)
    found = queries.also_told(db, heath.id, max((one, two, three), key=lambda each: each.id == each.group_id).id)
    assert len(found) == 2
    feeds[1].retired = True
    db.add(feeds[1])
    db.flush()
    assert two.id not in {each.event_id for each in queries.also_told(db, heath.id, one.id)}
    assert queries.also_told(db, heath.id, told(db, feeds[0], "Bins").id) == []


SERIES = -1  # among the weeks of its dates: the event that tells all of them


def weekly(db: Session, feed: Feed, weeks: Sequence[int], **more: Any) -> Event:
    """Tell a series in one event."""
    first, *rest = weeks
    made = told(db, feed, uid="series", starts_at=SOON + timedelta(weeks=first), **more)
    for week in rest:
        at = SOON + timedelta(weeks=week)
        db.add(Occurrence(event_id=made.id, starts_at=at, ends_at=at + timedelta(hours=2), starts_on=at.date()))
    relist(db, [made.id])
    return made


def one_by_one(db: Session, feed: Feed, weeks: Sequence[int]) -> list[Event]:
    """Tell every date of a series in an event of its own."""
    dates = [(week, SOON + timedelta(weeks=week)) for week in weeks]
    return [told(db, feed, uid=f"{week}", url=f"{PAGE}/{week}", starts_at=at) for week, at in dates]


def test_a_series_and_its_dates_one_by_one_are_one_line_for_each_date(db, heath, feeds) -> None:
    series, singles = weekly(db, feeds[0], range(4)), one_by_one(db, feeds[1], range(3))
    assert merge(db, *singles, series) == [names(series, *singles)]
    assert len({row.meeting for row in db.exec(select(ListedDate))}) == 4
    assert {each.group_id for each in (series, *singles)} == {series.id}


def test_each_page_of_a_series_names_the_other_calendar_once(db, heath, feeds) -> None:
    series, singles = weekly(db, feeds[0], range(3)), one_by_one(db, feeds[1], range(3))
    merge(db, series, *singles)
    (beside,) = queries.also_told(db, heath.id, series.id)
    assert (beside.source_name, beside.event_id) == ("Council", singles[0].id)
    for each in singles:
        assert [other.event_id for other in queries.also_told(db, heath.id, each.id)] == [series.id]
    other = one_by_one(db, feeds[2], range(3))
    merge(db, *other)
    found = queries.also_told(db, heath.id, singles[2].id)
    assert [each.event_id for each in found] == [series.id, other[2].id]
    assert queries.also_told(db, heath.id, heath.id) == []


@hypothesis(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([*range(5), SERIES]), st.sets(st.integers(0, 4), min_size=2))
def test_a_series_is_put_together_whichever_of_its_tellings_came_first(db, heath, feeds, order, weeks) -> None:
    for table in (ListedDate, Occurrence, EventPlace, EventLikeness, EventSign, Event):
        db.execute(delete(table))
    events: list[Event] = []
    for week in [each for each in order if each in weeks or each == SERIES]:
        events += [weekly(db, feeds[0], range(5))] if week == SERIES else one_by_one(db, feeds[1], [week])
        merge(db, events[-1])
    assert grouped(db) == [names(*events)]


KINDS = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["Folk night", "Folk night with Jan", "Jazz"]),
    st.sampled_from(["", PAGE]),
    st.sampled_from(["", "Mill Hall", "Library"]),
    st.integers(0, 1),
)


@hypothesis(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KINDS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_arriving_in_any_order_and_deriving_again_give_the_same(db, heath, feeds, kinds, chance) -> None:
    for table in (ListedDate, Occurrence, EventPlace, EventLikeness, EventSign, Event):
        db.execute(delete(table))
    events = [
        told(db, feeds[who], title, uid=f"{number}", url=url, location=where, starts_at=SOON + timedelta(days=day))
        for number, (who, title, url, where, day) in enumerate(kinds)
    ]
    one_by_one = merge(db, *chance.sample(events, len(events)))
    db.execute(delete(EventLikeness))
    db.execute(delete(EventSign))
    db.execute(update(Event).values(group_id=None))
    settle(db, [each.id for each in events], NOON.date())
    assert grouped(db) == one_by_one
