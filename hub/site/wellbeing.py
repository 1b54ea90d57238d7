"""How is a source doing, for whoever publishes it? Posts a week, agreed tags, and what came of our last looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.feeds.wording import LookTold, looks_told
from hub.aggregate.items.activity import by_week
from hub.aggregate.tagging.using import use
from hub.establish.tags.queries import TagView
from hub.site.kept.known import known
from hub.site.looks.charts import Bars, bars


@dataclass(frozen=True, slots=True)
class Wellbeing:
    """What a publisher can see of their source; ``weeks`` are the newest last, the one under way included."""

    weeks: Bars
    said: int  # in all of these weeks
    posts: int  # the newest, of which
    tagged: int  # so many carry an agreed tag as a label,
    could: tuple[TagView, ...]  # and the words of others speak of these
    looks: Mapping[UUID, Sequence[LookTold]]  # by feed


def wellbeing(db: Session, voice: SourceView, now: datetime) -> Wellbeing:
    """Return how a source is doing."""
    counts = by_week(db, voice.id, now)
    tags = {tag.id: tag for tag in known(db).tags if tag.place_id is None}  # what is a place needs no label
    used = use(db, voice.id)
    return Wellbeing(
        weeks=bars(counts, max(counts)),
        said=sum(counts),
        posts=used.posts,
        tagged=used.tagged,
        could=tuple(tags[each] for each in used.could if each in tags),
        looks={feed.id: looks_told(feed.history, feed.reads) for feed in voice.feeds},
    )
