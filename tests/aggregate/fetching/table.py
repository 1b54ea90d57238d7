"""The rows of the decision about an answer: a feed, what it was answered, and what that leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hub.aggregate.feeds.rules import DAY, HOUR, NEVER, QUARTER_HOUR, WEEK, Agent, FeedState, jitter
from hub.aggregate.fetching.rules import BUSY_PAUSE, LONG_BUSY_PAUSE, LONGEST_HOST_PAUSE, HostPause
from hub.aggregate.reading.still import body_hash, still_hash
from hub.net.answers import Answer, Failure, Hop, NoReply, Reply

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
URL = "https://ben.example/feed"
BODY = (
    b"<rss><channel><title>Ben</title><lastBuildDate>now</lastBuildDate><item><title>Hi</title></item></channel></rss>"
)
REDATED = BODY.replace(b"now", b"later")
EDITED = BODY.replace(b"Hi", b"Ho")
STEADY = FeedState(
    id=UUID(int=1),
    source_id=UUID(int=2),
    url=URL,
    reads="items",
    etag='"a"',
    last_modified="Mon, 02 Mar 2026 09:00:00 GMT",
    body_hash=body_hash(BODY),
    still_hash=still_hash(BODY),
    entry_hashes=b"",
    post_gap=14_400,
    last_post_at=NOON - HOUR,
    asked_wait=0,
    skip_hours="",
    skip_days="",
    trouble="",
    trouble_since=None,
    failures=0,
    moved_to="",
    moved_since=None,
    moved_looks=0,
)
NEW = replace(STEADY, body_hash="", still_hash="", etag="", last_modified="", post_gap=0, last_post_at=None)
BOTH = {"etag": STEADY.etag, "last-modified": STEADY.last_modified}
MOVED = "https://new.ben.example/feed"
UNCHANGED = Reply(304, URL, BOTH)


def ill(trouble: str, days: float = 1, failures: int = 1, **more: Any) -> FeedState:
    return replace(STEADY, trouble=trouble, trouble_since=NOON - timedelta(days=days), failures=failures, **more)


def moving(looks: int, days: float, to: str = MOVED) -> FeedState:
    return replace(STEADY, moved_to=to, moved_looks=looks, moved_since=NOON - timedelta(days=days))


def led(*statuses: int, to: str = MOVED, status: int = 304) -> Reply:
    way = (*(Hop(each, f"https://ben.example/{n}") for n, each in enumerate(statuses[:-1])), Hop(statuses[-1], to))
    return Reply(status, to, BOTH, b"", way)


def refused(status: int, **headers: str) -> Reply:
    return Reply(status, URL, {name.replace("_", "-"): value for name, value in headers.items()})


@dataclass(frozen=True)
class Row:
    """A feed, an answer, and what of the intents the row is about."""

    name: str
    feed: FeedState
    answer: Answer
    leads_to: Mapping[str, Any]  # columns; what is left out here may be anything
    wait: timedelta | None = None  # until the next look
    because: str = ""
    trouble: str = ""
    moved: str = ""
    pause: HostPause | None = None


WELL = {"trouble": "", "trouble_since": None, "failures": 0, "told": 0, "heard_at": NOON, "looked_at": NOON}
STAYED: dict[str, Any] = {"moved_to": "", "moved_since": None, "moved_looks": 0}
HALF_GAP = 2 * HOUR * jitter(STEADY.id)


def well(
    name: str, feed: FeedState, answer: Reply, wait: timedelta | None = HALF_GAP, because: str = "pace", **columns: Any
) -> Row:
    moved = columns.pop("moved", "")
    return Row(name, feed, answer, WELL | columns, wait, because, moved=moved)


def down(
    name: str,
    feed: FeedState,
    answer: Answer,
    trouble: str,
    wait: timedelta = HOUR,
    because: str = "back-off",
    **columns: Any,
) -> Row:
    return Row(name, feed, answer, {"trouble": trouble, "looked_at": NOON} | columns, wait, because, trouble)


def busy(name: str, feed: FeedState, answer: Reply, wait: timedelta) -> Row:
    why = f"http-{answer.status}"
    pause = HostPause(frozenset({URL}), NOON + min(wait, LONGEST_HOST_PAUSE), why)
    return Row(name, feed, answer, {"trouble": why, "trouble_detail": ""}, wait, why, why, pause=pause)


SAME = [
    well("304 to both validators", STEADY, UNCHANGED),
    well("304 to an ETag alone", replace(STEADY, last_modified=""), UNCHANGED),
    well("304 to a date alone", replace(STEADY, etag=""), UNCHANGED),
    down("304 to an ask for everything", replace(STEADY, etag="", last_modified=""), Reply(304, URL), "http-304"),
    down("304 to a first look", NEW, Reply(304, URL), "http-304"),
    well("304 ends a trouble", ill("timeout", failures=3), UNCHANGED),
    well("the same bytes", STEADY, Reply(200, URL, BOTH, BODY), etag='"a"'),
    well("the same bytes, both validators vanished", STEADY, Reply(200, URL, {}, BODY), etag="", last_modified=""),
    well("the same bytes, the ETag vanished", STEADY, Reply(200, URL, {"last-modified": "M"}, BODY), etag="", last_modified="M"),  # noqa: E501
    well("the same bytes, the date vanished", STEADY, Reply(200, URL, {"etag": '"a"'}, BODY), etag='"a"', last_modified=""),  # noqa: E501
    well("a mirror: another ETag, the same date, the same bytes", STEADY, Reply(200, URL, BOTH | {"etag": '"b"'}, BODY), etag='"b"'),  # noqa: E501
    well("only the channel's own date differs", STEADY, Reply(200, URL, BOTH, REDATED), body_hash=body_hash(REDATED)),
    well("both validators changed, the same bytes", STEADY, Reply(200, URL, {"etag": "E", "last-modified": "M"}, BODY), etag="E", last_modified="M"),  # noqa: E501
]  # fmt: skip
RHYTHM = [
    well("half the usual gap", STEADY, UNCHANGED, 2 * HOUR * jitter(STEADY.id), "pace"),
    well("many posts a day", replace(STEADY, post_gap=60), UNCHANGED, QUARTER_HOUR * jitter(STEADY.id), "lively"),
    well("few posts a month", replace(STEADY, post_gap=900_000), UNCHANGED, 6 * HOUR * jitter(STEADY.id), "sleepy"),
    well("too few posts to tell", replace(STEADY, post_gap=0), UNCHANGED, HOUR * jitter(STEADY.id), "new"),
    well("silent for a week", replace(STEADY, post_gap=60, last_post_at=NOON - 8 * DAY), UNCHANGED, 2 * HOUR * jitter(STEADY.id), "silent"),  # noqa: E501
    well("silent for a month", replace(STEADY, last_post_at=NOON - 31 * DAY), UNCHANGED, 6 * HOUR * jitter(STEADY.id), "silent"),  # noqa: E501
    well("silent for half a year", replace(STEADY, last_post_at=NOON - 181 * DAY), UNCHANGED, DAY * jitter(STEADY.id), "silent"),  # noqa: E501
    well("max-age asks for more", STEADY, refused(304, cache_control="max-age=10800"), 3 * HOUR * jitter(STEADY.id), "asked"),  # noqa: E501
    well("max-age asks for less", STEADY, refused(304, cache_control="max-age=60")),
    well("max-age asks for a year", STEADY, refused(304, cache_control="max-age=31536000"), DAY * jitter(STEADY.id), "asked"),  # noqa: E501
    well("Expires asks for more", STEADY, refused(304, expires="Tue, 03 Mar 2026 17:00:00 GMT"), 5 * HOUR * jitter(STEADY.id), "asked"),  # noqa: E501
    well("ttl or sy:updatePeriod ask for more", replace(STEADY, asked_wait=18_000), UNCHANGED, 5 * HOUR * jitter(STEADY.id), "asked"),  # noqa: E501
    well("skipHours", replace(STEADY, skip_hours="13 14"), UNCHANGED, 3 * HOUR, "sleeps"),
    well("skipDays", replace(STEADY, skip_days="1"), UNCHANGED, 12 * HOUR, "sleeps"),
    well("skipHours of other hours", replace(STEADY, skip_hours="3"), UNCHANGED),
]  # fmt: skip
BACK_OFF = [
    down("the first failure", STEADY, refused(404), "http-404", HOUR, failures=1, trouble_since=NOON),
    down("the second", ill("http-404", 0.1, 1), refused(404), "http-404", 2 * HOUR, failures=2),
    down("the third", ill("http-404", 0.1, 2), refused(404), "http-404", 4 * HOUR),
    down("the fourth", ill("http-404", 0.5, 3), refused(404), "http-404", 8 * HOUR),
    down("the fifth", ill("http-404", 1, 4), refused(404), "http-404", DAY, "daily"),
    down("daily to the fourteenth day", ill("http-404", 13.9, 18), refused(404), "http-404", DAY, "daily"),
    down("weekly from then on", ill("http-404", 14, 18), refused(404), "http-404", WEEK, "weekly"),
    down("weekly for ever", ill("http-404", 900, 150), refused(404), "http-404", WEEK, "weekly"),
    down("another trouble goes on counting", ill("timeout", 2, 5), refused(404), "http-404", DAY, "daily", trouble_since=NOON - 2 * DAY),  # noqa: E501
    down("Retry-After beyond our own wait", STEADY, refused(404, retry_after="18000"), "http-404", 5 * HOUR, "later"),
    down("Retry-After within our own wait", STEADY, refused(404, retry_after="60"), "http-404"),
    down("Retry-After of a year", STEADY, refused(500, retry_after="31536000"), "http-500", WEEK, "later"),
]  # fmt: skip
TOO_MUCH = [
    busy("429 says for how long", STEADY, refused(429, retry_after="90"), timedelta(seconds=90)),
    busy("429 says nothing", STEADY, refused(429), BUSY_PAUSE),
    busy("429 asks for a year", STEADY, refused(429, retry_after="31536000"), WEEK),
    busy("503 says for how long", STEADY, refused(503, retry_after="Tue, 03 Mar 2026 13:00:00 GMT"), HOUR),
    busy("503 says nothing", STEADY, refused(503), BUSY_PAUSE),
    busy("503 says nothing for a day", ill("http-503", 1), refused(503), LONG_BUSY_PAUSE),
    busy("503 after a day of something else", ill("http-404", 3), refused(503), BUSY_PAUSE),
]
MOVES = [
    well("the first 301 is only noted", STEADY, led(301), moved_to=MOVED, moved_since=NOON, moved_looks=1),
    well("the fifth within three days", moving(4, 2.9), led(301), moved_looks=5),
    well("the fourth after three days", moving(3, 3), led(301), moved_looks=4),
    well("the fifth after three days is believed", moving(4, 3), led(301), moved_looks=5, moved=MOVED),
    well("so is a 308", moving(4, 3), led(308), moved=MOVED),
    well("and several, all for good", moving(4, 3), led(301, 308), moved=MOVED),
    well("one that is only for now forgets the move", moving(4, 3), led(301, 302), **STAYED),
    well("so does one of 307", moving(4, 3), led(307), **STAYED),
    well("and an answer at the old address", moving(4, 3), UNCHANGED, **STAYED),
    well(
        "another target begins to count anew",
        moving(9, 9, "https://old.example/"),
        led(301),
        moved_to=MOVED,
        moved_looks=1,
        moved_since=NOON,
    ),
    well("a redirect in a circle is no move", moving(4, 3), led(301, to=URL), **STAYED),
    Row("a redirect into trouble is no move", moving(4, 3), led(301, status=404), {}, HOUR, "back-off", "http-404"),
]
GONE = [
    down("410 for the first time", STEADY, refused(410), "http-410", DAY, "daily", gone_since=NOON),
    down("410 again before a day is over", ill("http-410", 0.5, gone_since=NOON - DAY / 2), refused(410), "http-410", DAY / 2, "daily"),  # noqa: E501
    down("410 a day later", ill("http-410", 1, gone_since=NOON - DAY), refused(410), "gone", NEVER - NOON, "gone"),
    down("410 once more when somebody asked", ill("gone", 40, gone_since=NOON - 40 * DAY), refused(410), "gone", NEVER - NOON, "gone"),  # noqa: E501
    down("404 after a 410 forgets it", ill("http-410", 1, gone_since=NOON - DAY), refused(404), "http-404", 2 * HOUR, gone_since=None),  # noqa: E501
    well("a feed that is back after a 410", ill("gone", 40, gone_since=NOON - 40 * DAY), UNCHANGED, gone_since=None),
]  # fmt: skip
DOORS = [
    down("403 to our usual name", STEADY, refused(403), "http-403", QUARTER_HOUR, "retry", agent=Agent.TRYING),
    down("401 to our usual name", STEADY, refused(401), "http-401", QUARTER_HOUR, "retry", agent=Agent.TRYING),
    down("403 to the plainer one too", ill("http-403", agent="trying"), refused(403), "http-403", 2 * HOUR, agent=Agent.NEITHER),  # noqa: E501
    down("403 goes on", ill("http-403", agent="neither"), refused(403), "http-403", 2 * HOUR, agent=Agent.NEITHER),
    down("403 to the plainer one that worked", replace(STEADY, agent="plain"), refused(403), "http-403", agent=Agent.NEITHER),  # noqa: E501
    well("the plainer name works", ill("http-403", agent="trying"), UNCHANGED, agent=Agent.PLAIN),
    well("the usual name works again", ill("http-403", agent="neither"), UNCHANGED, agent=Agent.USUAL),
    down("a Cloudflare challenge is helped by no name", STEADY, refused(403, cf_mitigated="challenge"), "http-403", trouble_detail="challenge"),  # noqa: E501
    down("something else while the plainer one is tried", ill("http-403", agent="trying"), refused(500), "http-500", 2 * HOUR),  # noqa: E501
]  # fmt: skip
NO_DOCUMENT = [
    *(
        down(f"no reply: {failure.value}", STEADY, NoReply(failure, URL, "why"), failure.value, trouble_detail="why")
        for failure in Failure
        if failure is not Failure.OFFLINE
    ),
    *(down(f"a status without a feed: {status}", STEADY, refused(status), f"http-{status}") for status in (204, 300, 418, 500, 502)),  # noqa: E501
]  # fmt: skip
OURS = [
    down("we are offline, the feed was well", STEADY, NoReply(Failure.OFFLINE, URL), "offline", QUARTER_HOUR, "ours"),
    Row("we are offline, the feed was ill", ill("http-404", 5, 7), NoReply(Failure.OFFLINE, URL), {}, QUARTER_HOUR, "ours", "offline"),  # noqa: E501
    down("trouble after we were offline begins anew", ill("offline", 5, 0), refused(404), "http-404", HOUR, trouble_since=NOON, failures=1),  # noqa: E501
]  # fmt: skip
TABLE = [*SAME, *RHYTHM, *BACK_OFF, *TOO_MUCH, *MOVES, *GONE, *DOORS, *NO_DOCUMENT, *OURS]
