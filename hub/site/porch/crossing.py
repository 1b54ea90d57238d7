"""Does a form come from a page of ours? What other sites make somebody’s browser send is refused.

Browsers say where a request comes from, and no page can make them lie: the newer ones in ``Sec-Fetch-Site``, all of
them in ``Origin``. Who sends neither is no browser, and carries nobody’s cookie that was not given to it.
"""

from collections.abc import Collection
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.aggregate.pushing.rules import CALLBACK
from hub.errors import HubError
from hub.kit.saying import say
from hub.people.mail.rules import PROVED_BY_ITS_ADDRESS
from hub.site.errors import in_words
from hub.site.words.addresses import asked_for

READS = frozenset({"GET", "HEAD", "OPTIONS"})  # they change nothing here, whoever makes somebody send them
OURS = frozenset({"same-origin", "none"})  # none: somebody typed the address, or sent the form anew
PROVED_BY_THEIR_ADDRESS = (PROVED_BY_ITS_ADDRESS, CALLBACK)
_USUAL_PORTS = {"http": 80, "https": 443}


class FromElsewhere(HubError):
    """Another site made somebody’s browser send this."""

    status = HTTPStatus.FORBIDDEN
    hint = say("If you meant to do this, open the page here, and send the form from there.")


class Crossing:
    """Refuses what another site makes somebody’s browser write here, before any page is asked."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        self.base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, unless the request came across from another site."""
        if scope["type"] == "http" and self._crosses(scope):
            trouble = FromElsewhere(say("Another site sent this, so nothing was done."))
            await in_words(Request(scope), trouble)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _crosses(self, scope: Scope) -> bool:
        if scope["method"] in READS or proves_itself(scope["path"]):
            return False
        headers = Headers(scope=scope)
        hosts = [f"{urlsplit(self.base_url).scheme}://{host}" for host in headers.getlist("host")]
        return comes_from_elsewhere(
            headers.getlist("sec-fetch-site"), headers.getlist("origin"), [self.base_url, *hosts]
        )


def proves_itself(path: str) -> bool:
    """Say whether an address shows by itself that what is sent there is meant.

    Whoever knows one was given it: who provides somebody’s mail, or a hub, which signs what it sends besides.

    >>> proves_itself("/mail/stop/abc"), proves_itself("/cy/mail/stop/abc"), proves_itself("/you")
    (True, True, False)
    """
    return path.removeprefix(asked_for(path).prefix).startswith(PROVED_BY_THEIR_ADDRESS)


def comes_from_elsewhere(sites: Collection[str], origins: Collection[str], ours: Collection[str]) -> bool:
    """Say whether a browser tells of another site: by *sites* if it says that much, else by *origins*.

    *ours* are the addresses we are reached by. Whatever is said twice has to be right each time.

    >>> comes_from_elsewhere(["cross-site"], [], []), comes_from_elsewhere([], [], ["https://hub.example"])
    (True, False)
    >>> comes_from_elsewhere([], ["https://hub.example:443"], ["https://hub.example/our-town"])
    False
    """
    if sites:
        return not OURS.issuperset(sites)
    return not {_origin(address) for address in ours}.issuperset(map(_origin, origins))


def _origin(address: str) -> tuple[str, str, int] | str:
    """Return scheme, host and port; of what names none, such as ``null``, what it says."""
    try:
        parts = urlsplit(address)
        port = _USUAL_PORTS[parts.scheme] if parts.port is None else parts.port
    except (ValueError, KeyError):
        return address
    return parts.scheme, parts.hostname or "", port
