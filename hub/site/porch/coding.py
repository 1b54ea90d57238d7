"""In which coding does an answer leave? The one its reader likes best, of those we can write."""

import gzip
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import isnan

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LONGEST_WISH = 256  # bytes of an Accept-Encoding header; a longer one is nobody's browser
SMALLEST = 256  # bytes; less does not get smaller
_REMEMBERED = 256  # headers that were understood before: browsers send a handful of different ones
_PROGRAM_TYPES = frozenset({"application/json", "application/javascript", "application/xml"})


@dataclass(frozen=True, slots=True)
class Coding:
    """One way to write the same bytes in fewer."""

    name: str  # in Content-Encoding and in ETag; empty for the bytes as they are
    pack: Callable[[bytes], bytes]
    pack_well: Callable[[bytes], bytes]  # for what is packed once and sent for months
    unpack: Callable[[bytes], bytes]


def _as_it_is(body: bytes) -> bytes:
    return body


# Levels were measured on pages and on our style sheet, see decision 15.
ZSTD = Coding("zstd", partial(zstd.compress, level=3), partial(zstd.compress, level=19), zstd.decompress)
BR = Coding("br", partial(brotli.compress, quality=5), partial(brotli.compress, quality=11), brotli.decompress)
GZIP = Coding(
    "gzip",
    partial(gzip.compress, compresslevel=5, mtime=0),  # no time in it: the same page gives the same bytes
    partial(gzip.compress, compresslevel=9, mtime=0),
    gzip.decompress,
)
IDENTITY = Coding("", _as_it_is, _as_it_is, _as_it_is)
OURS = (BR, ZSTD, GZIP)  # the smallest first: of what a reader likes equally the first is taken


@lru_cache(_REMEMBERED)
def chosen(accept_encoding: bytes) -> Coding:
    """Return the coding a reader with this ``Accept-Encoding`` header likes best; IDENTITY where it takes no other.

    >>> chosen(b"gzip, deflate, br, zstd").name, chosen(b"br;q=0.5, gzip").name, chosen(b"br;q=0").name
    ('br', 'gzip', '')
    """
    if len(accept_encoding) > LONGEST_WISH:
        return IDENTITY
    wishes = dict(_wish(part) for part in accept_encoding.decode("latin-1").lower().split(","))
    others = wishes.get("*", 0.0)
    liked = {coding: wishes.get(coding.name, others) for coding in OURS}
    # Who names no liking for the bytes as they are takes them, but only when there is nothing better.
    best = max(liked, key=lambda coding: liked[coding])
    return best if liked[best] > 0 and liked[best] >= wishes.get("identity", 0.0) else IDENTITY


def is_worth_packing(media_type: str, size: int) -> bool:
    """Say whether *size* bytes of a media type get smaller; pictures and the like are packed already.

    >>> is_worth_packing("text/html; charset=utf-8", 5000), is_worth_packing("image/svg+xml", 5000)
    (True, True)
    >>> is_worth_packing("application/pdf", 5000), is_worth_packing("text/plain", 6)
    (False, False)
    """
    plain = media_type.partition(";")[0].strip().lower()
    is_text = plain.startswith("text/") or plain.endswith(("+xml", "+json")) or plain in _PROGRAM_TYPES
    return is_text and size >= SMALLEST


def _wish(part: str) -> tuple[str, float]:
    """Return a coding and how much it is liked, from 0 to 1: the last it names; one that is no number is none."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    weights = [value for key, _, value in (each.partition("=") for each in parameters) if key.strip() == "q"]
    try:
        liking = float(weights[-1]) if weights else 1.0
    except ValueError:
        return name, 0.0
    return name, 0.0 if isnan(liking) else min(max(liking, 0.0), 1.0)
