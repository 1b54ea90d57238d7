"""Where does a page want to be told that it is mentioned? By the W3C Recommendation Webmention, 3.1.2; pure.

Runs in a child: the pages are strangers'. (https://www.w3.org/TR/webmention/)
"""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from hub.aggregate.reading.page import tree_of
from hub.kit.relations import links
from hub.kit.urls import absolute

RELATION = "webmention"
MOST_READ = 20_000  # elements of a page that are looked at
_PAGES = ("text/html", "application/xhtml+xml", "")  # a page that does not say what it is, is one


def endpoint(url: str, body: bytes, *, content_type: str = "", link_header: str = "") -> str:
    """Return where the page that came from *url*, after redirects, wants to be told of mentions; empty where nowhere.

    A ``Link`` header goes before what stands in the page; there the first ``link`` or ``a`` that has a ``href`` counts.
    """
    named = (link.url for link in links(link_header, url) if RELATION in link.relations)
    return _plain(next(named, "") or _in_page(url, body, content_type))


def _in_page(url: str, body: bytes, content_type: str) -> str:
    if content_type.partition(";")[0].strip().lower() not in _PAGES:
        return ""
    root = tree_of(body, content_type)
    if root is None:
        return ""
    base = next((str(each.get("href")) for each in islice(root.iter("base"), MOST_READ) if each.get("href")), "")
    base = absolute(url, base) or url
    found = (absolute(base, href) if href else url for href in _hrefs(root))
    return next(filter(None, found), "")


def _hrefs(root: etree._Element) -> Iterator[str]:
    """Yield what the elements that name an endpoint lead to, in their order; an empty one means the page itself."""
    for element in islice(root.iter("link", "a"), MOST_READ):
        href = element.get("href")
        if href is not None and RELATION in str(element.get("rel") or "").lower().split() and not is_inert(element):
            yield str(href).strip()


def is_inert(element: etree._Element) -> bool:
    """Say whether an element only lies ready for a script."""
    return next(element.iterancestors("template"), None) is not None


def _plain(url: str) -> str:
    """Return an address without its fragment, which no server is sent."""
    return url.partition("#")[0]
