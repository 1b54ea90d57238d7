"""Whose turn is it? Hosts are asked one at a time, with a pause, and in fair turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.net.answers import Ask
from hub.net.door import Door
from hub.net.pacing import Pacer, registrable


def asks(*urls: str) -> list[Ask]:
    return [Ask(url) for url in urls]


def taken(pacer: Pacer, now: float) -> list[str]:
    """Everything that may go at *now*."""
    gone = []
    while ask := pacer.take(now):
        gone.append(ask.url)
    return gone


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://feeds.bbci.co.uk/news", "bbci.co.uk"),
        ("http://www.lichfield.gov.uk/rss", "lichfield.gov.uk"),
        ("https://ben.blogspot.com/feeds", "blogspot.com"),  # one platform, one patience
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://127.1.0.7:8000/", "127.1.0.7"),
        ("http://[2001:4860::1]/", "2001:4860::1"),
        ("http://localhost:8000/", "localhost"),
        ("http://intranet/", "intranet"),
        ("http://co.uk/", "co.uk"),
        ("https://News.Example./", "news.example"),
        ("mailto:ben@news.example", "mailto:ben@news.example"),
    ],
)
def test_a_domain_is_what_somebody_registered(url: str, domain: str) -> None:
    assert registrable(url) == domain


def test_one_domain_is_asked_one_request_at_a_time_and_rests_between_two() -> None:
    pacer = Pacer(pause=2)
    first, second = asks("http://a.example/1", "http://www.a.example/2")
    pacer.add(first, 0)
    pacer.add(second, 0)

    assert taken(pacer, 0) == [first.url]
    assert pacer.next_turn() is None  # nothing to do but wait for the one in flight
    pacer.done(first, 5)
    assert pacer.next_turn() == 7
    assert taken(pacer, 6.9) == []
    assert taken(pacer, 7) == [second.url]


def own_pacer(*exempt: str) -> Pacer:
    return Pacer(2, Door(allow_private_networks=exempt).rules.is_own)


@pytest.mark.parametrize(
    ("exempt", "url"),
    [
        ("127.0.0.1:8701", "http://127.0.0.1:8701/"),
        ("intranet", "http://intranet/"),
        ("feeds.intranet.example", "https://feeds.intranet.example/"),
        ("wordpress.com:8080", "http://wordpress.com:8080/"),
    ],
)
def test_the_operators_own_hosts_need_no_rest(exempt: str, url: str) -> None:
    pacer = own_pacer(exempt, "10.0.0.0/8")
    first, second = asks(f"{url}1", f"{url}2")
    pacer.add(first, 0)
    pacer.add(second, 0)
    assert taken(pacer, 0) == [first.url]
    pacer.done(first, 1)
    assert taken(pacer, 1) == [second.url]


@pytest.mark.parametrize(
    ("exempt", "url"),
    [
        ("wordpress.com:8080", "http://wordpress.com/"),
        ("feeds.intranet.example", "http://www.intranet.example/"),
        ("10.0.0.0/8", "http://10.0.0.9/"),
    ],
)
def test_what_the_operator_did_not_name_keeps_its_rest(exempt: str, url: str) -> None:
    pacer = own_pacer(exempt)
    first, second = asks(f"{url}1", f"{url}2")
    pacer.add(first, 0)
    pacer.add(second, 0)
    assert taken(pacer, 0) == [first.url]
    pacer.done(first, 1)
    assert pacer.next_turn() == 3


def test_the_operators_own_host_neither_rests_nor_ends_the_rest_of_its_neighbours() -> None:
    pacer = own_pacer("wordpress.com:8080")
    first, own, second = asks("http://wordpress.com/1", "http://wordpress.com:8080/", "http://wordpress.com/2")
    for ask in (first, own, second):
        pacer.add(ask, 0)
    assert taken(pacer, 0) == [first.url]
    pacer.done(first, 1)
    assert taken(pacer, 1) == [own.url]
    pacer.done(own, 1.5)
    assert pacer.next_turn() == 3


def test_a_skipped_domain_is_asked_no_more() -> None:
    pacer = Pacer(pause=2)
    first, second, third, other = asks(
        "http://a.example/1", "http://www.a.example/2", "http://a.example/3", "http://b/"
    )
    for ask in (first, second, other):
        pacer.add(ask, 0)
    assert pacer.take(0) == first

    pacer.skip("a.example")
    pacer.add(third, 0)
    pacer.done(first, 1)
    assert taken(pacer, 9) == [other.url]
    assert pacer.next_turn() is None


def test_one_blog_of_a_platform_is_skipped_alone() -> None:
    pacer = Pacer(pause=2)
    for ask in asks("https://eve.github.io/1", "https://ben.github.io/2", "https://eve.github.io/3"):
        pacer.add(ask, 0)
    pacer.skip("eve.github.io")
    (again, *_) = asks("https://eve.github.io/4")
    pacer.add(again, 0)
    assert taken(pacer, 0) == ["https://ben.github.io/2"]


def test_a_domain_is_skipped_before_its_first_turn_too() -> None:
    pacer = Pacer(pause=2)
    for ask in asks("http://a.example/1", "http://a.example/2", "http://b.example/"):
        pacer.add(ask, 0)
    pacer.skip("a.example")
    pacer.skip("never.example")
    assert taken(pacer, 0) == ["http://b.example/"]


def test_a_domain_rests_though_its_line_was_empty_for_a_moment() -> None:
    pacer = Pacer(pause=2)
    first, second = asks("http://a.example/1", "http://a.example/2")
    pacer.add(first, 0)
    assert taken(pacer, 0) == [first.url]
    pacer.done(first, 1)
    pacer.add(second, 2)
    assert pacer.next_turn() == 3


def test_a_host_with_many_feeds_does_not_hold_up_others() -> None:
    pacer = Pacer(pause=2)
    for ask in asks(*(f"http://big.example/{number}" for number in range(50)), "http://small.example/"):
        pacer.add(ask, 0)
    assert taken(pacer, 0) == ["http://big.example/0", "http://small.example/"]


def test_without_a_pause_hosts_take_turns() -> None:
    pacer = Pacer(pause=0)
    for ask in asks("http://a.example/1", "http://a.example/2", "http://b.example/1", "http://b.example/2"):
        pacer.add(ask, 0)
    order = []
    while turn := pacer.take(0):
        order.append(turn.url[7] + turn.url[-1])
        pacer.done(turn, 0)
    assert order == ["a1", "b1", "a2", "b2"]


def test_thousands_of_rested_domains_are_forgotten() -> None:
    pacer = Pacer(pause=2)
    for number in range(5000):
        ask = Ask(f"http://127.1.{number // 250}.{number % 250}/")
        pacer.add(ask, number)
        assert pacer.take(number) == ask
        pacer.done(ask, number)
    assert len(pacer._rested) < 200


@given(st.lists(st.sampled_from("abcd"), max_size=30), st.floats(0, 3), st.integers(1, 4))
def test_every_ask_goes_once_and_no_domain_is_hurried(hosts: list[str], pause: float, seats: int) -> None:
    pacer = Pacer(pause)
    waiting = [Ask(f"http://{host}.example/{number}") for number, host in enumerate(hosts)]
    flying: list[Ask] = []
    ended: dict[str, float] = {}
    gone: list[Ask] = []
    now = 0.0
    for ask in waiting:
        pacer.add(ask, now)
    while len(gone) < len(waiting) or flying:
        while len(flying) < seats and (taken := pacer.take(now)):
            domain = registrable(taken.url)
            assert domain not in {registrable(ask.url) for ask in flying}
            assert now >= ended.get(domain, -pause) + pause
            flying.append(taken)
            gone.append(taken)
        now = max(now + 0.1, 0.0 if flying else pacer.next_turn() or 0.0)
        if flying:
            landed = flying.pop(0)
            ended[registrable(landed.url)] = now
            pacer.done(landed, now)
    assert sorted(ask.url for ask in gone) == sorted(ask.url for ask in waiting)
