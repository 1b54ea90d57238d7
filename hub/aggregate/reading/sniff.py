"""What kind of document are these bytes, and in which encoding."""

import codecs
import re
from dataclasses import dataclass
from enum import Enum, auto

from hub.aggregate.reading.document import Flaw, Unreadable

LARGEST = 5 * 1024 * 1024  # bytes, decoded
_BOMS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"PK\x03\x04", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
# As browsers do: each name stands for the larger set that people who use it really write in.
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "iso-8859-9": "windows-1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "big5": "big5hkscs",
    "utf8": "utf-8",
}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_PROLOGUE = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>|<![^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL)
_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|title|meta|div|p|h1)[\s>/]", re.IGNORECASE)


class Kind(Enum):
    """What a document claims to be."""

    XML = auto()
    JSON = auto()


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A document with its kind and its encodings in the order they should be tried."""

    kind: Kind
    body: bytes
    encodings: tuple[str, ...]  # the first one that was claimed, if any, then guesses
    claimed: str  # in the document or by the server, or empty


def sniff(body: bytes, content_type: str) -> Sniffed | Unreadable:
    """Say what *body* is, or why it cannot be a feed; *content_type* is the server's header, or empty."""
    if len(body) > LARGEST:
        return Unreadable(Flaw.BOMB, "larger than 5 MB")
    if body.startswith(_COMPRESSED):
        return Unreadable(Flaw.NOT_A_FEED, "compressed twice")
    readable, marked = _as_bytes(body)
    flaw = _flaw(readable)
    if flaw is not None:
        return flaw
    kind = Kind.JSON if readable.lstrip()[:1] in {b"{", b"["} else Kind.XML
    claimed = marked or _claimed(readable, content_type)
    tries = dict.fromkeys((claimed, "utf-8", charset(content_type), "windows-1252"))
    return Sniffed(kind, readable, tuple(encoding for encoding in tries if _fits(encoding)), claimed)


def charset(content_type: str) -> str:
    """Return the encoding that a server names, or the larger one that is meant by its name; empty for none."""
    said = _CHARSET.search(content_type)
    return _MEANT.get(said[1].lower(), said[1].lower()) if said else ""


def _flaw(body: bytes) -> Unreadable | None:
    start = body.lstrip()[:15].upper()
    if not start:
        return Unreadable(Flaw.NOTHING)
    if start == b"BEGIN:VCALENDAR":
        return Unreadable(Flaw.CALENDAR)
    if b"<" not in body and start[:1] not in {b"{", b"["}:
        return Unreadable(Flaw.NOT_A_FEED, "plain text")
    return None


def is_page(body: bytes) -> bool:
    """Whether *body* is a web page rather than any kind of feed."""
    start = body[:16_384]
    prologue = _PROLOGUE.match(start)
    after = start[prologue.end() if prologue else 0 :]
    return _HTML.match(after) is not None or _HTML.match(start.lstrip()) is not None


def decode(sniffed: Sniffed) -> tuple[str, bool]:
    """Return the text, and whether it was in the encoding it claimed; what no encoding explains is replaced."""
    for encoding in sniffed.encodings:
        try:
            return sniffed.body.decode(encoding), encoding == (sniffed.claimed or "utf-8")
        except (UnicodeError, LookupError):
            continue
    return sniffed.body.decode("utf-8", "replace"), False


def _fits(encoding: str) -> bool:
    """Whether *encoding* is one we know, in which the signs read so far are what they seemed to be."""
    try:
        return "<?xml".encode(encoding) == b"<?xml"
    except (LookupError, UnicodeError):
        return False


def _as_bytes(body: bytes) -> tuple[bytes, str]:
    """Return *body* in UTF-8 and “utf-8” when a mark at its beginning tells how it is written, else as it is."""
    for mark, encoding in (*_BOMS, *_UNMARKED):
        if body.startswith(mark):
            return body.decode(encoding, "replace").encode(), "utf-8"
    return body, ""


def _claimed(body: bytes, content_type: str) -> str:
    declared = _DECLARED.search(body[:1_024])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    return _MEANT.get(name, name) or charset(content_type)
