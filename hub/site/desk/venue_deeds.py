"""What does a mentor do with a venue? Add it, change it, put two together, retire it, note what it agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.reading.kinds import OF_EVENTS
from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.meet.events.locating import locate_now
from hub.meet.venues import actions, queries
from hub.meet.venues.queries import VenueView
from hub.meet.venues.rules import Known, Strategy, Usual
from hub.people.audit.actions import Entry, Facts, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk.venue_forms import aliases_of, draft
from hub.site.kept.known import known
from hub.site.typed import Typed

NOT_YET = UUID(int=0)  # of a venue that is only being thought of
DONE: Mapping[str, Saying] = {
    "added": say("Done: the venue is there, and calendars that name it are understood."),
    "changed": say("Done: it is changed."),
    "merged": say("Done: the two are one. You can take that back below."),
    "parted": say("Done: they are two venues again."),
    "retired": say("Done: its page says that people no longer meet there."),
    "reopened": say("Done: people meet there again."),
    "agreed": say("Done: its page lists what others organise there, too."),
    "disagreed": say("Done: its page lists what the venue itself announces, and nothing else."),
    "said": say("Done: every calendar that writes so is understood. You can take that back below."),
    "back": say("Done: it is taken back."),
    "settled": say("Done: the calendar’s meetups are where you said."),
}
STRATEGIES: Sequence[tuple[Strategy, Saying]] = (
    (Strategy.EVENT, say("Each meetup says where it is")),
    (Strategy.ALWAYS, say("All of it takes place at one venue, whatever it says")),
    (Strategy.ROOM, say("All of it takes place at one venue, and it names the room")),
    (Strategy.UNLESS, say("At one venue, unless a meetup says otherwise")),
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar of a place, and where what it tells takes place."""

    feed_id: UUID
    name: str
    url: str
    strategy: Strategy
    words: Saying
    venue: VenueView | None


def likenesses(db: Session, typed: Typed, venue_id: UUID = NOT_YET) -> Sequence[VenueView]:
    """Return the venues that may be the one that was typed."""
    told = draft(db, typed)
    return queries.alike_to(db, Known(venue_id, told.place_id, told.name, told.postcode), known(db).tree)


def add(doing: Doing, typed: Typed) -> UUID:
    """Add the venue that was typed, with its other spellings."""
    made = actions.add(doing.db, draft(doing.db, typed))
    actions.set_aliases(doing.db, made, aliases_of(typed))
    locate_now(doing.db)
    noted(doing, Deed.KEEP_VENUE, made, {"added": True})
    return made


def change(doing: Doing, venue: VenueView, typed: Typed) -> None:
    """Change a venue to what was typed."""
    actions.set_aliases(doing.db, venue.id, aliases_of(typed))
    actions.change(doing.db, venue.id, draft(doing.db, typed))
    locate_now(doing.db)
    noted(doing, Deed.KEEP_VENUE, venue.id, {"changed": True})


def merge(doing: Doing, venue: VenueView, heir: VenueView) -> bool:
    """Say that a venue is another; False where that cannot be."""
    if not actions.merge(doing.db, venue.id, heir.id):
        return False
    locate_now(doing.db)
    noted(doing, Deed.MERGE_VENUE, venue.id, {"heir": heir.id.hex})
    return True


def part(doing: Doing, venue: VenueView) -> bool:
    """Take back that a venue is another; False where nobody said so."""
    if not actions.part(doing.db, venue.id):
        return False
    locate_now(doing.db)
    noted(doing, Deed.MERGE_VENUE, venue.id, {"heir": None})
    return True


def retire(doing: Doing, venue: VenueView, *, to: bool) -> str:
    """Say that people no longer meet at a venue, or that they do; return what was done, a key of DONE."""
    (actions.retire if to else actions.reopen)(doing.db, venue.id)
    locate_now(doing.db)
    noted(doing, Deed.KEEP_VENUE, venue.id, {"retired": to})
    return "retired" if to else "reopened"


def agree(doing: Doing, venue: VenueView, who: str) -> str:
    """Note who agreed that a venue lists others’ meetups (nobody: it no longer does); return what was done."""
    if who:
        actions.agree(doing.db, venue.id, who, doing.now)
    else:
        actions.disagree(doing.db, venue.id)
    noted(doing, Deed.KEEP_VENUE, venue.id, {"lists_others": bool(who)})
    return "agreed" if who else "disagreed"


def calendars(db: Session, here: PlaceView) -> Sequence[Calendar]:
    """Return the calendars that speak for a place, by name."""
    found = [
        (source, feed) for source in feeds.sources(db, [here.id]) for feed in source.feeds if feed.reads in OF_EVENTS
    ]
    usual = queries.usual_of(db, [feed.id for _, feed in found])
    venues = queries.views(db, {each.venue_id for each in usual.values()})
    return [_calendar(source, feed.id, feed.url, usual.get(feed.id), venues) for source, feed in found]


def settle(doing: Doing, here: PlaceView, feed_id: UUID, strategy: Strategy, venue: VenueView | None) -> None:
    """Say where what a calendar tells takes place."""
    actions.settle_calendar(doing.db, feed_id, here.id, strategy, venue.id if venue else None)
    locate_now(doing.db)
    after = {"strategy": str(strategy), "venue": venue.id.hex if venue else None}
    note(doing.db, doing.actor, Entry(Deed.SAY_WHERE, Thing.FEED, feed_id, here.id, after=after), doing.now)


def calendar(db: Session, here: PlaceView, feed_id: UUID | None) -> Calendar:
    """Return a calendar that speaks for a place; NotFound for any other."""
    found = next((each for each in calendars(db, here) if each.feed_id == feed_id), None)
    if found is None:
        raise NotFound(say("No such calendar speaks for this place."))
    return found


def noted(doing: Doing, deed: Deed, venue_id: UUID, after: Facts) -> None:
    """Write a line of the log about a venue, in its place."""
    found = queries.as_kept(doing.db, venue_id)
    place_id = found.place_id if found else None
    note(doing.db, doing.actor, Entry(deed, Thing.VENUE, venue_id, place_id, after=after), doing.now)


def _calendar(
    source: SourceView, feed_id: UUID, url: str, usual: Usual | None, venues: Mapping[UUID, VenueView]
) -> Calendar:
    strategy = usual.strategy if usual else Strategy.EVENT
    venue = venues.get(usual.venue_id) if usual else None
    return Calendar(feed_id, source.name, url, strategy, dict(STRATEGIES)[strategy], venue)
