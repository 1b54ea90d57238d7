"""Who is a robot by its name, and which days are a week."""

from datetime import date

import pytest

from hub.communicate.reads.rules import is_robot, month_from, week_from

_PHONE = b"Mozilla/5.0 (Linux; Android 9; %s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/95.0 Mobile Safari/537.36"


@pytest.mark.parametrize("phone", [b"CUBOT NOTE 20", b"ruby", b"SM-A135F", b"Fairphone 4"])
def test_a_phone_is_no_robot(phone: bytes) -> None:
    assert not is_robot(_PHONE % phone)


@pytest.mark.parametrize(
    "name",
    [
        b"",
        b"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        b"Mozilla/5.0 (compatible; AhrefsBot/7.0)",
        b"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)",
        b"curl/8.5.0",
        b"python-requests/2.32",
        b"facebookexternalhit/1.1",
        b"FreshRSS/1.24",
        b"Mozilla/5.0 HeadlessChrome/126.0",
    ],
)
def test_what_calls_itself_a_robot_is_one(name: bytes) -> None:
    assert is_robot(name)


def test_a_name_longer_than_any_is_looked_at_in_part() -> None:
    assert not is_robot(b"Mozilla " * 100 + b"Googlebot")


def test_a_week_and_a_month_end_today() -> None:
    assert week_from(date(2026, 5, 31)) == date(2026, 5, 25)
    assert month_from(date(2026, 5, 31)) == date(2026, 5, 2)
