"""Which parts of a stranger's HTML may be shown? The only module that may make Markup."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape
from itertools import pairwise

import nh3
from markupsafe import Markup

from hub.kit.text import is_printable, storable, visible

LONGEST = 65_536  # characters looked at; the cleaner is quadratic on nested lists

_MOST_PASSES = 5
_REL = "nofollow ugc noopener noreferrer"
_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em"),
    *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark"),
    *("ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "u", "ul", "var"),
}
_SILENT = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea"}
# Sizes only tell a picture from a tracker; they do not outlive cleaning.
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
_DEMOTED = str.maketrans({"1": "4", "2": "5", "3": "6"})  # h4 to h6 stay, so that cleaning twice changes nothing

_HEADING = re.compile(r"<(/?)h([123])>")
_ANY_HEADING = re.compile(r"<(/?)h[4-6]>")
_BARRIER = re.compile(r"<(?:button|object|applet|marquee)\b", re.IGNORECASE)
_PRE = re.compile(r"<pre>\n+")
# One “<” in front of all three: so the search jumps from tag to tag, and is fifteen times as fast.
_ANCHOR_OR_IMAGE = re.compile(r'<(?:a(?: href="([^"]*)")? rel="[^"]*">|(/a>)|img((?: [a-z]+="[^"]*")*)>)')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_ABSOLUTE = re.compile(r"https?://|mailto:", re.IGNORECASE)
_OTHER_ANCHOR = re.compile(r'<a (?!href="(?:https?://|mailto:))')  # in all others there is nothing to check any more
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}'’…*_"  # what stands right after an address is the sentence’s
_LEVEL = re.compile(r"<(/?)h([1-6])>")
_TABLE_OR_PRE = re.compile(r"<(/?)table>|<pre>")
_EMPTY = re.compile(r"<(p|b|i|em|strong|figure|figcaption)>\s*</\1>")

_HIDDEN = re.compile(
    r"<(script|style|title|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_MAY_HIDE = re.compile(r"<(?:!--|[sS][cCtT][rRyY]|[tT][iIeE][tTmM]|[nN][oO])")
_INLINE = re.compile(
    r"</?(?=[a-fikmnqs-w])(?:a|b|em|i|strong|span|u|s|code|abbr|acronym|bdi|bdo|big|cite|del|dfn|font|ins|kbd|mark|nobr"
    r"|q|samp|small|strike|sub|sup|tt|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_ROW_OF_TAGS = re.compile(r"<[a-zA-Z/!?][^<>]*>(?:\s*<[a-zA-Z/!?][^<>]*>)*\s*")


def clean(html: str, *, base: str = "") -> Markup:
    """Return what may be shown of *html*, of which only the first 64 KB are read; cleaning twice changes nothing.

    Links become absolute against *base* (an http address, or empty: then relative ones go), pictures become links.
    """
    raw = html[:LONGEST]
    for _ in range(_MOST_PASSES):
        before = raw
        raw, is_settled = _once(raw, base)
        if is_settled or raw == before:
            break
    return Markup(raw)  # noqa: S704 - this is the one place: nh3 has just cleaned it


def seated(cleaned: Markup, *, below: int, table: str) -> Markup:
    """Return *cleaned* HTML as it may stand under a heading of level *below* (1 to 5), its first heading one deeper.

    No level is skipped on the way down; what may be wider than a screen scrolls in a box that the keyboard reaches,
    which is called *table* where it holds one.

    >>> str(seated(Markup("<h6>A</h6><h4>B</h4><h6>C</h6>"), below=2, table="Table"))
    '<h3>A</h3><h3>B</h3><h4>C</h4>'
    """
    return Markup(_boxed(_levelled(str(cleaned), below), escape(table)))  # noqa: S704 - it was clean, and is no less so


def plain(html: str) -> str:
    """Return the visible words of *html*, one space apart; the parts of a block stand apart, of a word together.

    >>> plain("<p>Fish <b>&amp;</b> ch<i>ips</i></p><p>Tea</p>")
    'Fish & chips Tea'
    """
    if "<" in html:
        if _MAY_HIDE.search(html):
            html = _HIDDEN.sub(" ", html)
        html = _ROW_OF_TAGS.sub(" ", _INLINE.sub("", html))
    if "&" in html:
        html = unescape(html)
    # What is printable has no white space but blanks; most text then is as it should be already.
    return html.strip() if is_printable(html) and "  " not in html else " ".join(visible(html).split())


def prose(html: str) -> str:
    """Return the visible words of *html* without those that stand for pictures; only the first 64 KB are read.

    >>> prose('<p><img src="mill.jpg" alt="The mill">It <b>turns</b> again.</p>')
    'It turns again.'
    """
    return plain(_WORDS_ALONE.clean(html[:LONGEST]))


def said_of_picture(cleaned: str, address: str) -> str:
    """Return the words that stand for the picture at *address* in *cleaned* HTML; empty where they only name its file.

    >>> said_of_picture(str(clean('<img src="https://a.example/1.jpg" alt="The mill">')), "https://a.example/1.jpg")
    'The mill'
    """
    found = re.search(f'<a href="{re.escape(escape(address))}" rel="[^"]*">([^<]*)</a>', cleaned)
    words = unescape(found[1]) if found else ""
    return "" if words in {"image", _file_name(address)} else words


def paragraphs(text: str) -> Markup:
    """Return plain *text* as Markup: a blank line parts paragraphs, a line break stays one."""
    lines = storable(text[:LONGEST]).replace("\r\n", "\n")
    parts = [escape(part.strip(), quote=False) for part in re.split(r"\n\s*\n", lines)]
    return Markup("".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part))  # noqa: S704 - escaped


def linked(text: str) -> Markup:
    """Return plain *text* as Markup whose web addresses are links, which vouch for nothing.

    >>> str(linked("Ask <b>, at https://a.example/?b&c.")).partition(" rel=")[0]
    'Ask &lt;b&gt;, at <a href="https://a.example/?b&amp;c"'
    """
    made, reached = [], 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0].rstrip(_AFTER))
        made += [escape(text[reached : found.start()], quote=False), _anchor(address), address, "</a>"]
        reached = found.start() + len(found[0].rstrip(_AFTER))
    return Markup("".join([*made, escape(text[reached:], quote=False)]))  # noqa: S704 - escaped, part by part


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """Return plain *text* as Markup in which the *spans* are marked; they stand apart, from left to right.

    >>> str(marked("fish & chips", [(0, 4)]))
    '<mark>fish</mark> &amp; chips'
    """
    made, reached = [], 0
    for start, end in spans:
        made += [escape(text[reached:start]), "<mark>", escape(text[start:end]), "</mark>"]
        reached = end
    return Markup("".join((*made, escape(text[reached:]))))  # noqa: S704 - every piece of the text is escaped


def _levelled(cleaned: str, below: int) -> str:
    around: list[int] = []  # the levels, as written, of the headings above the one we are at

    def settle(found: re.Match[str]) -> str:
        if not found[1]:
            written = int(found[2])
            while around and around[-1] >= written:
                around.pop()
            around.append(written)
        return f"<{found[1]}h{min(below + max(len(around), 1), 6)}>"

    return _LEVEL.sub(settle, cleaned)


def _boxed(cleaned: str, table: str) -> str:
    depth = 0

    def box(found: re.Match[str]) -> str:
        nonlocal depth
        if found[0] == "<pre>":
            return '<pre tabindex="0">'
        depth += -1 if found[1] else 1
        if found[1]:
            return "</table></div>" if depth == 0 else found[0]
        return (
            f'<div class="scroll" role="group" tabindex="0" aria-label="{table}">{found[0]}' if depth == 1 else found[0]
        )

    return _TABLE_OR_PRE.sub(box, cleaned)


def _once(html: str, base: str) -> tuple[str, bool]:
    """Clean *html*; False beside it where elements may hold each other that must not, and are read differently then."""
    # Controls go before the links are checked: “java&#1;script:” must not become an address afterwards.
    raw = storable(_cleaner(base).clean(html))
    is_settled = "<table" not in raw and _BARRIER.search(html) is None
    if "<h" in raw:
        raw = _HEADING.sub(lambda found: f"<{found[1]}h{found[2].translate(_DEMOTED)}>", raw)
        is_settled = is_settled and ("", "") not in pairwise(_ANY_HEADING.findall(raw))
    if "<pre>\n" in raw:
        raw = _PRE.sub("<pre>", raw)  # readers drop the first line break, so it would be one less each time
    if "<img" in raw or _OTHER_ANCHOR.search(raw):
        links = _Links()
        raw = links.rewrite(raw)
        is_settled = is_settled and not links.dropped
    return raw, is_settled


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    try:
        return _new_cleaner(("rewrite_with_base", base) if base else "deny")
    except ValueError:  # the base is no address
        return _cleaner("")


def _new_cleaner(url_relative: str | tuple[str, str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=_REL,
        url_relative=url_relative,  # type: ignore[arg-type]  # its stubs want literals
    )


# A picture's empty tag stays, so that the words on both sides of it stay apart.
_WORDS_ALONE = nh3.Cleaner(tags=_TAGS, clean_content_tags=_SILENT, attributes={})


class _Links:
    """One walk over cleaned HTML that checks every link once more and turns pictures into links."""

    def __init__(self) -> None:
        self._open: list[bool] = []  # for each <a> we are inside of: was it kept?
        self.dropped = False

    def rewrite(self, cleaned: str) -> str:
        return _EMPTY.sub("", _ANCHOR_OR_IMAGE.sub(self._replace, cleaned))

    def _replace(self, found: re.Match[str]) -> str:
        if found[2]:
            return "</a>" if self._open and self._open.pop() else ""
        if found[3] is not None:
            return self._picture(dict(_ATTRIBUTE.findall(found[3])))
        address = found[1] or ""
        kept = _ABSOLUTE.match(address) is not None
        self._open.append(kept)
        self.dropped = self.dropped or not kept
        return _anchor(address) if kept else ""

    def _picture(self, attributes: dict[str, str]) -> str:
        if {attributes.get("width"), attributes.get("height")} & {"0", "1"}:
            return ""  # a tracker
        address = attributes.get("src", "")
        words = " ".join(attributes.get("alt", "").split()) or _file_name(address)
        if any(self._open) or not address.lower().startswith(("http://", "https://")):
            return words
        return f"{_anchor(address)}{words or 'image'}</a>"


def _file_name(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]


def _anchor(address: str) -> str:
    return f'<a href="{address}" rel="{_REL}">'
