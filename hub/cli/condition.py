"""How is a registered feed doing? For ``hub check``, in lines: its state, its looks, its posts, its tags."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from hub.aggregate.feeds.queries import FeedView, SourceView, source_at
from hub.aggregate.feeds.wording import looks_told
from hub.aggregate.items.activity import by_week
from hub.aggregate.tagging.using import use
from hub.establish.meaning.vocabulary import Vocabulary

LOOKS = 5
_MINUTES = "%Y-%m-%d %H:%M UTC"


def condition(db: Session, urls: Sequence[str], vocabulary: Vocabulary, now: datetime) -> tuple[str, ...]:
    """Return how the source that has a feed at one of *urls* is doing; nothing where nobody registered any."""
    found = next((voice for url in urls if (voice := source_at(db, url))), None)
    if found is None:
        return ()
    feeds = (line for feed in found.feeds for line in _of_feed(feed, now))
    return (f"It is a feed of {found.name}.", *feeds, *_of_source(db, found, vocabulary, now))


def _of_feed(feed: FeedView, now: datetime) -> Iterator[str]:
    since = f" Since {feed.state.since:{_MINUTES}}." if feed.state.since else ""
    yield f"{feed.url}: {feed.state.sentence}{since}"
    if feed.state.mend:
        yield f"To mend it: {feed.state.mend}"
    if not feed.retired and not feed.state.is_over:
        at = f"{feed.due_at:{_MINUTES}}" if feed.due_at > now else "any moment"
        yield f"Next look: {at}. {feed.why}".rstrip()
    for look in looks_told(feed.history, feed.reads)[:LOOKS]:
        yield f"{look.last:{_MINUTES}}: {look.sentence} ({look.looks})"


def _of_source(db: Session, voice: SourceView, vocabulary: Vocabulary, now: datetime) -> Iterator[str]:
    yield f"Posts a week, this one last: {', '.join(map(str, by_week(db, voice.id, now)))}."
    used = use(db, voice.id)
    if used.posts:
        yield f"{used.tagged} of its last {used.posts} posts use agreed tags."
    if could := [vocabulary.names[each] for each in used.could if each in vocabulary.names]:
        yield f"What the others speak of has a tag: {', '.join(could)}."
