"""Which addresses are refused before anything looks at them."""

from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.errors import BadQuestion
from hub.site.errors import in_words
from hub.site.words import gettext


class Refusals:
    """Answers addresses with a NUL, which no database takes, or with bytes that are no text, with a page in words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, unless the address is refused."""
        if scope["type"] == "http" and ("\0" in scope["path"] or _is_no_text(scope["query_string"])):
            trouble = BadQuestion(gettext("This address asks in a way we do not understand."))
            await in_words(Request(scope), trouble)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_no_text(question: bytes) -> bool:
    # What is not ASCII has to be escaped; browsers do so, and a raw byte has no meaning.
    return not question.isascii() or b"\0" in unquote_to_bytes(question)
