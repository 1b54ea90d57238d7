"""How many requests were answered, and how? Counted for /metrics, without a word about who asked."""

from collections import Counter
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from starlette.types import Message, Send

from hub.site.porch.openings import Openings


class Counts(Collector):
    """The numbers of one process, in a registry of their own; plain ones, since every request adds to them."""

    def __init__(self) -> None:
        self.answered: Counter[int] = Counter()  # by status
        self.openings = Openings()
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Tell the numbers as they are now."""
        requests = CounterMetricFamily("hub_requests", "Requests answered, by status.", labels=["status"])
        for status, number in self.answered.items():
            requests.add_metric([str(status)], number)
        yield requests

    def counting(self, send: Send) -> Send:
        """Return *send*, counting the answer that passes through it."""

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answered[message["status"]] += 1
            await send(message)

        return send_counted
