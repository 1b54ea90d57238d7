"""What is on by the calendars of one source? Its next dates on its page, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.feeds.rules import MEETUPS
from hub.aggregate.reading.kinds import OF_EVENTS
from hub.meet.events import queries as meetups
from hub.meet.events.values import Meetup, Narrowed
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.agenda import HORIZON
from hub.site.meetups_out import midnight_of

SHOWN, MOST = 12, 60  # dates one sees at once; and unfolded


@dataclass(frozen=True, slots=True)
class Inviting:
    """The dates ahead that a source tells of in a place."""

    soon: Sequence[Meetup]
    later: Sequence[Meetup]  # folded
    dates: int  # of them all
    is_all: bool  # that it has: it brings no posts


def inviting(db: Session, here: PlaceView, voice: SourceView, moment: datetime) -> Inviting | None:
    """Return what a source invites to in a place; None where it has no calendar."""
    calendars = [feed for feed in voice.feeds if feed.reads in OF_EVENTS or feed.reads == MEETUPS]
    if not calendars:
        return None
    start = midnight_of(here, moment)
    span, narrowed = Span(start, start + HORIZON), Narrowed(source_id=voice.id)
    found = meetups.upcoming(db, here.id, span, narrowed, limit=MOST)
    dates = meetups.number_upcoming(db, here.id, span, narrowed) if len(found) == MOST else len(found)
    return Inviting(found[:SHOWN], found[SHOWN:], dates, is_all=len(calendars) == len(voice.feeds))
