"""In which language is this request answered? The one its address begins with."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.errors import NotFound
from hub.site.errors import in_words
from hub.site.words import Language, gettext, speaking
from hub.site.words.addresses import asked_for, has_languages

# What is written in the language of its address, other than feeds, which say it inside, and data and styles, which are
# in none.
_IN_WORDS = (
    *("text/html", "text/plain", "application/pdf"),
    *("application/problem+json", "application/manifest+json"),
)


class Languages:
    """Takes the language off the front of an address and speaks it until the answer has left.

    The prefix becomes ASGI's ``root_path``, as if the site were mounted there once more; routes know nothing of it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, in the language the address asks for."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = asked_for(scope["path"])
        with speaking(chosen):
            await self._answer(chosen, scope, receive, _telling(chosen, send))

    async def _answer(self, chosen: Language, scope: Scope, receive: Receive, send: Send) -> None:
        if not chosen.prefix:
            await self.app(scope, receive, send)
            return
        inside = scope["path"].removeprefix(chosen.prefix)
        if not has_languages(*inside.strip("/").split("/")):
            nothing = in_words(Request(scope), NotFound(gettext("There is no such page here.")))
            await nothing(scope, receive, send)
            return
        root = scope.get("root_path", "") + chosen.prefix
        await self.app({**scope, "root_path": root, "path": f"{chosen.prefix}{inside or '/'}"}, receive, send)


def _telling(chosen: Language, send: Send) -> Send:
    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith(_IN_WORDS):
                headers.setdefault("Content-Language", chosen.tag)
        await send(message)

    return telling
