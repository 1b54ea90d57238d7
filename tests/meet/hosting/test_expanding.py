"""A typed meetup falls on the dates it says, at the clock of its organiser, and one odd date moves no other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hub.meet.hosting.expanding import calendar_of, slot_of
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView, OddDate, Written
from hub.meet.reading.values import Date

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
WEEKLY = Written(
    UUID(int=1),
    "Knitting",
    "Bring wool",
    "Europe/London",
    date(2026, 10, 13),
    clock="19:00",
    until_clock="21:00",
    rule="FREQ=WEEKLY;BYDAY=TU;COUNT=4",
)


def held(written: Written = WEEKLY, *odd: OddDate, cancelled: bool = False) -> HostedView:
    """Return a meetup that is shown."""
    return HostedView(
        id=UUID(int=2),
        person_id=None,
        event_id=None,
        state=State.SHOWN,
        written=written,
        cancelled=cancelled,
        unread=False,
        sequence=3,
        written_at=NOON,
        changed_at=NOON,
        ends_on=date(2026, 12, 31),
        dates={each.slot: each for each in odd},
    )


def dates(held: HostedView, now: datetime = NOON) -> tuple[Date, ...]:
    return calendar_of(held, now).events[0].dates


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/London", date(2026, 10, 13)),  # back on 25 October 2026
        ("Europe/London", date(2027, 3, 16)),  # forward on 28 March 2027
        ("America/New_York", date(2026, 10, 20)),
        ("Asia/Kolkata", date(2026, 10, 13)),
    ],
)
def test_it_stays_at_the_same_wall_time_when_clocks_change(zone: str, first: date) -> None:
    written = replace(WEEKLY, timezone=zone, day=first)
    found = dates(held(written), datetime(first.year, first.month, first.day, tzinfo=UTC))
    assert len(found) == 4
    for each in found:
        assert each.ends_at is not None
        assert (each.starts_at.astimezone(ZoneInfo(zone)).hour, each.ends_at.astimezone(ZoneInfo(zone)).hour) == (
            19,
            21,
        )


def test_one_date_is_cancelled_and_the_others_stay() -> None:
    found = dates(held(WEEKLY, OddDate(date(2026, 10, 20), cancelled=True)))
    assert [each.cancelled for each in found] == [False, True, False, False]


def test_one_date_moves_and_keeps_its_name() -> None:
    moved = OddDate(date(2026, 10, 20), day=date(2026, 10, 22), clock="20:00")
    found = dates(held(WEEKLY, moved))
    assert [each.starts_on.day for each in found] == [13, 22, 27, 3]
    assert found[1].slot == "20261020" == slot_of(WEEKLY, moved.slot)
    assert found[1].starts_at == datetime(2026, 10, 22, 19, tzinfo=UTC)
    assert found[1].ends_at == datetime(2026, 10, 22, 21, tzinfo=UTC)


def test_another_hour_leaves_the_dates_the_same_ones() -> None:
    later = replace(WEEKLY, clock="19:30", until_clock="21:30")
    assert [each.slot for each in dates(held(later))] == [each.slot for each in dates(held())]


def test_a_word_about_a_date_moves_nothing() -> None:
    assert dates(held(WEEKLY, OddDate(date(2026, 10, 20), note="Bring cake"))) == dates(held())


def test_what_does_not_repeat_has_one_date_without_a_name() -> None:
    (only,) = dates(held(replace(WEEKLY, rule="")))
    assert only.slot == slot_of(replace(WEEKLY, rule=""), WEEKLY.day) == ""


def test_whole_days_have_no_hours_and_their_last_day_is_inside() -> None:
    fair = replace(WEEKLY, clock="", until_clock="", until_day=date(2026, 10, 15), rule="")
    (only,) = dates(held(fair))
    assert only.all_day
    assert only.ends_at == datetime(2026, 10, 15, 23, tzinfo=UTC)
    repeated = replace(fair, rule="FREQ=MONTHLY;BYDAY=2TU;COUNT=2")
    assert [each.slot for each in dates(held(repeated))] == ["20261013", "20261110"]
    assert not calendar_of(held(fair), NOON).events[0].timezone


def test_an_evening_may_go_on_past_midnight_or_have_no_end() -> None:
    ball = replace(WEEKLY, until_day=date(2026, 10, 14), until_clock="01:00", rule="")
    assert dates(held(ball))[0].ends_at == datetime(2026, 10, 14, 0, tzinfo=UTC)
    assert dates(held(replace(WEEKLY, until_clock="", rule="")))[0].ends_at is None
    festival = replace(ball, until_clock="")
    assert dates(held(festival))[0].ends_at == datetime(2026, 10, 14, 22, 59, tzinfo=UTC)


def test_what_is_over_has_no_dates_and_is_told_all_the_same() -> None:
    calendar = calendar_of(held(), datetime(2027, 6, 1, tzinfo=UTC))
    assert calendar.is_part
    assert calendar.events[0].dates == ()


def test_every_change_gives_another_digest_and_time_alone_does_not() -> None:
    def digest(view: HostedView, now: datetime = NOON) -> str:
        return calendar_of(view, now).events[0].digest

    assert digest(held()) == digest(held(), datetime(2026, 10, 20, tzinfo=UTC))
    others = (held(cancelled=True), held(replace(WEEKLY, price="£3")), held(WEEKLY, OddDate(WEEKLY.day, note="Cake")))
    assert len({digest(held()), *map(digest, others)}) == 4


def test_all_that_was_typed_is_told() -> None:
    told = replace(WEEKLY, labels="Wool, #yarn", online_url="https://meet.example/a", free=True, name="Ben")
    event = calendar_of(held(told, cancelled=True), NOON).events[0]
    assert (event.title, event.summary, event.organiser) == ("Knitting", "Bring wool", "Ben")
    assert (event.categories, event.online, event.free, event.cancelled) == (("Wool", "yarn"), True, True, True)
    assert event.sequence == 3
