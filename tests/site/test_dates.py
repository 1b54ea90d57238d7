"""Whatever date a publisher wrote, every page answers, and nobody gets to stand on top by writing a late one."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.queries import Cursor
from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import Occurrence
from hub.site.asking.asked import cursor, mark
from hub.site.render import iso
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
EARLY = datetime(1969, 7, 20, 20, 17, tzinfo=UTC)
PAGES = (
    *("/", "/far", "/far/search?q=odd", "/far/sources", "/far/sources/far-voice", "/far/tags", "/far/tags/bins"),
    *("/far/meetups", "/far/meetups.ics", "/far/meetups.atom", "/api/v1/items?place=far", "/api/v1/events?place=far"),
    *(f"{listing}.{suffix}" for listing in ("/places", "/far", "/far/sources") for suffix in ("atom", "rss", "json")),
)


def _odd(many: Engine, moment: datetime, zone: str) -> int:
    """Write *moment* wherever a place in *zone* may hold one, and return the number of its item."""
    with writing(many) as db:
        far = town.place(db, "Far", timezone=zone)
        spoken = town.feed(db, town.source(db, "Far Voice", far), heard_at=moment, last_post_at=moment)
        said = town.item(db, spoken, "Odd", tags=[town.tag(db, "Bins")], at=moment, updated_at=moment)
        calendar = town.feed(
            db, town.source(db, "Far Diary", far), reads="events", trouble_since=moment, trouble="http-404"
        )
        event = town.meetup(db, calendar, "Meeting", now() - timedelta(hours=1), changed_at=moment)
        for held in db.exec(select(Occurrence).where(Occurrence.event_id == event.id)):
            held.ends_at = max(moment, held.starts_at)
        return said.id or 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize("moment", [FIRST, EARLY, LAST])
def test_every_page_answers_whatever_the_date(cem: Neighbour, many: Engine, moment: datetime, zone: str) -> None:
    number = _odd(many, moment, zone)

    answers = {address: cem.visit(address).status for address in (*PAGES, f"/items/{number}")}

    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_machines_get_years_of_four_digits() -> None:
    assert iso(FIRST) == "0001-01-01T00:00:00Z"
    assert iso(LAST) == "9999-12-31T23:59:59Z"


def test_older_pages_go_back_beyond_1970(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        spoken = town.feed(db, town.source(db, "Archive", town.place(db, "Far")))
        for n in range(40):
            town.item(db, spoken, f"Notice {n}", at=EARLY - timedelta(hours=n))

    (older,) = [str(link.get("href")) for link in cem.visit("/far?kind=blog").all("//a[@rel='next']")]
    page = cem.visit(older)

    assert page.status == 200
    assert len(page.articles) == 10


@given(
    moment=st.datetimes(timezones=st.just(UTC)),
    item_id=st.integers(min_value=0, max_value=10**18 - 1),
)
def test_a_page_mark_reads_back_as_it_was_written(moment: datetime, item_id: int) -> None:
    place = Cursor(moment, item_id)

    assert cursor(mark(place)) == place
    assert quote(mark(place)) == mark(place)


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_an_item_from_the_future_is_dated_when_we_first_saw_it(
    cem: Neighbour, alderford: Alderford, many: Engine, suffix: str
) -> None:
    later = datetime(2199, 1, 1, tzinfo=UTC)
    with writing(many) as db:
        place = alderford.mill_end
        town.item(
            db, alderford.diary, "Soon", [place], at=alderford.moment, published_at=later, updated_at=later, link=""
        )

    assert "2199" not in cem.visit(f"/mill-end.{suffix}").source


def test_a_change_is_told_to_feed_readers(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    changed = alderford.moment + timedelta(minutes=2)
    with writing(many) as db:
        place = alderford.mill_end
        town.item(db, alderford.diary, "Mended", [place], at=alderford.moment, updated_at=changed)

    (entry, *_) = feedparser.parse(cem.visit("/mill-end.atom").source.encode()).entries

    assert (entry.published, entry.updated) == (iso(alderford.moment), iso(changed))
