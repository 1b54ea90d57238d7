"""Which kind of page of ours is at an address, by how it is written? Pure: whether there is one is another question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hub.communicate.mentions.rules import Target, is_ours, path_of
from hub.kit import urls
from hub.kit.saying import Saying, say
from hub.places.rules import RESERVED

_OF_HUB: Final[Mapping[str, Target]] = {"items": Target.ITEM, "replies": Target.REPLY}
_OF_PLACE: Final[Mapping[str, Target]] = {
    "tags": Target.TAG,
    "stories": Target.STORY,
    "sources": Target.SOURCE,
    "meetups": Target.EVENT,
    "conversations": Target.THREAD,
}
_MOST_PARTS = 3
_OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Named:
    """What an address says by how it is written, whether there is such a page or not."""

    kind: Target
    place: str  # its slug; empty where no place stands in the address
    name: str  # what stands at the end


def named(path: str) -> Named | None:
    """Return what a *path* without language says; None where no page at such an address takes mentions.

    >>> named("/items/7"), named("/alderford/tags/bins.atom"), named("/desk/mentions")
    (Named(kind=<Target.ITEM: 'item'>, place='', name='7'), None, None)
    """
    parts = path.strip("/").split("/")
    if len(parts) > _MOST_PARTS or "." in parts[-1] or not parts[0]:
        return None
    first, *rest = parts
    if first in RESERVED:
        kind = _OF_HUB.get(first)
        return Named(kind, "", rest[0]) if kind and len(rest) == 1 else None
    if not rest:
        return Named(Target.PLACE, first, first)
    kind = _OF_PLACE.get(rest[0])
    return Named(kind, first, rest[1]) if kind and len(parts) == _MOST_PARTS and rest[1] != "new" else None


def is_of_hub_itself(url: str, base_url: str) -> bool:
    """Say whether a page is one of this hub itself; on one’s own machine, another port is another site.

    >>> [is_of_hub_itself(url, "http://127.0.0.1:8000") for url in ("http://127.0.0.1:8000/a", "http://127.0.0.1:8001/a")]
    [True, False]
    >>> is_of_hub_itself("http://hub.example:8001/a", "https://hub.example")
    True
    """
    is_other_port = urls.host(base_url) in _OWN_MACHINE and urlsplit(url).port != urlsplit(base_url).port
    return is_ours(url, base_url) and not is_other_port


def fault(source: str, target: str, base_url: str) -> Mapping[str, Saying]:
    """Say beside each field what is wrong with two addresses; nothing where a page may be looked at for them."""
    wrong: dict[str, Saying] = {}
    if not urls.absolute("", source):
        wrong["source"] = say("Give the whole address of your page. It begins with http:// or https://.")
    elif is_of_hub_itself(source, base_url):
        wrong["source"] = say("This is a page of this hub itself. Give the address of a page on your own site.")
    if not urls.absolute("", target):
        wrong["target"] = say("Give the whole address of the page here that yours mentions.")
    elif not is_ours(target, base_url):
        wrong["target"] = say("This is not a page of this hub.")
    return wrong


def takes_mentions(path: str) -> bool:
    """Say whether a page at such a *path*, as the address bar shows it, takes mentions.

    >>> takes_mentions("/cy/alderford/tags/bins"), takes_mentions("/desk")
    (True, False)
    """
    return named(path_of(f"http://hub{path}", "http://hub")) is not None
