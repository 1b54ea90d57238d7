"""Whom is it time to tell that a feed is in trouble? Reads and notes for the duty that writes to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, update

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.states import GONE, LONG, state_in_words
from hub.aggregate.feeds.troubles import homes, in_trouble
from hub.kit.saying import Saying

MOST_TOLD = 500  # in one turn of the duty


class Letter(IntEnum):
    """The letters about one trouble, in their order; the last of them its people had is kept as ``Feed.told``."""

    FIRST = 3
    SECOND = 14
    GONE = 1_000_000  # at once, and the last there is


_DUE_AFTER = {Letter.FIRST: LONG, Letter.SECOND: timedelta(days=14)}


@dataclass(frozen=True, slots=True)
class Worry:
    """A feed whose people are to be told: whose it is, since when, what happened and what helps."""

    feed_id: UUID
    url: str
    source_id: UUID
    source_slug: str
    source_name: str
    place_ids: frozenset[UUID]
    since: datetime
    letter: Letter  # that is due
    sentence: Saying
    mend: Saying

    @property
    def is_over(self) -> bool:
        """Whether nobody looks at it any more."""
        return self.letter is Letter.GONE


def worries(db: Session, now: datetime) -> Sequence[Worry]:
    """Return the feeds whose people are to be told now, on the third and the fourteenth day and when one is gone."""
    had = col(Feed.told)
    due = [and_(col(Feed.trouble_since) <= now - after, had < letter) for letter, after in _DUE_AFTER.items()]
    gone = and_(col(Feed.trouble) == GONE, had < Letter.GONE)
    wanted = in_trouble(or_(*due, gone)).order_by(col(Feed.trouble_since), col(Feed.url)).limit(MOST_TOLD)
    rows = db.execute(wanted).all()
    spoken = homes(db, {source.id for _, source in rows})
    return [_worry(feed, source, spoken.get(source.id, frozenset()), now) for feed, source in rows]


def note_told(db: Session, told: Sequence[Worry]) -> None:
    """Note that people were told, so that they hear of one trouble once on each of these days."""
    for worry in told:
        db.execute(update(Feed).where(col(Feed.id) == worry.feed_id).values(told=worry.letter.value))


def _worry(feed: Feed, source: Source, place_ids: frozenset[UUID], now: datetime) -> Worry:
    since = feed.trouble_since or now
    due = max((letter for letter, after in _DUE_AFTER.items() if since <= now - after), default=Letter.FIRST)
    state = state_in_words(feed)
    return Worry(
        feed_id=feed.id,
        url=feed.url,
        source_id=source.id,
        source_slug=source.slug,
        source_name=source.name,
        place_ids=place_ids,
        since=since,
        letter=Letter.GONE if feed.trouble == GONE else due,
        sentence=state.sentence,
        mend=state.mend,
    )
