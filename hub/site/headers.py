"""What every answer carries, so that a browser trusts it with as little as possible."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(
            f"{what}-src 'self'"
            for what in ("script", "style", "img", "connect", "font", "manifest", "worker", "media")
        ),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    # A blogger sees in her own statistics that this hub sends her readers.
    "Referrer-Policy": "strict-origin",
}
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}


def carried(*, over_tls: bool) -> dict[str, str]:
    """Return the headers every answer carries."""
    return ALWAYS | OVER_TLS if over_tls else dict(ALWAYS)


class SecurityHeaders:
    """Puts the same headers on every answer."""

    def __init__(self, app: ASGIApp, *, over_tls: bool) -> None:
        self.app = app
        self.headers = carried(over_tls=over_tls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, with our headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
