"""Which calendar does an address mean that people have in hand? From how programs spell theirs, asking nobody; pure.

What people copy is the page, the frame, the button or the share link of a calendar, hardly ever the calendar itself.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from hub.kit.urls import absolute, bare_host

MOST = 6  # calendars that one address names
WEBCAL = re.compile(r"webcals?:(?://)?(?=[^/\s])", re.IGNORECASE)
_GOOGLE = frozenset({"calendar.google.com", "google.com"})
# Where a button of a page leads that adds a calendar to somebody's own: its address goes along.
OF_OUTLOOK = frozenset({"outlook.live.com", "outlook.office.com", "outlook.office365.com", "calendar.live.com"})
_ADDING = _GOOGLE | OF_OUTLOOK
_SHORT: Final = {"g": "group.calendar.google.com", "m": "gmail.com"}  # how Google shortens names in links to events
_NOBODYS = "@group.v.calendar.google.com"  # holidays and birthdays, which are shown beside anybody's own
_PUBLISHED = re.compile(r"(/(?:owa/calendar|calendar/published)/[^/?#]+/[^?#]+?)/(?:(reach)?\w*\.html?|\w+\.ics)?/?\Z")
_SHARED = re.compile(r"(.*?)(?:/index\.php)?/apps/calendar/(?:p|embed|public)/([A-Za-z0-9-]{8,300})(?:/|\Z)")
_LOCALE = re.compile(r"[a-z]{2}-[A-Za-z]{2}")
_NAME = re.compile(r"[\w.%-]{1,100}\Z")
_NO_GROUPS = frozenset(
    (
        *("find", "topics", "cities", "pro", "apps", "about", "help", "lp", "login", "register", "home", "events"),
        *("blog", "media", "start", "create", "groups", "messages", "notifications", "account", "meetup"),
    )
)
_MOST_FIELDS = 100


def calendars_at(url: str) -> tuple[str, ...]:
    """Return the calendars that the page at *url* is known to have; none where its address tells of none.

    >>> calendars_at("https://www.meetup.com/en-GB/wherry-quiz/events/301/")
    ('https://www.meetup.com/wherry-quiz/events/ical/',)
    """
    return calendars_shown_at(url) or _of_group(url)


def calendars_shown_at(url: str) -> tuple[str, ...]:
    """Return the calendars that are shown, shared or added at *url*, as a frame or a button of a page may lead there.

    >>> calendars_shown_at("https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fhall.example%2Fa.ics")
    ('https://hall.example/a.ics',)
    >>> calendars_shown_at("https://cloud.example/apps/calendar/p/Xy3kLm9PqRs2TuV4/dayGridMonth/now")
    ('https://cloud.example/remote.php/dav/public-calendars/Xy3kLm9PqRs2TuV4?export',)
    """
    found = (each for way in (_added, _google, _published, _shared) for each in way(url))
    known = dict.fromkeys(whole for each in found if (whole := absolute("", each)))
    return tuple(known)[:MOST]


def of_google(name: str) -> str:
    """Return the public address of a Google calendar by its id; empty where it is none, or nobody's own.

    >>> of_google("hall@group.calendar.google.com")
    'https://calendar.google.com/calendar/ical/hall%40group.calendar.google.com/public/basic.ics'
    """
    whole = f"https://calendar.google.com/calendar/ical/{quote(name, safe='')}/public/basic.ics"
    return whole if "@" in name and not name.endswith(_NOBODYS) else ""


def as_web(url: str, base: str = "") -> str:
    """Return as one of the web an address for programs of calendars; without TLS where *base* has none, and is there.

    >>> as_web("webcal://hall.example/a.ics"), as_web("webcal://hall.example/a.ics", "http://hall.example/")
    ('https://hall.example/a.ics', 'http://hall.example/a.ics')
    """
    safe = WEBCAL.sub("https://", url)
    is_at_home = safe != url and base.startswith("http:") and bare_host(safe) == bare_host(base)
    return WEBCAL.sub("http://", url) if is_at_home else safe


def _added(url: str) -> Iterator[str]:
    """Yield the calendar that somebody is asked to add to their own."""
    if bare_host(url) in _ADDING:
        yield from (as_web(value) for name, value in _asked(url) if name in {"cid", "url"} and "://" in value)


def _google(url: str) -> Iterator[str]:
    if bare_host(url) not in _GOOGLE or "/calendar" not in _path(url):
        return
    asked = _asked(url)
    if ("action", "TEMPLATE") in asked:  # one event, to be written into somebody's own calendar
        return
    told = (value for name, value in asked if name in {"src", "cid"} and "://" not in value)
    names = [value if "@" in value else _decoded(value) for value in told]
    events = [_decoded(value) for name, value in asked if name == "eid"]
    for name in (*names, *map(_whose, events)):
        yield of_google(name)


def _whose(event: str) -> str:
    """Return the calendar of an event of Google’s, whose name is behind its own, shortened."""
    name, at, home = event.rpartition(" ")[2].partition("@")
    return f"{name}{at}{_SHORT.get(home, home)}"


def _published(url: str) -> Iterator[str]:
    """Yield the calendar beside one that Outlook, or an Exchange of somebody’s own, shows as a page."""
    found = _PUBLISHED.search(_as_written(url))
    if found and not _path(url).endswith(".ics"):
        yield urljoin(url, f"{found[1]}/{found[2] or ''}calendar.ics")


def _shared(url: str) -> Iterator[str]:
    """Yield the calendars of a link that a Nextcloud shares with everybody."""
    found = _SHARED.match(_as_written(url))
    if found:
        root = urljoin(url, f"/{found[1].strip('/')}".rstrip("/") + "/")
        yield from (f"{root}remote.php/dav/public-calendars/{token}?export" for token in found[2].split("-") if token)


def _of_group(url: str) -> tuple[str, ...]:
    if bare_host(url) != "meetup.com":
        return ()
    first, group = (*_path(url).strip("/").split("/"), "")[:2]
    name = group if _LOCALE.fullmatch(first) else first
    known = bool(_NAME.match(name)) and name.casefold() not in _NO_GROUPS
    return (f"https://www.meetup.com/{name}/events/ical/",) if known else ()


def _path(url: str) -> str:
    return unquote(_as_written(url))


def _as_written(url: str) -> str:
    """Return the path of *url*, escaped as it came: an address that is made of it leads to the same."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _asked(url: str) -> list[tuple[str, str]]:
    if url.count("&") >= _MOST_FIELDS:
        return []
    # What follows a hash was meant for a script of the page, and often holds what it shows.
    parts = urlsplit(url)
    return parse_qsl(parts.query, max_num_fields=_MOST_FIELDS) + parse_qsl(parts.fragment.partition("?")[2])


def _decoded(text: str) -> str:
    plain = text.replace("-", "+").replace("_", "/").replace(" ", "+")
    try:
        return b64decode(plain.rstrip("=") + "=" * (-len(plain.rstrip("=")) % 4), validate=True).decode("ascii")
    except (NotBase64, ValueError):
        return ""
