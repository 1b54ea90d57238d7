"""Where do plain words lead? To whatever a mail program or a browser makes a link of, with its beginning or without."""

import re

from hub.kit.text import visible
from hub.kit.urls import absolute
from hub.net.pacing import is_listed

_HOST = r"[^\W_][\w-]*(?:\.[^\W_][\w-]*)+"
_FAR = 2_000  # letters: no address is longer; each name in a long run without a blank would be read to its end else
# With a scheme, whichever; or a name with dots that is neither the end of a word nor somebody's e-mail address. What
# was taken for a name is not given back letter by letter: so each letter is looked at once.
_SCHEME = r"[a-z][a-z0-9+.-]{1,20}://"
_LEAD = re.compile(rf"(?:(?<![\w@.+-]){_SCHEME}|(?<![\w@.])(?=(?>{_HOST})(?!@)))[^\s<>\"“”]{{1,{_FAR}}}", re.IGNORECASE)
_BEGINS = re.compile(_SCHEME, re.IGNORECASE)
_NAME = re.compile(_HOST)
_CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)?\.?[ap]m")  # two countries are called so
_AFTER = ".,;:!?)]}'’…*_"  # what stands right after an address is the sentence's, not the address's


def leads(words: str) -> tuple[str, ...]:
    """Return where plain *words* lead, in their order: addresses as they are written, the bare ones with https.

    An e-mail address leads to a person and not to a site; a name with a dot counts where its ending is one of the web.

    >>> leads("Look at www.a.example/b, (http://c.example), ftp://d.example or evil.org! Ask ben@e.org at 7.pm, e.g.")
    ('https://www.a.example/b', 'http://c.example', 'ftp://d.example', 'https://evil.org')
    """
    seen, at, found = visible(words), 0, []
    while lead := _LEAD.search(seen, at):
        address = _address(lead[0].rstrip(_AFTER))
        # A name that leads nowhere, as “10.30” or “e.g.”, hides nothing of what stands right behind it.
        name = None if address else _NAME.match(lead[0])
        at = lead.start() + len((name or lead)[0])
        found += [address] if address else []
    return tuple(found)


def _address(told: str) -> str:
    """Return an address as people follow it; empty where nobody follows it."""
    if _BEGINS.match(told):
        return told
    name = _NAME.match(told)
    if name is None or _CLOCK.fullmatch(told.lower()):
        return ""
    is_web = name[0].lower().startswith("www.") or is_listed(name[0])
    return absolute("", f"https://{told}") if is_web else ""
