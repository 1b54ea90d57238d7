"""How the text inside an element wants to be read: words, HTML, or HTML written as XML."""

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from dataclasses import dataclass
from html import escape

from lxml import etree

from hub.aggregate.reading.draft import Draft, Words
from hub.aggregate.reading.names import Names
from hub.kit import urls

_PREFIX = re.compile(r"<(/?)[\w.-]+:")
_DECLARED = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')
_CLOSED = re.compile(r"</(?:br|img|hr|wbr|col|input|area|embed|source|track)>")  # a browser takes </br> for another
_LOOKS_LIKE_HTML = re.compile(r"</[a-zA-Z]\w*\s*>|<br\s*/?>|<img\s|<p>")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an entry inherits from its document."""

    names: Names
    base: str  # the channel's own link, or where the document came from
    is_atom: bool
    has_bases: bool  # whether xml:base occurs anywhere


class Reading:
    """An entry under way: the draft, and what may still be needed to finish it."""

    def __init__(self, entry: Draft, setting: Setting) -> None:
        self.entry = entry
        self.setting = setting
        self.link = self.other_link = self.original = self.created = ""
        self.guid_is_link = False
        self.title: Words | None = None  # of the medium, where the entry has none
        self.summary: Words | None = None  # likewise

    def base(self, element: etree._Element) -> str:
        """Return the address that relative ones inside *element* belong to."""
        if self.setting.has_bases and element.base:
            return urls.absolute(self.setting.base, element.base) or self.setting.base
        return self.setting.base

    def words(self, text: str, element: etree._Element) -> Words:
        """Return *text* as its type says it wants to be read; RSS never says, and means HTML."""
        is_html = not self.setting.is_atom or _is_html(text, element)
        if element.get("mode") == "base64":
            text = _unpacked(text)
        return Words(text.strip(), is_html=is_html, base=self.base(element))


def inner(element: etree._Element) -> str:
    """Return the markup inside *element* as HTML, without prefixes and namespaces."""
    pieces = [escape(element.text or "", quote=False)]
    pieces += [etree.tostring(child, method="html", encoding="unicode") for child in element]
    return _CLOSED.sub("", _PREFIX.sub(r"<\1", _DECLARED.sub("", "".join(pieces))))


def _is_html(text: str, element: etree._Element) -> bool:
    """Whether an Atom text construct is HTML; of type text it is words, and means what it says."""
    if len(element):
        return True
    kind = element.get("type", "").lower()
    if kind in {"", "text/plain"} and element.tag.startswith("{http://purl.org/atom/ns#}"):
        return _LOOKS_LIKE_HTML.search(text) is not None  # Atom 0.3 had no other way, so people left the type away
    return kind.endswith(("html", "xml"))


def _unpacked(text: str) -> str:
    try:
        return a2b_base64(text).decode("utf-8", "replace")
    except (NotBase64, ValueError):
        return text
