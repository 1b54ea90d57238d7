"""How much work is a page for who reads its microformats? Estimated before anybody does. Pure.

Who reads them copies what stands in a property once for each property around it, and reads an entry once for each of
its names: a page of a thousand letters can be made to cost minutes.
"""

import re
from typing import Final, NamedTuple

from lxml import etree

MOST_ELEMENTS = 6_000  # of a page: the making of its tree costs most
MOST_WORK = 5_000_000  # letters that are copied; an element counts for some of them
MOST_RELS = 3_000  # words by which links of a page say what they lead to: each is compared with all before it
_OF_ELEMENT: Final = 100  # letters that could be copied while one element is looked at
_OF_MARKUP: Final = 4  # copies of what is kept with its markup
_OF_OLD_ROOT: Final = 8  # copies of an entry in the old spelling, which is translated first
_NAMES: Final = re.compile(r"(h|p|u|dt|e)-[a-z]")
_OLD_ROOTS: Final = frozenset(
    {*("adr", "geo", "hentry", "hfeed", "hproduct", "hrecipe", "hresume", "hreview", "vcard", "vevent")}
    | {"hreview-aggregate"}
)
_OLD_NAMES: Final = re.compile(
    r"(entry|hreview|event|photo|fn|author|summary|description|reviewer|item|url|title|note|org|locality|category"
    r"|location|ingredient|instructions|published|updated|dt[a-z]+|bday|rev|uid|n|street|postal|extended|region|country"
    r"|given|family|additional|honorific|nickname|email|tel|label|role|key|logo|sound|best|worst|rating|count|votes"
    r"|duration|yield|nutrition|attendee|contact|price|brand|experience|education|skill|affiliation|tz|latitude"
    r"|longitude|altitude|adr|geo)(-[a-z]+)*"
)


class _Load(NamedTuple):
    """How often an element is looked at, and how often what stands in it is copied."""

    times: int = 1
    copies: int = 0


def is_light(root: etree._Element) -> bool:
    """Say whether the microformats of a page may be read: it takes half a second at most."""
    work, rels = 0, 0
    loads = [_Load()]
    for count, (happens, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if happens == "end":
            loads.pop()
            continue
        loads.append(_load(loads[-1], element.get("class", "").split()))
        work += _work(loads[-1], element)
        rels += len(element.get("rel", "").split())
        if work > MOST_WORK or rels > MOST_RELS or count > 2 * MOST_ELEMENTS:
            return False
    return True


def _load(around: _Load, words: list[str]) -> _Load:
    names = [word.partition("-")[0] for word in words if _NAMES.match(word)]
    old_roots = len(_OLD_ROOTS.intersection(words))
    properties = sum(name != "h" for name in names) + sum(1 for word in words if _OLD_NAMES.fullmatch(word))
    copies = properties + _OF_MARKUP * names.count("e")
    if "h" not in names and not old_roots:
        return _Load(around.times, around.copies + around.times * copies)
    times = around.times * max(1, properties)
    return _Load(times, around.copies + times * (1 + copies + old_roots * _OF_OLD_ROOT))


def _work(load: _Load, element: etree._Element) -> int:
    letters = len(element.text or "") + len(element.tail or "") + sum(map(len, element.attrib.values()))
    return (load.times + load.copies) * (_OF_ELEMENT + letters)
