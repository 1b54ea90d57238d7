"""Dates as people write them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.dates import moment

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
