"""One round of looks: everything due (or asked for) is claimed, asked, read and settled.

The way of the data: downloads run in the background (hub.net), documents are read in killable children (hub.sandbox),
and this thread alone writes.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event as Signal
from time import monotonic

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.looks import LEASE
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.feeds.states import trouble_in_words
from hub.aggregate.fetching.actions import Heard
from hub.aggregate.fetching.rules import Fresh, glance
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.db.engine import writing
from hub.duties import settling
from hub.duties.settling import Deed, settle_together
from hub.kit.clock import now
from hub.net.answers import Answer, Ask, Reply
from hub.net.crowd import Crowd
from hub.net.door import Door
from hub.net.pacing import registrable
from hub.sandbox import Sandbox

log = structlog.get_logger()
READING_AHEAD = 8  # documents in the children's hands before we wait for the first of them
Claim = Callable[[Session, datetime], list[FeedState]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What a round works with."""

    engine: Engine
    door: Door
    sandbox: Sandbox
    stop: Signal = field(default_factory=Signal)  # set: end after the look under way, lose nothing


@dataclass(slots=True)
class Report:
    """How a round went, added up feed by feed."""

    feeds: int = 0
    unchanged: int = 0
    new_items: int = 0
    changed_items: int = 0
    troubled: list[tuple[str, str]] = field(default_factory=list)  # address, reason in words
    seconds: float = 0.0
    asked: set[str] = field(default_factory=set)  # addresses looked at

    def count(self, heard: Heard) -> None:
        """Add one look."""
        self.feeds += 1
        self.asked.add(heard.feed.url)
        self.unchanged += heard.unchanged
        self.new_items += heard.added
        self.changed_items += heard.changed
        if heard.trouble:
            self.troubled.append((heard.feed.url, trouble_in_words(heard.trouble, heard.detail)[0]))


def fetch_round(
    tools: Tools, claim: Claim, on_heard: Callable[[Heard, int], None] = lambda _heard, _all: None
) -> Report:
    """Look at every feed *claim* takes; tell *on_heard* of each, with the number of all."""
    started = monotonic()
    with writing(tools.engine) as db:
        feeds = _awake(db, claim(db, now()))
        known = registry(db)
    report = Report()

    def tell(heard: Heard) -> None:
        report.count(heard)
        on_heard(heard, len(feeds))

    looking = _Looking(tools, known, tell, {feed.url: feed for feed in feeds})
    try:
        looking.through(_asks(feeds))
    finally:
        with writing(tools.engine) as db:
            looks.release(db, [feed.id for feed in looking.left.values()])
    report.seconds = round(monotonic() - started, 2)
    return report


class _Looking:
    """The looks of one round under way: not answered yet, answered and being read, read and ready to be settled."""

    def __init__(
        self, tools: Tools, known: Registry, tell: Callable[[Heard], None], left: dict[str, FeedState]
    ) -> None:
        self.tools = tools
        self.known = known
        self.tell = tell
        self.left = left
        self.reading: deque[tuple[FeedState, Fresh, Future[settling.Reading]]] = deque()
        self.ready: list[Deed] = []
        self.claimed_at = now()

    def through(self, asks: Iterator[Ask]) -> None:
        """Take the answers as they come, until all are settled or somebody says stop."""
        with Crowd(asks, self.tools.door) as crowd:
            for answers in crowd:
                for ask, answer in answers:
                    self._meet(self.left[ask.url], answer, crowd.wake)
                self._settle_ready(most_unread=READING_AHEAD)
                self._renew()
                if self.tools.stop.is_set():
                    break
        while self.reading:
            self._settle_ready(most_unread=len(self.reading) - 1)

    def _meet(self, feed: FeedState, answer: Answer, wake: Callable[[], None]) -> None:
        seen = glance(feed, answer, now())
        if isinstance(seen, Fresh):
            reading = settling.start_reading(self.tools.sandbox, feed, seen.reply, self.known)
            reading.add_done_callback(lambda _: wake())
            self.reading.append((feed, seen, reading))
            return
        headers = answer.headers if isinstance(answer, Reply) else {}
        self.ready.append(Deed(feed, partial(settling.settle_glance, feed=feed, seen=seen, headers=headers)))

    def _settle_ready(self, *, most_unread: int) -> None:
        """Settle what is read, and wait for the children while they have more than *most_unread* documents."""
        while self.reading and (len(self.reading) > most_unread or self.reading[0][2].done()):
            feed, fresh, future = self.reading.popleft()
            read = settling.outcome(future)
            deed = partial(settling.settle_document, feed=feed, fresh=fresh, read_as=read, registry=self.known)
            self.ready.append(Deed(feed, deed))
        ready, self.ready = self.ready, []
        for heard in settle_together(self.tools.engine, ready):
            self._done(heard)

    def _renew(self) -> None:
        if now() - self.claimed_at > LEASE / 4:
            self.claimed_at = now()
            with writing(self.tools.engine) as db:
                looks.renew(db, [feed.id for feed in self.left.values()], self.claimed_at)

    def _done(self, heard: Heard) -> None:
        del self.left[heard.feed.url]
        self.tell(heard)
        if heard.trouble:
            log.warning("troubled", feed=heard.feed.url, trouble=heard.trouble)
        elif not heard.unchanged:
            log.info("fresh", feed=heard.feed.url, added=heard.added, changed=heard.changed)


def _awake(db: Session, feeds: Sequence[FeedState]) -> list[FeedState]:
    """Leave out feeds whose host asked for a pause: they come back when it ends."""
    paused = looks.paused_hosts(db, now())
    if not paused:
        return list(feeds)
    asleep = {feed.id: paused[host] for feed in feeds if (host := registrable(feed.url)) in paused}
    for feed_id, until in asleep.items():
        looks.release(db, [feed_id], until)
    return [feed for feed in feeds if feed.id not in asleep]


def _asks(feeds: Sequence[FeedState]) -> Iterator[Ask]:
    for feed in feeds:
        yield Ask(feed.url, feed.etag, feed.last_modified, f"feed {feed.id.hex[:12]}")
