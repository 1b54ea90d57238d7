from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching.rules import BUSY_PAUSE, Busy, Failed, Fresh, Same, glance, should_move
from hub.aggregate.reading.still import body_hash, still_hash
from hub.net.answers import Failure, Hop, NoReply, Reply

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
URL = "https://ben.example/feed"
BODY = (
    b"<rss><channel><title>Ben</title><lastBuildDate>now</lastBuildDate><item><title>Hi</title></item></channel></rss>"
)
LATER = BODY.replace(b"now", b"later")
FEED = FeedState(
    id=UUID(int=1),
    source_id=UUID(int=2),
    url=URL,
    reads="items",
    etag='"a"',
    last_modified="",
    body_hash=body_hash(BODY),
    still_hash=still_hash(BODY),
    entry_hashes=b"",
    post_gap=0,
    last_post_at=None,
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
NEW = replace(FEED, body_hash="", still_hash="", etag="")


def test_not_modified_means_the_same():
    assert isinstance(glance(FEED, Reply(304, URL), NOON), Same)


def test_not_modified_is_no_answer_to_a_first_look():
    assert glance(NEW, Reply(304, URL), NOON) == Failed("http-304")


def test_the_same_bytes_are_not_read_again_but_their_new_validators_are_kept():
    seen = glance(FEED, Reply(200, URL, {"etag": '"b"'}, BODY), NOON)
    assert isinstance(seen, Same)
    assert seen.learned["etag"] == '"b"'


def test_a_channel_that_only_redates_itself_is_not_read_again():
    seen = glance(FEED, Reply(200, URL, {}, LATER), NOON)
    assert isinstance(seen, Same)
    assert seen.learned["body_hash"] == body_hash(LATER)


def test_other_bytes_are_read():
    seen = glance(FEED, Reply(200, URL, {}, BODY.replace(b"Hi", b"Ho")), NOON)
    assert isinstance(seen, Fresh)
    assert seen.learned["still_hash"] == still_hash(seen.reply.body)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_no_fault_of_the_feed(status):
    assert glance(FEED, Reply(status, URL, {"retry-after": "90"}), NOON) == Busy(timedelta(seconds=90), status)
    assert glance(FEED, Reply(status, URL), NOON) == Busy(BUSY_PAUSE, status)


@pytest.mark.parametrize("status", [403, 404, 410, 500, 204])
def test_any_other_status_is_trouble_with_its_number(status):
    assert glance(FEED, Reply(status, URL), NOON) == Failed(f"http-{status}")


def test_a_cloudflare_challenge_is_remembered_as_what_it_is():
    assert glance(FEED, Reply(403, URL, {"cf-mitigated": "challenge"}), NOON) == Failed("http-403", "challenge")


def test_no_reply_is_trouble_with_its_failure():
    assert glance(FEED, NoReply(Failure.TLS, URL, "expired"), NOON) == Failed("tls", "expired")


MOVED = Reply(304, "https://new.ben.example/feed", hops=(Hop(301, "https://new.ben.example/feed"),))


def test_a_permanent_redirect_is_counted_and_believed_only_after_days():
    first = glance(FEED, MOVED, NOON)
    assert isinstance(first, Same)
    assert first.learned == {"moved_to": MOVED.url, "moved_since": NOON, "moved_looks": 1}
    assert should_move(first.learned, NOON) == ""
    long_ago = replace(FEED, moved_to=MOVED.url, moved_since=NOON - timedelta(days=4), moved_looks=4)
    again = glance(long_ago, MOVED, NOON)
    assert isinstance(again, Same)
    assert should_move(again.learned, NOON) == MOVED.url


def test_a_redirect_that_changes_its_mind_starts_the_count_again():
    elsewhere = replace(FEED, moved_to="https://old.example/", moved_since=NOON - timedelta(days=9), moved_looks=9)
    seen = glance(elsewhere, MOVED, NOON)
    assert isinstance(seen, Same)
    assert seen.learned["moved_looks"] == 1


def test_a_redirect_for_now_forgets_the_move():
    moving = replace(FEED, moved_to=MOVED.url, moved_since=NOON, moved_looks=3)
    seen = glance(moving, replace(MOVED, hops=(Hop(301, "https://a.example/"), Hop(302, MOVED.url))), NOON)
    assert isinstance(seen, Same)
    assert seen.learned == {"moved_to": "", "moved_since": None, "moved_looks": 0}
