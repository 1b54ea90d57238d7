"""Where does a platform keep its feeds? From the address of a page to those of feeds, without asking anybody; pure."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from hub.aggregate.registering.calendars import calendars_at
from hub.aggregate.registering.found import FeedLink
from hub.kit.urls import bare_host

# They give no feed to anybody: to ask would be in vain.
WITHOUT: Final = {
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "instagram.com": "Instagram",
    "nextdoor.com": "Nextdoor",
    "nextdoor.co.uk": "Nextdoor",
    "x.com": "X",
    "twitter.com": "X",
    "tiktok.com": "TikTok",
    "linkedin.com": "LinkedIn",
    "whatsapp.com": "WhatsApp",
    "threads.net": "Threads",
    "threads.com": "Threads",
}
_NSID = re.compile(r"\d{1,12}@N\d\d\Z")
_CHANNEL = re.compile(r"UC[\w-]{22}\Z")
_NAME = re.compile(r"[\w.%-]{1,100}\Z")
_FLICKR = "https://www.flickr.com/services/feeds/"
_VIDEOS = "https://www.youtube.com/feeds/videos.xml"
Parts = list[str]


def without_feeds(url: str) -> str:
    """Return the name of the platform at *url* that has feeds for nobody; empty where it may have some.

    >>> without_feeds("https://m.facebook.com/wherrybridge"), without_feeds("https://ben.example/")
    ('Facebook', '')
    """
    name = bare_host(url)
    return next((said for ending, said in WITHOUT.items() if name == ending or name.endswith(f".{ending}")), "")


def at_platform(url: str) -> tuple[FeedLink, ...]:
    """Return the feeds of a page on a platform whose addresses tell them; none where the page has to be asked.

    >>> [feed.url for feed in at_platform("https://www.reddit.com/r/wherrybridge")]
    ['https://www.reddit.com/r/wherrybridge/.rss']
    """
    name = bare_host(url)
    found = next((way for ending, way in _PLATFORMS.items() if name == ending or name.endswith(f".{ending}")), None)
    told = found(url, _parts(url)) if found else calendars_at(url)
    return tuple(FeedLink(each) for each in told if each)


def by_shape(url: str) -> tuple[FeedLink, ...]:
    """Return where the feed of a page may lie by the look of its address, whoever keeps the server.

    >>> [feed.url for feed in by_shape("https://social.example/@ben")]
    ['https://social.example/@ben.rss']
    """
    parts = _parts(url)
    if not parts or not _NAME.match(parts[0].lstrip("@")):
        return ()
    if parts[0].startswith("@"):
        way = "/".join(parts[:3] if parts[1:2] == ["tagged"] else parts[:1])
    elif parts[0] in {"tags", "users"} and len(parts) > 1:  # Mastodon, and what speaks its language
        way = "/".join(parts[:2])
    else:
        return ()
    return (FeedLink(urljoin(url, f"/{way}.rss")),)


def of_channel(channel: str) -> str:
    """Return the feed of a YouTube channel by its id; empty where it is none."""
    return f"{_VIDEOS}?channel_id={channel}" if _CHANNEL.match(channel) else ""


def _youtube(url: str, parts: Parts) -> tuple[str, ...]:
    asked = _asked(url)
    if playlist := asked.get("list", ""):
        return (f"{_VIDEOS}?playlist_id={quote(playlist, safe='')}",)
    first, second = (*parts, "", "")[:2]
    if first == "channel":
        return (of_channel(second),)
    return (f"{_VIDEOS}?user={second}",) if first == "user" and _NAME.match(second) else ()


def _flickr(_: str, parts: Parts) -> tuple[str, ...]:
    first, whose, kind, number = (*parts, "", "", "", "")[:4]
    if not _NSID.match(unquote(whose)):
        return ()
    nsid = unquote(whose)
    if first == "groups":
        return (f"{_FLICKR}groups_pool.gne?id={nsid}&format=rss_200",)
    if kind in {"sets", "albums"} and number.isdecimal():
        return (f"{_FLICKR}photoset.gne?set={number}&nsid={nsid}&format=rss_200",)
    return (f"{_FLICKR}photos_public.gne?id={nsid}&format=rss_200",) if first in {"photos", "people"} else ()


def _bluesky(_: str, parts: Parts) -> tuple[str, ...]:
    first, whose = (*parts, "", "")[:2]
    return (f"https://bsky.app/profile/{whose}/rss",) if first == "profile" and whose else ()


def _reddit(_: str, parts: Parts) -> tuple[str, ...]:
    first, name = (*parts, "", "")[:2]
    kind = {"u": "user"}.get(first, first)
    return (f"https://www.reddit.com/{kind}/{name}/.rss",) if kind in {"r", "user"} and _NAME.match(name) else ()


def _medium(url: str, parts: Parts) -> tuple[str, ...]:
    if bare_host(url) != "medium.com":
        return (urljoin(url, "/feed"),)
    if parts[:1] == ["tag"]:
        return (f"https://medium.com/feed/tag/{parts[1]}",) if len(parts) > 1 else ()
    return (f"https://medium.com/feed/{parts[0]}",) if parts and parts[0] not in {"feed", "p", "m"} else ()


def _tumblr(url: str, parts: Parts) -> tuple[str, ...]:
    if bare_host(url) == "tumblr.com":
        named = [part for part in parts if part not in {"blog", "view"}][:1]
        return tuple(f"https://{name}.tumblr.com/rss" for name in named if re.fullmatch(r"[a-z0-9-]{1,40}", name))
    topic = [urljoin(url, f"/tagged/{parts[1]}/rss")] if parts[:1] == ["tagged"] and len(parts) > 1 else []
    return (*topic, urljoin(url, "/rss"))


def _blogger(url: str, parts: Parts) -> tuple[str, ...]:
    whole = urljoin(url, "/feeds/posts/default")
    label = [f"{whole}/-/{parts[2]}"] if parts[:2] == ["search", "label"] and len(parts) > 2 else []  # noqa: PLR2004
    return (*label, whole)


def _substack(url: str, parts: Parts) -> tuple[str, ...]:
    own = bare_host(url) != "substack.com"
    return (urljoin(url, "/feed"),) if own and parts[:1] != ["feed"] else ()


def _vimeo(_: str, parts: Parts) -> tuple[str, ...]:
    return (f"https://vimeo.com/{parts[0]}/videos/rss",) if parts and not parts[0].isdecimal() else ()


_PLATFORMS: Final[dict[str, Callable[[str, Parts], tuple[str, ...]]]] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "flickr.com": _flickr,
    "bsky.app": _bluesky,
    "reddit.com": _reddit,
    "medium.com": _medium,
    "tumblr.com": _tumblr,
    "blogspot.com": _blogger,
    "blogspot.co.uk": _blogger,
    "substack.com": _substack,
    "vimeo.com": _vimeo,
}


def _parts(url: str) -> Parts:
    try:
        return [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return []


def _asked(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, max_num_fields=100)) if url.count("&") < 100 else {}  # noqa: PLR2004
