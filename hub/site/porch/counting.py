"""How many requests were answered, and how? Counted for /metrics, without a word about who asked."""

from prometheus_client import CollectorRegistry, Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Counts:
    """The numbers of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("hub_requests", "Requests answered, by status.", ["status"], registry=self.registry)


class Counting:
    """Counts every answer by its status."""

    def __init__(self, app: ASGIApp, *, counts: Counts) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, and count it."""

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.counts.requests.labels(message["status"]).inc()
            await send(message)

        await self.app(scope, receive, send_counted if scope["type"] == "http" else send)
