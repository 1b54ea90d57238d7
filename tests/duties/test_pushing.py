"""Hubs that feeds name, good and bad ones: how they are asked to tell us of news."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event as Signal

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.pushing import actions, rules
from hub.aggregate.pushing.actions import Call
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.rules import Wish
from hub.db.engine import reading, writing
from hub.duties import pushing
from hub.duties.pushing import subscribe
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.sandbox import Sandbox
from tests import town
from tests.duties.hubs import HOME, Form, LoopHub, calling, hubbing, settings_of


@pytest.fixture
def loop() -> Iterator[LoopHub]:
    with hubbing() as hub:
        yield hub


@pytest.fixture
def ours(many: Engine, children: Sandbox) -> Tools:
    return calling(many, children)


def has_feed(ours: Tools, hub: str, topic: str = "https://ben.example/self") -> None:
    with writing(ours.engine) as db:
        home = town.source(db, "Ben’s blog", town.place(db, "Benton"))
        town.feed(db, home, hub=hub, topic=topic)


def subscription(ours: Tools) -> Subscription:
    with reading(ours.engine) as db:
        return db.exec(select(Subscription)).one()


def agreed(ours: Tools, form: Form) -> None:
    token = form["hub.callback"].rpartition("/")[2]
    with writing(ours.engine) as db:
        call = Call(form["hub.mode"], form["hub.topic"], "864000")
        assert actions.confirm(db, token, call, now())


def test_a_hub_is_asked_once_with_all_that_the_recommendation_requires(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    for _ in range(3):
        subscribe(ours, settings_of(ours))
    (form,) = loop.heard
    assert set(form) == {"hub.callback", "hub.mode", "hub.topic", "hub.lease_seconds", "hub.secret"}
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", "https://ben.example/self")
    assert form["hub.callback"] == f"{HOME}/websub/{subscription(ours).token}"
    assert subscription(ours).trouble == ""


def test_a_hub_that_comes_back_before_it_answers_is_agreed_with(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    loop.first = lambda form: agreed(ours, form)
    subscribe(ours, settings_of(ours))
    held = subscription(ours)
    assert held.lease_until is not None
    assert (held.asked_at, held.failures, held.trouble) == (None, 0, "")


@pytest.mark.parametrize(
    ("status", "trouble"), [(400, "refused"), (404, "refused"), (503, "refused"), (302, "refused")]
)
def test_a_hub_that_refuses_is_asked_again_later(ours: Tools, loop: LoopHub, status: int, trouble: str) -> None:
    has_feed(ours, loop.url)
    loop.status, loop.headers = status, {"Location": "/"} if status == 302 else {}
    for _ in range(3):
        subscribe(ours, settings_of(ours))
    assert len(loop.heard) == 1
    held = subscription(ours)
    assert held.trouble == "refused"
    assert held.due_at > now() + timedelta(minutes=50)


def test_a_hub_that_leads_to_another_is_followed_with_the_next_round(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    with hubbing() as other:
        loop.status, loop.headers = 307, {"Location": other.url}
        for _ in range(3):
            subscribe(ours, settings_of(ours))
        assert (len(loop.heard), len(other.heard)) == (1, 1)
        assert other.heard[0] == loop.heard[0]


def test_a_hub_that_leads_round_in_circles_is_left_alone(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    loop.status, loop.headers = 308, {"Location": loop.url}
    for _ in range(9):
        subscribe(ours, settings_of(ours))
    assert len(loop.heard) == rules.MOST_LEADS + 1


def test_a_hub_that_never_answers_keeps_nobody(ours: Tools, loop: LoopHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "PATIENCE", 0.1)
    has_feed(ours, loop.url)
    done = Signal()
    loop.first = lambda _form: done.wait(5)
    subscribe(ours, settings_of(ours))
    done.set()
    assert subscription(ours).trouble == "no-answer"


def test_a_hub_inside_somebodys_network_is_not_asked(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    guarded = replace(ours, door=replace(ours.door, allow_private_networks=()))
    subscribe(guarded, settings_of(ours))
    assert loop.heard == []
    assert subscription(ours).trouble == "no-answer"


@pytest.mark.parametrize("chosen", [{"websub": False}, {"base_url": "http://192.168.1.7"}])
def test_where_nobody_can_call_or_nobody_wants_it_no_hub_is_asked(
    ours: Tools, loop: LoopHub, chosen: dict[str, object]
) -> None:
    has_feed(ours, loop.url)
    subscribe(ours, settings_of(ours, **chosen))
    assert loop.heard == []


def test_turned_off_it_is_taken_back(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    loop.first = lambda form: agreed(ours, form)
    subscribe(ours, settings_of(ours))
    subscribe(ours, settings_of(ours, websub=False))
    assert [form["hub.mode"] for form in loop.heard] == ["subscribe", "unsubscribe"]
    assert subscription(ours).wish == Wish.NOTHING


def test_a_feed_that_goes_to_another_hub_leaves_the_first(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    loop.first = lambda form: agreed(ours, form)
    subscribe(ours, settings_of(ours))
    with hubbing() as other:
        with writing(ours.engine) as db:
            db.exec(select(Feed)).one().hub = other.url
        subscribe(ours, settings_of(ours))
        assert [form["hub.mode"] for form in other.heard] == ["subscribe"]
    assert [form["hub.mode"] for form in loop.heard] == ["subscribe", "unsubscribe"]
    assert loop.heard[1]["hub.callback"] == loop.heard[0]["hub.callback"]


def test_a_round_that_is_stopped_asks_no_more(ours: Tools, loop: LoopHub) -> None:
    has_feed(ours, loop.url)
    ours.stop.set()
    subscribe(ours, settings_of(ours))
    assert len(loop.heard) <= 1


def test_the_hub_of_many_feeds_keeps_no_other_waiting(ours: Tools, loop: LoopHub) -> None:
    with writing(ours.engine) as db:
        home = town.source(db, "Ben’s blog", town.place(db, "Benton"))
        for number in range(pushing.MOST_OF_HUB + 1):
            topic = f"https://ben.example/{number}"
            town.feed(db, home, url=topic, hub=loop.url, topic=topic)
    subscribe(ours, settings_of(ours))
    assert len(loop.heard) == pushing.MOST_OF_HUB
    subscribe(ours, settings_of(ours))
    assert len({form["hub.topic"] for form in loop.heard}) == pushing.MOST_OF_HUB + 1


def test_a_round_of_asking_has_an_end(ours: Tools, loop: LoopHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "ROUND", -1.0)
    asked, held_up = list[Form](), Signal()

    def first(form: Form) -> None:
        asked.append(form)
        if len(asked) > 1:
            held_up.wait(5)

    with hubbing() as other:
        for hub in (loop, other):
            hub.first = first
            with writing(ours.engine) as db:
                home = town.source(db, hub.host, town.place(db, hub.host))
                town.feed(db, home, hub=hub.url, topic=f"https://ben.example/{hub.host}")
        subscribe(ours, settings_of(ours))
        assert len(loop.heard) + len(other.heard) == 1
        held_up.set()
