"""Which addresses are refused before anything looks at them."""

from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.errors import BadQuestion
from hub.site.errors import in_words
from hub.site.words import gettext


class Refusals:
    """Answers addresses with a NUL in them, which no database takes, with a page in words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, unless the address is refused."""
        if scope["type"] == "http" and ("\0" in scope["path"] or b"\0" in unquote_to_bytes(scope["query_string"])):
            trouble = BadQuestion(gettext("This address asks in a way we do not understand."))
            await in_words(Request(scope), trouble)(scope, receive, send)
            return
        await self.app(scope, receive, send)
