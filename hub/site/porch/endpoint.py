"""Where may other sites tell us that they mention a page? Each page that takes mentions says so in a header."""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.communicate.mentions.addresses import takes_mentions
from hub.communicate.mentions.rules import ENDPOINT


class Endpoint:
    """Puts the header ``Link`` on the pages that take mentions."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        self.link = f'<{base_url}{ENDPOINT}>; rel="webmention"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, with our header on its pages."""
        is_page = scope["type"] == "http" and takes_mentions(scope["path"])

        async def send_with_link(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                MutableHeaders(scope=message).append("Link", self.link)
            await send(message)

        await self.app(scope, receive, send_with_link if is_page else send)
