"""The sheet of what is on this week, for the wall."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.kit.clock import now
from hub.site.sheets.meetposter import ROOMS, Letters, Line, PosterDay, Room, _left, _shown, _that_fit
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


def fill(engine: Engine, number: int, **more: object) -> None:
    """Have so many meetups before this time tomorrow."""
    with writing(engine) as db:
        feed = db.exec(select(Feed).where(Feed.reads == "events")).one()
        for each in range(number):
            town.meetup(db, feed, f"Evening {each}", now() + timedelta(hours=20), **more)


def test_the_sheet_tells_what_is_on_in_seven_days_and_for_whom_in_words(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    fill(many, 1, free=True, step_free=True, location="Old Library, 1 Mill Lane")
    page = cem.visit("/alderford/meetups/poster")
    assert "Repair café" in page.source
    assert "Old Library, 1 Mill Lane · free · step-free" in page.source
    assert 'src="/alderford/meetups/poster.svg"' in page.source
    assert "More, and every week anew" in page.source
    assert "Ctrl and P" in page.source


@pytest.mark.parametrize("size", ["", "large"])
def test_what_does_not_fit_is_counted_and_where_it_is_told(
    cem: Neighbour, many: Engine, alderford: Alderford, size: str
) -> None:
    fill(many, 40)
    page = cem.visit(f"/alderford/meetups/poster?size={size}")
    shown = page.source.count('class="on-title"')
    assert 10 < shown < 40
    assert f"And {41 - shown} more at this address:" in page.source


def test_what_is_cancelled_says_so(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    fill(many, 1, cancelled=True)
    assert "Cancelled: " in cem.visit("/alderford/meetups/poster").source


def test_a_week_to_come_is_chosen_by_its_first_day(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        feed = db.exec(select(Feed).where(Feed.reads == "events")).one()
        town.meetup(db, feed, "Much later", now() + timedelta(days=30))
    day = (now() + timedelta(days=29)).date()
    page = cem.visit(f"/alderford/meetups/poster?since={day}&size=large")
    assert "Much later" in page.source
    assert "Repair café" not in page.source
    assert f"/alderford/meetups/poster?since={day}" in page.source
    assert f"since={day - timedelta(days=7)}" in page.source
    assert f"since={day + timedelta(days=7)}" in page.source


def test_a_quiet_week_says_so_and_a_past_one_is_this_one(cem: Neighbour, alderford: Alderford) -> None:
    assert "No meetup is announced" in cem.visit("/mill-end/meetups/poster").source
    assert "Repair café" in cem.visit("/alderford/meetups/poster?since=2020-01-01").source


@pytest.mark.parametrize("since", ["soon", "2099"])
def test_a_day_nobody_can_read_or_knows_of_is_answered_in_words(
    cem: Neighbour, alderford: Alderford, since: str
) -> None:
    assert cem.visit(f"/alderford/meetups/poster?since={since}").status == 400


def test_the_code_leads_to_the_meetups(cem: Neighbour, alderford: Alderford) -> None:
    answer = cem.visit("/alderford/meetups/poster.svg")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml; charset=utf-8")


TEXT = st.sampled_from(["", "Tea", "W" * 90, "東" * 80, "a bc " * 12])
LINES = st.builds(Line, st.just("19:00 to 21:00"), TEXT, TEXT, st.booleans())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(LINES, min_size=1, max_size=6), max_size=5), st.sampled_from(Letters))
def test_whatever_is_on_no_more_is_shown_than_the_sheet_has_lines(week, letters):
    room = ROOMS[letters]
    listed = [PosterDay(str(number), tuple(lines)) for number, lines in enumerate(week)]
    shown = list(_that_fit(listed, room))
    assert sum(room.heading + sum(line.lines(room.letters) for line in day.lines) for day in shown) <= room.lines
    there = {day.name: day.lines for day in listed}
    assert all(day.lines == there[day.name][: len(day.lines)] for day in shown)


def test_a_long_name_and_a_long_address_leave_less_room():
    room = Room(20, 40, 10, 20, 2)
    assert _left(room, ["Ayton", ""], "hub.example/ayton").lines == 20
    assert _left(room, ["Great Ayton", ""], "hub.example/great-ayton/meetups").lines == pytest.approx(16.8)
    assert _left(room, ["Ayton", "free"], "hub.example/ayton").lines == 19


def a_week(days: int, each: int) -> list[PosterDay]:
    """Return days with so much on each."""
    where = "Maltings Arts Centre, 1 Cooper's Yard, TV7 2AA · step-free"
    line = Line("19:30 to 21:00", "Quayside Choir rehearsal", where, False, "19:30", "Maltings Arts Centre")
    return [PosterDay(str(number), (line,) * each) for number in range(days)]


def test_a_week_that_would_not_fit_is_told_in_brief_and_then_does():
    shown = _shown(a_week(6, 2), ROOMS[Letters.USUAL])
    assert [len(day.lines) for day in shown] == [2] * 6
    assert {line.brief for day in shown for line in day.lines} == {True}
    assert {(line.hours, line.where) for day in shown for line in day.lines} == {("19:30", "Maltings Arts Centre")}
    assert not any(line.brief for day in _shown(a_week(3, 2), ROOMS[Letters.USUAL]) for line in day.lines)


@pytest.mark.parametrize("letters", Letters)
def test_what_does_not_fit_is_left_out_evenly_over_the_days_and_not_at_the_end_of_the_week(letters):
    shown = _shown(a_week(7, 9), ROOMS[letters])
    counts = [len(day.lines) for day in shown]
    assert len(counts) == 7
    assert max(counts) - min(counts) <= 1


def test_the_sheet_is_narrowed_down_like_the_list_and_says_so(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    fill(many, 1, free=True)
    page = cem.visit("/alderford/meetups/poster?free=1")
    assert "Evening 0" in page.source
    assert "Repair café" not in page.source
    assert "Only: free" in page.source
    assert "/alderford/meetups/poster.svg?free=1" in page.source
    assert "/alderford/meetups?free=1" in page.links
    plain, narrowed = (cem.visit(f"/alderford/meetups/poster.svg{query}").source for query in ("", "?free=1"))
    assert plain != narrowed
