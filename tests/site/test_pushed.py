"""What a hub gets at the address it was given: each MUST of the WebSub Recommendation for subscribers."""

import asyncio
import hmac
from asyncio import Future
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from fastapi import HTTPException, Request
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select
from starlette.types import Message

from hub.aggregate.feeds.models import Feed
from hub.aggregate.pushing import actions, queries
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.queries import Keyed
from hub.aggregate.pushing.rules import CALLBACK, Wish
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.net.body import MOST_BYTES
from hub.places.rules import place_slug_fault
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.pages import pushed
from tests import town
from tests.site.conftest import ADDRESS

TOPIC = "https://ben.example/self"
NEWS = b"<rss version='2.0'><channel><title>Ben</title></channel></rss>"
DAY = timedelta(days=1)


class Caller:
    """A hub that calls, and what we keep of what it says."""

    def __init__(self, browser: TestClient, engine: Engine) -> None:
        self.browser = browser
        self.engine = engine

    @property
    def ours(self) -> Subscription:
        """What we want of it."""
        with reading(self.engine) as db:
            return db.exec(select(Subscription)).one()

    @property
    def feed(self) -> Feed:
        """Ben's feed."""
        with reading(self.engine) as db:
            return db.exec(select(Feed)).one()

    def asks(self, mode: str = "subscribe", **said: str) -> tuple[int, str, Mapping[str, str]]:
        """Ask whether something is meant, as a hub does."""
        told = {"hub.mode": mode, "hub.topic": TOPIC, "hub.challenge": "8Zq", "hub.lease_seconds": "864000"}
        told |= {f"hub.{name}": value for name, value in said.items()}
        answer = self.browser.get(CALLBACK + self.ours.token, params=told, follow_redirects=False)
        return answer.status_code, answer.text, answer.headers

    def pushes(self, body: bytes = NEWS, method: str = "sha256", **headers: str) -> int:
        """Tell of news, signed unless *headers* say another signature."""
        signature = hmac.new(self.ours.secret.encode(), body, method).hexdigest()
        told = {"X-Hub-Signature": f"{method}={signature}", "Content-Type": "application/rss+xml"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.browser.post(CALLBACK + self.ours.token, content=body, headers=told, follow_redirects=False)
        return answer.status_code

    def was_heard(self) -> bool:
        """Say whether the feed is to be looked at."""
        return self.ours.pushed_at is not None


@pytest.fixture
def caller(settings: Settings, many: Engine) -> Iterator[Caller]:
    """A hub that was asked just now."""
    with writing(many) as db:
        home = town.source(db, "Ben", town.place(db, "Alderford"))
        town.feed(db, home, hub="https://hub.example/", topic=TOPIC, looked_at=now())
        db.exec(select(Feed)).one().due_at = now() + DAY
        (wanted,) = queries.unasked(db, 1)
        actions.want(db, wanted, now())
        (row,) = queries.due(db, now(), 1)
        actions.ask(db, row, now())
    with TestClient(create_app(settings), base_url=ADDRESS, headers={}) as browser:
        yield Caller(browser, many)


@pytest.fixture
def subscribed(caller: Caller) -> Caller:
    """A hub we agreed with."""
    assert caller.asks()[0] == 200
    return caller


def test_must_answer_what_it_wants_with_the_challenge_and_nothing_else(caller: Caller) -> None:
    status, body, headers = caller.asks(challenge="a b+<script>é")
    assert (status, body) == (200, "a b+<script>é")
    assert headers["content-type"] == "text/plain; charset=utf-8"  # MUST: a safe media type
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert caller.ours.lease_until is not None


@pytest.mark.parametrize(
    "said",
    [
        {"topic": "https://ben.example/other"},
        {"mode": "unsubscribe"},
        {"mode": "publish"},
        {"mode": ""},
    ],
)
def test_must_answer_404_to_what_it_does_not_want(caller: Caller, said: dict[str, str]) -> None:
    assert caller.asks(**said)[:2] == (404, "")
    assert caller.ours.lease_until is None


def test_must_answer_404_at_an_address_nobody_was_given(caller: Caller) -> None:
    told = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "8Zq", "hub.lease_seconds": "1"}
    assert caller.browser.get(f"{CALLBACK}{'x' * 43}", params=told).status_code == 404
    assert caller.browser.get(f"{CALLBACK}a.b", params=told).status_code == 404
    assert caller.browser.get(CALLBACK + caller.ours.token).status_code == 400, "it says nothing"


def test_the_challenge_of_a_stranger_is_not_echoed(caller: Caller) -> None:
    assert "8Zq" not in caller.asks(topic="https://evil.example/")[1]


def test_must_respect_the_lease_it_is_given(caller: Caller) -> None:
    caller.asks(lease_seconds="3600")
    ours = caller.ours
    assert ours.verified_at is not None
    assert ours.lease_until == ours.verified_at + timedelta(hours=1)


def test_a_hub_may_deny_at_any_time(subscribed: Caller) -> None:
    told = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no <b>room</b>"}
    answer = subscribed.browser.get(CALLBACK + subscribed.ours.token, params=told)
    assert (answer.status_code, answer.text) == (200, "")
    assert (subscribed.ours.lease_until, subscribed.ours.trouble) == (None, "denied")
    assert subscribed.pushes() == 410


def test_must_acknowledge_a_push_with_2xx_and_looks_at_the_feed(subscribed: Caller) -> None:
    assert subscribed.pushes() == 202
    assert subscribed.was_heard()
    assert subscribed.feed.due_at < now() + timedelta(minutes=2)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_recognized_algorithm_is_taken(subscribed: Caller, method: str) -> None:
    assert subscribed.pushes(method=method) == 202
    assert subscribed.ours.signed_with == method


@pytest.mark.parametrize("signature", ["sha256=00", "", "sha256=" + "0" * 64, "md5=1234", "nonsense"])
def test_must_ignore_what_is_signed_wrongly_and_gives_nobody_a_hint(subscribed: Caller, signature: str) -> None:
    assert subscribed.pushes(X_Hub_Signature=signature) == 202
    assert not subscribed.was_heard()
    assert subscribed.feed.due_at > now() + timedelta(hours=1)


def test_must_ignore_what_is_not_signed_at_all(subscribed: Caller) -> None:
    assert subscribed.browser.post(CALLBACK + subscribed.ours.token, content=NEWS).status_code == 202
    assert not subscribed.was_heard()


def test_must_not_use_the_link_headers_of_a_push_to_tell_what_it_is_about(subscribed: Caller) -> None:
    assert subscribed.pushes(Link='<https://evil.example/>; rel="self", <https://evil.example/hub>; rel="hub"') == 202
    assert subscribed.was_heard()
    assert (subscribed.ours.topic, subscribed.ours.hub) == (TOPIC, "https://hub.example/")


def test_what_is_pushed_is_not_stored_but_looked_for_where_it_came_from(subscribed: Caller) -> None:
    assert subscribed.pushes(b"\x00 no feed at all, but signed") == 202
    assert subscribed.was_heard()


def test_before_a_hub_has_asked_whether_it_is_meant_nobody_listens(caller: Caller) -> None:
    assert caller.pushes() == 410


def test_at_an_address_nobody_was_given_nothing_is_read(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Request] = []
    monkeypatch.setattr(pushed, "_body", read.append)
    assert caller.browser.post(f"{CALLBACK}{'x' * 43}", content=NEWS).status_code == 410
    assert read == []


def test_a_push_larger_than_any_feed_is_refused_however_it_announces_itself(subscribed: Caller) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 1_000_000 + 1):
            yield b"x" * 1_000_000

    token = CALLBACK + subscribed.ours.token
    assert subscribed.browser.post(token, content=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert subscribed.browser.post(token, content=pieces()).status_code == 413
    assert not subscribed.was_heard()


def test_a_push_that_dawdles_is_hung_up_on(subscribed: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing() -> Message:
        await Future()
        raise AssertionError

    monkeypatch.setattr(pushed, "PATIENCE", 0.01)
    dawdling = Request({"type": "http", "method": "POST", "headers": []}, nothing)
    with pytest.raises(HTTPException, match="408"):
        asyncio.run(pushed._news(dawdling, Keyed(subscribed.ours.id, subscribed.ours.secret)))


@pytest.mark.parametrize("headers", [{"Origin": "https://hub.example"}, {"Sec_Fetch_Site": "cross-site"}, {}])
def test_hubs_call_from_elsewhere(subscribed: Caller, headers: dict[str, str]) -> None:
    assert subscribed.pushes(NEWS, "sha256", **headers) == 202
    assert subscribed.was_heard()


def test_who_is_signed_in_is_nobody_here(subscribed: Caller) -> None:
    assert subscribed.pushes(Cookie="__Host-hub=stolen", X_Hub_Signature="sha256=00") == 202
    assert not subscribed.was_heard()


def test_asking_twice_is_answered_twice(caller: Caller) -> None:
    assert [caller.asks(challenge=challenge)[:2] for challenge in ("one", "two")] == [(200, "one"), (200, "two")]


def test_leaving_is_agreed_to_when_it_is_meant(subscribed: Caller) -> None:
    with writing(subscribed.engine) as db:
        (ours,) = db.exec(select(Subscription)).all()
        actions.want_no_more(db, ours, now())
        actions.ask(db, ours, now())
    assert subscribed.asks()[0] == 404
    told = {"hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.challenge": "bye"}
    answer = subscribed.browser.get(CALLBACK + subscribed.ours.token, params=told)
    assert (answer.status_code, answer.text) == (200, "bye")
    assert subscribed.ours.wish == Wish.NOTHING
    assert subscribed.pushes() == 410


def test_no_place_can_have_the_address() -> None:
    assert place_slug_fault(CALLBACK.strip("/"))
