"""Which coding a reader gets, and that nothing is lost in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.site.porch.coding import BR, GZIP, IDENTITY, OURS, ZSTD, Coding, chosen, is_worth_packing
from hub.site.render import STATIC


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("gzip, deflate, br, zstd", BR),  # what browsers of today send
        ("gzip, deflate, br", BR),
        ("gzip, deflate, zstd", ZSTD),
        ("gzip, deflate", GZIP),
        ("GZIP", GZIP),
        ("", IDENTITY),
        ("deflate", IDENTITY),
        ("identity", IDENTITY),
        ("*", BR),
        ("br;q=0.5, gzip;q=0.8", GZIP),
        ("br;q=0, *", ZSTD),
        ("br;q=0, zstd;q=0.0, *;q=0.1", GZIP),
        ("gzip;q=0.5, identity", IDENTITY),  # rather as they are
        ("gzip, identity;q=0.5", GZIP),
        ("gzip;q=0", IDENTITY),
        ("*;q=0", IDENTITY),  # nothing would do: the bytes as they are do most often
        (" zstd ; q=1.0 , gzip ;q=0.9", ZSTD),
        ("gzip;q=lots", IDENTITY),
        ("gzip;q=nan, br;q=inf", BR),
        ("br;q=nan, gzip", GZIP),
        ("br;q=nan", IDENTITY),
        ("br;q=1;q=0", IDENTITY),  # the last one counts
        (",;,=;q", IDENTITY),
        ("gzip, " * 100, IDENTITY),  # longer than any browser's
    ],
)
def test_a_reader_gets_the_coding_it_likes_best(accept_encoding: str, coding: Coding) -> None:
    assert chosen(accept_encoding.encode()) is coding


@given(st.binary(max_size=300))
def test_any_header_is_understood_somehow(accept_encoding: bytes) -> None:
    assert chosen(accept_encoding) in (*OURS, IDENTITY)


@given(st.binary(max_size=2_000), st.sampled_from([*OURS, IDENTITY]))
def test_what_is_packed_comes_out_again(body: bytes, coding: Coding) -> None:
    assert coding.unpack(coding.pack(body)) == body


def test_the_same_bytes_are_packed_the_same() -> None:
    sheet = (STATIC / "hub.css").read_bytes()

    for coding in OURS:
        assert coding.pack(sheet) == coding.pack(sheet)
        assert len(coding.pack_well(sheet)) < len(coding.pack(sheet)) < len(sheet) / 3


@pytest.mark.parametrize(
    ("media_type", "worth"),
    [
        ("text/html; charset=utf-8", True),
        ("application/atom+xml; charset=utf-8", True),
        ("application/feed+json", True),
        ("application/json", True),
        ("image/svg+xml", True),
        ("image/png", False),
        ("application/pdf", False),
        ("font/woff2", False),
        ("", False),
    ],
)
def test_only_what_gets_smaller_is_packed(media_type: str, *, worth: bool) -> None:
    assert is_worth_packing(media_type, 10_000) == worth
    assert not is_worth_packing(media_type, 50)
