"""Where does an address lead, and are two of them the same? Pure, and calm about hostile strings."""

import re
from urllib.parse import urljoin, urlsplit

LONGEST = 2_000  # characters of an address we pass on; browsers and mail programs cut longer ones

# A host, and not a name and password before it; a backslash would be read as a slash by browsers.
_HTTP = re.compile(r"(https?)://([^/?#@\\\s<>\"'%\[\]]+|\[[0-9a-f:.]+\](?::\d+)?)(?=[/?#]|\Z)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # browsers drop line breaks and tabs in the middle of an address
_UNSAFE = {ord(c): f"%{ord(c):02X}" for c in ' "<>`{}|\\^'}
# What campaigns and mail programs add; it never chooses what is shown.
_TRACKING = re.compile(
    r"(?:utm_\w*|ns_\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|twclid|ttclid"
    r"|mkt_tok|_hsenc|_hsmi|at_(?:medium|campaign|custom\d|link_\w+)|ref_src|cmpid|ocid|xtor|ito|wt_mc|icid)\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[/\s]+\Z")
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
    if found is None or len(wanted) > LONGEST:
        return ""
    rest = wanted[found.end() :].translate(_UNSAFE)
    return f"{found[1].lower()}://{found[2]}{rest}"


def host(url: str) -> str:
    """Return the host of *url* in lower case, without port; empty when there is none.

    >>> host("https://WWW.Example.org:8443/a")
    'www.example.org'
    """
    try:
        return urlsplit(_UNSEEN.sub("", url)).hostname or ""
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
    return f"https://{name}{_CLOSING.sub('', path)}" + (f"?{kept}" if kept else "")


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


def _join(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""
