"""What every answer carries."""

import gzip

import pytest

from hub.site.headers import SHARED
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.mark.parametrize("address", ["/", "/alderford", "/alderford.atom", "/nowhere", "/static/hub.css", "/healthz"])
def test_every_answer_carries_the_same_policy(cem: Neighbour, alderford: Alderford, address: str) -> None:
    headers = cem.visit(address).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin"
    assert headers["strict-transport-security"]
    assert "set-cookie" not in headers


def test_pages_come_packed_to_those_who_can_unpack(cem: Neighbour, alderford: Alderford) -> None:
    plain = cem.visit("/alderford", headers={"Accept-Encoding": "identity"})
    packed = cem.visit("/alderford", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.source == plain.source
    assert packed.headers["etag"] != plain.headers["etag"]


def test_a_head_gets_what_a_get_would_without_the_body(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.ask("HEAD", "/static/hub.css").status == 200
    for address in ("/", "/alderford.atom", "/nowhere"):
        head, get = cem.ask("HEAD", address), cem.visit(address)
        assert (head.status, head.source) == (get.status, "")
        assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize(
    "address", ["/", "/alderford", "/alderford.atom", "/alderford/meetups.ics", "/api/v1/places", "/robots.txt"]
)
def test_whatever_is_for_everybody_can_be_kept_for_a_little_and_asked_for_again(
    cem: Neighbour, alderford: Alderford, address: str
) -> None:
    page = cem.visit(address)
    again = cem.visit(address, headers={"If-None-Match": page.headers["etag"]})

    assert page.headers["cache-control"] == SHARED
    assert (again.status, again.source) == (304, "")


@pytest.mark.parametrize("address", ["/nowhere", "/healthz", "/readyz", "/metrics"])
def test_what_is_of_the_moment_is_kept_by_nobody(cem: Neighbour, alderford: Alderford, address: str) -> None:
    page = cem.visit(address)

    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers


def test_every_request_is_counted_once(cem: Neighbour, alderford: Alderford) -> None:
    for address in ("/alderford", "/alderford", "/nowhere"):
        cem.visit(address)

    numbers = cem.visit("/metrics").source
    assert 'hub_requests_total{status="200"} 2.0' in numbers
    assert 'hub_requests_total{status="404"} 1.0' in numbers


def test_our_own_files_are_kept_for_ever_under_a_mark(cem: Neighbour, alderford: Alderford) -> None:
    (address,) = [str(link.get("href")) for link in cem.visit("/").all("//link[@rel='stylesheet']")]

    assert "immutable" in cem.visit(address).headers["cache-control"]
    assert "immutable" not in cem.visit("/static/hub.css").headers["cache-control"]
    assert "immutable" not in cem.visit("/static/hub.css?v=made-up").headers["cache-control"]
    assert cem.visit("/static/../app.py").status == 404


def test_packing_is_real(cem: Neighbour) -> None:
    with cem.browser.stream("GET", "/about", headers={"Accept-Encoding": "gzip"}) as reply:
        assert b"About this hub" in gzip.decompress(b"".join(reply.iter_raw()))
