"""The looks of one round under way: not answered yet, answered and being read, read and ready to be settled."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial

import structlog

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.looks import LEASE
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching.actions import Heard
from hub.aggregate.fetching.rules import Fresh, Intents, Trouble, decide, failed
from hub.aggregate.reading.document import Flaw
from hub.db.engine import writing
from hub.duties import settling
from hub.duties.knowing import Known
from hub.duties.settling import Deed, settle_together
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.answers import Answer, Ask
from hub.net.crowd import Crowd
from hub.net.pacing import tenant

log = structlog.get_logger()
READING_AHEAD = 8  # documents in the children's hands before we wait for the first of them


class Looking:
    """Takes feeds from the answer to the settled look; ``left`` are those it has not come to, by address."""

    def __init__(self, tools: Tools, known: Known, tell: Callable[[Heard], None], left: dict[str, FeedState]) -> None:
        """Prepare; nothing is asked before ``through``."""
        self.left = left
        self._tools = tools
        self._known = known
        self._tell = tell
        self._reading: deque[tuple[FeedState, Fresh, Future[settling.Reading]]] = deque()
        self._ready: list[Deed] = []
        self._claimed_at = now()

    def through(self, asks: Iterator[Ask]) -> None:
        """Take the answers as they come, until all are settled or somebody says stop."""
        with Crowd(asks, self._tools.door) as crowd, self._tools.stop.waking(crowd.wake):
            for answers in crowd:
                for ask, answer in answers:
                    self._meet(self.left[ask.url], answer, crowd)
                self._settle_ready(most_unread=READING_AHEAD)
                self._renew()
                if self._tools.stop.is_set():
                    break
        while self._reading:
            self._settle_ready(most_unread=len(self._reading) - 1)

    def _meet(self, feed: FeedState, answer: Answer, crowd: Crowd) -> None:
        seen = _decide(feed, answer)
        if isinstance(seen, Fresh):
            reading = settling.start_reading(self._tools.sandbox, feed, seen.reply, self._known.latest)
            reading.add_done_callback(lambda _: crowd.wake())
            self._reading.append((feed, seen, reading))
            return
        if seen.pause:
            for host in map(tenant, seen.pause.urls):
                crowd.skip(host)  # what is left of this host comes back when its pause is over
        self._ready.append(Deed(feed, partial(settling.settle_glance, feed=feed, seen=seen)))

    def _settle_ready(self, *, most_unread: int) -> None:
        """Settle what is read, and wait for the children while they have more than *most_unread* documents."""
        while self._reading and (len(self._reading) > most_unread or self._reading[0][2].done()):
            feed, fresh, future = self._reading.popleft()
            read = settling.outcome(future)
            deed = partial(settling.settle_document, feed=feed, fresh=fresh, read=read, known=self._known)
            self._ready.append(Deed(feed, deed))
        ready, self._ready = self._ready, []
        for heard in settle_together(self._tools.engine, ready):
            self._done(heard)

    def _renew(self) -> None:
        if now() - self._claimed_at > LEASE / 4:
            self._claimed_at = now()
            with writing(self._tools.engine) as db:
                looks.renew(db, [feed.id for feed in self.left.values()], self._claimed_at)
                self._tools.pulse(db)

    def _done(self, heard: Heard) -> None:
        del self.left[heard.feed.url]
        self._tell(heard)
        if heard.trouble:
            log.warning("troubled", feed=heard.feed.url, trouble=heard.trouble)
        elif not heard.unchanged:
            log.info("fresh", feed=heard.feed.url, added=heard.added, changed=heard.changed)


def _decide(feed: FeedState, answer: Answer) -> Intents | Fresh:
    try:
        return decide(feed, answer, now())
    except Exception:
        # One answer, however odd, never ends a round.
        log.exception("could not be understood", feed=feed.url)
        return failed(feed, Trouble(Flaw.CRASHED.value), now())
