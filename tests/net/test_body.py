"""What is in a body, and what is too much of it?"""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.net.answers import Failure, Stopped
from hub.net.body import MOST_BYTES, MOST_MEMBERS, MOST_PIECES, Body

WORDS = b"".join(b"%d neighbours met in the town hall. " % number for number in range(400_000))


def read(encoding: str, *pieces: bytes) -> bytes:
    body = Body(encoding)
    for piece in pieces:
        body.add(piece)
    return body.whole()


def refused(encoding: str, *pieces: bytes) -> Failure:
    with pytest.raises(Stopped) as stopped:
        read(encoding, *pieces)
    return stopped.value.failure


def test_a_body_is_put_together_again() -> None:
    assert read("", b"<rss>", b"</rss>") == b"<rss></rss>"
    assert read("gzip", gzip.compress(b"<rss></rss>")) == b"<rss></rss>"
    assert read("Identity, X-GZIP", gzip.compress(b"<rss/>")) == b"<rss/>"
    assert read("gzip") == b""  # nothing at all needs no compression


@given(st.binary(max_size=3000), st.integers(1, 400), st.integers(1, 3))
def test_however_it_is_cut_and_composed_it_comes_out_whole(plain: bytes, step: int, members: int) -> None:
    packed = gzip.compress(plain) * members + b"\0\0"
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    if plain.startswith(b"\x1f\x8b"):
        assert refused("gzip", *pieces) is Failure.STACKED
    else:
        assert read("gzip", *pieces) == plain * members


def test_the_largest_body_fits_and_one_byte_more_does_not() -> None:
    assert len(read("", WORDS[:MOST_BYTES])) == MOST_BYTES
    assert refused("", WORDS[:MOST_BYTES], b"!") is Failure.TOO_BIG
    assert len(read("gzip", gzip.compress(WORDS[:MOST_BYTES], 1))) == MOST_BYTES
    assert refused("gzip", gzip.compress(WORDS[: MOST_BYTES + 1], 1)) is Failure.TOO_BIG


def test_a_bomb_is_let_go_of_early() -> None:
    bomb = gzip.compress(bytes(50_000_000), 1)
    assert refused("gzip", bomb) is Failure.BOMB
    assert refused("gzip", *(bomb[start : start + 1000] for start in range(0, len(bomb), 1000))) is Failure.BOMB


def test_what_is_compressed_twice_is_refused() -> None:
    assert refused("gzip, gzip") is Failure.STACKED
    assert refused("br,gzip") is Failure.STACKED
    assert refused("gzip", gzip.compress(gzip.compress(b"<rss/>"))) is Failure.STACKED
    assert refused("gzip", gzip.compress(b"") * (MOST_MEMBERS + 1)) is Failure.BOMB


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "nonsense"])
def test_a_compression_nobody_asked_for_is_refused_in_words(encoding: str) -> None:
    with pytest.raises(Stopped, match=encoding) as stopped:
        Body(encoding)
    assert stopped.value.failure is Failure.BROKEN_REPLY


def test_a_compressed_body_that_is_broken_is_told() -> None:
    packed = gzip.compress(b"<rss/>" * 100)
    assert refused("gzip", packed[:-9]) is Failure.BROKEN_REPLY
    assert refused("gzip", b"<rss/>") is Failure.BROKEN_REPLY
    assert refused("gzip", zlib.compress(b"<rss/>")) is Failure.BROKEN_REPLY
    assert refused("gzip", packed[:-8] + b"12345678") is Failure.BROKEN_REPLY


def test_crumbs_are_not_worth_the_time() -> None:
    assert refused("", *[b"x"] * (MOST_PIECES + 1)) is Failure.BROKEN_REPLY
