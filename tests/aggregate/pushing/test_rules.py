"""When a hub is asked, what it is believed, and what it is told."""

import hmac
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.feeds.rules import DAY, HOUR
from hub.aggregate.pushing import rules
from hub.aggregate.pushing.rules import Brought, Reliance, Snag, Wish
from hub.net.answers import Failure, NoReply, Reply
from hub.net.guard import Rules
from tests.town import NOON

HUB = "https://hub.example/"
SECRET = "only the hub knows"


def sign(method: str, body: bytes, secret: str = SECRET) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


@pytest.mark.parametrize(
    ("base_url", "is_reached"),
    [
        ("https://hub.example", True),
        ("https://9.9.9.9", True),
        ("http://hub.example:8080/town", True),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
        ("http://192.168.1.7", False),
        ("http://[::1]:8000", False),
        ("https://hub", False),
        ("https://hub.local", False),
        ("https://hub.test.", False),
    ],
)
def test_only_a_hub_at_a_public_address_can_be_called(base_url: str, *, is_reached: bool) -> None:
    assert rules.reached_from_outside(base_url, Rules()) is is_reached


@pytest.mark.parametrize("base_url", ["http://intranet:8000", "http://10.1.2.3", "https://10.1.2.3"])
def test_an_operator_may_name_his_own_network_exempt(base_url: str) -> None:
    assert rules.reached_from_outside(base_url, Rules.of((80, 443), ("intranet:8000", "10.1.2.3")))


@pytest.mark.parametrize("told", ["", "-5", "x", "\u0661\u0660", "1e9", "86400.0"])
def test_a_lease_nobody_can_read_is_a_day(told: str) -> None:
    assert rules.lease(told) == DAY


def test_no_lease_is_longer_than_a_month() -> None:
    assert rules.lease("60") == timedelta(minutes=1)
    assert rules.lease("9" * 9) == rules.lease("9" * 400) == rules.LONGEST_LEASE


@given(st.uuids(), st.timedeltas(min_value=2 * HOUR, max_value=rules.LONGEST_LEASE))
def test_a_lease_is_renewed_before_it_ends_each_feed_at_its_own_time(feed_id: UUID, held_for: timedelta) -> None:
    assert NOON + held_for / 2 < rules.renewal(held_for, feed_id, NOON) < NOON + held_for


def test_a_hub_that_grants_minutes_is_not_asked_every_minute() -> None:
    assert rules.renewal(timedelta(minutes=1), uuid4(), NOON) == NOON + HOUR


def test_a_hub_that_gives_nothing_is_asked_later_each_time_and_weekly_for_ever() -> None:
    waits = [rules.asked_again(failures, NOON) - NOON for failures in (1, 2, 3, 4, 5, 6, 7, 99)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (HOUR, timedelta(days=7))


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
@given(body=st.binary(max_size=50))
def test_what_a_hub_signed_with_any_recognized_algorithm_is_known(method: str, body: bytes) -> None:
    header = f"{method}={hmac.new(SECRET.encode(), body, method.lower()).hexdigest()}"
    assert rules.is_signed(header, SECRET, body)
    assert rules.is_signed(header.replace("=", "= ").upper().replace("SHA", "sha"), SECRET, body)
    assert not rules.is_signed(header, "another secret", body)
    assert not rules.is_signed(header, SECRET, body + b".")


@pytest.mark.parametrize(
    "header",
    ["", "sha256", "sha256=", "=", "sha256=00", "md5=" + "0" * 32, "sha256=é" + "0" * 63, sign("sha1", b"x")[:-1]],
)
def test_what_is_no_signature_is_none(header: str) -> None:
    assert not rules.is_signed(header, SECRET, b"x")


def test_a_secret_is_shorter_than_two_hundred_bytes_and_asked_for_as_the_recommendation_wants() -> None:
    form = dict(rules.asking(Wish.SUBSCRIBE, "https://ben.example/feed", "https://our.example/websub/a", SECRET))
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == "https://ben.example/feed"
    assert form["hub.callback"] == "https://our.example/websub/a"
    assert int(form["hub.lease_seconds"]) > 0
    assert len(form["hub.secret"].encode()) < 200
    assert set(dict(rules.asking(Wish.UNSUBSCRIBE, "t", "c", SECRET))) == {"hub.mode", "hub.topic", "hub.callback"}


def test_a_hub_is_awaited_for_a_day_and_may_make_sure_of_what_holds() -> None:
    later, ended = NOON + DAY, NOON - HOUR
    assert rules.is_awaited(NOON, None, Wish.SUBSCRIBE, NOON + HOUR)
    assert not rules.is_awaited(NOON, None, Wish.SUBSCRIBE, later)
    assert rules.is_awaited(None, later, Wish.SUBSCRIBE, NOON)
    assert not rules.is_awaited(None, ended, Wish.SUBSCRIBE, NOON)
    assert not rules.is_awaited(None, later, Wish.UNSUBSCRIBE, NOON)


@pytest.mark.parametrize(
    ("hub", "answer", "verdict"),
    [
        (HUB, Reply(202, HUB), (Snag.NONE, "")),
        (HUB, Reply(204, HUB), (Snag.NONE, "")),
        (HUB, Reply(404, HUB), (Snag.REFUSED, "")),
        (HUB, Reply(500, HUB), (Snag.REFUSED, "")),
        (HUB, Reply(302, HUB, {"location": "https://b.example/"}), (Snag.REFUSED, "")),
        (HUB, Reply(307, HUB, {"location": "https://b.example/"}), (Snag.REFUSED, "https://b.example/")),
        (HUB, Reply(308, HUB, {"location": "/new"}), (Snag.REFUSED, "https://hub.example/new")),
        (HUB, Reply(308, HUB), (Snag.REFUSED, "")),
        (HUB, Reply(307, HUB, {"location": "http://b.example/"}), (Snag.REFUSED, "")),
        ("http://a.example/", Reply(307, HUB, {"location": "http://b.example/"}), (Snag.REFUSED, "http://b.example/")),
        (HUB, NoReply(Failure.TIMEOUT, HUB), (Snag.NO_ANSWER, "")),
    ],
)
def test_what_a_hub_answered(hub: str, answer: Reply | NoReply, verdict: tuple[Snag, str]) -> None:
    assert rules.verdict(hub, answer) == verdict


def test_a_feed_is_looked_at_at_once_but_not_twice_a_minute() -> None:
    soon = partial(rules.look_after, now=NOON, needs_patience=False)
    assert soon(None) == soon(NOON - HOUR) == NOON
    assert soon(NOON - timedelta(seconds=10)) == NOON + timedelta(seconds=50)


def test_a_feed_in_trouble_is_looked_at_twice_an_hour_however_often_its_hub_calls() -> None:
    later = partial(rules.look_after, now=NOON, needs_patience=True)
    assert later(None) == later(NOON - HOUR) == NOON
    assert later(NOON - timedelta(seconds=10)) == NOON + rules.WITH_PATIENCE - timedelta(seconds=10)


def test_a_hub_of_ours_that_fails_is_left_alone_for_longer_each_time() -> None:
    waits = [rules.quiet_until(failures, NOON) - NOON for failures in (1, 2, 3, 4, 9)]
    assert waits == sorted(waits)
    assert waits[-1] == 4 * HOUR


def test_a_place_and_a_tag_have_three_feeds_each() -> None:
    assert list(rules.topics("https://hub.example", "łódź")) == [
        f"https://hub.example/%C5%82%C3%B3d%C5%BA.{outlet}" for outlet in ("atom", "rss", "json")
    ]
    assert dict(rules.telling("https://hub.example/a.atom")) == {
        "hub.mode": "publish",
        "hub.url": "https://hub.example/a.atom",
    }


SOON = timedelta(minutes=1)
NEWS, EDIT, NOTHING = Brought(added=1), Brought(changed=1), Brought()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Reliance(), Reliance(NOON, owed=2)),
        (Reliance(NOON - DAY, owed=1, misses=2), Reliance(NOON, owed=2, misses=2)),
        (Reliance(missed_at=NOON - SOON, misses=1), Reliance(NOON, owed=2)),
        (Reliance(missed_at=NOON - HOUR, misses=1), Reliance(NOON, owed=2, misses=1)),
        (Reliance(missed_at=NOON - SOON, misses=3), Reliance(NOON, owed=2, misses=2)),
        (Reliance(missed_at=NOON - HOUR, misses=3), Reliance(NOON, owed=2, missed_at=NOON - HOUR, misses=3)),
    ],
    ids=["first", "again", "late", "slow", "late once more", "left out too much"],
)
def test_a_hub_that_tells_us_something_is_believed_unless_it_left_out_too_much(
    before: Reliance, after: Reliance
) -> None:
    assert rules.heard(before, NOON) == after


@pytest.mark.parametrize(
    ("before", "brought", "after", "again"),
    [
        (Reliance(), NOTHING, Reliance(), None),
        (Reliance(), EDIT, Reliance(), None),
        (Reliance(), NEWS, Reliance(missed_at=NOON, misses=1), None),
        (Reliance(missed_at=NOON - DAY, misses=1), NEWS, Reliance(missed_at=NOON, misses=2), None),
        (Reliance(owed=2), NOTHING, Reliance(owed=1), NOON + rules.SECOND_LOOK),
        (Reliance(owed=1), NOTHING, Reliance(), None),
        (Reliance(owed=2), NEWS, Reliance(), None),
        (Reliance(owed=2), EDIT, Reliance(), None),
        (Reliance(owed=2, look_at=NOON + SOON), NEWS, Reliance(owed=2), NOON + SOON),
        (Reliance(look_at=NOON - SOON), NOTHING, Reliance(), NOON),
    ],
)
def test_what_a_look_brought_says_how_far_a_hub_is_relied_on_and_when_to_look_again(
    before: Reliance, brought: Brought, after: Reliance, again: datetime | None
) -> None:
    assert rules.looked(before, brought, NOON) == (after, again)


def test_a_new_lease_is_another_chance_to_be_earned_by_a_push() -> None:
    told = Reliance(NOON, misses=1)
    assert rules.held_anew(told) == told
    assert rules.held_anew(Reliance(NOON, missed_at=NOON, misses=3)) == Reliance()
