"""Which address did somebody mean by what they typed? Repaired where that is certain, with a sentence; pure."""

import re
from dataclasses import dataclass, replace
from html import unescape

from hub.aggregate.feeds.registry import address_fault
from hub.aggregate.registering.calendars import of_google
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.urls import LONGEST, absolute

_AROUND = " \t\r\n<>\"'“”‘’"  # what comes along when an address is copied out of a mail
_SCHEME = re.compile(r"([a-z][a-z0-9+-]{0,20})(:?[:/;]{2,4}|:(?!\d+(?:/|\Z)))", re.IGNORECASE)
_NEARLY = {"http": "http", "https": "https", "htp": "http", "htpp": "http", "htps": "https", "htpps": "https"}
_OF_READERS = frozenset({"feed", "webcal", "webcals"})  # what programs that read feeds and calendars put in front
_HANDLE = re.compile(r"@([\w.-]{1,60})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)\Z", re.IGNORECASE)
# The code of a frame or a link, as platforms give it to be pasted into a page.
_CODE = re.compile(r"<\s*(?:iframe|a|embed|link)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_OF_GOOGLE = re.compile(r"[\w.#%+-]{1,200}@group\.calendar\.google\.com\Z", re.IGNORECASE)
_WEB = ("https", "http")


@dataclass(frozen=True, slots=True)
class Meant:
    """The addresses that something typed may stand for, the likeliest first, and what was mended; none: no address."""

    addresses: tuple[str, ...] = ()
    mended: Saying = NOTHING


def meant(typed: str) -> Meant:
    """Return what somebody who *typed* this wants looked at.

    >>> meant("feed://ben.example/rss.xml").addresses
    ('https://ben.example/rss.xml', 'http://ben.example/rss.xml')
    >>> meant("http:://ben.example/").addresses, meant("ben.example").addresses[0], meant("ftp://ben.example/").addresses
    (('http://ben.example/',), 'https://ben.example', ())
    """
    if code := _CODE.search(typed[:LONGEST]):
        return _out_of_code(unescape(code[1]))
    wanted = typed.strip(_AROUND)
    if named := _by_name(wanted):
        return named
    if scheme := _SCHEME.match(wanted):
        return _with_scheme(wanted, scheme)
    return Meant(_looked_at(wanted, _WEB) if "." in wanted.partition("/")[0] else ())


def _by_name(wanted: str) -> Meant | None:
    """Return what a name means that is no address of the web; None where it is none we know."""
    if handle := _HANDLE.match(wanted):
        url = f"https://{handle[2]}/@{handle[1]}"
        words = say("This is a name on Mastodon, or a server like it: we looked at %(address)s.", address=url)
        return Meant((url,), words)
    if _OF_GOOGLE.match(wanted):
        words = say("This is the name of a Google calendar: we looked at its public address.")
        return Meant((of_google(wanted),), words)
    return None


def _out_of_code(url: str) -> Meant:
    address = url.partition("<")[0]
    within = meant(f"https:{address}" if address.startswith("//") else address)
    if not within.addresses or within.mended:
        return within
    return replace(within, mended=say("We took %(address)s out of the code you pasted.", address=within.addresses[0]))


def _with_scheme(wanted: str, found: re.Match[str]) -> Meant:
    scheme, rest = found[1].lower(), wanted[found.end() :]
    if scheme in _OF_READERS:
        return _for_readers(scheme, rest)
    if scheme not in _NEARLY:
        return Meant()
    again = _SCHEME.match(rest)
    if again and again[1].lower() in _NEARLY:  # https://https://…
        return _told_of_slip(_with_scheme(rest, again).addresses)
    addresses = _looked_at(rest, (_NEARLY[scheme],))
    return Meant(addresses) if scheme in _WEB and found[2] == "://" else _told_of_slip(addresses)


def _for_readers(scheme: str, rest: str) -> Meant:
    inner = _SCHEME.match(rest)
    within = _with_scheme(rest, inner) if inner else Meant(_looked_at(rest, _WEB))
    if not within.addresses:
        return Meant()
    words = say("“%(scheme)s” is for programs that read feeds: we took it out and looked.", scheme=f"{scheme}:")
    return replace(within, mended=words)


def _told_of_slip(addresses: tuple[str, ...]) -> Meant:
    if not addresses:
        return Meant()
    return Meant(addresses, say("There was a slip in the address: we took it for %(address)s.", address=addresses[0]))


def _looked_at(rest: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """Return *rest* behind each scheme, where these are addresses of sites."""
    return tuple(way for way in (f"{scheme}://{rest}" for scheme in schemes) if _is_address(way))


def _is_address(url: str) -> bool:
    return len(url) <= LONGEST and not address_fault(url) and bool(absolute("", url))
