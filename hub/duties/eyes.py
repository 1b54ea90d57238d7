"""What is needed for one look at a site while somebody waits? The door, a child to read in, and some patience."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from threading import Timer
from time import monotonic
from typing import TypeVar

import structlog

from hub.aggregate.reading.document import Document, Entry, Flaw, Unreadable
from hub.aggregate.reading.kinds import CALENDAR, EVENT_PAGE, FEED
from hub.aggregate.registering.found import FoundFeed, WebPage
from hub.aggregate.registering.ranking import what_is
from hub.duties.children import read_page
from hub.duties.readers import Came, begins_as_feed, kind_of, read_as
from hub.kit.text import words
from hub.kit.urls import absolute
from hub.kit.zones import USUAL_ZONE
from hub.meet.reading.values import Calendar, IncomingEvent
from hub.net.answers import Answer, Ask, Reply
from hub.net.crowd import Crowd
from hub.net.door import Door
from hub.sandbox import Crashed, Sandbox, Stopped

PATIENCE = 25.0  # seconds that a whole look may take
_PAUSE, _DEADLINE = 0.3, 8.0  # seconds; somebody waits for the answer, and asked us to look
_A_MOMENT = 0.01  # seconds: by then the look has surely ended
_LONGEST_TITLE = 200
_EARLIEST = datetime.min.replace(tzinfo=UTC)
T = TypeVar("T")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Eyes:
    """What is needed for one look at a site while somebody waits: the door, a child to read in, and some patience."""

    door: Door
    sandbox: Sandbox
    until: float = field(default_factory=lambda: monotonic() + PATIENCE)  # when the look ends, whatever it found
    pause: float = _PAUSE  # seconds between two asks of one site; nobody waits for a look that a duty takes

    @property
    def left(self) -> float:
        """How long this look may still take, in seconds."""
        return max(0.0, self.until - monotonic())

    @property
    def quick(self) -> Door:
        """The same door for who waits: a few asks of one site, soon after each other, none of them for long."""
        pause = min(self.door.host_pause, self.pause)
        return replace(self.door, host_pause=pause, deadline=min(self.door.deadline, _DEADLINE))

    def ask(self, asks: Sequence[Ask]) -> Iterator[tuple[Ask, Answer]]:
        """Yield asks with their answers as they come, until the look ends; what is in flight then is hung up."""
        if not self.left:
            return
        with Crowd(asks, self.quick) as crowd:
            alarm = Timer(self.left + _A_MOMENT, crowd.wake)
            alarm.daemon = True
            alarm.start()
            try:
                for answers in crowd:
                    yield from answers
                    if not self.left:
                        return
            finally:
                alarm.cancel()

    def page(self, reply: Reply) -> WebPage:
        """Return what a page says to programs; what cannot be read says nothing."""
        header, kind = reply.headers.get("link", ""), reply.headers.get("content-type", "")
        how = partial(read_page, content_type=kind, url=reply.url, link_header=header)
        return self._read(how, reply.body) or WebPage()

    def feed(self, reply: Reply, now: datetime) -> FoundFeed | None:
        """Return the feed, or the calendar, that came; None where it is neither."""
        found = self.feed_or_flaw(reply, now)
        return found if isinstance(found, FoundFeed) else None

    def feed_or_flaw(self, reply: Reply, now: datetime) -> FoundFeed | Unreadable | None:
        """Return the feed or calendar that came, or why what says it is a calendar is none to us; None for a page."""
        reads = kind_of(reply.url, reply.body)
        if reads == FEED.reads and _is_plain_page(reply):
            return None
        came = Came(reply.url, reply.headers.get("content-type", ""), now, timezone=USUAL_ZONE)
        read = self._read(partial(read_as, reads), reply.body, came)
        if isinstance(read, Document):
            return _of_document(read, reply, reads)
        if isinstance(read, Calendar):
            return _of_calendar(read, reply, reads) if _is_calendar(read, reads) else None
        return (read or Unreadable(Flaw.TOO_SLOW)) if reads == CALENDAR.reads else None

    def _read(self, how: Callable[..., T], *given: object) -> T | None:
        try:
            return self.sandbox.submit(how, *given).result(self.left)
        except (Stopped, Crashed, TimeoutError):
            return None
        except Exception:  # a reader stumbled: what it read says nothing, and the look goes on
            log.exception("could not be read")
            return None


def _is_calendar(read: Calendar, reads: str) -> bool:
    """Say whether a calendar came; a page that tells of one event, and that is over, is none."""
    return read.total > 1 or bool(read.events) or (read.total > 0 and reads != EVENT_PAGE.reads)


def _is_plain_page(reply: Reply) -> bool:
    """Say whether a web page came that nobody need read as a feed: it says so, and begins like none."""
    return "html" in reply.headers.get("content-type", "").lower() and not begins_as_feed(reply.body)


def _of_document(read: Document, reply: Reply, reads: str) -> FoundFeed:
    # Of two at one moment the later in the document is the newer: that is how documents are read.
    entries = sorted(read.entries, key=lambda entry: entry.published_at or _EARLIEST)
    title = read.title[:_LONGEST_TITLE]
    return FoundFeed(
        reply.url,
        title,
        tuple(entries[::-1]),
        read.site,
        what=what_is(reply.url, title),
        reads=reads,
        language=read.language,
    )


def _of_calendar(read: Calendar, reply: Reply, reads: str) -> FoundFeed:
    entries = sorted((_entry(event) for event in read.events if event.dates), key=_moment)
    title = read.title[:_LONGEST_TITLE]
    what = what_is(reply.url, title, reads)
    return FoundFeed(reply.url, title, tuple(entries), what=what, reads=reads, notes=read.notes_told)


def _entry(event: IncomingEvent) -> Entry:
    """Return an event as it is shown before it is anywhere: with its title, its next date and the words it says."""
    return Entry(
        event.uid,
        event.title,
        absolute("", event.url),
        published_at=event.dates[0].starts_at,
        text=words(f"{event.summary} {event.location}"),
        labels=event.categories,
    )


def _moment(entry: Entry) -> datetime:
    return entry.published_at or _EARLIEST
