"""What does the page of one tag say of it? How it is written, what it hangs together with, and how it came about."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.tagging.suggesting import beside
from hub.establish.deciding import queries as deciding
from hub.establish.tags import described
from hub.establish.tags.former import Former, called_once
from hub.establish.tags.naming import LONGEST_NAME
from hub.establish.tags.queries import TagView
from hub.meet.events.queries import upcoming
from hub.meet.events.values import Meetup, Narrowed
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.listing.beside import elsewhere
from hub.site.proposing import telling
from hub.site.proposing.telling import DecisionTold
from hub.site.wordbook.entries import bonds, hashtag_of, meetups_under, near, spellings
from hub.site.wordbook.sorting import sorting

MOST_DECISIONS = 20
MOST_BESIDE = 5  # labels
MOST_MEETUPS = 3  # the next ones
AHEAD = timedelta(days=90)


def all_of(db: Session, here: PlaceView, tag: TagView, now: datetime) -> Mapping[str, object]:
    """Return what the page of a tag says of it besides its list."""
    registry, tied = known(db), bonds(db)
    return {
        "tag": tag,
        "hashtag": hashtag_of(tag),
        "spellings": spellings(registry, here, tag, described.spelt(db, [tag.id]).get(tag.id, ())),
        "broader": near(registry, here, tied.broader.get(tag.id, ())),
        "narrower": near(registry, here, tied.narrower.get(tag.id, ())),
        "related": near(registry, here, tied.related.get(tag.id, ())),
        "different": near(registry, here, tied.different.get(tag.id, ())),
        "beside": [each for each in beside(db, here.id, tag.id, MOST_BESIDE) if len(each.label) <= LONGEST_NAME],
        "elsewhere": elsewhere(db, here, tag, now),
        "meetups": _coming(db, here, tag, now),
        "ahead": meetups_under(db, here, now).get(tag.id, 0),
        "history": _history(db, here, tag.id, now),
        "once": called_once(db, tag.id),
        "sorting": sorting(db, here),
    }


def all_of_retired(db: Session, here: PlaceView, was: Former, now: datetime) -> Mapping[str, object]:
    """Return what the page of a tag says that nobody uses any more."""
    return {"here": here, "was": was, "history": _history(db, here, was.tag_id, now)}


def _coming(db: Session, here: PlaceView, tag: TagView, now: datetime) -> Sequence[Meetup]:
    found = upcoming(db, here.id, Span(now, now + AHEAD), Narrowed(tag_id=tag.id), limit=MOST_MEETUPS)
    return [each for each in found if not each.cancelled]


def _history(db: Session, here: PlaceView, tag_id: UUID, now: datetime) -> Sequence[DecisionTold]:
    found = deciding.decisions_of(db, tag_id, MOST_DECISIONS)
    return telling.decisions(db, found, here, now) if found else ()
