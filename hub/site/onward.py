"""Where did somebody want to go who has to sign in first? The name of a page with its ids, never an address.

With what a form of ours begins may come along too: checked when it is written down, and again when it is read.

>>> said_of("show_tag", {"place": "alderford", "tag": "bins & more"})
'show_tag?place=alderford&tag=bins+%26+more'
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from sqlmodel import Session

from hub.establish.tags.naming import LONGEST_NAME
from hub.kit.ids import as_id
from hub.kit.text import squeeze, storable
from hub.site.kept.known import known
from hub.site.render import path_with
from hub.site.routes import Pages

LONGEST = 1_500  # characters; a word of eighty letters in any script is at most 960 of them
Checked = Callable[[Session, str], str]  # what may come along of a value; empty: nothing
_PART = re.compile(r"\{(\w+)(?::\w+)?\}")
_NOWHERE = frozenset({"", ".", ".."})  # parts that would make another address of it


def asked_for(request: Request) -> str:
    """Return what a request asks for, to come back to it."""
    named = getattr(request.scope.get("endpoint"), "__name__", "")
    begins = {name: value for name in _BEGINS.get(named, ()) if (value := request.query_params.get(name))}
    whole = said_of(named, {**begins, **request.path_params}) if named else ""
    return whole if len(whole) <= LONGEST else said_of(named, request.path_params)


def said_of(name: str, ids: Mapping[str, object]) -> str:
    """Write down a page and the ids in its address."""
    return f"{name}?{urlencode({key: str(value) for key, value in ids.items()})}" if ids else name


def address(request: Request, db: Session, wanted: str) -> str:
    """Return the address of a page that was written down; that of one’s own page where it is none of ours."""
    name, _, rest = wanted.partition("?")
    ids = dict(parse_qsl(rest))
    pages = next((each for each in request.app.routes if isinstance(each, Pages)), None)
    written = pages.written(name) if pages and len(wanted) <= LONGEST else ""
    parts = [_filled(part, ids) for part in written.strip("/").split("/")]
    if _NOWHERE.intersection(parts):
        return path_with(["you"], ())
    asks = _BEGINS.get(name, {})
    return path_with(parts, [(each, check(db, ids[each])) for each, check in asks.items() if each in ids])


def _agreed(db: Session, slug: str) -> str:
    return slug if slug in known(db).tags_by_slug else ""


def _word(_: Session, label: str) -> str:
    word = squeeze(storable(label))
    return word if len(word) <= LONGEST_NAME else ""


def _id(_: Session, text: str) -> str:
    found = as_id(text)
    return str(found) if found else ""


def _filled(part: str, ids: Mapping[str, str]) -> str:
    """Return one part of an address with its ids in it; empty when one of them is missing."""
    names = _PART.findall(part)
    return _PART.sub(lambda found: ids[found[1]], part) if all(ids.get(name) for name in names) else ""


# With what the forms of these pages begin. A page that is not listed here is come back to without its question.
_BEGINS: Mapping[str, Mapping[str, Checked]] = {
    "show_wish": {"tag": _agreed, "into": _agreed, "other": _agreed, "label": _word, "anew": _id},
}
