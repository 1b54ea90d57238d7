"""Which address did somebody mean by what they typed? Repaired where that is certain, with a sentence; pure."""

import re
from dataclasses import dataclass, replace

from hub.aggregate.feeds.registry import address_fault
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.urls import LONGEST, absolute

_AROUND = " \t\r\n<>\"'“”‘’"  # what comes along when an address is copied out of a mail
_SCHEME = re.compile(r"([a-z][a-z0-9+-]{0,20})(:?[:/;]{2,4}|:(?!\d+(?:/|\Z)))", re.IGNORECASE)
_NEARLY = {"http": "http", "https": "https", "htp": "http", "htpp": "http", "htps": "https", "htpps": "https"}
_OF_READERS = frozenset({"feed", "webcal", "webcals"})  # what programs that read feeds and calendars put in front
_HANDLE = re.compile(r"@([\w.-]{1,60})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)\Z", re.IGNORECASE)
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
    wanted = typed.strip(_AROUND)
    if handle := _HANDLE.match(wanted):
        url = f"https://{handle[2]}/@{handle[1]}"
        return Meant(
            (url,), say("This is a name on Mastodon, or a server like it: we looked at %(address)s.", address=url)
        )
    if scheme := _SCHEME.match(wanted):
        return _with_scheme(wanted, scheme)
    return Meant(_looked_at(wanted, _WEB) if "." in wanted.partition("/")[0] else ())


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
