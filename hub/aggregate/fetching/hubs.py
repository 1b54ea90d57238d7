"""Which hub pushes the news of a feed, and under which name does it know the feed? Pure."""

from hub.aggregate.reading.document import Hints
from hub.kit import urls
from hub.kit.relations import related
from hub.net.answers import Reply

# It pushes, but its feeds name no hub: https://developers.google.com/youtube/v3/guides/push_notifications
_SILENT = {"www.youtube.com": "https://pubsubhubbub.appspot.com/subscribe"}
_SILENT_FEEDS = "/feeds/videos.xml?"


def announced(reply: Reply, hints: Hints) -> dict[str, str]:
    """Return the columns of a feed that say who pushes its news; both are empty where nobody does.

    What the ``Link`` header says goes before what stands in the document. A feed that names a hub and not itself is
    known there by the address it came from.
    """
    told = related(reply.headers.get("link", ""), reply.url)
    hub = told.get("hub") or hints.hub or _silent(reply.url)
    topic = told.get("self") or hints.itself or reply.url
    return {"hub": hub, "topic": topic} if hub else {"hub": "", "topic": ""}


def _silent(url: str) -> str:
    return _SILENT.get(urls.host(url), "") if _SILENT_FEEDS in url else ""
