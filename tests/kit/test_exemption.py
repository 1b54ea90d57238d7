"""Which entries of the operator's list can be read?"""

from ipaddress import ip_address

import pytest

from hub.kit.exemption import Exemption

UNREADABLE = [
    "", " ", "http://intranet", "host:", "host:0", "host:99999", "a b", "10.0.0.0/33", "10.0.0", "10.0.0.256:80",
    "host:²", "*.intranet", "bücher.example", "intra..net", "[intranet]:80", "::1]:80", "host?x",
]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "name", "network", "port"),
    [
        ("intranet", "intranet", "", None),
        (" My_Feeds.Intranet.:8080 ", "my_feeds.intranet", "", 8080),
        ("3com.example", "3com.example", "", None),
        ("127.0.0.1", "", "127.0.0.1/32", None),
        ("127.0.0.1:80", "", "127.0.0.1/32", 80),
        ("fd00::/8", "", "fd00::/8", None),
        ("[::1]:8080", "", "::1/128", 8080),
    ],
)
def test_a_host_or_a_range_and_perhaps_one_port_are_read(entry: str, name: str, network: str, port: int | None) -> None:
    read = Exemption.of(entry)
    assert (read.name, str(read.network or ""), read.port) == (name, network, port)


@pytest.mark.parametrize("entry", UNREADABLE)
def test_an_exemption_nobody_can_read_is_told_at_once(entry: str) -> None:
    with pytest.raises(ValueError, match="is not a host, a range of addresses or host:port") as told:
        Exemption.of(entry)
    assert str(told.value).startswith(f"“{entry}”")


def test_only_an_entry_of_one_host_is_about_just_that_host() -> None:
    assert Exemption.of("127.0.0.1").is_just(ip_address("127.0.0.1"), 80)
    assert not Exemption.of("127.0.0.0/31").is_just(ip_address("127.0.0.1"), 80)
    assert not Exemption.of("127.0.0.1:81").is_just(ip_address("127.0.0.1"), 80)
    assert not Exemption.of("intranet").is_just(ip_address("127.0.0.1"), 80)
    assert Exemption.of("intranet").is_just("intranet.", 80)
