"""What may people write in a reply, and what does it look like? A little Markdown, bounded and clean.

Emphasis, quotes, lists, links and code; no HTML, no pictures, no headings. A single line break stays one, a web
address becomes a link, an e-mail address never does.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from hub.kit.markup import clean, plain
from hub.kit.saying import Saying, say

LONGEST = 10_000  # letters
DEEPEST = 5  # quotes and lists in each other
MOST_LINKS = 20
MOST_SIGNS = 500  # that may begin or end emphasis or code
MOST_BRACKETS = 100
MOST_MARKS = 500  # that begin a quotation or a list, at the start of lines
MOST_PARTS = 2_000  # that the parser tells apart: each line of a list is five of them
_DEEPEST_TOKEN = 12  # a list counts twice; the parser keeps nothing that lies twenty deep
_MARKER = re.compile(r"[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_SEEN = "LNPS"  # letters, numbers, points and signs, as Unicode sorts what is written
_WITHOUT_INK = "\u115f\u1160\u2800\u3164\uffa0"  # and yet nobody sees these
_AFTER = ".,;:!?)]}'’…*_"  # what stands right after an address is the sentence's, not the address's


def fault(words: str) -> Saying | None:
    """Say why *words* cannot be a reply; None where they can."""
    if not any(category(each)[0] in _SEEN and each not in _WITHOUT_INK for each in words):
        return say("Write what you want to say.")
    return _too_much(words) or _too_much_parsed(words)


def html_of(words: str) -> str:
    r"""Return *words* without fault as clean HTML, whose links vouch for nothing.

    >>> html_of("Bring *cake* <b>now</b>.")
    '<p>Bring <em>cake</em> &lt;b&gt;now&lt;/b&gt;.</p>\n'
    """
    return str(clean(_reader().render(words[:LONGEST])))


def said(html: str) -> str:
    """Return the words of clean *html*, for those who read no HTML."""
    return plain(html)


def quotes(words: str) -> tuple[str, ...]:
    r"""Return what stands in quotes, however they are written, line by line as it is seen.

    >>> quotes("> On *Tuesday*,\nat noon.\n\nSure? - > or\n1. > after")
    ('On Tuesday,', 'at noon.', 'after')
    """
    found, depth = list[str](), 0
    for token in _reader().parse(words[:LONGEST]) if ">" in words else ():
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth and token.content:
            found += _seen(token).splitlines()
    return tuple(filter(None, found))


def _seen(token: Token) -> str:
    """Return the text of a part without its marks."""
    children = token.children or [token]
    return "".join("\n" if each.type.endswith("break") else each.content for each in children)


def _too_much(words: str) -> Saying | None:
    """Say what of *words* is more than anybody needs, before anything is parsed."""
    lines = words.splitlines()
    depths = [0 if _RULE.fullmatch(line) else _depth(line) for line in lines]
    told = (
        (len(words) > LONGEST, say("This is too long: at most %(most)s letters.", most=LONGEST)),
        (max(depths, default=0) > DEEPEST, _too_deep()),
        (sum(depths) > MOST_MARKS, _too_many_parts()),
        (max(words.count("]("), len(_ADDRESS.findall(words))) > MOST_LINKS, _too_many_links()),
        (words.count("[") > MOST_BRACKETS, say("These are too many square brackets.")),
        (
            sum(map(words.count, "*_`")) > MOST_SIGNS,
            say("These are too many stars, lines and backticks. Take some of them out."),
        ),
    )
    return next((sentence for is_so, sentence in told if is_so), None) if len(words) <= LONGEST else told[0][1]


def _too_much_parsed(words: str) -> Saying | None:
    tokens = _reader().parse(words)
    if any(token.level > _DEEPEST_TOKEN for token in tokens):
        return _too_deep()
    if len(tokens) > MOST_PARTS:
        return _too_many_parts()
    opened = sum(child.type == "link_open" for token in tokens for child in token.children or ())
    return _too_many_links() if opened > MOST_LINKS else None


def _too_deep() -> Saying:
    return say("Quotes and lists may stand in each other up to %(most)s deep.", most=DEEPEST)


def _too_many_parts() -> Saying:
    return say("These are too many short lines, quotes or lists. Take some of them out.")


def _too_many_links() -> Saying:
    return say("These are too many links: at most %(most)s.", most=MOST_LINKS)


def _depth(line: str) -> int:
    """Return how many quotes and lists begin at the start of a *line*."""
    depth, at = 0, 0
    while depth <= DEEPEST and (found := _MARKER.match(line, at)):
        depth, at = depth + 1, found.end()
    return depth


@cache
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True})
    made.disable(["image", "html_block", "html_inline", "reference", "heading", "lheading", "code"])
    made.validateLink = _is_web  # type: ignore[method-assign,assignment]  # the one way the library has to say which links are any
    made.core.ruler.push("addresses", _link_addresses)
    return made


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _link_addresses(state: StateCore) -> None:
    """Make links of the web addresses in words that are none yet."""
    for token in state.tokens:
        if token.children:
            token.children = list(_with_links(token.children))


def _with_links(children: Sequence[Token]) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "text" and not inside and "://" in child.content:
            yield from _split(child)
        else:
            yield child


def _split(text: Token) -> Iterator[Token]:
    reached = 0
    for found in _ADDRESS.finditer(text.content):
        address = found[0].rstrip(_AFTER)
        yield _text(text.content[reached : found.start()], text.level)
        yield Token("link_open", "a", 1, attrs={"href": address}, level=text.level)
        yield _text(address, text.level + 1)
        yield Token("link_close", "a", -1, level=text.level)
        reached = found.start() + len(address)
    yield _text(text.content[reached:], text.level)


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
