"""A web page as a tree: forgiving as browsers are, and asking nobody for anything. Pure; runs in a child."""

from functools import partial

from lxml import etree

from hub.aggregate.reading.sniff import charset

_START = 4_096  # bytes in which a page says how it is written
_PARSER = partial(etree.HTMLParser, no_network=True, remove_comments=True)


def tree_of(body: bytes, content_type: str) -> etree._Element | None:
    """Return the root of a page; None where there is none to be had."""
    try:
        return etree.fromstring(body, _parser(charset(content_type)))
    except (etree.XMLSyntaxError, ValueError):
        return None


def declared(body: bytes, content_type: str) -> str:
    """Return the kind of a page with its encoding: most that say nothing of it are UTF-8, as may be tried."""
    if charset(content_type) or b"charset" in body[:_START].lower():
        return content_type
    try:
        body.decode()
    except UnicodeDecodeError:
        return content_type
    return "text/html; charset=utf-8"


def _parser(encoding: str) -> etree.HTMLParser:
    try:
        return _PARSER(encoding=encoding or None)
    except (LookupError, ValueError):  # an encoding nobody knows, or no name of one
        return _PARSER()
