"""One round of looks: everything due (or asked for) is claimed, asked, read and settled.

The way of the data: downloads run in the background (hub.net), documents are read in killable children (hub.sandbox),
and this thread alone writes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from time import monotonic

from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.feeds.states import trouble_in_words
from hub.aggregate.fetching.actions import Heard
from hub.db.engine import writing
from hub.duties.knowing import Known
from hub.duties.looking import Looking
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.answers import Ask
from hub.net.pacing import tenant

Claim = Callable[[Session, datetime], list[FeedState]]  # called until it takes none
MOST_CLAIMED = 5_000  # feeds in one round; the next one comes half a minute after its end


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
    left: int = 0  # feeds not come to: the round was stopped, or their host asked for a pause

    def count(self, heard: Heard) -> None:
        """Add one look."""
        self.feeds += 1
        self.asked.add(heard.feed.url)
        self.unchanged += heard.unchanged
        self.new_items += heard.added
        self.changed_items += heard.changed
        if heard.trouble:
            self.troubled.append((heard.feed.url, str(trouble_in_words(heard.trouble, heard.detail)[0])))


def fetch_round(
    tools: Tools, claim: Claim, on_heard: Callable[[Heard, int], None] = lambda _heard, _all: None
) -> Report:
    """Look at every feed *claim* takes; tell *on_heard* of each, with the number of all."""
    started = monotonic()
    claimed = _claimed(tools, claim)
    with writing(tools.engine) as db:
        feeds = _awake(db, claimed)
        known = Known(db)
    report = Report()

    def tell(heard: Heard) -> None:
        report.count(heard)
        on_heard(heard, len(feeds))

    looking = Looking(tools, known, tell, {feed.url: feed for feed in feeds})
    try:
        looking.through(_asks(feeds))
    finally:
        report.left = len(looking.left)
        with writing(tools.engine) as db:
            looks.release(db, [feed.id for feed in looking.left.values()])
    report.seconds = round(monotonic() - started, 2)
    return report


def _claimed(tools: Tools, claim: Claim) -> list[FeedState]:
    """Return what *claim* takes, a transaction at a time, until it takes none: some minutes of looks, and no more."""
    claimed: list[FeedState] = []
    while len(claimed) < MOST_CLAIMED and not tools.stop.is_set():
        with writing(tools.engine) as db:
            some = claim(db, now())
        if not some:
            break
        claimed += some
    return claimed


def _awake(db: Session, feeds: Sequence[FeedState]) -> list[FeedState]:
    """Leave out feeds whose host asked for a pause: they come back when it ends."""
    paused = looks.paused_hosts(db, now())
    if not paused:
        return list(feeds)
    asleep = {feed.id: paused[host] for feed in feeds if (host := tenant(feed.url)) in paused}
    for feed_id, later in asleep.items():
        looks.release(db, [feed_id], later)
    return [feed for feed in feeds if feed.id not in asleep]


def _asks(feeds: Sequence[FeedState]) -> Iterator[Ask]:
    # Those that answered last time first: whoever lets us wait takes no time from them.
    for feed in sorted(feeds, key=attrgetter("failures")):
        yield Ask(feed.url, feed.etag, feed.last_modified, f"feed {feed.id.hex[:12]}", plainly=feed.asked_plainly)
