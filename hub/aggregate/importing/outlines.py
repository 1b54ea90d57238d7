"""Which feeds does an OPML list? Its bytes become lines, or a sentence about why not; it believes no document.

What is read comes from strangers: it is read in a child, no entity is resolved, nothing is loaded, and whatever has
more in it than a list of feeds ever has is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from lxml import etree

from hub.aggregate.importing.listed import (
    DEEPEST,
    LONGEST_TITLE,
    MOST_ATTRIBUTES,
    MOST_BYTES,
    MOST_OUTLINES,
    Line,
    Listed,
)
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt, squeeze, storable, visible
from hub.kit.urls import LONGEST, absolute

_DECLARED = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONE_AND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};)")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_START = 2_000  # bytes in which a document shows what it is
_OF_CALENDARS = (".ics", ".ical")
_TOO_DEEP = say("Its folders lie in each other more than %(most)s deep: that is no list of feeds.", most=DEEPEST)
_DECLARES = say("It declares entities of its own. No list of feeds needs them, and they can harm who reads it.")
_EMPTY = say("The file is empty.")


class _Unlisted(Exception):
    """Says why a document is no list; it never leaves this module."""

    def __init__(self, why: Saying) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(slots=True)
class _Count:
    """What was met on the way that is no feed."""

    outlines: int = 0
    included: int = 0
    without: int = 0


def read(body: bytes) -> Listed | Saying:
    """Return what an OPML lists, or say why it cannot be read."""
    if len(body) > MOST_BYTES:
        return say("The file is longer than 5 MB. Bring it in parts.")
    if not body.strip():
        return _EMPTY
    try:
        top, is_mended = _tree(body)
        count = _Count()
        lines = tuple(_lines(_body(top), count))
    except _Unlisted as trouble:
        return trouble.why
    return Listed(_title(top), lines, count.included, count.without, is_mended)


def _tree(body: bytes) -> tuple[etree._Element, bool]:
    """Return the top of a document, and whether slips in it were mended."""
    if _DECLARED.search(body.replace(b"\0", b"")):  # without the zeros of UTF-16 and UTF-32
        raise _Unlisted(_DECLARES)
    try:
        return _parsed(body), False
    except etree.XMLSyntaxError as trouble:
        if getattr(trouble, "code", 0) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise _Unlisted(_TOO_DEEP) from None
        if _is_page(body):
            raise _Unlisted(say("This is a web page, not a list of feeds.")) from None
        where = say("It is not well-formed XML: look at line %(line)s.", line=trouble.lineno or 1)
    try:
        return _parsed(_mended(body)), True
    except etree.XMLSyntaxError:
        raise _Unlisted(where) from None


def _parsed(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    top = etree.fromstring(body, parser)
    declared = top.getroottree().docinfo.internalDTD
    if declared is not None and any(
        True for _ in getattr(declared, "iterentities", tuple)()
    ):  # in an encoding whose bytes hid it
        raise _Unlisted(_DECLARES)
    return top


def _mended(body: bytes) -> bytes:
    """Write a document anew as many programs meant it: lone ampersands, names of HTML, signs nobody sees."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    text = _UNSEEN.sub("", _DECLARATION.sub("", text))
    named = _NAMED.sub(lambda found: found[0] if found[1] in _OF_XML else html5.get(found[1], found[0]), text)
    return _LONE_AND.sub("&amp;", named).strip().encode()


def _is_page(body: bytes) -> bool:
    start = body[:_START].lower()
    return b"<html" in start or b"<!doctype html" in start


def _body(top: etree._Element) -> etree._Element:
    """Return the element that holds the lines."""
    name = _name(top)
    if name in {"rss", "feed", "rdf"}:
        raise _Unlisted(say("This is a feed itself. Register it, instead of bringing it as a list."))
    if name == "html":
        raise _Unlisted(say("This is a web page, not a list of feeds."))
    found = next((each for each in top if _name(each) == "body"), None)
    if name != "opml" or found is None:
        raise _Unlisted(say("This is no OPML: a list of feeds is called opml at its start, and has a body."))
    return found


def _lines(body: etree._Element, count: _Count) -> Iterator[Line]:
    """Yield the feeds below *body* in their order, walking without recursion."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [(each, ()) for each in reversed(body)]
    while waiting:
        each, folders = waiting.pop()
        if _name(each) != "outline":
            continue
        count.outlines += 1
        told = _told(each, count.outlines, len(folders))
        if told.get("iscomment", "").lower() == "true":
            continue
        line = _line(told, folders)
        if line:
            yield line
        within = (*folders, _words(told)) if len(each) else folders
        waiting += [(below, within) for below in reversed(each)]
        _count(told, count, is_told=bool(line) or len(each) > 0)


def _told(outline: etree._Element, number: int, depth: int) -> dict[str, str]:
    """Return the attributes of a line, their names in small letters."""
    if number > MOST_OUTLINES:
        raise _Unlisted(say("It has more than %(most)s lines. Bring it in parts.", most=MOST_OUTLINES))
    if depth > DEEPEST:
        raise _Unlisted(_TOO_DEEP)
    if len(outline.attrib) > MOST_ATTRIBUTES:
        raise _Unlisted(say("A line of it has more than %(most)s attributes: that is no list.", most=MOST_ATTRIBUTES))
    return {str(name).rpartition("}")[2].lower(): storable(str(value)) for name, value in outline.attrib.items()}


def _line(told: dict[str, str], folders: tuple[str, ...]) -> Line | None:
    """Return the feed a line names; None where it names none."""
    kind = told.get("type", "").strip().lower()
    is_calendar = _is_calendar(kind, told)
    written = told.get("xmlurl", "").strip() or (told.get("url", "").strip() if is_calendar or kind == "rss" else "")
    if not written or kind == "include":
        return None
    return Line(
        written=written[: LONGEST + 1],
        title=_words(told),
        site=absolute("", told.get("htmlurl", "")),
        folder="/".join(folder for folder in folders if folder),
        category=squeeze(told.get("category", ""))[:LONGEST_TITLE],
        language=squeeze(told.get("language", ""))[:20],
        is_calendar=is_calendar,
    )


def _is_calendar(kind: str, told: dict[str, str]) -> bool:
    url = (told.get("xmlurl") or told.get("url", "")).strip().lower()
    return kind in {"ics", "calendar"} or url.startswith("webcal") or url.partition("?")[0].endswith(_OF_CALENDARS)


def _count(told: dict[str, str], count: _Count, *, is_told: bool) -> None:
    kind, url = told.get("type", "").lower(), told.get("url", "").lower().partition("?")[0]
    if kind == "include" or (kind == "link" and url.endswith(".opml")):
        count.included += 1
    elif not is_told:
        count.without += 1


def _words(told: dict[str, str]) -> str:
    """Return what a line is called, in plain words: many programs escape twice."""
    called = told.get("title", "").strip() or told.get("text", "")
    return excerpt(visible(squeeze(unescape(called))), LONGEST_TITLE)


def _title(top: etree._Element) -> str:
    head = next((each for each in top if _name(each) == "head"), None)
    found = next((each.text for each in head if _name(each) == "title"), "") if head is not None else ""
    return excerpt(visible(squeeze(storable(found or ""))), LONGEST_TITLE)


def _name(element: etree._Element) -> str:
    """Return the name of an element in small letters, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()
