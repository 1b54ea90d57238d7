"""The strict door: bytes become an XML tree, or are refused; what can be mended without guessing at structure is."""

import re
from dataclasses import dataclass
from functools import cache
from html.entities import html5

from lxml import etree

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.aggregate.reading.sniff import Sniffed, decode

MOST_ATTRIBUTES = 200
DEEPEST = 100
_MOST_ENTITIES = 300
_LONGEST_ENTITY = 100

_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]{1,40})\s+(?:"([^"]*)"|'([^']*)')\s*>""", re.IGNORECASE)
# The usual list of HTML's letters, declared by its address alone: nothing is loaded, we know the letters ourselves.
_LETTERS = re.compile(r"""<!ENTITY\s+%\s+HTML\w{1,10}\s+PUBLIC\s+"-//W3C//ENTITIES [^"<>]*"\s+"[^"<>]*"\s*>""")
_ANY_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,39});")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_NUMBER = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*(\d{1,7}));", re.IGNORECASE)
_LONG_TAG = re.compile(
    rb"""[A-Za-z_:][^\s/<>]*(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"]*"|'[^']*')){%d}""" % (MOST_ATTRIBUTES + 1)
)
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")
_ROOT = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*<([^\W\d][\w:.-]*)", re.DOTALL)
_ENTRY = re.compile(r"<(/?)((?:[\w-]+:)?(?:item|entry))(?:\s[^<>]*)?(?<!/)>")
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_STEP = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")


@dataclass(frozen=True, slots=True)
class Tree:
    """A well-formed document, and what had to be mended for that."""

    root: etree._Element
    notes: frozenset[Note]


@dataclass(frozen=True, slots=True)
class Broken:
    """Not well-formed: something for the thorough reader."""

    notes: frozenset[Note]


def grow(sniffed: Sniffed) -> Tree | Broken | Unreadable:
    """Parse *sniffed* strictly: a Tree, Broken when it is not well-formed, Unreadable when it is a bomb."""
    if _too_many_attributes(sniffed.body):
        return Unreadable(Flaw.BOMB, f"more than {MOST_ATTRIBUTES} attributes on one element")
    start = sniffed.body[:4_096].upper()
    outcome: Tree | Broken | Unreadable = Broken(frozenset())
    if sniffed.claimed in {"", "utf-8"} and b"<!DOCTYPE" not in start:
        outcome = _parse(sniffed.body, frozenset())
    if isinstance(outcome, Broken):
        outcome = _mended(sniffed)
    if isinstance(outcome, Tree) and _TOO_DEEP(outcome.root):
        return Unreadable(Flaw.BOMB, f"nested more than {DEEPEST} deep")
    return outcome


def salvage(sniffed: Sniffed) -> Tree | None:
    """Return what libxml2 can save of a document nobody else could read, None when that is nothing."""
    text = _NOT_XML.sub("", _DOCTYPE.sub("", _DECLARATION.sub("", decode(sniffed)[0], count=1), count=1))
    root = etree.fromstring(text.encode(), _parser(recover=True)) if text.strip() else None
    return None if root is None else Tree(root, frozenset({Note.NOT_WELL_FORMED}))


def is_too_deep(body: bytes) -> bool:
    """Whether elements in *body*, well-formed or not, are nested deeper than any reader should follow."""
    depth = 0
    for found in _STEP.finditer(body):
        if found[1]:
            depth = max(0, depth - 1)
        elif not found[2]:
            depth += 1
            # Unclosed <br> and <p> of tag soup add up, so the limit is generous where nothing is well-formed.
            if depth > DEEPEST * 50:
                return True
    return False


def ends_in_an_entry(text: str) -> bool:
    """Whether *text*, which is cut off, ends inside an entry: the last that began has no end tag of its own."""
    steps = _ENTRY.findall(_UNREAD.sub("", text))
    ends = [end for end, name in steps if name == steps[0][1]]
    return ends[-1:] == [""]


def _mended(sniffed: Sniffed) -> Tree | Broken | Unreadable:
    """Parse the decoded text without what many publishers get wrong: blank lines first, &nbsp;, control signs."""
    text, as_claimed = decode(sniffed)
    entities = _entities(text)
    if entities is None:
        return Unreadable(Flaw.BOMB, "declares entities")
    bare, declared = _DOCTYPE.subn("", _DECLARATION.sub("", text, count=1), count=1)
    if declared:  # it may use letters that are declared elsewhere, and we know them all
        bare = _REFERENCE.sub(lambda found: _meaning(found, entities), bare)
    mended = bare[max(0, bare.find("<")) :]
    mended = _REFERENCE.sub(lambda found: _meaning(found, entities), mended)
    mended = _BAD_NUMBER.sub(_number, _NOT_XML.sub("", mended))
    is_fine = mended.strip() == bare.strip() and text[:1] == "<"
    notes = (set() if as_claimed else {Note.WRONG_ENCODING}) | (set() if is_fine else {Note.NOT_WELL_FORMED})
    outcome = _parse(mended.encode(), frozenset(notes))
    if isinstance(outcome, Broken):
        return Broken(outcome.notes | {Note.NOT_WELL_FORMED} | ({Note.CUT_OFF} if _is_cut_off(mended) else set()))
    return outcome


def _parse(body: bytes, notes: frozenset[Note]) -> Tree | Broken:
    try:
        return Tree(etree.fromstring(body, _parser()), notes)
    except etree.XMLSyntaxError:
        return Broken(notes)


def _is_cut_off(text: str) -> bool:
    """Whether the first element never ends: where the rest is missing, whatever the parser stumbled over last."""
    root = _ROOT.match(text)
    return root is not None and re.search(rf"</{re.escape(root[1])}\s*>", text[root.end() :]) is None


@cache
def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _too_many_attributes(body: bytes) -> bool:
    if not _has_long_row(body):
        return False
    shortest = MOST_ATTRIBUTES * 5
    long = [piece for piece in body.split(b"<") if len(piece) > shortest]
    return any(piece.count(b"=") > MOST_ATTRIBUTES and _LONG_TAG.match(piece) for piece in long)


def _has_long_row(body: bytes) -> bool:
    """Whether there may be a start tag so long: a row of “=” with no “<” in between; cheap to tell, rarely so."""
    parts = body.split(b"=")
    half = MOST_ATTRIBUTES // 2  # a row of all lies over one block of half as many, wherever it begins
    blocks = (parts[at : at + half] for at in range(0, len(parts) - half + 1, half))
    return not all(any(b"<" in part for part in block) for block in blocks)


def _entities(text: str) -> dict[str, str] | None:
    """Return the harmless entities a document declares, None when any of them is more than a short string."""
    doctype = _DOCTYPE.search(text[:65_536])
    declared = doctype[1] if doctype and doctype[1] else ""
    letters = len(_LETTERS.findall(declared))
    found = {name: double or single for name, double, single in _ENTITY.findall(declared)}
    all_plain = len(_ANY_ENTITY.findall(text)) == len(_ENTITY.findall(declared)) + letters <= _MOST_ENTITIES
    harmless = all(len(value) <= _LONGEST_ENTITY and not _REFERENCE.search(value) for value in found.values())
    return found if all_plain and harmless else None


def _meaning(found: re.Match[str], entities: dict[str, str]) -> str:
    name = found[1]
    if name in _OWN:
        return found[0]
    if name in entities:
        return entities[name]
    return html5.get(f"{name};", found[0])


def _number(found: re.Match[str]) -> str:
    point = int(found[1], 16) if found[1] else int(found[2])
    is_fine = point in {9, 10, 13} or 32 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 0x10000 <= point < 0x110000  # noqa: PLR2004 - the ranges of XML 1.0
    return found[0] if is_fine else ""
