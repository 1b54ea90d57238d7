"""The list of meetups, page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from hub.db.engine import reading, writing
from hub.errors import BadQuestion
from hub.places import queries as places
from hub.places.queries import PlaceView
from hub.site import agenda as pages
from hub.site.agenda import AHEAD, HORIZON, Agenda
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

TODAY = date(2026, 3, 3)
EVENING = datetime(2026, 3, 3, 19, tzinfo=UTC)


def _ask(engine: Engine, since: date | None = None) -> Agenda:
    with reading(engine) as db:
        return pages.agenda(db, _here(engine), TODAY, since)


def _here(engine: Engine) -> PlaceView:
    with reading(engine) as db:
        return places.place(db, "alderford")


def _announce(engine: Engine, *starts: datetime) -> None:
    with writing(engine) as db:
        place = town.place(db, "Alderford")
        calendar = town.feed(db, town.source(db, "Town diary", place, kind="events"), reads="events")
        for number, start in enumerate(starts):
            town.meetup(db, calendar, f"Meetup {number}", start)


def _titles(shown: Agenda) -> list[str]:
    return [entry.meetup.title for day in shown.days for entry in day.entries]


def test_a_visitor_turns_to_later_meetups(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        calendar = town.feed(db, town.source(db, "Far diary", alderford.place, kind="events"), reads="events")
        town.meetup(db, calendar, "Apple day", alderford.moment + AHEAD + timedelta(days=10))
    first = cem.visit("/alderford/meetups")
    assert "Apple day" not in first.text
    (later,) = [address for address, words in first.links.items() if words == "Later meetups"]
    second = cem.visit(later)
    assert "Apple day" in second.text
    assert "Later meetups" not in second.text


def test_each_day_is_said_once_and_its_meetups_by_their_hours(cem: Neighbour, alderford: Alderford) -> None:
    (meetup,) = cem.visit("/alderford/meetups").articles
    assert "202" not in meetup


def test_whole_days_fill_a_page_and_the_next_begins_with_the_one_left_out(
    many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 3)
    _announce(many, EVENING, EVENING + timedelta(hours=1), EVENING + timedelta(days=1), EVENING + timedelta(days=1))
    first = _ask(many)
    assert _titles(first) == ["Meetup 0", "Meetup 1"]
    assert first.later == TODAY + timedelta(days=1)
    assert _titles(_ask(many, first.later)) == ["Meetup 2", "Meetup 3"]


def test_a_day_too_full_for_a_page_does_not_end_the_list(many: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST", 2)
    _announce(many, EVENING, EVENING, EVENING, EVENING + timedelta(days=1))
    first = _ask(many)
    assert len(_titles(first)) == 2
    assert first.later == TODAY + timedelta(days=1)


def test_the_past_is_not_turned_back_to(many: Engine) -> None:
    _announce(many, EVENING)
    assert _ask(many, TODAY - timedelta(days=30)).since == TODAY


@pytest.mark.parametrize("since", [TODAY + HORIZON + timedelta(days=1), date.max])
def test_nobody_knows_what_is_on_in_years_to_come(many: Engine, since: date) -> None:
    _announce(many, EVENING)
    with pytest.raises(BadQuestion):
        _ask(many, since)


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "9999-12-31"])
def test_an_odd_day_in_the_address_is_answered_in_words(cem: Neighbour, alderford: Alderford, since: str) -> None:
    assert cem.visit(f"/alderford/meetups?since={since}").status == 400
