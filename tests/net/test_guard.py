"""Which numbers may be dialled, and for whom?"""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.net.guard import Rules, is_public, number_of
from tests.net.inside import NUMBERS

OUTSIDE = """
1.1.1.1 8.8.8.8 9.9.9.9 9.255.255.255 11.0.0.0 93.184.215.14 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
151.101.0.81 168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 185.199.108.153
191.255.255.255 192.0.1.0 192.0.3.0 192.88.98.1 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 212.58.244.1
223.255.255.255 2000::1 2001:200::1 2001:4860:4860::8888 2001:db7::1 2001:db9::1 2003::1 2606:4700::1111
2620:fe::fe 2a00:1450:4009::200e 2a02:6b8::2:242 3ffe::1 3fff:1000::1
""".split()  # noqa: SIM905, a table of numbers reads better than a list of strings


@pytest.mark.parametrize("text", NUMBERS)
def test_what_not_everybody_can_reach_is_refused(text: str) -> None:
    assert not is_public(ip_address(text))
    assert not Rules().allows("news.example", ip_address(text), 80)


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_everybody_can_reach_is_allowed_on_the_usual_ports(text: str) -> None:
    number = ip_address(text)
    assert is_public(number)
    assert [port for port in (22, 80, 443, 8080) if Rules().allows("news.example", number, port)] == [80, 443]


@given(st.ip_addresses(v=4))
def test_no_ipv4_number_is_public_that_the_standard_library_calls_private(number: IPv4Address) -> None:
    assert number.is_global or not is_public(number)


@given(st.ip_addresses(v=6))
def test_no_ipv6_number_is_public_beyond_the_allocated_eighth(number: IPv6Address) -> None:
    assert not is_public(number) or (int(number) >> 125 == 1 and number.is_global)


@given(st.ip_addresses(v=4))
def test_no_ipv4_number_comes_in_disguised_as_ipv6(number: IPv4Address) -> None:
    for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::"):
        assert not is_public(IPv6Address(int(IPv6Address(prefix)) + int(number)))


def test_a_host_and_port_exempt_exactly_that_port() -> None:
    rules = Rules.of((80, 443), ["127.0.0.1:4711", "feeds.intranet:8080"])
    loopback, inside = ip_address("127.0.0.1"), ip_address("10.0.0.9")

    assert rules.allows("127.0.0.1", loopback, 4711)
    assert rules.allows("localhost", loopback, 4711)  # numbers are exempt by whatever name
    assert not rules.allows("127.0.0.1", loopback, 8000)
    assert not rules.allows("127.0.0.1", loopback, 80)
    assert rules.allows("feeds.intranet", inside, 8080)
    assert rules.allows("feeds.intranet.", inside, 8080)
    assert not rules.allows("feeds.intranet", inside, 80)
    assert not rules.allows("other.intranet", inside, 8080)  # a name is exempt by that name alone


def test_a_range_is_exempt_from_both_rules() -> None:
    rules = Rules.of((80, 443), ["127.1.0.0/16", "fd00::/8", "[::1]:8080"])
    assert rules.allows("127.1.2.3", ip_address("127.1.2.3"), 5000)
    assert not rules.allows("127.2.2.3", ip_address("127.2.2.3"), 5000)
    assert rules.allows("town.example", ip_address("fd12::1"), 22)
    assert rules.allows("::1", ip_address("::1"), 8080)
    assert not rules.allows("::1", ip_address("::1"), 8081)


def test_a_host_without_a_port_is_exempt_on_all_of_them() -> None:
    rules = Rules.of((80, 443), ["Intranet.Example"])
    assert rules.allows("intranet.example", ip_address("10.0.0.9"), 9999)


def test_a_port_nobody_exempted_is_refused_before_the_name_is_looked_up() -> None:
    assert Rules().never_allows("news.example", 25)
    assert not Rules().never_allows("news.example", 443)
    assert not Rules.of((80,), ["news.example:25"]).never_allows("news.example.", 25)
    assert Rules.of((80,), ["other.example", "127.0.0.1:24"]).never_allows("news.example", 25)
    assert not Rules.of((80,), ["10.0.0.0/8"]).never_allows("news.example", 25)


@pytest.mark.parametrize(
    ("host", "port", "own"),
    [
        ("feeds.intranet.example", 80, True),
        ("feeds.intranet.example.", 80, True),
        ("intranet.example", 80, False),
        ("feeds.wordpress.com", 8080, True),
        ("feeds.wordpress.com", 443, False),
        ("127.0.0.1", 8701, True),
        ("127.0.0.1", 8702, False),
        ("::1", 80, True),
        ("0:0::1", 80, True),
        ("10.0.0.9", 80, False),  # a range is a network, and whose servers stand in it nobody said
    ],
)
def test_the_operators_own_is_the_very_host_and_port_that_was_exempted(host: str, port: int, *, own: bool) -> None:
    entries = ("feeds.intranet.example", "feeds.wordpress.com:8080", "127.0.0.1:8701", "[::1]:80", "10.0.0.0/8")
    assert Rules.of((80,), entries).is_own(host, port) is own


@pytest.mark.parametrize(
    ("host", "number"),
    [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("127.1", ""), ("0x7f.1", ""), ("2130706433", ""), ("0177.0.0.1", "")],
)
def test_only_a_plain_number_is_taken_for_one(host: str, number: str) -> None:
    assert str(number_of(host) or "") == number
