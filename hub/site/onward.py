"""Where did somebody want to go who has to sign in first? The name of a page with its ids, never an address.

>>> said_of("show_tag", {"place": "alderford", "tag": "bins & more"})
'show_tag?place=alderford&tag=bins+%26+more'
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from hub.site.render import path
from hub.site.routes import Pages

LONGEST = 300  # characters
_PART = re.compile(r"\{(\w+)(?::\w+)?\}")
_NOWHERE = frozenset({"", ".", ".."})  # parts that would make another address of it


def asked_for(request: Request) -> str:
    """Return what a request asks for, to come back to it."""
    named = getattr(request.scope.get("endpoint"), "__name__", "")
    return said_of(named, request.path_params) if named else ""


def said_of(name: str, ids: Mapping[str, object]) -> str:
    """Write down a page and the ids in its address."""
    return f"{name}?{urlencode({key: str(value) for key, value in ids.items()})}" if ids else name


def address(request: Request, wanted: str) -> str:
    """Return the address of a page that was written down; that of one’s own page where it is none of ours."""
    name, _, rest = wanted.partition("?")
    ids = dict(parse_qsl(rest))
    pages = next((each for each in request.app.routes if isinstance(each, Pages)), None)
    written = pages.written(name) if pages and len(wanted) <= LONGEST else ""
    parts = [_filled(part, ids) for part in written.strip("/").split("/")]
    return path("you") if _NOWHERE.intersection(parts) else path(*parts)


def _filled(part: str, ids: Mapping[str, str]) -> str:
    """Return one part of an address with its ids in it; empty when one of them is missing."""
    names = _PART.findall(part)
    return _PART.sub(lambda found: ids[found[1]], part) if all(ids.get(name) for name in names) else ""
