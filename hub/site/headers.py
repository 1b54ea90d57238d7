"""What every answer carries, so that a browser trusts it with as little as possible."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(*, framed_by: str = "'none'", frames: str = "'none'", sound: str = "", pictures: str = "") -> str:
    """Return what a page may load, who may put it into a frame, and what it may frame itself.

    Only a page whose reader asked to hear a sound of another site names the origin of that *sound*, and only one with
    a map names the origin of its *pictures*.
    """
    sources = ("script", "style", "connect", "font", "manifest", "worker")
    return "; ".join(
        (
            "default-src 'none'",
            *(f"{what}-src 'self'" for what in sources),
            f"img-src 'self' {pictures}".rstrip(),
            f"media-src 'self' {sound}".rstrip(),
            f"frame-src {frames}",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {framed_by}",
        )
    )


POLICY = policy()
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    # A blogger sees in her own statistics that this hub sends her readers.
    "Referrer-Policy": "strict-origin",
}
# A browser asks each time, which costs us next to nothing; a cache in front of us may answer for half a minute, so that
# what was hidden here is gone everywhere within the minute.
SHARED = "public, max-age=0, s-maxage=30, must-revalidate"
PRIVATE = "private, no-cache"
FOR_EVER = "public, max-age=31536000, immutable"  # for addresses with a mark of their content
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}


def carried(*, over_tls: bool) -> dict[str, str]:
    """Return the headers every answer carries."""
    return ALWAYS | OVER_TLS if over_tls else dict(ALWAYS)


class SecurityHeaders:
    """Puts the same headers on every answer; one that a page sets by itself stays as that page wants it."""

    def __init__(self, app: ASGIApp, *, over_tls: bool) -> None:
        self.app = app
        told = carried(over_tls=over_tls).items()
        self.headers = [(name.lower().encode(), value.encode()) for name, value in told]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, with our headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}  # ASGI writes names small
                message["headers"] = [*message["headers"], *(pair for pair in self.headers if pair[0] not in own)]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
