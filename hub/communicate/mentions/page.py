"""Does a page mention one of ours, and what does it say of itself? Pure; runs in a child."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from lxml import etree

from hub.aggregate.reading.languages import language_of
from hub.aggregate.reading.page import declared, tree_of
from hub.aggregate.reading.sniff import charset
from hub.aggregate.reading.weighing import is_light
from hub.communicate.mentions.discovery import is_inert
from hub.communicate.mentions.microformats import said_by
from hub.communicate.mentions.rules import LONGEST_TITLE, LONGEST_WORDS, Seen, Trouble, Where, is_ours
from hub.kit.sentences import opening
from hub.kit.text import excerpt, squeeze, storable, visible
from hub.kit.urls import absolute, bare_host

MOST_LINKS = 5_000  # that are looked at: a page of more is no answer to anybody
MOST_VALUES = 20_000  # of a JSON document
# Where HTML names another page. What a browser never shows as a link (in comments, in templates) mentions nobody.
_NAMES_PAGES: Final = {
    **dict.fromkeys(("a", "area"), "href"),
    **dict.fromkeys(("img", "video", "audio", "source", "embed", "iframe"), "src"),
    **dict.fromkeys(("blockquote", "q", "ins", "del"), "cite"),
    "object": "data",
}
_BLOCKS: Final = frozenset({"p", "li", "blockquote", "dd", "td", "article", "div", "section", "body"})
_END: Final = r"(?![\w/?#%=&-])"  # a longer address is another one


def read(body: bytes, content_type: str, where: Where) -> Seen | Trouble:
    """Return what a page says that mentions the target; NO_LINK where it does not."""
    kind = content_type.partition(";")[0].strip().lower()
    if "html" in kind or (not kind and body.lstrip()[:1] == b"<"):
        return _of_html(body, content_type, where)
    if kind.endswith("json"):
        return _of_json(body, where)
    if kind.startswith("text/") or kind.endswith("xml"):
        return _of_text(body.decode(charset(content_type) or "utf-8", "replace"), where)
    return Trouble.UNREADABLE


def _of_html(body: bytes, content_type: str, where: Where) -> Seen | Trouble:
    root = tree_of(body, declared(body, content_type))
    if root is None:
        return Trouble.UNREADABLE
    base = next((each.get("href", "") for each in root.iter("base")), "")
    at = absolute(where.url, base) or where.url
    links = list(islice(_links(root, at), MOST_LINKS))
    leading = next((element for element, url in links if where.is_target(url)), None)
    if leading is None:
        return Trouble.NO_LINK
    seen = _told(root, at, where) or Seen(words=_around(leading))
    return replace(
        seen,
        title=excerpt(_plain(seen.title or _title(root)), LONGEST_TITLE),
        words=opening(_plain(seen.words), LONGEST_WORDS),
        links=_leading_out([url for _, url in links], where),
        language=language_of(seen.words) or _claimed(root),
    )


def _told(root: etree._Element, at: str, where: Where) -> Seen | None:
    """Return what a page says of itself in microformats; None where it says nothing, or far more than anybody reads."""
    if not is_light(root):
        return None
    return said_by(etree.tostring(root, encoding="unicode", method="html"), at, where.is_target, where.now)


def _links(root: etree._Element, base: str) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(etree.Element):
        name = _NAMES_PAGES.get(str(element.tag))
        if name is None and str(element.tag) == "link" and " u-" in f" {element.get('class', '')}":
            name = "href"  # what an author says to programs alone: “this answers that”
        if name and (url := absolute(base, element.get(name, ""))) and not is_inert(element):
            yield element, url


def _around(link: etree._Element) -> str:
    """Return the words of the paragraph a link stands in."""
    block = next((each for each in link.iterancestors() if str(each.tag) in _BLOCKS), link)
    return " ".join(islice((str(text) for text in block.itertext()), MOST_LINKS))


def _title(root: etree._Element) -> str:
    return next((str(each.xpath("string()")) for each in root.iter("title")), "")


def _claimed(root: etree._Element) -> str:
    code = (root.get("lang") or "").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() else ""


def _leading_out(links: Iterable[str], where: Where) -> int:
    own = bare_host(where.url)
    return len({url for url in links if bare_host(url) != own and not is_ours(url, where.base_url)})


def _of_json(body: bytes, where: Where) -> Seen | Trouble:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return Trouble.UNREADABLE
    said = any(where.is_target(value) for value in islice(_values(told), MOST_VALUES))
    return Seen() if said else Trouble.NO_LINK


def _values(told: object) -> Iterator[str]:
    waiting: list[Any] = [told]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _of_text(text: str, where: Where) -> Seen | Trouble:
    found = re.search(re.escape(where.target) + _END, text)
    if found is None:
        return Trouble.NO_LINK
    start = text.rfind("\n\n", 0, found.start()) + 1
    end = text.find("\n\n", found.end())
    words = opening(_plain(text[start : end if end > 0 else len(text)]), LONGEST_WORDS)
    return Seen(words=words, language=language_of(words))


def _plain(text: str) -> str:
    return squeeze(visible(storable(text[: 20 * LONGEST_WORDS])))
