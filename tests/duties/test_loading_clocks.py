"""When Ada corrects the clock of a place, its meetups stand on the days of that clock at once."""

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import reading, writing
from hub.meet.events.models import ListedDate
from hub.places.models import Place
from tests import town
from tests.duties.registry_files import NOW, Files, row

LATE = datetime(2025, 6, 3, 22, 30, tzinfo=NOW.tzinfo)  # in London 23:30, in Paris half past midnight


def _days(engine: Engine) -> dict[str, set[date]]:
    with reading(engine) as db:
        rows = db.exec(
            select(col(Place.slug), col(ListedDate.day)).join(ListedDate, col(ListedDate.place_id) == col(Place.id))
        ).all()
        return {slug: {day for each, day in rows if each == slug} for slug, _ in rows}


def _told(db: Session, slug: str) -> None:
    calendar: Feed = town.feed(db, town.source(db, f"{slug} hall", row(db, Place, slug)), reads="events")
    town.meetup(db, calendar, "Ceilidh", starts_at=LATE, location="Mill Hall")


def test_days_follow_the_clock_of_the_place_and_of_what_lies_in_it(tmp_path: Path, engine: Engine) -> None:
    files = Files(tmp_path, engine)
    files.load()
    with writing(engine) as db:
        _told(db, "quay")
    assert _days(engine)["quay"] == {date(2025, 6, 3)}
    files.change("Europe/London", "Europe/Paris")
    files.load(NOW + timedelta(hours=1))
    assert _days(engine)["quay"] == {date(2025, 6, 4)}
