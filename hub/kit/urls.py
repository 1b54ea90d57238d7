"""Where does an address lead, and are two of them the same? Pure, and calm about hostile strings."""

import re
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

LONGEST = 2_000  # bytes of an address we keep: browsers and mail programs cut longer ones, databases index none

# A host, and not a name and password before it; a backslash would be read as a slash by browsers.
_USUAL_HOST = re.compile(r"[A-Za-z0-9.-]+\Z")  # of nearly every address: it needs no closer look
_HTTP = re.compile(r"(https?)://([^/?#@\\\s<>\"'%\[\]]+|\[[0-9a-f:.]+\](?::\d+)?)(?=[/?#]|\Z)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # browsers drop line breaks and tabs in the middle of an address
_UNSAFE = {ord(c): f"%{ord(c):02X}" for c in ' "<>`{}|\\^'}
# What campaigns and mail programs add; it never chooses what is shown.
_TRACKING = re.compile(
    r"(?:utm_\w*|ns_\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|twclid|ttclid"
    r"|mkt_tok|_hsenc|_hsmi|at_(?:medium|campaign|custom\d|link_\w+)|ref_src|cmpid|ocid|xtor|ito|wt_mc|icid)\Z",
    re.IGNORECASE,
)
# A step up, in all its spellings: written as numbers, and more than once, or with what some servers drop after it.
_UP = re.compile(r"(?:[/\\]|%(?:25)*(?:2f|5c))(?:\.|%(?:25)*2e){2}(?=[/\\;]|%(?:25)*(?:2f|5c|3b)|\Z)", re.IGNORECASE)
_CLOSING = re.compile(r"\A[/\s]+")  # of an address read backwards: so it is looked at once, however many there are
# How the same page is put for phones, and for those who speed it up: never another text.
_LIGHT_HOST = re.compile(r"(https://)(?:www|m|mobile|amp)\.(?=[^/?.]+\.[^/?])")
_LIGHT_PATH = re.compile(r"(?:/amp|\.amp|/index\.(?:html?|php))\Z|\.amp(?=\.html?\Z)", re.IGNORECASE)
_LIGHT_QUERY = re.compile(r"(?:amp(?:=(?:1|true)?)?|outputtype=(?:amp|default-article))\Z", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)?\Z")


def absolute(base: str, url: str) -> str:
    """Resolve *url* against *base*; empty when the outcome is not an http or https address with a host.

    >>> absolute("https://example.org/blog/", "../about")
    'https://example.org/about'
    >>> absolute("https://example.org/", "javascript:alert(1)")
    ''
    """
    wanted = _UNSEEN.sub("", url).strip()
    if not wanted:
        return ""
    found = _HTTP.match(wanted)
    if found is None:
        wanted = _join(_UNSEEN.sub("", base).strip(), wanted)
        found = _HTTP.match(wanted)
    if found is None or len(wanted) > LONGEST or not _is_host(found[2]):
        return ""
    rest = wanted[found.end() :].translate(_UNSAFE)
    made = f"{found[1].lower()}://{found[2]}{rest}"
    return made if fits(made) else ""


def fits(url: str) -> bool:
    """Say whether an address is short enough to be kept."""
    return len(url if url.isascii() else url.encode("utf-8", "replace")) <= LONGEST


def host(url: str) -> str:
    """Return the host of *url* in lower case, without port; empty when there is none.

    >>> host("https://WWW.Example.org:8443/a")
    'www.example.org'
    """
    try:
        return urlsplit(_UNSEEN.sub("", url)).hostname or ""
    except ValueError:
        return ""


def ending(url: str) -> str:
    """Return how the file at *url* ends, in lower case; empty where its name has no ending.

    >>> ending("https://example.org/a/Weir.MP3?size=2"), ending("https://example.org")
    ('mp3', '')
    """
    try:
        return PurePosixPath(urlsplit(url).path).suffix.lower().removeprefix(".")
    except ValueError:
        return ""


def canonical(url: str) -> str:
    """Return one spelling for all addresses of one page: no tracking, no fragment, no closing slash, always https.

    The result is for comparing, not for visiting. An address that is not http or https comes back stripped.

    >>> canonical("HTTP://Example.org:80/news/?utm_source=x&id=7#top")
    'https://example.org/news?id=7'
    """
    plain = _UNSEEN.sub("", url).strip()
    found = _HTTP.match(plain)
    if found is None:
        return plain
    rest, _, _ = plain[found.end() :].partition("#")
    path, _, query = rest.partition("?")
    parts = [part.strip() for part in query.split("&")]
    kept = "&".join(part for part in parts if part and not _TRACKING.match(part.partition("=")[0]))
    name = _DEFAULT_PORT.sub("", found[2].lower())
    return f"https://{name}{_without_closing(path)}" + (f"?{kept}" if kept else "")


def one_page(url: str) -> str:
    """Return one spelling for the addresses under which publishers show one text; empty for a front page.

    Looser than ``canonical``, on which hangs what feeds are told apart by, and which therefore never changes.

    >>> one_page("http://m.example.org/news/bins/amp/?utm_source=x")
    'https://example.org/news/bins'
    """
    plain = _plainest(url)
    return plain if _HTTP.sub("", plain) else ""


def is_of_site(url: str, site: str) -> bool:
    """Say whether *url* is a page of *site*, on whatever of its hosts for computers or phones.

    >>> is_of_site("https://m.paper.example/news/bins", "http://www.paper.example/")
    True
    """
    home = _plainest(site)
    if not home or not f"{_plainest(url)}/".startswith(f"{home}/"):
        return False
    return not (_HTTP.sub("", home) and _climbs(url))


def _climbs(url: str) -> bool:
    """Say whether a path leads up: out of a site that is only a part of its host, perhaps into another’s."""
    return bool(_UP.search(canonical(url).partition("?")[0]))


def bare_host(url: str) -> str:
    """Return the host of *url* without the www many put in front of it.

    >>> bare_host("https://www.Courier.example/news")
    'courier.example'
    """
    return host(url).removeprefix("www.")


def is_inside(url: str, site: str) -> bool:
    """Say whether *url* lies below the address of *site*.

    >>> is_inside("https://blogs.example/ben/2026/bins", "http://blogs.example/ben/")
    True
    >>> is_inside("https://blogs.example/benjamin", "https://blogs.example/ben")
    False
    """
    return f"{canonical(url)}/".startswith(f"{canonical(site)}/")


def _plainest(url: str) -> str:
    """Return an address without what only says for which device; empty where it is not http or https."""
    address, _, query = canonical(url).partition("?")
    if _HTTP.match(address) is None:
        return ""
    plain = _without_closing(_LIGHT_PATH.sub("", _LIGHT_HOST.sub(r"\1", address)))
    kept = "&".join(part for part in query.split("&") if part and not _LIGHT_QUERY.match(part))
    return plain + (f"?{kept}" if kept else "")


def _without_closing(path: str) -> str:
    if path and path[-1] != "/" and not path[-1].isspace():  # as most paths: nothing closes them
        return path
    return _CLOSING.sub("", path[::-1])[::-1]


def _is_host(name: str) -> bool:
    """Say whether whoever is given an address can take its host and port apart."""
    if _USUAL_HOST.match(name):
        return True
    try:
        parts = urlsplit(f"//{name}")
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # a number in brackets that is none, a port that is too high
        return False


def _join(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""
