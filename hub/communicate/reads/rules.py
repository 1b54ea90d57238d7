"""What counts as somebody reading, and how long is it kept? A page that was opened, by what is no robot by its name."""

import re
from datetime import date, timedelta
from functools import lru_cache

KEPT = timedelta(days=400)  # a day’s number: last spring can be compared with this one
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
LONGEST_NAME = 512  # bytes of a User-Agent that are looked at
_REMEMBERED = 2_048  # names that were judged before: browsers have a few hundred
# A phone may be a Cubot, or of the model “ruby”.
_ROBOT = re.compile(
    rb"(?<!cu)bot\b|(?<!cu)bot[/_;-]|crawl|spider|slurp|preview|fetch|monitor|archiver|headless|curl/|wget|python|"
    rb"http-?client|httpx|go-http|okhttp|^java|^ruby|libwww|facebookexternalhit|whatsapp/|feed|rss|validator|lighthouse",
    re.IGNORECASE,
)


@lru_cache(_REMEMBERED)
def is_robot(user_agent: bytes) -> bool:
    """Say whether a program names itself so in *user_agent* that nobody reads with it; who has no name is one too.

    >>> is_robot(b"Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0")
    False
    >>> is_robot(b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), is_robot(b"")
    (True, True)
    """
    return not user_agent or _ROBOT.search(user_agent[:LONGEST_NAME]) is not None


def week_from(today: date) -> date:
    """Return the first of the seven days that end today."""
    return today - WEEK + timedelta(days=1)


def month_from(today: date) -> date:
    """Return the first of the thirty days that end today."""
    return today - MONTH + timedelta(days=1)
