"""What stands on the page of one meetup? Every part of it, each asked of the room it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from hub.aggregate.items import withholding
from hub.communicate.mentions.queries import MentionView, shown_at
from hub.communicate.mentions.rules import Target
from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.meet.events import queries as meetups
from hub.meet.events.repeats import but_not
from hub.meet.events.rules import day_meant
from hub.meet.events.values import EventView, Meetup
from hub.places.queries import PlaceView
from hub.site.coming import Coming, coming
from hub.site.hosting.owned import Own, own
from hub.site.meeting_places import Where, where_is
from hub.site.met import Beside, beside
from hub.site.outlets.linked import Said, linked_data

MOST_DATES = 12  # ahead; the rest is in its own calendar file
MOST_PAST = 100


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meetup, with all that is known around it; a part of the page reads the field of its name."""

    event: EventView
    dates: Sequence[Meetup]  # under way or ahead, soonest first
    has_more: bool  # dates ahead than these
    how_often: Saying  # and on which days not
    past: Sequence[Meetup]  # newest first; empty unless they are asked for
    has_past: bool
    mentions: Sequence[MentionView]
    beside: Beside  # who else tells of it, posts about it, the conversation it began in
    where: Where
    linked: Sequence[Said]  # the same for search engines
    own: Own | None  # that it was typed here, and what its organiser says of single dates
    coming: Coming | None  # who comes, and how one says so; None where nothing is to be said of it

    @property
    def is_over(self) -> bool:
        """Whether it was, and no date of it is known that comes."""
        return self.has_past and not self.dates


def meetup(db: Session, here: PlaceView, text: str) -> EventView:
    """Return the meetup in *here* whose id an address writes as *text*, taken down or not; NotFound for none."""
    event_id = as_id(text)
    told = meetups.event(db, event_id) if event_id else None
    if told is None or all(place.slug != here.slug for place in told.places):
        raise NotFound(say("There is no such meetup here."))
    return told


def shown_meetup(db: Session, here: PlaceView, text: str) -> EventView:
    """Return the meetup in *here* that everybody sees; TakenDown or NotFound where nobody does."""
    told = meetup(db, here, text)
    withholding.refuse_meetup(db, told.id, told.source_id, told.url)
    return told


def about(db: Session, here: PlaceView, event: EventView, now: datetime, *, with_past: int = 0) -> Meeting:
    """Put together what is known around *event* on its page in *here*, with its latest *with_past* dates gone by."""
    mentions = shown_at(db, Target.EVENT, event.id.hex)
    past = meetups.past_dates(db, event.id, now, max(with_past, 1))
    ahead = meetups.occurrences_of(db, event.id, now, MOST_DATES + 1)
    dates = ahead[:MOST_DATES]
    return Meeting(
        event=event,
        dates=dates,
        has_more=len(ahead) > MOST_DATES,
        how_often=but_not(event.rule, [day_meant(each) for each in dates]),
        past=past[:with_past],
        has_past=bool(past),
        mentions=mentions,
        beside=beside(db, here, event),
        where=where_is(db, event),
        linked=linked_data(db, here, event, dates),
        own=own(db, event.id, now),
        coming=coming(db, event, mentions, now),
    )
