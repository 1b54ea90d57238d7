"""What was asked in one look at a site, and which feeds came of it? Never more than a look may ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus

from hub.aggregate.reading.document import Unreadable
from hub.aggregate.reading.kinds import CALENDAR
from hub.aggregate.registering.found import FeedLink, FoundFeed, What
from hub.aggregate.registering.ranking import folded, what_is
from hub.aggregate.registering.rules import MOST_ASKS
from hub.duties.eyes import Eyes
from hub.net.answers import Answer, Ask, Reply

WHO = "a look for feeds"  # as its asks are called in the log of a site


@dataclass(slots=True)
class Quest:
    """One look at a site: every address is asked once, however it is spelt, and what is a feed is kept."""

    eyes: Eyes
    now: datetime
    about: Sequence[str] = ()  # names of the place: of topics, those called like it are wanted most
    found: list[FoundFeed] = field(default_factory=list)
    pages: int = 0  # answers of the last round that were no feed, though all seemed well
    refused: Answer | None = None  # the first that brought nothing
    flaw: Unreadable | None = None  # why the first calendar that cannot be read is none
    _asked: set[str] = field(default_factory=set)

    @property
    def has_posts(self) -> bool:
        """Whether a feed of posts was found."""
        return any(feed.what in {What.POSTS, What.TOPIC} for feed in self.found)

    @property
    def has_calendar(self) -> bool:
        """Whether a calendar that is kept for programs was found."""
        return any(feed.reads == CALENDAR.reads for feed in self.found)

    @property
    def is_cut(self) -> bool:
        """Whether there was more to ask than could be."""
        return not self.eyes.left or len(self._asked) >= MOST_ASKS

    def first(self, url: str) -> Answer | None:
        """Ask one address and return what it answers; None where patience ended before."""
        self._asked.add(folded(url))
        return next((answer for _, answer in self.eyes.ask([Ask(url, name=WHO)])), None)

    def read(self, links: Iterable[FeedLink]) -> int:
        """Ask what was not asked yet, as long as a look may ask; return how many feeds came of it."""
        wanted: dict[str, FeedLink] = {}
        for link in links:
            key = folded(link.url)
            if key not in self._asked and len(self._asked) < MOST_ASKS:
                self._asked.add(key)
                wanted[link.url] = link
        answers = {ask.url: answer for ask, answer in self.eyes.ask([Ask(url, name=WHO) for url in wanted])}
        came = [self.take(answer, wanted[url]) for url in wanted if (answer := answers.get(url))]
        pages = sum(isinstance(each, Reply) and each.status == HTTPStatus.OK for each in answers.values())
        self.pages = pages - sum(came)
        return sum(came)

    def take(self, answer: Answer, link: FeedLink) -> bool:
        """Keep what came where it is a feed; say whether it is."""
        if not isinstance(answer, Reply) or answer.status != HTTPStatus.OK:
            self.refused = self.refused or answer
            return False
        feed = self.eyes.feed_or_flaw(answer, self.now)
        if isinstance(feed, Unreadable):
            self.flaw = self.flaw or feed
            return False
        if feed is None or folded(feed.url) in {folded(each.url) for each in self.found}:
            return False
        title = feed.title or link.title
        told = replace(feed, title=title, what=what_is(feed.url, f"{title} {link.title}", feed.reads))
        self.found.append(told)
        return True
