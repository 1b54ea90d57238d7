"""Dates as people write them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.dates import believable, moment
from tests.aggregate.reading.documents import NOW, only, read, rss

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - Hypothesis adds the zone


@given(MOMENTS)
def test_what_a_program_writes_is_read_to_the_second(when: datetime) -> None:
    whole = when.replace(microsecond=0)
    assert moment(whole.isoformat()) == whole
    assert moment(when.isoformat()) == whole
    assert moment(format_datetime(whole)) == whole


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tue, 03 Jun 2008 11:05:30 GMT", (2008, 6, 3, 11, 5, 30)),
        ("3 Jun 08 11:05 EST", (2008, 6, 3, 16, 5, 0)),
        ("3 Jun 99 11:05:30", (1999, 6, 3, 11, 5, 30)),
        ("Tuesday, 3 June 2008 11:05:30 BST", (2008, 6, 3, 10, 5, 30)),
        ("Tue, 3-Jun-2008 11:05:30 GMT+02:00", (2008, 6, 3, 9, 5, 30)),
        ("Tue, 03 Jun 2008 11:05:30+0900", (2008, 6, 3, 2, 5, 30)),
        ("mer, 16 nov 2022 00:38:15 +0100", (2022, 11, 15, 23, 38, 15)),
        ("Tue, 03 Jun 2008", (2008, 6, 3, 0, 0, 0)),
        ("2008-06-03", (2008, 6, 3, 0, 0, 0)),
        ("2008-6-3 11:05", (2008, 6, 3, 11, 5, 0)),
        ("2008-06-03T11:05:30.123456Z", (2008, 6, 3, 11, 5, 30)),
        ("2008-06-03T11:05:30-0330", (2008, 6, 3, 14, 35, 30)),
        ("2008-06-03 11:05:30 +02", (2008, 6, 3, 9, 5, 30)),
        ("2016-12-31T23:59:60Z", (2017, 1, 1, 0, 0, 0)),
        ("Tue Jun  3 11:05:30 2008", (2008, 6, 3, 11, 5, 30)),
        ("Fri, 2006/09/15 08:19:53 EDT", (2006, 9, 15, 12, 19, 53)),
        ("2020/1/10 14:33:00", (2020, 1, 10, 14, 33, 0)),
        ("2004-06", (2004, 6, 1, 0, 0, 0)),
        ("2004\ub144 05\uc6d4 28\uc77c  01:31:15", (2004, 5, 27, 16, 31, 15)),
    ],
)
def test_what_people_write(raw: str, expected: tuple[int, int, int, int, int, int]) -> None:
    assert moment(raw) == datetime(*expected, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "soon",
        "yesterday at noon",
        "2024-02-30",
        "31 Xyz 2024 10:00:00 GMT",
        "2024-01-01T25:00:00Z",
        "12",
        "0000-00-00",
        "9" * 400,
        "Fri, 2006/13/15 08:19:53 EDT",
    ],
)
def test_an_impossible_date_is_none(raw: str) -> None:
    assert moment(raw) is None


@given(st.text())
def test_no_words_make_it_fall(raw: str) -> None:
    found = moment(raw)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("year", ["0001", "1900", "1969", "2029", "2999", "9999"])
def test_a_date_out_of_all_likelihood_is_kept_as_written_and_is_no_date(year: str) -> None:
    raw = f"{year}-12-30T10:00:00Z"
    entry = only(rss(f"<title>x</title><pubDate>{raw}</pubDate>"))
    assert (entry.published_raw, entry.published_at) == (raw, None)


@pytest.mark.parametrize("raw", ["1970-01-01T00:00:00Z", "2028-05-31T12:00:00Z"])
def test_a_date_from_1970_to_two_years_ahead_is_believed(raw: str) -> None:
    assert only(rss(f"<title>x</title><pubDate>{raw}</pubDate>")).published_at == moment(raw)


def test_an_unlikely_date_gives_way_to_the_day_of_the_last_change() -> None:
    entry = only(rss("<pubDate>0001-01-01</pubDate><dc:date>2026-05-01</dc:date>"))
    assert entry.published_at == entry.updated_at == moment("2026-05-01")


def test_what_is_unlikely_is_not_the_newest() -> None:
    odd = "<title>odd</title><pubDate>9999-12-31</pubDate>"
    plain = [f"<title>{n}</title><guid>{n}</guid><pubDate>2026-05-01</pubDate>" for n in range(200)]
    assert "odd" not in {entry.title for entry in read(rss(odd, *plain)).entries}


@given(st.datetimes(timezones=ZONES))
def test_what_is_believed_is_between_1970_and_two_years_ahead(when: datetime) -> None:
    believed = believable(when, NOW)
    assert believed is None or datetime(1970, 1, 1, tzinfo=UTC) <= believed <= NOW + timedelta(days=731)
