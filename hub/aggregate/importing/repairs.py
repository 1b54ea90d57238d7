"""Which address did a line of a list mean, and what was mended of it? Refused in words where nobody can tell; pure."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from hub.aggregate.registering.meant import meant
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.urls import LONGEST, bare_host

_AROUND = " \t\r\n<>\"'“”‘’"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_AND = re.compile(r"&amp;", re.IGNORECASE)
_FRONT = re.compile(r"\A[a-z ]{0,12}[:/; ]*[^/?#]*", re.IGNORECASE)  # the scheme and the host
_WEB = re.compile(r"\A[^:]*:/{0,2}(?=https?:)", re.IGNORECASE)
_SCHEME = re.compile(r"\A([a-z][a-z0-9+.-]{0,20}):(?!\d)", re.IGNORECASE)
_OF_FILES = frozenset({"ftp", "ftps", "sftp", "file", "gopher"})
_OF_PROGRAMS = frozenset({"javascript", "data", "vbscript", "about", "blob"})
# Services that have closed: where an address of theirs does not answer, this is why.
_CLOSED = {
    "feedproxy.google.com": "FeedBurner",
    "feeds2.feedburner.com": "FeedBurner",
    "rss.feedsportal.com": "Feedsportal",
    "pipes.yahoo.com": "Yahoo Pipes",
    "pipes.yahooapis.com": "Yahoo Pipes",
    "friendfeed.com": "FriendFeed",
    "feeds.delicious.com": "Delicious",
    "del.icio.us": "Delicious",
    "blog.myspace.com": "MySpace",
    "blogs.myspace.com": "MySpace",
    "posterous.com": "Posterous",
    "spaces.live.com": "Windows Live Spaces",
    "feeds.technorati.com": "Technorati",
    "twitter.com": "Twitter",
    "api.twitter.com": "Twitter",
}


@dataclass(frozen=True, slots=True)
class Repair:
    """The address to look at, with another to try where that does not answer; without one, why there is none."""

    url: str = ""
    other: str = ""
    mended: Saying = NOTHING
    refused: Saying = NOTHING


def repaired(written: str) -> Repair:
    """Return what an address that somebody *written* down means, mended where that is certain.

    >>> repaired("feed:https://ben.example/rss").url, repaired(" https:/ben.example/a b?x=1&amp;y=2 ").url
    ('https://ben.example/rss', 'https://ben.example/a%20b?x=1&y=2')
    >>> str(repaired("ftp://ben.example/rss").refused)
    'Feeds are read from the web alone: this address begins with ftp.'
    """
    if len(written) > LONGEST:
        return Repair(refused=say("This address is longer than %(most)s letters.", most=LONGEST))
    plain = _plain(written)
    found = meant(plain)
    if not found.addresses or plain.startswith("@"):
        return Repair(refused=_why(plain))
    url, other = (*found.addresses, "")[:2]
    return Repair(url, other, _mended(written, url))


def closed(url: str) -> Saying:
    """Say which service kept the feed at *url* and has closed; nothing where none did."""
    host = bare_host(url)
    names = (host, host.partition(".")[2])
    name = next((_CLOSED[each] for each in names if each in _CLOSED), "")
    if not name:
        return NOTHING
    return say("%(name)s, which kept this feed, has closed. The site itself may have one of its own.", name=name)


def _plain(written: str) -> str:
    """Return an address without what came along when it was copied."""
    text, before = written, ""
    while text != before:  # what was escaped twice has to be read twice
        before = text
        text = _AND.sub("&", _UNSEEN.sub("", text)).strip(_AROUND)
    front = _FRONT.match(text)
    end = front.end() if front else 0
    return text[:end].replace(" ", "") + text[end:].replace(" ", "%20")


def _mended(written: str, url: str) -> Saying:
    """Say that the address was mended; nothing where it stands as it was written."""
    if written.strip() == url:
        return NOTHING
    return say("mended: it was written as %(written)s", written=written.strip()[:200])


def _why(plain: str) -> Saying:
    scheme = (found[1] if (found := _SCHEME.match(plain)) else "").lower()
    if not plain:
        return say("There is no address.")
    if scheme in _OF_FILES:
        return say("Feeds are read from the web alone: this address begins with %(scheme)s.", scheme=scheme)
    if scheme in _OF_PROGRAMS:
        return say("This is no address but a program (%(scheme)s), and is not run.", scheme=scheme)
    return _why_on_the_web(plain)


def _why_on_the_web(plain: str) -> Saying:
    try:
        has_user = "@" in urlsplit(_WEB.sub("", plain)).netloc
    except ValueError:
        has_user = False
    if has_user:
        return say("There is a name or a password in this address. Take it out: what is listed here, others see.")
    return say("This is no address of a feed.")
